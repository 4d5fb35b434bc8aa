from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage

from gymsite.checks import check_https, check_public_url, check_sqlite_is_a_file
from tests.gymsite.bare_process import SOUND, run


def ids(messages: list[CheckMessage]) -> list[str]:
    assert all(message.hint for message in messages)
    return [str(message.id) for message in messages]


@pytest.mark.parametrize(
    ("hosts", "found"),
    [
        (["other.example"], ["gymsite.E001"]),
        ([], ["gymsite.E001"]),
        (["other.example", "gym.example"], []),
        ([".example"], []),
        (["*"], []),
    ],
)
def test_e001_public_url_that_allowed_hosts_refuses(
    settings: Any, hosts: list[str], found: list[str]
) -> None:
    settings.PUBLIC_HOST, settings.ALLOWED_HOSTS = "gym.example", hosts
    assert ids(check_public_url(None)) == found


@pytest.mark.parametrize(
    ("database", "found"),
    [
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}, ["gymsite.E002"]),
        ({"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/gym.sqlite3"}, []),
        ({"ENGINE": "django.db.backends.postgresql", "NAME": "gym"}, []),
    ],
)
def test_e002_sqlite_in_memory(
    monkeypatch: pytest.MonkeyPatch, settings: Any, database: dict[str, str], found: list[str]
) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert ids(check_sqlite_is_a_file(None)) == found


@pytest.mark.parametrize(
    ("https", "host", "found"),
    [
        (False, "gym.example", ["gymsite.W001"]),
        (True, "gym.example", []),
        (False, "localhost", []),
        (False, "127.0.0.1", []),
    ],
)
def test_w001_plain_http_on_a_public_host(
    settings: Any, https: bool, host: str, found: list[str]
) -> None:
    settings.HTTPS, settings.PUBLIC_HOST = https, host
    assert ids(check_https(None)) == found


def test_all_are_among_the_checks_that_a_deployment_runs(tmp_path: Path) -> None:
    wrong = {
        "ALLOWED_HOSTS": "other.example",
        "DATABASE_URL": "sqlite:///:memory:",
        "PUBLIC_URL": "http://gym.example",
    }
    done = run(tmp_path, "manage.py", "check", "--deploy", **{**SOUND, **wrong})
    found = {"gymsite.E001", "gymsite.E002", "gymsite.W001"}
    assert {one for one in found if one in done.stderr} == found
    assert done.returncode == 1
