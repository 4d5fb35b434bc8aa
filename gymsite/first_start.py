"""Writes `var/env` once: what the site needs before Django can start."""

import os
import secrets
from tempfile import NamedTemporaryFile

from gymsite.environment import VAR_DIR

ENV_FILE = VAR_DIR / "env"


def write_env(port: str) -> bool:
    """Make the file, readable by its owner only, unless it is there; tell whether it was made."""
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    values = {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "PUBLIC_URL": f"http://localhost:{port}",
        "EMAIL_URL": f"filemail:///{VAR_DIR / 'mail'}",
        "DATABASE_URL": "sqlite:///gymsite.sqlite3",
    }
    lines = "".join(f"{name}={value}\n" for name, value in values.items())
    with NamedTemporaryFile("w", dir=VAR_DIR, encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        try:
            os.link(file.name, ENV_FILE)
        except FileExistsError:
            return False
    return True


if __name__ == "__main__":
    write_env(os.environ.get("PORT", "8000"))
