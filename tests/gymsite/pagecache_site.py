"""A small WSGI application behind the page cache, and a client that checks both by PEP 3333."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from gymsite.pagecache import PageCache

GUIDE = "/exercises/glutes/hip-thrusts/"


def keep_transaction_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test's transaction lives on the connection that the cache would give back."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _: None)


class Answer(NamedTuple):
    status: int
    headers: Headers
    body: bytes


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


class Body(list[bytes]):
    def __init__(self, body: bytes, site: "Site") -> None:
        super().__init__([body])
        self._site = site

    def close(self) -> None:
        self._site.closed += 1


class Site:
    """Answers what it was told to, preceded by how often it was asked; or asks `application`."""

    def __init__(self) -> None:
        self.status = "200 OK"
        self.headers = [("Content-Type", "text/html; charset=utf-8")]
        self.text = "<p>Drive the hips up.</p>" * 50
        self.while_rendering: Callable[[], object] = lambda: None
        self.application: WSGIApplication | None = None
        self.asked: list[WSGIEnvironment] = []
        self.closed = 0
        self.clock = Clock()
        self.cache = PageCache(self, clock=self.clock)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked.append(environ)
        if self.application:
            return self.application(environ, start_response)
        body = f"{len(self.asked)} {self.text}".encode()
        self.while_rendering()
        start_response(self.status, list(self.headers))
        return Body(body, self)

    def ask(self, path: str = GUIDE, **environ: str) -> Answer:
        return ask(self.cache, path, **environ)

    def rendering(self) -> int:
        """Which rendering of the guide a visitor sees now."""
        return int(self.ask().body.split()[0])


def ask(application: WSGIApplication, path: str, **environ: str) -> Answer:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        started.append((status, headers.copy()))
        headers.clear()  # the server's to change
        return bytes

    path, _, query = path.partition("?")
    request: dict[str, Any] = {"SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query}
    request |= environ
    setup_testing_defaults(request)
    chunks = validator(application)(request, start_response)
    try:
        body = b"".join(chunks)
    finally:
        chunks.close()  # type: ignore[attr-defined]
    status, headers = started[-1]
    return Answer(int(status[:3]), Headers(headers), body)
