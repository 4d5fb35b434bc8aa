"""A server killed again and again while sets are being saved loses none that it acknowledged."""

import json
import os
import random
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from members.models import SetEntry, WorkoutItem
from tests.concurrency.killing import Server
from tests.factories import make_user, make_workout, make_workout_item

ROUNDS = int(os.environ.get("STORM_ROUNDS", "3"))
WRITERS = 4
SECRET = "a" * 32


class Writer(threading.Thread):
    """Saves set after set, each until it is acknowledged, and corrects some of them."""

    def __init__(
        self, port: int, session: str, items: list[WorkoutItem], stop: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.port, self.items, self.stop = port, items, stop
        self.headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={session}; csrftoken={SECRET}",
            "X-CSRFToken": SECRET,
        }
        self.acknowledged: dict[UUID, tuple[int, int]] = {}
        self.repeats = 0
        self.faults: list[str] = []

    def run(self) -> None:
        number = 0
        while not self.stop.is_set():
            uuid, item = uuid4(), random.choice(self.items)
            for revision in range(1, random.choice((2, 2, 3))):
                number += 1
                self.save(item, uuid, revision, number % 500)

    def save(self, item: WorkoutItem, uuid: UUID, revision: int, reps: int) -> None:
        address = f"/me/workouts/{item.workout_id}/sets/{uuid}/"
        values = {"item": item.pk, "revision": revision, "load": "60", "reps": reps}
        while not self.stop.is_set():
            answer = self.post(address, urlencode(values))
            if answer is None:
                self.repeats += 1
                time.sleep(0.02)
                continue
            status, body = answer
            if status != 200 or body["set"]["revision"] != revision:
                self.faults.append(f"{status}: {body}")
                return
            self.acknowledged[uuid] = (revision, reps)
            return

    def post(self, address: str, body: str) -> tuple[int, dict[str, dict[str, int]]] | None:
        """Status and answer; None where the server went away."""
        link = HTTPConnection("localhost", self.port, timeout=30)
        try:
            link.request("POST", address, body, self.headers)
            answer = link.getresponse()
            text = answer.read()
            if answer.status >= 500:
                return None
            return answer.status, json.loads(text)
        except (HTTPException, OSError):
            return None
        finally:
            link.close()


@contextmanager
def writers(port: int, session: str, items: list[WorkoutItem]) -> Iterator[list[Writer]]:
    stop = threading.Event()
    threads = [Writer(port, session, items, stop) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def wait_for_more(threads: list[Writer], number: int) -> None:
    """Until so many more sets are acknowledged."""
    limit = time.monotonic() + 60
    wanted = sum(len(one.acknowledged) for one in threads) + number
    while sum(len(one.acknowledged) for one in threads) < wanted:
        assert time.monotonic() < limit, "The server does not answer."
        time.sleep(0.002)


@pytest.mark.django_db(transaction=True)
def test_every_acknowledged_set_is_there_and_none_twice(tmp_path: Path) -> None:
    user = make_user()
    workout = make_workout(user=user)
    items = [make_workout_item(workout=workout) for _ in range(2 * ROUNDS)]
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener, tmp_path)
        with writers(listener.getsockname()[1], session, items) as threads:
            try:
                for _ in range(ROUNDS):
                    wait_for_more(threads, random.randint(1, 60))
                    time.sleep(random.uniform(0, 0.02))
                    server.kill()
                    server.process = server.started()
                wait_for_more(threads, 1)
            finally:
                for thread in threads:
                    thread.stop.set()
                time.sleep(0.5)
                server.kill()
    acknowledged = {uuid: kept for one in threads for uuid, kept in one.acknowledged.items()}
    stored = {row.pk: row for row in SetEntry.objects.filter(item__workout=workout)}
    repeats = sum(one.repeats for one in threads)
    sys.stdout.write(
        f"{connection.vendor}: {ROUNDS} kills, {len(acknowledged)} sets acknowledged, "
        f"{repeats} tries cut off, {len(stored)} rows\n"
    )
    assert [fault for one in threads for fault in one.faults] == []
    lost = [uuid for uuid in acknowledged if uuid not in stored]
    assert lost == []
    changed = {
        uuid: (stored[uuid].revision, stored[uuid].reps, kept)
        for uuid, kept in acknowledged.items()
        if stored[uuid].revision < kept[0]
        or (stored[uuid].revision == kept[0] and stored[uuid].reps != kept[1])
    }
    assert changed == {}
    assert len(stored) <= len(acknowledged) + WRITERS
    assert repeats > 0
