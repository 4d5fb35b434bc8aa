"""Finished catalogue pages, kept and fresh: a layer of WSGI around Django.

A `Page` names all that a copy may depend on, and nothing else of a request reaches the rendering:
no cookie, no Host, no other parameter or header. So one copy is right for everyone.
"""

import gzip
import hashlib
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any, NamedTuple, Self
from urllib.parse import urlencode, urlsplit
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import brotli  # type: ignore[import-untyped]
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import Error, connection
from django.http import QueryDict
from django.utils.http import parse_etags

from exercises.filters import PARAMETERS
from exercises.models import catalogue_version

logger = logging.getLogger(__name__)

PAGES = frozenset(("/", "/feed.xml", "/robots.txt", "/sitemap.xml"))
PAGES_BELOW = "/exercises/"
FILTERS_BELOW = (*sorted(PARAMETERS), "page", "q")
LONGEST_QUERY = 1000
LONGEST_VALUE = 200

READ_EVERY = 2.0
WAIT_FOR_ANOTHER = 2.0
BYTES_OF_ALL = 64 * 1024 * 1024
BYTES_OF_ONE = 2 * 1024 * 1024
BYTES_BESIDE_BODIES = 8 * 1024

CACHE_CONTROL = "public, max-age=0, s-maxage=2, stale-if-error=86400"
REPEATED_IN_304 = ("Cache-Control", "ETag", "Vary")
VARY = ("Accept-Encoding", "HX-Request", "HX-Target", "HX-History-Restore-Request")


