"""What the site reads from its environment, and what stops its start."""

from pathlib import Path

import pytest

from gymsite import environment
from tests.gymsite.bare_process import SOUND, run, settings_of

HTTPS = {**SOUND, "PUBLIC_URL": "https://gym.example"}


# What stops the start


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", None),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("PUBLIC_URL", None),
        ("PUBLIC_URL", "gym.example"),
        ("DATABASE_URL", None),
        ("DATABASE_URL", "banana"),
        ("EMAIL_URL", "banana"),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", "banana"),
    ],
)
def test_a_missing_or_unsafe_value_stops_the_start_with_one_line(
    tmp_path: Path, name: str, value: str | None
) -> None:
    values = {key: text for key, text in {**SOUND, name: value}.items() if text is not None}
    done = run(tmp_path, "manage.py", "check", **values)
    assert done.returncode != 0
    line = done.stderr.strip()
    assert line.startswith("gymsite: ")
    assert name in line
    assert "\n" not in line
    assert "docs/operations.md" in line or value


@pytest.mark.parametrize(
    "address",
    [
        "gym.example",
        "ftp://gym.example",
        "https://",
        "https:///exercises",
        "https://gym.example/exercises",
        "https://gym.example?a=b",
        "https://gym.example#top",
        "https://erin:secret@gym.example",
        "https://gym.example:port",
        "https://gym example",
    ],
)
def test_public_url_is_scheme_and_host_alone(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("PUBLIC_URL", address)
    with pytest.raises(SystemExit, match="PUBLIC_URL"):
        environment.public_url()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://gym.example", "https://gym.example"),
        ("https://gym.example/", "https://gym.example"),
        (" http://localhost:8000 ", "http://localhost:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_public_url_is_kept_without_a_slash(
    monkeypatch: pytest.MonkeyPatch, given: str, kept: str
) -> None:
    monkeypatch.setenv("PUBLIC_URL", given)
    assert environment.public_url() == kept


# Where values come from


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = {**SOUND, "PUBLIC_URL": "http://from.file", "FROM_EMAIL": "file@gym.example"}
    (tmp_path / "env").write_text("".join(f"{name}={value}\n" for name, value in file.items()))
    names = ("SECRET_KEY", "PUBLIC_URL", "DEFAULT_FROM_EMAIL")
    assert settings_of(tmp_path, *names, PUBLIC_URL="http://from.environment") == {
        "SECRET_KEY": SOUND["SECRET_KEY"],
        "PUBLIC_URL": "http://from.environment",
        "DEFAULT_FROM_EMAIL": "file@gym.example",
    }


def test_a_relative_sqlite_path_lies_beside_what_the_site_keeps(tmp_path: Path) -> None:
    values = {**SOUND, "DATABASE_URL": "sqlite:///some.sqlite3"}
    database = settings_of(tmp_path, "DATABASES", **values)["DATABASES"]["default"]
    assert database["NAME"] == str(tmp_path / "some.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        assert pragma in database["OPTIONS"]["init_command"]


def test_an_absolute_sqlite_path_stays(tmp_path: Path) -> None:
    values = {**SOUND, "DATABASE_URL": "sqlite:////srv/gymsite/some.sqlite3"}
    database = settings_of(tmp_path, "DATABASES", **values)["DATABASES"]["default"]
    assert database["NAME"] == "/srv/gymsite/some.sqlite3"


def test_what_processes_share_lies_in_redis_where_there_is_one(tmp_path: Path) -> None:
    for values, backend in (
        (SOUND, "django.core.cache.backends.db.DatabaseCache"),
        ({**SOUND, "REDIS_URL": "redis://r:6379"}, "django.core.cache.backends.redis.RedisCache"),
    ):
        caches = settings_of(tmp_path, "CACHES", **values)["CACHES"]
        assert caches["default"]["BACKEND"] == backend


# What follows from PUBLIC_URL

SECURE = (
    "SECURE_SSL_REDIRECT",
    "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
)


@pytest.mark.parametrize("address", ["https://gym.example", "HTTPS://gym.example"])
def test_https_brings_hsts_redirect_and_secure_cookies(tmp_path: Path, address: str) -> None:
    values = settings_of(tmp_path, *SECURE, **{**SOUND, "PUBLIC_URL": address})
    assert all(values.values())
    assert values["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


def test_plain_http_stays_reachable(tmp_path: Path) -> None:
    assert not any(settings_of(tmp_path, *SECURE, **SOUND).values())


def test_only_the_public_host_is_answered(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", **HTTPS) == {
        "ALLOWED_HOSTS": ["gym.example"],
        "CSRF_TRUSTED_ORIGINS": ["https://gym.example"],
    }
    local = settings_of(tmp_path, "ALLOWED_HOSTS", **SOUND)["ALLOWED_HOSTS"]
    assert {"localhost", "127.0.0.1"} <= set(local)


def test_debug_is_off_unless_asked_for(tmp_path: Path) -> None:
    assert settings_of(tmp_path, "DEBUG", **SOUND) == {"DEBUG": False}


def test_an_https_site_has_nothing_to_deplore(tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **HTTPS)
    assert (done.returncode, done.stderr) == (0, "")
