"""A PostgreSQL cluster of a test's own, so that it can be killed without touching any other."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from random import randrange
from tempfile import mkdtemp
from typing import Any

FIRST_PORT, LAST_PORT = 25_600, 26_300
NAME = "gymsite"


def programs() -> Path | None:
    """Where PostgreSQL's server programs lie; None where there are none."""
    config = shutil.which("pg_config")
    if config is None:
        return None
    found = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=True)
    folder = Path(found.stdout.strip())
    return folder if (folder / "initdb").exists() else None


class Cluster:
    """Made, started, killed and started again; `url` is that of its one database."""

    def __init__(self) -> None:
        found = programs()
        assert found is not None
        self.bin, self.folder = found, Path(mkdtemp(prefix="gymsite-cluster-"))
        self.port = randrange(FIRST_PORT, LAST_PORT)
        self.url = f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"
        self.user: dict[str, Any] = {}
        if os.geteuid() == 0:
            self.user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(self.folder, "postgres")
        data = str(self.folder / "data")
        self.run("initdb", "-D", data, "-A", "trust", "-U", NAME, "-E", "UTF8", "--locale=C.UTF-8")
        self.start()
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", NAME, NAME)

    def run(self, program: str, *arguments: str) -> None:
        """As the user that PostgreSQL may run as."""
        command: list[Path | str] = [self.bin / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", **self.user)

    def start(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self.server = subprocess.Popen(
                [
                    self.bin / "postgres",
                    *("-D", str(self.folder / "data"), "-k", str(self.folder)),
                    *("-p", str(self.port), "-c", "max_connections=100"),
                ],
                cwd="/",
                stdout=log,
                stderr=log,
                **self.user,
            )
        limit = time.monotonic() + 60
        ready = [f"{self.bin}/pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        while subprocess.run(ready, check=False).returncode:
            assert self.server.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < limit, "PostgreSQL does not start."
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL for the server and all of its processes."""
        children = subprocess.run(
            ["pgrep", "-P", str(self.server.pid)], capture_output=True, text=True, check=False
        )
        for pid in (self.server.pid, *map(int, children.stdout.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.server.wait()

    def stop(self) -> None:
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(30)
        shutil.rmtree(self.folder)
