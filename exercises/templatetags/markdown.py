from django import template
from django.utils.safestring import SafeString

from exercises import markdown as texts

register = template.Library()


@register.simple_tag(name="markdown")
def markdown_linked(text: str, resolver: texts.LinkResolver) -> SafeString:
    """`{% markdown text resolver %}`: with the links of a page, resolved together."""
    return resolver.render(text)


@register.filter
def markdown(text: str) -> SafeString:
    """`{{ text|markdown }}`: for a text on its own; a query if it has links inside the site."""
    return texts.render(text)


@register.filter
def markdown_page(text: str) -> SafeString:
    """As `markdown`, for a text that is a page of its own: its headings are of the second level."""
    return texts.render(text, heading="h2")
