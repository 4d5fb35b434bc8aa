"""A PostgreSQL cluster of a test's own, so that it can be killed without touching any other."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from random import randrange

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

    def __init__(self, folder: Path) -> None:
        found = programs()
        assert found is not None
        self.bin, self.folder = found, folder
        self.port = randrange(FIRST_PORT, LAST_PORT)
        self.url = f"postgres://{NAME}@127.0.0.1:{self.port}/{NAME}"
        folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            for parent in folder.parents[:3]:
                parent.chmod(parent.stat().st_mode | 0o011)
        self.run(f"initdb -D {folder}/data -A trust -U {NAME} -E UTF8 --locale=C.UTF-8")
        self.start()
        self.run(f"createdb -h 127.0.0.1 -p {self.port} -U {NAME} {NAME}")

    def run(self, command: str) -> None:
        """As the user that PostgreSQL may run as."""
        line = f"{self.bin}/{command}"
        as_postgres = ["su", "postgres", "-s", "/bin/sh", "-c", line]
        subprocess.run(
            as_postgres if os.geteuid() == 0 else ["/bin/sh", "-c", line],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c max_connections=100"
        self.run(f"pg_ctl -D {self.folder}/data -l {self.folder}/log -w -o '{options}' start")

    def kill(self) -> None:
        """SIGKILL for the server and all of its processes."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(
            ["pgrep", "-P", str(first)], capture_output=True, text=True, check=False
        )
        for pid in (first, *map(int, children.stdout.split())):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.2)

    def stop(self) -> None:
        self.run(f"pg_ctl -D {self.folder}/data -m immediate -w stop")
