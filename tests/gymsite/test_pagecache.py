"""What the page cache keeps, what a copy depends on and what is sent."""

import gzip
import importlib
import random
import string
import tracemalloc
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.wsgi import get_wsgi_application
from pytest_django import Settings

from exercises.models import Exercise
from gymsite.pagecache import PageCache
from tests.factories import make_exercise, make_variation
from tests.gymsite.pagecache_site import GUIDE, Answer, Site, keep_transaction_open

pytestmark = pytest.mark.django_db

PATHS = ["/", "/exercises/", GUIDE, f"{GUIDE}barbell/", "/feed.xml", "/sitemap.xml", "/robots.txt"]


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    keep_transaction_open(monkeypatch)
    return Site()


# What is kept


@pytest.mark.parametrize("path", PATHS)
def test_a_catalogue_page_is_rendered_once(site: Site, path: str) -> None:
    assert site.ask(path).body == site.ask(path).body
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/me/"), ("GET", "/healthz"), ("GET", "/exercises"), ("POST", "/exercises/")],
)
def test_anything_else_reaches_django_as_it_came(site: Site, method: str, path: str) -> None:
    for _ in range(2):
        answer = site.ask(f"{path}?x=1", REQUEST_METHOD=method, HTTP_COOKIE="sessionid=1")
    assert len(site.asked) == 2
    assert site.asked[0]["HTTP_COOKIE"] == "sessionid=1"
    assert site.asked[0]["QUERY_STRING"] == "x=1"
    assert answer.headers.items() == site.headers


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("404 Not Found", None),
        ("301 Moved Permanently", ("Location", "/exercises/")),
        ("200 OK", ("Set-Cookie", "csrftoken=1")),
        ("200 OK", ("Cache-Control", "private, max-age=60")),
        ("200 OK", ("Cache-Control", "No-Store")),
        ("200 OK", ("Vary", "Accept-Language, Cookie")),
    ],
)
def test_only_a_whole_page_that_is_the_same_for_everyone_is_kept(
    site: Site, status: str, header: tuple[str, str] | None
) -> None:
    site.status = status
    site.headers += [header] if header else []
    site.ask()
    answer = site.ask()
    assert len(site.asked) == site.closed == 2
    assert f"{answer.status}" == status[:3]
    assert answer.headers.items() == site.headers
    assert answer.body.startswith(b"2 ")


def test_a_page_that_went_away_leaves_no_copy(site: Site) -> None:
    site.ask()
    Exercise.objects.update(summary="Other.")
    site.clock.now += 2
    site.status = "404 Not Found"
    assert site.ask().status == 404
    site.clock.now += 2
    site.status = "503 Service Unavailable"
    assert site.ask().status == 503


# What a copy depends on


def test_unknown_parameters_are_dropped_and_known_ones_sorted(site: Site) -> None:
    site.ask("/exercises/?utm_source=mail&q=caf%C3%A9&level=beginner&equipment=none&equipment=box")
    site.ask("/exercises/?equipment=box&equipment=none&level=beginner&q=caf%c3%a9&x=1&x=2")
    site.ask("/exercises/?equipment=box&level=beginner&q=café".encode().decode("latin-1"))
    assert [environ["QUERY_STRING"] for environ in site.asked] == [
        "equipment=box&equipment=none&level=beginner&q=caf%C3%A9",
        "equipment=box&level=beginner&q=caf%C3%A9",
    ]


def test_a_page_without_filters_has_one_copy(site: Site) -> None:
    site.ask("/?q=1")
    site.ask("/?q=2&page=3")
    assert [environ["QUERY_STRING"] for environ in site.asked] == [""]


@pytest.mark.parametrize("query", ["q=" + "x" * 10_000, "q=" + "x" * 201, "&" * 1001])
def test_an_absurd_query_is_answered_and_not_kept(site: Site, query: str) -> None:
    for _ in range(2):
        answer = site.ask(f"/exercises/?{query}", HTTP_COOKIE="sessionid=1")
        assert answer.headers.items() == site.headers
    assert len(site.asked) == 2
    assert site.asked[0]["QUERY_STRING"] == query
    assert "HTTP_COOKIE" not in site.asked[0]


