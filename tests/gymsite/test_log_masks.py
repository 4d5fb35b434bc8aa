"""A calendar feed's token is in no log, whoever writes it; by real requests and real handlers."""

import logging
import os
import re
import sys
from io import StringIO
from logging.config import dictConfig
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from gymsite import log_masks
from gymsite.log_masks import MASKED, mask
from tests.factories import make_user
from tests.servers import get, gunicorn
from trainers.models import CalendarFeed
from trainers.views import calendars

TOKEN = "AbCdEfGhIjKlMnOpQrStUv"
ADDRESS = f"/calendar/{TOKEN}.ics"


def broken(user: object) -> bytes:
    raise RuntimeError(f"cannot write {ADDRESS}")


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the site's own handler writes; with the format that shows the most."""
    stream = StringIO()
    config: dict[str, Any] = {**settings.LOGGING}
    config["handlers"] = {"console": {**config["handlers"]["console"], "stream": stream}}
    monkeypatch.setattr(logging.root, "handlers", [*logging.root.handlers])
    dictConfig(config)
    return stream


@pytest.mark.django_db
def test_a_feed_that_is_not_there_is_logged_without_its_token(
    client: Client, written: StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get(ADDRESS).status_code == 404
    assert f"Not Found: {MASKED}" in written.getvalue()
    assert TOKEN not in written.getvalue()
    (record,) = caplog.records
    request: HttpRequest = record.request  # type: ignore[attr-defined]
    assert TOKEN not in f"{record.getMessage()}{request!r}{request.get_full_path()}"
    assert TOKEN not in f"{request.META}{record.args}"


@pytest.mark.django_db
def test_a_feed_that_breaks_is_logged_without_its_token(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    CalendarFeed.objects.create(user=make_user(), token=TOKEN)
    monkeypatch.setattr(calendars, "feed_file", broken)
    answer = Client(raise_request_exception=False).get(ADDRESS)
    assert answer.status_code == 500
    assert f"Internal Server Error: {MASKED}" in written.getvalue()
    assert f"RuntimeError: cannot write {MASKED}" in written.getvalue()
    assert TOKEN not in written.getvalue()


@pytest.mark.django_db
def test_a_mailed_report_has_no_token(
    settings: Any, mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("Erin", "erin@example.test")]
    settings.DEBUG = False
    CalendarFeed.objects.create(user=make_user(), token=TOKEN)
    monkeypatch.setattr(calendars, "feed_file", None)
    assert Client(raise_request_exception=False).get(ADDRESS).status_code == 500
    (report,) = mailoutbox
    assert MASKED in report.subject
    assert TOKEN not in f"{report.subject}{report.body}{report.alternatives}"


@pytest.mark.django_db
def test_without_the_filter_it_would_be_there(
    client: Client, written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: Django does write the address."""
    monkeypatch.setattr(log_masks, "SECRET", re.compile("(?!)"))
    client.get(ADDRESS)
    assert TOKEN in written.getvalue()


def test_gunicorn_writes_none_even_where_an_access_log_is_asked_for(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "access.log"
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "WEB_CONCURRENCY": "1",
    }
    options = ["--config", "gymsite/gunicorn_conf.py", "--access-logfile", str(log)]
    with gunicorn(*options, **environment) as port:
        answer = get(port, ADDRESS, {"Referer": f"http://localhost{ADDRESS}"})
    assert answer.status == 503, "it has no tables, which is logged too"
    lines = log.read_text()
    assert f"GET {MASKED} HTTP/1.1" in lines
    said = capfd.readouterr()
    assert MASKED in said.err
    assert TOKEN not in f"{lines}{said.err}{said.out}"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"Not Found: {ADDRESS}", f"Not Found: {MASKED}"),
        (f'"GET {ADDRESS}?x=1 HTTP/1.1"', f'"GET {MASKED}?x=1 HTTP/1.1"'),
        (f"webcal://gym.example{ADDRESS}", f"webcal://gym.example{MASKED}"),
        (f"Not Found: /calendar/{TOKEN}", f"Not Found: {MASKED}"),
        (f"Not Found: /calendar/{TOKEN}.ics/", f"Not Found: {MASKED}/"),
        ("/calendar/short.ics", MASKED),
        ("/coach/calendar/hours/", "/coach/calendar/hours/"),
        ("/me/calendar/delete/", "/me/calendar/delete/"),
        ("/me/bookings/1/calendar.ics", "/me/bookings/1/calendar.ics"),
    ],
)
def test_the_token_alone_is_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_record_that_does_not_fit_its_arguments_is_left_to_the_handler() -> None:
    record = logging.LogRecord("tests", logging.ERROR, "", 1, "%s and %s", (ADDRESS,), None)
    assert log_masks.CalendarTokenFilter().filter(record)
    assert record.msg == "%s and %s"
