"""Forms as a browser sends them: what the page holds, with the changes a person makes."""

from html.parser import HTMLParser
from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse


class Fields(HTMLParser):
    """What a browser would send if the form were submitted untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        kind = found.get("type") or ""
        if tag in ("select", "textarea"):
            self.inside = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self.values[self.inside] = found.get("value") or ""
        elif kind == "checkbox":
            if "checked" in found:
                self.values[name] = found.get("value", "on")
        elif tag == "input" and name and kind not in ("submit", "file", "button", "search"):
            self.values[name] = found.get("value") or ""

    def handle_data(self, data: str) -> None:
        if self.inside and self.lasttag == "textarea":
            self.values[self.inside] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":  # as in HTML, a line break right after the start tag is none
            self.values[self.inside] = self.values[self.inside].removeprefix("\n")
        if tag in ("select", "textarea"):
            self.inside = ""


def filled(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    values = Fields(client.get(url).content.decode()).values
    return {name: value for name, value in values.items() if "__prefix__" not in name} | changes


def post(client: Client, url: str, **changes: Any) -> str:
    """The page that answers; empty when the form was accepted."""
    response = client.post(url, filled(client, url, **changes))
    return "" if response.status_code == 302 else response.content.decode()


def admin_address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)