def test_nothing_private_reaches_the_rendering(site: Site) -> None:
    site.ask(
        HTTP_COOKIE="sessionid=secret",
        HTTP_AUTHORIZATION="Basic secret",
        HTTP_HOST="evil.example",
        HTTP_ACCEPT_LANGUAGE="de",
        HTTP_IF_NONE_MATCH='"x"',
        HTTP_X_FORWARDED_HOST="evil.example",
        REMOTE_USER="secret",
    )
    seen = {name: value for name, value in site.asked[0].items() if name.startswith("HTTP_")}
    assert seen == {"HTTP_HOST": "localhost:8000"}
    assert "REMOTE_USER" not in site.asked[0]


def test_htmx_gets_copies_of_its_own_for_each_target(site: Site) -> None:
    htmx = {"HTTP_HX_REQUEST": "true"}
    bodies = [
        site.ask("/exercises/?q=hip", **headers).body
        for _ in range(2)
        for headers in (
            {},
            htmx,
            {**htmx, "HTTP_HX_TARGET": "results"},
            {**htmx, "HTTP_HX_TARGET": "suggestions", "HTTP_HX_CURRENT_URL": "http://a/"},
        )
    ]
    assert len(site.asked) == 4
    assert bodies[:4] == bodies[4:]
    seen = [(e.get("HTTP_HX_REQUEST"), e.get("HTTP_HX_TARGET")) for e in site.asked]
    assert seen == [(None, None), ("true", ""), ("true", "results"), ("true", "suggestions")]
    assert "HTTP_HX_CURRENT_URL" not in site.asked[3]


def test_a_history_restore_gets_the_whole_page(site: Site) -> None:
    whole = site.ask("/exercises/").body
    restore = {"HTTP_HX_REQUEST": "true", "HTTP_HX_HISTORY_RESTORE_REQUEST": "true"}
    assert site.ask("/exercises/", **restore).body == whole


def test_made_up_targets_make_no_copies(site: Site) -> None:
    for target in ("<script>", "x" * 65, "a b"):
        site.ask(HTTP_HX_REQUEST="true", HTTP_HX_TARGET=target)
    assert len(site.asked) == 1


def test_plain_http_is_sent_to_https_by_django(site: Site, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.PUBLIC_URL = "https://localhost"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _ in range(2):
        site.ask(HTTP_X_FORWARDED_PROTO="https")
    assert len(site.asked) == 1
    assert site.asked[0]["wsgi.url_scheme"] == "https"
    site.ask(HTTP_X_FORWARDED_PROTO="http")
    assert site.asked[1]["HTTP_X_FORWARDED_PROTO"] == "http"


# What is sent


def test_head_and_get_share_a_copy(site: Site) -> None:
    head = site.ask(REQUEST_METHOD="HEAD")
    get = site.ask()
    assert len(site.asked) == 1
    assert head.body == b""
    assert head.headers.items() == get.headers.items()
    assert int(get.headers["Content-Length"] or 0) == len(get.body) > 0


def test_head_of_a_page_that_is_not_kept_has_no_body(site: Site) -> None:
    site.status = "404 Not Found"
    answer = site.ask(REQUEST_METHOD="HEAD")
    assert (answer.status, answer.body, site.closed) == (404, b"", 1)


def test_all_headers_are_kept_and_ours_added(site: Site) -> None:
    site.headers += [
        ("Content-Security-Policy", "default-src 'none'"),
        ("Link", "</a>; rel=preload"),
        ("Link", "</b>; rel=preload"),
        ("Cache-Control", "max-age=600"),
        ("ETag", '"theirs"'),
        ("Vary", "HX-Request, Origin"),
        ("Content-Length", "1"),
    ]
    for answer in (site.ask(), site.ask()):
        headers = answer.headers
        assert headers["Content-Security-Policy"] == "default-src 'none'"
        assert headers.get_all("Link") == ["</a>; rel=preload", "</b>; rel=preload"]
        assert headers.get_all("Cache-Control") == [
            "public, max-age=0, s-maxage=2, stale-if-error=86400"
        ]
        assert headers.get_all("Vary") == [
            "Accept-Encoding, HX-Request, HX-Target, HX-History-Restore-Request, Origin"
        ]
        assert headers.get_all("Content-Length") == [str(len(answer.body))]
        assert headers.get_all("ETag") != ['"theirs"']


def decoded(answer: Answer) -> bytes:
    decode: dict[str | None, Callable[[bytes], bytes]] = {
        "br": brotli.decompress,
        "gzip": gzip.decompress,
        None: bytes,
    }
    return decode[answer.headers.get("Content-Encoding")](answer.body)


def test_each_coding_has_its_own_etag_and_the_same_text(site: Site) -> None:
    answers = [site.ask(HTTP_ACCEPT_ENCODING=coding) for coding in ("br", "gzip", "")]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == ["br", "gzip", None]
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert len({decoded(answer) for answer in answers}) == 1
    assert len(answers[0].body) < len(answers[2].body) / 3


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("", None),
        ("identity", None),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP;Q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=0.2", "gzip"),
        ("br ; q=0.9 , gzip ; q=0.9", "br"),
        ("*", "br"),
        ("br;q=0, *;q=0.5", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("gzip;q=0.000", None),
        ("identity, br;q=0.5", None),
        ("identity;q=0.5, br;q=1.0", "br"),
        ("identity;q=0, br;q=0, gzip;q=0", None),
        ("br;q=nonsense, gzip", "gzip"),
        ("br;q=inf", None),
        (";;,,;q=1", None),
        ("broken, xbr", None),
    ],
)
def test_accept_encoding_is_understood(site: Site, accepted: str, sent: str | None) -> None:
    answer = site.ask(HTTP_ACCEPT_ENCODING=accepted)
    assert answer.headers.get("Content-Encoding") == sent


