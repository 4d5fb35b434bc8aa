"""The site as `make run` serves it, on a database of its own with the guides that ship with it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_urlsafe

from tests.servers import ROOT, gunicorn

GUIDE = "/exercises/glutes/hip-thrusts/"
STEPS = (
    ["migrate", "--verbosity=0"],
    ["createcachetable"],
    ["load_guides", "--verbosity=0"],
    ["collectstatic", "--noinput", "--verbosity=0"],
)


@contextmanager
def production_site() -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    with tempfile.TemporaryDirectory(prefix="gymsite-bench-") as folder:
        environment = {
            "DJANGO_SETTINGS_MODULE": "gymsite.settings",
            "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
            "DEBUG": "0",
            "PUBLIC_URL": "http://localhost:8000",
            "REDIS_URL": "",
            "SECRET_KEY": token_urlsafe(60),
            "VAR_DIR": folder,
        }
        for step in STEPS:
            command = [sys.executable, "manage.py", *step]
            subprocess.run(
                command,
                cwd=ROOT,
                env=os.environ | environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
        with gunicorn("--config", "gymsite/gunicorn_conf.py", **environment) as port:
            yield f"http://localhost:{port}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