class Page(NamedTuple):
    """A catalogue page as a request asks for it."""

    path: str
    query: str
    hx_target: str | None  # the id htmx will fill, "" if it names none; None: the whole page
    may_be_kept: bool

    @classmethod
    def asked_for(cls, environ: WSGIEnvironment) -> Self | None:
        path = environ["PATH_INFO"]
        below = path.startswith(PAGES_BELOW)
        if not (below or path in PAGES) or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        query, sensible = environ.get("QUERY_STRING", ""), True
        if len(query) > LONGEST_QUERY:
            sensible = False
        elif query:
            values = QueryDict(query.encode("latin-1"))
            known = FILTERS_BELOW if below else ()
            pairs = [(name, value) for name in known for value in sorted(values.getlist(name))]
            sensible = all(len(value) <= LONGEST_VALUE for _, value in pairs)
            query = urlencode(pairs)
        return cls(path, query, _hx_target(environ), sensible)

    def environ(self, environ: WSGIEnvironment) -> WSGIEnvironment:
        """All that its rendering sees of the request."""
        public = urlsplit(settings.PUBLIC_URL)
        seen = {name: environ[name] for name in environ if name.startswith(("wsgi.", "SERVER_"))}
        seen |= {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "HTTP_HOST": public.netloc,
            "wsgi.url_scheme": public.scheme,
        }
        if self.hx_target is not None:
            seen |= {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": self.hx_target}
        return seen


def _hx_target(environ: WSGIEnvironment) -> str | None:
    if environ.get("HTTP_HX_REQUEST") != "true" or "HTTP_HX_HISTORY_RESTORE_REQUEST" in environ:
        return None
    target = environ.get("HTTP_HX_TARGET", "")
    return target if re.fullmatch(r"[\w-]{1,64}", target) else ""


class Answer(NamedTuple):
    """What the application said."""

    status: str
    headers: Headers
    body: Iterable[bytes]

    @classmethod
    def of(cls, application: WSGIApplication, environ: WSGIEnvironment) -> Self:
        started: list[tuple[str, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_: object) -> Any:
            started.append((status, headers))

        body = application(environ, start_response)
        status, headers = started[-1]
        return cls(status, Headers(headers), body)

    @property
    def may_be_kept(self) -> bool:
        control = self.headers.get("Cache-Control", "").lower()
        return (
            self.status.startswith("200 ")
            and "Set-Cookie" not in self.headers
            and not re.search(r"private|no-store|no-cache", control)
            and "cookie" not in ",".join(self.headers.get_all("Vary")).lower()
        )

    def read(self) -> bytes:
        try:
            return b"".join(self.body)
        finally:
            self.close()

    def close(self) -> None:
        if hasattr(self.body, "close"):
            self.body.close()


class Form(NamedTuple):
    """A finished page in one coding."""

    etag: str
    headers: list[tuple[str, str]]
    body: bytes

    def is_among(self, etags: list[str]) -> bool:
        return any(etag.removeprefix("W/") in (self.etag, "*") for etag in etags)


class Copy:
    """A finished page in every coding, as it was at one version of the catalogue."""

    def __init__(self, version: str, headers: Headers, body: bytes) -> None:
        self.version = version
        bodies = {
            "identity": body,
            "br": brotli.compress(body, quality=5),
            "gzip": gzip.compress(body, 6, mtime=0),
        }
        self.size = sum(map(len, bodies.values())) + BYTES_BESIDE_BODIES
        digest = hashlib.sha256(body).hexdigest()[:32]
        own_vary = re.findall(r"[\w*-]+", " ".join(headers.get_all("Vary")))
        self.forms = {}
        for coding, encoded in bodies.items():
            if coding != "identity" and len(encoded) >= len(body):
                continue
            fields = Headers(headers.items())
            fields["Cache-Control"] = CACHE_CONTROL
            fields["Vary"] = ", ".join(dict.fromkeys((*VARY, *own_vary)))
            fields["ETag"] = etag = f'"{digest}-{coding}"'
            fields["Content-Length"] = str(len(encoded))
            if coding != "identity":
                fields["Content-Encoding"] = coding
            self.forms[coding] = Form(etag, fields.items(), encoded)

    def send(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        codings = _codings(environ.get("HTTP_ACCEPT_ENCODING", ""))
        form = next(self.forms[coding] for coding in codings if coding in self.forms)
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and form.is_among(parse_etags(known)):
            fields = [field for field in form.headers if field[0] in REPEATED_IN_304]
            start_response("304 Not Modified", fields)
            return []
        start_response("200 OK", form.headers.copy())
        return [form.body] if environ["REQUEST_METHOD"] == "GET" else []


@lru_cache(maxsize=256)
def _codings(accept_encoding: str) -> tuple[str, ...]:
    """Codings in the client's order of preference; "identity" is always among them."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        if match := re.fullmatch(r"\s*([\w*-]+)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?", item):
            weights[match[1]] = float(match[2] or 1)
    ours = {coding: weights.get(coding, weights.get("*", 0.0)) for coding in ("br", "gzip")}
    ours["identity"] = weights.get("identity", 0.0001)
    wanted = sorted((coding for coding in ours if ours[coding]), key=ours.__getitem__, reverse=True)
    return (*wanted, "identity")


class Copies:
    """The copies of this process; the least recently used make room."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._copies: OrderedDict[Page, Copy] = OrderedDict()
        self._lock = Lock()

    def get(self, page: Page) -> Copy | None:
        with self._lock:
            if page in self._copies:
                self._copies.move_to_end(page)
            return self._copies.get(page)

    def replace(self, page: Page, copy: Copy | None) -> None:
        with self._lock:
            if old := self._copies.pop(page, None):
                self._size -= old.size
            if copy and copy.size <= BYTES_OF_ONE:
                self._copies[page] = copy
                self._size += copy.size
            while self._size > self._limit:
                self._size -= self._copies.popitem(last=False)[1].size


class KnownVersion:
    """The catalogue's version as this process last read it."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._due = clock()
        self._version: str | None = None
        self._reading = Lock()

    def current(self) -> str | None:
        """The version, read at most `READ_EVERY` seconds ago; None if the database is away.

        One thread reads; the others go on with what is known.
        """
        if self._clock() >= self._due and self._reading.acquire(blocking=False):
            try:
                if (started := self._clock()) >= self._due:
                    self._version = self._read()
                    self._due = (started if self._version else self._clock()) + READ_EVERY
            finally:
                self._reading.release()
        return self._version

    def _read(self) -> str | None:
        connection.close_if_unusable_or_obsolete()
        try:
            return catalogue_version()
        except Error as error:
            logger.warning("The catalogue's version cannot be read: %s", error)
            return None
        finally:
            connection.close_if_unusable_or_obsolete()


class PageCache:
    """Answers for catalogue pages from finished copies; everything else goes to Django."""

    def __init__(
        self,
        application: WSGIApplication,
        *,
        clock: Callable[[], float] = monotonic,
        limit: int = BYTES_OF_ALL,
    ) -> None:
        self._application = application
        self._version = KnownVersion(clock)
        self._copies = Copies(limit)
        self._turns = [Lock() for _ in range(64)]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        page = Page.asked_for(environ)
        if page is None or _must_become_https(environ):
            return self._application(environ, start_response)
        if not page.may_be_kept:
            return self._render(page, environ, start_response)
        if copy := self._fresh(page):
            return copy.send(environ, start_response)
        with self._turn(page):
            if copy := self._fresh(page):
                return copy.send(environ, start_response)
            return self._render(page, environ, start_response)

    def _fresh(self, page: Page) -> Copy | None:
        """The copy, if it is of the current version or none can be read."""
        version = self._version.current()
        copy = self._copies.get(page)
        return copy if copy and version in (None, copy.version) else None

    @contextmanager
    def _turn(self, page: Page) -> Iterator[None]:
        """One thread renders a page and others wait for its copy, though not for long."""
        turn = self._turns[hash(page) % len(self._turns)]
        mine = turn.acquire(timeout=WAIT_FOR_ANOTHER)
        try:
            yield
        finally:
            if mine:
                turn.release()

    def _render(
        self, page: Page, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        version = self._version.current()
        answer = Answer.of(self._application, page.environ(environ))
        last = self._copies.get(page)
        if last and answer.status.startswith("5"):
            answer.close()
            return last.send(environ, start_response)
        if version and page.may_be_kept and answer.may_be_kept:
            copy = Copy(version, answer.headers, answer.read())
            self._copies.replace(page, copy)
            return copy.send(environ, start_response)
        self._copies.replace(page, None)
        start_response(answer.status, answer.headers.items())
        if environ["REQUEST_METHOD"] == "HEAD":
            answer.close()
            return []
        return answer.body


def _must_become_https(environ: WSGIEnvironment) -> bool:
    return settings.SECURE_SSL_REDIRECT and not WSGIRequest(environ).is_secure()
