"""The site's addresses, and some at which things go wrong."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from gymsite.urls import *  # noqa: F403
from gymsite.urls import urlpatterns as site_urlpatterns

CARELESS = """<!DOCTYPE html>
<html lang="en">
  <title>A page that breaks every rule</title>
  <link rel="stylesheet" href="/for-tests/careless.css">
  <p style="color: red">An inline style</p>
  <img src="http://elsewhere.example.test/pixel.png" alt="From another host">
  <div><a href="/">Small</a></div>
  <input aria-label="Small print">
  <p class="faint">Light on light, dark on dark</p>
  <pre>A line that is far too wide for any phone: {line}</pre>
  <p>Pushed down</p>
  <script src="/for-tests/careless.js"></script>
</html>"""
SCRIPT = """
setTimeout(() => document.body.prepend(Object.assign(document.createElement("h1"), {
  textContent: "A late banner",
})), 60);
throw new Error("A script that fails");
"""


STYLE = """
:root { color-scheme: light dark; }
.faint { color: light-dark(#eee, #333); }
"""


def refused(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def broken(request: HttpRequest) -> NoReturn:
    raise ValueError("A fault made for a test")


def away(request: HttpRequest) -> NoReturn:
    raise OperationalError("A database gone for a test")


def careless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CARELESS.format(line="wide " * 100))


def careless_script(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SCRIPT, content_type="text/javascript")


def careless_style(request: HttpRequest) -> HttpResponse:
    return HttpResponse(STYLE, content_type="text/css")


urlpatterns = [
    path("for-tests/refused/", refused),
    path("for-tests/broken/", broken),
    path("for-tests/away/", away),
    path("for-tests/careless/", careless),
    path("for-tests/careless.js", careless_script),
    path("for-tests/careless.css", careless_style),
    *site_urlpatterns,
]
