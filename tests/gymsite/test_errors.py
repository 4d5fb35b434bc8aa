from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client, RequestFactory
from django.views.defaults import server_error

from tests.factories import make_exercise, make_variation

SECRET = "connection to db.internal:5432 refused"


@pytest.fixture(params=[OperationalError, InterfaceError])
def database_away(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    def refuse(*args: object) -> None:
        raise request.param(SECRET)

    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", refuse)
        yield


# 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/nowhere/",
        "/exercises/nowhere/",
        "/exercises/GLUTES!/",
        "/exercises/glutes/nowhere/",
        "/exercises/glutes/draft/",
        "/exercises/glutes/shown/nowhere/",
        "/exercises/glutes/shown/draft/",
        "/exercises/glutes/shown/shown/too-deep/",
        "/exercises/glutes/%00/",
        "/exercises/glutes/" + "a" * 3000 + "/",
        "/media/nowhere.jpg",
        "/media/../manage.py",
        "/sitemap-nowhere.xml",
        "/exercises/%F0%9F%8F%8B/",
    ],
)
def test_whatever_is_wrong_the_same_page_says_so(client: Client, address: str) -> None:
    make_exercise(slug="draft", status="draft")
    shown = make_exercise(slug="shown")
    make_variation(exercise=shown, slug="draft", status="draft")
    answer, plain = client.get(address), client.get("/never/")
    assert (answer.status_code, answer.templates[0].name) == (404, "404.html")
    assert answer.content == plain.content
    assert b'<meta name="robots" content="noindex">' in answer.content


@pytest.mark.django_db
def test_a_page_that_is_not_there_offers_search(client: Client) -> None:
    page = client.get("/nowhere/").content.decode()
    assert "There is no page here" in page
    assert 'role="search"' in page


@pytest.mark.django_db
def test_an_address_cannot_write_on_the_page(client: Client) -> None:
    page = client.get('/"><script>alert(1)</script>/').content.decode()
    assert "<script>alert" not in page


# 500 and 503 need nothing that may be away


def test_the_page_of_a_fault_of_ours_asks_no_database(rf: RequestFactory) -> None:
    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_tells_nobody_what_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError(SECRET)

    monkeypatch.setattr("exercises.views.breadcrumb_data", fail)
    answer = Client(raise_request_exception=False).get("/exercises/glutes/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "ZeroDivisionError" not in answer.content.decode()


@pytest.mark.usefixtures("database_away")
@pytest.mark.parametrize(
    "address", ["/", "/exercises/", "/exercises/glutes/", "/feed.xml", "/sitemap.xml", "/admin/"]
)
def test_without_the_database_a_page_says_so(client: Client, address: str) -> None:
    client.cookies["sessionid"] = "a" * 32
    answer = client.get(address)
    page = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "The site is resting for a moment" in page
    for inside in (SECRET, "Traceback", "Error"):
        assert inside not in page


@pytest.mark.usefixtures("database_away")
def test_what_needs_no_database_goes_on_without_it(client: Client) -> None:
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/nowhere/").status_code == 404
