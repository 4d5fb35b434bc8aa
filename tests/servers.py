"""Real gunicorn on a free port of the loopback, for as long as a test or a benchmark needs it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPMessage
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Answer(NamedTuple):
    status: int
    headers: HTTPMessage
    body: bytes


@contextmanager
def gunicorn(*arguments: str, **environment: str) -> Iterator[int]:
    """Serve until the block ends; gives the port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        options = ["--bind", f"fd://{listener.fileno()}", "--log-level", "warning"]
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options, *arguments],
            cwd=ROOT,
            env=os.environ | environment,
            pass_fds=[listener.fileno()],
        )
    try:
        get(port, "/robots.txt", timeout=30)
        yield port
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


def get(
    port: int, path: str, headers: Mapping[str, str] | None = None, *, timeout: float = 10
) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        connection.close()
