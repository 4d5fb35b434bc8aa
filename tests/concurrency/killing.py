"""Servers that are killed in the middle of their work."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.db import connection

from tests.servers import ROOT


def database_url() -> str:
    """The database of the tests, as another process finds it."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    place = f"{values['HOST']}:{values['PORT'] or 5432}"
    return f"postgres://{values['USER']}{password}@{place}/{values['NAME']}"


class Server:
    """Real gunicorn that can be killed with its workers; who connects meanwhile has to wait."""

    def __init__(self, listener: socket.socket, var_dir: Path, url: str = "") -> None:
        self.listener = listener
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "LOG_LEVEL": "CRITICAL",
            "PYTHONWARNINGS": "ignore",
            "REDIS_URL": "",
            "TEST_DATABASE_URL": url or database_url(),
            "TEST_SCRATCH": str(var_dir),
        }
        self.process = self.started()

    def started(self) -> "subprocess.Popen[bytes]":
        options = ["--config", "gymsite/gunicorn_conf.py", "--log-level", "critical"]
        bind = f"fd://{self.listener.fileno()}"
        return subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, "--bind", bind],
            cwd=ROOT,
            env=self.environment,
            pass_fds=[self.listener.fileno()],
            start_new_session=True,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
