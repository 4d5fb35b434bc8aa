"""`make run`: prepares the database, then keeps the site's processes going until stopped."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from gymsite.environment import BASE_DIR, GIVEN, VAR_DIR
from gymsite.first_start import write_env

SEEDING = VAR_DIR / "seeding"
SIGN_INS = VAR_DIR / "demo-sign-ins.txt"
QUICK = 10.0
QUICK_DEATHS = 3


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=BASE_DIR, check=True)


def prepare(*, own_database: bool) -> None:
    """Migrate; a database made here and now also gets the guides and the demo gym."""
    wanted = own_database and os.environ.get("DEMO", "1") != "0"
    if wanted and not (VAR_DIR / "gymsite.sqlite3").exists():
        SEEDING.touch()
    manage("migrate", "--verbosity", "0")
    manage("createcachetable")
    if wanted and SEEDING.exists():
        manage("load_guides")
        manage("seed_demo")
        SEEDING.unlink()


def processes(port: str, *, dev: bool) -> list[list[str]]:
    """The command lines of everything that runs beside one another."""
    worker = [sys.executable, "manage.py", "db_worker", "--no-startup-delay"]
    if dev:
        return [[sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}"], worker]
    return [
        [sys.executable, "-m", "gunicorn", "-c", "gymsite/gunicorn_conf.py", "gymsite.wsgi"],
        worker,
    ]


def supervise(commands: list[list[str]]) -> int:
    """Run all, start again whichever dies, stop all together on SIGINT or SIGTERM.

    Gives up with 1 when a process dies `QUICK_DEATHS` times running within `QUICK` seconds.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    running = [_start(command) for command in commands]
    started = [time.monotonic()] * len(commands)
    deaths = [0] * len(commands)
    failed = False
    while not stopping and not failed:
        time.sleep(0.2)
        for place, process in enumerate(running):
            if process.poll() is None:
                continue
            quick = time.monotonic() - started[place] < QUICK
            deaths[place] = deaths[place] + 1 if quick else 0
            failed = failed or deaths[place] >= QUICK_DEATHS
            if not failed:
                _say(f"{_name(commands[place])} ended ({process.returncode}); starting it again.")
                running[place], started[place] = _start(commands[place]), time.monotonic()
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        process.wait()
    return int(failed)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=BASE_DIR, start_new_session=True)


def _name(command: list[str]) -> str:
    return command[2]


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    port = os.environ.setdefault("PORT", "8000")
    write_env(port)
    if "PUBLIC_URL" not in GIVEN:
        public_url = os.environ.get("PUBLIC_URL", "http://localhost:")
        if public_url.startswith("http://localhost:"):
            os.environ["PUBLIC_URL"] = f"http://localhost:{port}"
    prepare(own_database="DATABASE_URL" not in GIVEN)
    _say(f"Gymsite is at {os.environ['PUBLIC_URL']}")
    if SIGN_INS.exists():
        _say(f"Demo sign-ins are in {SIGN_INS}")
    return supervise(processes(port, dev="--dev" in sys.argv))


if __name__ == "__main__":
    sys.exit(main())
