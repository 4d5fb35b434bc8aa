from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client


@pytest.fixture
def database_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def refuse(*args: object) -> None:
        raise OperationalError("connection refused by db.internal:5432")

    with monkeypatch.context() as patched:
        patched.setattr(BaseDatabaseWrapper, "cursor", refuse)
        yield


@pytest.mark.django_db
def test_200_while_database_and_cache_answer(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "cache": True})


@pytest.mark.django_db
def test_503_when_the_cache_is_away(client: Client, settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "cache": False})


@pytest.mark.usefixtures("database_away")
def test_503_when_the_database_is_away(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] is False
    assert b"db.internal" not in answer.content


@pytest.mark.django_db
def test_it_is_never_stored_and_asks_no_cookie(client: Client) -> None:
    answer = client.get("/healthz")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


@pytest.mark.django_db
def test_a_probe_inside_the_house_may_ask_over_http(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301
