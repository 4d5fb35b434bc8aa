"""Where settings come from: the environment first, then `var/env`."""

import os
import re
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

PUBLIC_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?/?", re.IGNORECASE)
GIVEN = frozenset(os.environ)
"""Names that the environment itself had, before the file was read."""

env = environ.Env()
if (VAR_DIR / "env").is_file():
    env.read_env(str(VAR_DIR / "env"), overwrite=False)


def required(name: str, why: str) -> str:
    """The value of a variable without which the site must not start."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise SystemExit(f"gymsite: {name} is not set. {why} See docs/operations.md.")
    return value


def public_url() -> str:
    """PUBLIC_URL without a trailing slash; refused unless it is http(s)://host[:port]."""
    value = required("PUBLIC_URL", "It is the address people open, such as https://gym.example.")
    if not PUBLIC_ADDRESS.fullmatch(value):
        raise SystemExit(
            f"gymsite: PUBLIC_URL is {value!r}; it must be http(s)://host[:port] without a path."
        )
    return value.rstrip("/").lower()


def database() -> dict[str, Any]:
    """Django's settings of the database that DATABASE_URL names: SQLite or PostgreSQL."""
    value = required("DATABASE_URL", "For one machine: sqlite:////srv/gymsite/gymsite.sqlite3.")
    if value.partition(":")[0] not in ("sqlite", "postgres", "postgresql"):
        raise SystemExit("gymsite: DATABASE_URL must begin with sqlite:// or postgres://.")
    return dict(env.db_url_config(value))


def mail() -> dict[str, Any]:
    """Django's settings of the mail server that EMAIL_URL names, or of files under `var/mail`."""
    value = env.str("EMAIL_URL", default=f"filemail:///{VAR_DIR / 'mail'}")
    if value.partition(":")[0] not in environ.Env.EMAIL_SCHEMES:
        raise SystemExit("gymsite: EMAIL_URL must begin with smtp+tls://, smtp:// or filemail://.")
    return dict(env.email_url_config(value))


def trusted_proxy_count() -> int:
    """How many proxies of ours add to X-Forwarded-For before a request arrives."""
    value = env.str("ALLAUTH_TRUSTED_PROXY_COUNT", default="0")
    if not value.isdecimal():
        raise SystemExit(
            f"gymsite: ALLAUTH_TRUSTED_PROXY_COUNT is {value!r}; it must be a whole number."
        )
    return int(value)


def secret_key() -> str:
    value = required("SECRET_KEY", "It signs sessions: at least 50 random characters.")
    if len(value) < 50 or len(set(value)) < 5:
        raise SystemExit("gymsite: SECRET_KEY is too short; use at least 50 random characters.")
    return value
