"""Bookings are made, moved and cancelled while the sender of their mails is killed again and again.

Every mail is sent, a double has the Message-ID of the first, and nobody is reminded of a session
that was cancelled or moved.
"""

import os
import random
import re
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from members.models import Notice, User
from tests.concurrency.ticks import let_leases_lapse, tick
from tests.factories import make_session_type, make_trainer, make_user, make_weekly_hours
from tests.mail_server import MailServer, mail_server
from trainers.bookings import Actor, By, booking_cancel, booking_create, booking_move
from trainers.models import Booking, SessionType

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("STORM_ROUNDS", "1"))
BOOKINGS = 18
KILLS = 3
NOTICE = re.compile(r"<notice\.(\d+)\.\d+@localhost>")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        server.pause = 0.02
        yield server


@pytest.fixture
def hour() -> SessionType:
    trainer = make_trainer()
    make_weekly_hours(trainer=trainer)
    return make_session_type(trainer=trainer)


def storm(hour: SessionType, members: list[User], seed: int) -> None:
    """Six bookings stay, six move, six are cancelled, two of those after a move."""
    chance = random.Random(seed)
    first = (timezone.now().astimezone(UTC) + timedelta(days=3)).date()
    try:
        for number in range(BOOKINGS):
            actor = Actor(members[number % len(members)], By.MEMBER)
            start = datetime(first.year, first.month, first.day, 10, tzinfo=UTC)
            start += timedelta(days=number // 6, hours=number % 6)
            booking = booking_create(
                uuid=uuid4(),
                trainer=hour.trainer,
                member=actor.user.member,
                session_type=hour,
                start=start,
                actor=actor,
            )
            time.sleep(chance.uniform(0, 0.2))
            if number % 3 == 1 or number % 9 == 0:
                later = start + timedelta(days=7)
                booking = booking_move(
                    booking=booking, start=later, actor=actor, seen=booking.sequence
                )
                time.sleep(chance.uniform(0, 0.2))
            if number % 3 == 0:
                booking_cancel(booking=booking, actor=actor, seen=booking.sequence)
    finally:
        connections.close_all()


def waiting() -> bool:
    return Notice.objects.filter(outcome="", due_at__lte=timezone.now()).exists()


def send_and_be_killed(server: MailServer, chance: random.Random, busy: Future[None]) -> int:
    """Senders, killed after a few mails each, but for one that gets to the end; tells how many."""
    kills = 0
    while not busy.done() or waiting():
        let_leases_lapse()
        sender = tick(server)
        enough = len(server.mails) + (chance.randint(1, 8) if kills < KILLS else 10_000)
        while len(server.mails) < enough and (not busy.done() or waiting()):
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 4 * server.pause))
        _kill(sender)
        kills += 1
    return kills


def _kill(sender: subprocess.Popen[bytes]) -> None:
    sender.send_signal(signal.SIGKILL)
    sender.wait()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_storm_of_bookings_with_the_sender_killed(
    seed: int, hour: SessionType, server: MailServer
) -> None:
    chance = random.Random(seed)
    members = [make_user() for _ in range(6)]
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(storm, hour, members, seed)
        kills = send_and_be_killed(server, chance, busy)
        busy.result()
        now = timezone.now()
        Notice.objects.filter(kind="booking_reminder").update(due_at=now, next_try_at=now)
        kills += send_and_be_killed(server, chance, busy)
    assert kills > KILLS

    arrived: Counter[int] = Counter()
    words: dict[tuple[str, str], set[str]] = {}
    for message in server.mails:
        found = NOTICE.fullmatch(message["Message-ID"])
        assert found
        arrived[int(found[1])] += 1
        text = f"{message['Subject']} {message.get_body(('plain',))}"
        words.setdefault((message["To"], text), set()).add(found[0])
    assert all(len(ids) == 1 for ids in words.values()), "a double has the Message-ID of the first"
    assert arrived.total() - len(arrived) <= kills, "one in flight doubles at most"

    notices = Notice.objects.in_bulk()
    assert {one.outcome for one in notices.values()} <= {"sent", "dropped"}
    assert {pk for pk, one in notices.items() if one.outcome == "sent"} <= {*arrived}
    bookings = {str(one.pk): one for one in Booking.objects.all()}
    told = {(notices[pk].kind, notices[pk].about, notices[pk].sequence) for pk in arrived}
    for about, booking in bookings.items():
        assert ("booking_member", about, booking.sequence) in told
        assert ("booking_trainer", about, booking.sequence) in told
    reminded = {(about, sequence) for kind, about, sequence in told if kind == "booking_reminder"}
    assert reminded == {
        (about, one.sequence) for about, one in bookings.items() if one.state == "booked"
    }
    doubles = arrived.total() - len(arrived)
    print(f"{len(arrived)} mails, {doubles} doubles, {kills} senders")  # noqa: T201  for `make storm`
