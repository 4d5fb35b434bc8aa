"""System checks of the project; each has an id, a hint and a test."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.http.request import validate_host


@register("gymsite")
def check_public_url(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if validate_host(settings.PUBLIC_HOST, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"PUBLIC_URL names the host {settings.PUBLIC_HOST}, which ALLOWED_HOSTS refuses.",
            hint="Add the host to ALLOWED_HOSTS or leave ALLOWED_HOSTS out.",
            id="gymsite.E001",
        )
    ]


@register("gymsite")
def check_sqlite_is_a_file(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    database = settings.DATABASES["default"]
    in_memory = str(database["NAME"]).startswith((":memory:", "file:memory"))
    if database["ENGINE"] != "django.db.backends.sqlite3" or not in_memory:
        return []
    return [
        Error(
            "The SQLite database lives in memory and is gone when the server stops.",
            hint="Name a file: DATABASE_URL=sqlite:////srv/gymsite/gymsite.sqlite3",
            id="gymsite.E002",
        )
    ]


@register("gymsite", deploy=True)
def check_https(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.HTTPS or settings.PUBLIC_HOST in ("localhost", "127.0.0.1"):
        return []
    return [
        Warning(
            "PUBLIC_URL is plain http on a public host: passwords would cross in the clear.",
            hint="Put a TLS proxy in front and set PUBLIC_URL to https://…",
            id="gymsite.W001",
        )
    ]
