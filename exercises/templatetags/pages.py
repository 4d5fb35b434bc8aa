import json
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A block of JSON-LD; nothing in it can end the script element."""
    text = json.dumps(data, ensure_ascii=False).translate(HARMLESS)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  translated just above
    )


@register.filter
def in_text(name: str) -> str:
    """A name inside a sentence: a small first letter, except before a capital (EZ bar)."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


@register.simple_tag(takes_context=True)
def without_choice(context: dict[str, Any], parameter: str, slug: str) -> str:
    """The address of this list with one choice of a filter taken away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    query.setlist(parameter, [one for one in query.getlist(parameter) if one != slug])
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def page_address(context: dict[str, Any], number: int) -> str:
    """The address of this list with the same filters at another page."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("page", None)
    if number > 1:
        query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}" if query else request.path
