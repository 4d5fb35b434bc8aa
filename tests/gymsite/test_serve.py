"""`make run`: a database prepared once, and processes that are kept going."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from gymsite import serve
from gymsite.environment import BASE_DIR
from tests.gymsite.bare_process import SOUND, environment

LIMIT = 10.0


def soon(happens: Callable[[], object], limit: float = LIMIT) -> None:
    """Wait until it does; fail after so many seconds."""
    end = time.monotonic() + limit
    while not happens():
        assert time.monotonic() < end, "It did not happen in time."
        time.sleep(0.05)


# supervise()


def supervise(
    tmp_path: Path, *scripts: str, quick: float = 5.0, pause: float = 0.0
) -> subprocess.Popen[str]:
    commands = [["sh", "-c", script] for script in scripts]
    program = f"""
import sys
from gymsite import serve
serve.QUICK, serve.PAUSE = {quick}, {pause}
sys.exit(serve.supervise({commands!r}))
"""
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=BASE_DIR,
        env=environment(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    )


def lines(log: Path) -> list[str]:
    return log.read_text().split() if log.exists() else []


def is_gone(pid: str) -> bool:
    with suppress(ProcessLookupError):
        os.kill(int(pid), 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    return True


def test_a_process_that_dies_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    supervisor = supervise(tmp_path, f"echo $$ >> {log}; exec sleep 60", quick=0)
    soon(lambda: len(lines(log)) == 1)
    os.kill(int(lines(log)[0]), signal.SIGKILL)
    soon(lambda: len(lines(log)) == 2)
    supervisor.terminate()
    assert supervisor.wait(LIMIT) == 0
    assert "starting it again" in supervisor.communicate()[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_all_are_stopped_together_with_what_they_started(
    tmp_path: Path, number: signal.Signals
) -> None:
    log = tmp_path / "log"
    worker = f"sleep 60 & echo $! >> {log}; wait"
    supervisor = supervise(tmp_path, worker, f"echo $$ >> {log}; exec sleep 60")
    soon(lambda: len(lines(log)) == 2)
    supervisor.send_signal(number)
    assert supervisor.wait(LIMIT) == 0
    soon(lambda: all(map(is_gone, lines(log))))


def test_three_quick_deaths_end_it_all(tmp_path: Path) -> None:
    deaths, other = tmp_path / "deaths", tmp_path / "other"
    supervisor = supervise(
        tmp_path, f"echo x >> {deaths}; exit 7", f"echo $$ >> {other}; exec sleep 60"
    )
    assert supervisor.wait(LIMIT) == 1
    assert len(lines(deaths)) == serve.QUICK_DEATHS == 3
    assert all(map(is_gone, lines(other)))


def test_what_helps_the_server_may_die_often(tmp_path: Path) -> None:
    """As while the database is away: only the server's deaths end it all."""
    log = tmp_path / "log"
    supervisor = supervise(tmp_path, "exec sleep 60", f"echo x >> {log}; exit 7", pause=0.1)
    soon(lambda: len(lines(log)) > serve.QUICK_DEATHS)
    assert supervisor.poll() is None
    supervisor.terminate()
    assert supervisor.wait(LIMIT) == 0


@pytest.mark.parametrize("dev", [True, False])
def test_clock_and_worker_run_beside_the_server(dev: bool) -> None:
    names = [command[1:3] for command in serve.processes("8000", dev=dev)]
    assert names[1:] == [["manage.py", "tick"], ["manage.py", "db_worker"]]


def test_a_port_that_is_taken_counts_as_a_quick_death(tmp_path: Path) -> None:
    program = """
import sys
from gymsite import serve
serve.QUICK_DEATHS = 1
sys.exit(serve.supervise(serve.processes("", dev=False)[:1]))
"""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        supervisor = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=BASE_DIR,
            env=environment(tmp_path, **SOUND, PORT=port),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert supervisor.wait(30) == 1
        finally:
            supervisor.terminate()
            told = supervisor.communicate()[1]
    assert "in use" in told


# prepare()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The commands of `manage.py` that a start asks for, in place of running them."""
    commands: list[str] = []

    def manage(*arguments: str) -> None:
        commands.append(arguments[0])
        (tmp_path / "gymsite.sqlite3").touch()

    monkeypatch.setattr(serve, "manage", manage)
    monkeypatch.setattr(serve, "VAR_DIR", tmp_path)
    monkeypatch.setattr(serve, "SEEDING", tmp_path / "seeding")
    monkeypatch.delenv("DEMO", raising=False)
    return commands


ALWAYS = ["migrate", "createcachetable"]
SEED = ["load_guides", "seed_demo"]


def test_a_new_database_of_its_own_is_seeded_once(asked: list[str]) -> None:
    serve.prepare(own_database=True)
    assert asked == [*ALWAYS, *SEED]
    serve.prepare(own_database=True)
    assert asked == [*ALWAYS, *SEED, *ALWAYS]


def test_a_database_that_somebody_names_is_not_seeded(asked: list[str]) -> None:
    serve.prepare(own_database=False)
    assert asked == ALWAYS


def test_demo_0_gives_an_empty_site(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO", "0")
    serve.prepare(own_database=True)
    monkeypatch.delenv("DEMO")
    serve.prepare(own_database=True)
    assert asked == [*ALWAYS, *ALWAYS]


def test_a_start_that_was_cut_off_seeds_at_the_next(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = serve.manage

    def cut_off(*arguments: str) -> None:
        if arguments[0] in SEED:
            raise KeyboardInterrupt
        whole(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(serve, "manage", cut_off)
        with pytest.raises(KeyboardInterrupt):
            serve.prepare(own_database=True)
    serve.prepare(own_database=True)
    assert asked == [*ALWAYS, *ALWAYS, *SEED]


# main()


@pytest.fixture
def port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def test_the_site_answers_where_it_says_and_stops_when_told(tmp_path: Path, port: str) -> None:
    values = {**SOUND, "DATABASE_URL": f"sqlite:///{tmp_path}/gymsite.sqlite3"}
    (tmp_path / "env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    (tmp_path / "demo-sign-ins.txt").touch()
    server = subprocess.Popen(
        [sys.executable, "-m", "gymsite.serve"],
        cwd=BASE_DIR,
        env=environment(tmp_path, PORT=port, WEB_CONCURRENCY="1", DEMO="0"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        soon(lambda: server.poll() is not None or answers(port), 60)
    finally:
        server.terminate()
        told = server.communicate(timeout=30)[1]
    assert server.returncode == 0, told
    assert f"Gymsite is at http://localhost:{port}" in told
    assert f"Demo sign-ins are in {tmp_path / 'demo-sign-ins.txt'}" in told


def answers(port: str) -> bool:
    with suppress(URLError), urlopen(f"http://localhost:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)
    return False
