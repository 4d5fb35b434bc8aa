"""Many writers at one time, each in a thread with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(*writes: Callable[[], Any]) -> list[Any]:
    """Run all, started together; gives for each what it returned or the exception it raised."""
    barrier = Barrier(len(writes))

    def run(write: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait(20)
            return write()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(writes)) as pool:
        return list(pool.map(run, writes))
