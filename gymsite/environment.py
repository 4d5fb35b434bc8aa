"""Where settings come from: the environment first, then `var/env`."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

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
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise SystemExit(
            f"gymsite: PUBLIC_URL is {value!r}; it must be http(s)://host[:port] without a path."
        )
    return value.rstrip("/")


def secret_key() -> str:
    value = required("SECRET_KEY", "It signs sessions: at least 50 random characters.")
    if len(value) < 50 or len(set(value)) < 5:
        raise SystemExit("gymsite: SECRET_KEY is too short; use at least 50 random characters.")
    return value
