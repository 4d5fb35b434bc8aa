"""Senders at the same time, and one that is killed in the middle: every mail, and none twice."""

import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from members.models import Notice
from members.models.notices import NoticeQuerySet
from members.notices import notice_add, send_due
from tests.concurrency.ticks import let_leases_lapse, tick
from tests.mail_server import MailServer, mail_server

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 40
SENDERS = 4


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def by_smtp(settings: Any, server: MailServer) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port


@pytest.fixture
def many() -> None:
    for number in range(MANY):
        notice_add(
            kind="account/unknown_account",
            recipient=f"person{number}@example.test",
            about="a try",
            due_at=timezone.now() - timedelta(seconds=1),
        )


def arrived(server: MailServer) -> Counter[str]:
    return Counter(str(message["To"]) for message in server.mails)


def senders_at_once() -> None:
    start = Barrier(SENDERS)

    def send() -> None:
        try:
            start.wait()
            send_due()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SENDERS) as threads:
        for done in [threads.submit(send) for _ in range(SENDERS)]:
            done.result()


def test_senders_at_once_send_each_mail_once(many: None, by_smtp: None, server: MailServer) -> None:
    senders_at_once()
    assert arrived(server) == Counter(f"person{number}@example.test" for number in range(MANY))
    assert Notice.objects.filter(outcome="sent").count() == MANY


def test_without_the_claim_they_would_send_twice(
    many: None, by_smtp: None, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the race is real."""

    def first_due(self: NoticeQuerySet) -> Notice | None:
        return self.due().first()

    monkeypatch.setattr(NoticeQuerySet, "claim", first_due)
    server.pause = 0.01
    senders_at_once()
    assert len(server.mails) > MANY


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        process.kill()
        process.wait()


@pytest.mark.parametrize("after", [0.0, 1.5], ids=["with it delivered", "before it is"])
def test_a_sender_that_is_killed_loses_nothing_and_doubles_the_one_in_flight_at_most(
    after: float, many: None, server: MailServer, started: list[subprocess.Popen[bytes]]
) -> None:
    """Killed while the server thinks about a mail it has, or about one it does not have yet."""
    server.pause = 0.1
    killed = tick(server)
    started.append(killed)
    server.wait_for(10)
    time.sleep(after * server.pause)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert Notice.objects.filter(outcome="").exists(), "it was killed in the middle"
    server.pause = 0.0
    let_leases_lapse()
    second = tick(server)
    started.append(second)
    server.wait_for(MANY)
    while Notice.objects.filter(outcome="").exists():
        assert second.poll() is None
        time.sleep(0.05)
    second.terminate()
    assert second.wait(10) == 0
    found = arrived(server)
    assert found.keys() == {f"person{number}@example.test" for number in range(MANY)}
    assert found.total() - MANY <= 1


def test_a_sender_told_to_stop_ends_between_two_mails(
    many: None, server: MailServer, started: list[subprocess.Popen[bytes]]
) -> None:
    server.pause = 0.05
    stopped = tick(server)
    started.append(stopped)
    server.wait_for(5)
    stopped.terminate()
    assert stopped.wait(10) == 0
    sent = Notice.objects.filter(outcome="sent").count()
    assert 5 <= sent == len(server.mails) < MANY
    assert not Notice.objects.filter(outcome="", attempts__gt=0).exists()
    server.pause = 0
    once = tick(server, "--once")
    started.append(once)
    assert once.wait(60) == 0
    assert arrived(server) == Counter(f"person{number}@example.test" for number in range(MANY))
