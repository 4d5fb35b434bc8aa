"""Server and database killed again and again while people book: what was confirmed is there."""

import json
import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from tests.concurrency.booking_site import Site, left, make_site
from tests.concurrency.cluster import Cluster, programs
from tests.concurrency.killing import Server
from tests.servers import ROOT
from trainers.claims_check import claims_differences

ROUNDS = int(os.environ.get("STORM_ROUNDS", "2"))
SECRET = "a" * 32
BOOKING = re.compile(r"/me/bookings/([0-9a-f-]{36})/")
REFUSED = (200, 409)
HELD = "booked"


class HiddenFields(HTMLParser):
    """What the booking form would send untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input" and values.get("type") == "hidden" and values.get("name"):
            self.found[str(values["name"])] = values.get("value") or ""


class Booker(threading.Thread):
    """A member who books, and cancels now and then; asks again until there is an answer."""

    def __init__(self, port: int, site: Site, session: str, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.site, self.stop = port, site, stop
        self.headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={SECRET}",
            "X-CSRFToken": SECRET,
        }
        self.confirmed: dict[str, str] = {}
        self.repeats = 0
        self.faults: list[str] = []

    def run(self) -> None:
        while not self.stop.is_set():
            held = [pk for pk, state in self.confirmed.items() if state == HELD]
            if len(held) > 8 or (held and random.random() < 0.3):
                self.cancel(random.choice(held))
            else:
                self.book()

    def book(self) -> None:
        slug, session_type = random.choice(self.site.trainers)
        tomorrow = datetime.now(UTC).replace(minute=0, second=0) + timedelta(days=1)
        start = tomorrow + timedelta(minutes=15 * random.randrange(24 * 4 * 20))
        query = urlencode({"type": session_type, "start": f"{start:%Y-%m-%dT%H:%MZ}"})
        address = f"/trainers/{slug}/book/?{query}"
        if (target := self.sent(address)) and (found := BOOKING.search(target)):
            self.confirmed[found[1]] = HELD

    def cancel(self, booking: str) -> None:
        if self.sent(f"/me/bookings/{booking}/cancel/"):
            self.confirmed[booking] = "cancelled"

    def sent(self, address: str) -> str:
        """Where the form of a page led to; empty for a refusal."""
        page = self.asked("GET", address, "")
        if page is None or page[0] not in REFUSED:
            self.note(address, page)
            return ""
        fields = HiddenFields(page[2]).found
        if not fields:
            return ""
        answer = self.asked("POST", address, urlencode(fields))
        if answer and answer[0] == 302:
            return answer[1]
        self.note(address, answer)
        return ""

    def note(self, address: str, answer: tuple[int, str, str] | None) -> None:
        if answer is not None and answer[0] not in (*REFUSED, 302):
            self.faults.append(f"{address}: {answer[0]}")

    def asked(self, method: str, address: str, body: str) -> tuple[int, str, str] | None:
        """Status, where it leads, and the page; None where the storm ended first."""
        while not self.stop.is_set():
            link = HTTPConnection("localhost", self.port, timeout=30)
            try:
                link.request(method, address, body, self.headers)
                answer = link.getresponse()
                text = answer.read().decode()
                if answer.status < 500:
                    return answer.status, answer.headers.get("Location", ""), text
            except (HTTPException, OSError):
                pass
            finally:
                link.close()
            self.repeats += 1
            time.sleep(0.02)
        return None


@contextmanager
def bookers(port: int, site: Site) -> Iterator[list[Booker]]:
    stop = threading.Event()
    threads = [Booker(port, site, session, stop) for session in site.sessions]
    for thread in threads:
        thread.start()
    try:
        yield threads
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def storm(site: Site, listener: socket.socket, kill: Callable[[], None]) -> list[Booker]:
    """People book while `kill` strikes ROUNDS times, each time after a few more confirmations."""
    with bookers(listener.getsockname()[1], site) as threads:
        for _ in range(ROUNDS):
            wait_for_more(threads, random.randint(1, 20))
            time.sleep(random.uniform(0, 0.05))
            kill()
        wait_for_more(threads, 3)
    return threads


def wait_for_more(threads: list[Booker], number: int) -> None:
    limit = time.monotonic() + 90
    wanted = sum(len(one.confirmed) for one in threads) + number
    while sum(len(one.confirmed) for one in threads) < wanted:
        assert time.monotonic() < limit, "Nothing is confirmed any more."
        time.sleep(0.005)


def assert_all_there(threads: list[Booker], there: dict[str, str], what: str) -> None:
    confirmed = {pk: state for one in threads for pk, state in one.confirmed.items()}
    repeats = sum(one.repeats for one in threads)
    cancelled = sum(state != HELD for state in confirmed.values())
    sys.stdout.write(
        f"{what}: {ROUNDS} kills, {len(confirmed)} bookings confirmed, {cancelled} of them"
        f" cancelled, {repeats} tries cut off, {len(there)} rows\n"
    )
    assert [fault for one in threads for fault in one.faults] == []
    assert {pk for pk in confirmed if pk not in there} == set()
    undone = {
        pk: (state, there[pk])
        for pk, state in confirmed.items()
        if state == "cancelled" and there[pk] != "cancelled"
    }
    assert undone == {}
    assert repeats > 0


@pytest.mark.django_db(transaction=True)
def test_a_killed_server_loses_no_confirmed_booking(tmp_path: Path) -> None:
    site = make_site()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener, tmp_path)

        def kill() -> None:
            server.kill()
            server.process = server.started()

        try:
            threads = storm(site, listener, kill)
        finally:
            time.sleep(0.5)
            server.kill()
    assert_all_there(threads, left(), f"{connection.vendor}, the server killed")
    assert [*claims_differences()] == []


@pytest.mark.skipif(programs() is None, reason="PostgreSQL's server programs are not installed")
def test_a_killed_postgresql_loses_no_confirmed_booking(tmp_path: Path) -> None:
    cluster = Cluster()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener, tmp_path, cluster.url)

        def run(*command: str) -> str:
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=server.environment,
                capture_output=True,
                text=True,
                check=True,
            )
            return done.stdout

        def kill() -> None:
            cluster.kill()
            cluster.start()

        try:
            run("manage.py", "migrate", "--verbosity", "0")
            site = Site(**json.loads(run("-m", "tests.concurrency.booking_site")))
            threads = storm(site, listener, kill)
            there = json.loads(run("-m", "tests.concurrency.booking_site", "--left"))
            assert_all_there(threads, there, "PostgreSQL killed")
            run("manage.py", "check_claims")
        finally:
            server.kill()
            cluster.stop()