def test_what_compression_would_lengthen_is_sent_plain(site: Site) -> None:
    site.text = ""
    answer = site.ask("/robots.txt", HTTP_ACCEPT_ENCODING="br, gzip, identity;q=0")
    assert answer.headers.get("Content-Encoding") is None


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_a_known_etag_gets_304(site: Site, form: str) -> None:
    whole = site.ask(HTTP_ACCEPT_ENCODING="br")
    etag = whole.headers["ETag"]
    answer = site.ask(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=form.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    names = ("Cache-Control", "ETag", "Vary")
    assert {name: answer.headers[name] for name in names} == {
        name: whole.headers[name] for name in names
    }
    assert answer.headers.get("Content-Length") is None


def test_an_etag_of_another_coding_or_text_gets_the_page(site: Site) -> None:
    etag = site.ask(HTTP_ACCEPT_ENCODING="br").headers["ETag"] or ""
    assert site.ask(HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=etag).status == 200
    Exercise.objects.update(summary="Other.")
    site.clock.now += 2
    assert site.ask(HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=etag).status == 200


# How much is kept


def test_the_least_recently_used_copies_make_room(site: Site) -> None:
    site.cache = PageCache(site, limit=100_000)
    paths = [f"/exercises/glutes/{number}/" for number in range(20)]
    for path in paths:
        site.ask(path)
        site.ask(paths[0])
    site.ask(paths[-1])
    assert len(site.asked) == 20
    site.ask(paths[1])
    assert len(site.asked) == 21


def test_the_copies_stay_within_their_limit(site: Site) -> None:
    limit = 2_000_000
    site.cache = PageCache(site, limit=limit)
    site.text = "".join(random.choices(string.ascii_letters, k=20_000))
    site.ask("/")
    tracemalloc.start()
    for number in range(100):
        site.ask(f"/exercises/glutes/{number}/")
        site.asked.clear()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert limit * 0.7 < used < limit


def test_a_huge_page_is_answered_and_not_kept(site: Site) -> None:
    site.text = "x" * (2 * 1024 * 1024)
    site.ask()
    assert len(site.ask(HTTP_ACCEPT_ENCODING="gzip").body) < 10_000
    assert len(site.asked) == 2


# The site behind it


@pytest.mark.parametrize("path", [*PATHS, "/exercises/glutes/", "/exercises/?q=hip&level=beginner"])
def test_every_page_of_the_catalogue_is_one_that_can_be_kept(site: Site, path: str) -> None:
    make_variation(slug="barbell", exercise=make_exercise(slug="hip-thrusts"))
    site.application = get_wsgi_application()
    pages = [site.ask(path) for _ in range(2)]
    assert [page.status for page in pages] == [200, 200]
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    ("environment", "debug", "kept"),
    [({}, False, True), ({}, True, False), ({"PAGE_CACHE": "0"}, False, False)],
)
def test_the_site_is_served_through_the_cache_unless_it_is_switched_off(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    debug: bool,
    kept: bool,
) -> None:
    from gymsite import wsgi

    monkeypatch.delenv("PAGE_CACHE", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    settings.DEBUG = debug
    assert isinstance(importlib.reload(wsgi).application, PageCache) == kept
