"""What time alone causes, and the command that makes it happen."""

import logging
from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from time_machine import travel

from gymsite import clock
from gymsite.management.commands import tick
from members.clock import NOTICES_KEPT
from members.models import Notice
from members.notices import notice_add

pytestmark = pytest.mark.django_db


@task()
def count_to(number: int) -> int:
    return number


def add_notice() -> Notice:
    return notice_add(kind="account/unknown_account", recipient="alice@example.test", about="a try")


# Duties


def test_ended_notices_are_forgotten_after_ninety_days_and_others_kept() -> None:
    add_notice()
    call_command("tick", "--once")
    waiting = notice_add(
        kind="account/unknown_account",
        recipient="tom@example.test",
        about="a try",
        due_at=timezone.now() + timedelta(days=365),
    )
    with travel(timezone.now() + NOTICES_KEPT - timedelta(hours=1), tick=False):
        clock.tick()
        assert Notice.objects.count() == 2
    with travel(timezone.now() + NOTICES_KEPT + timedelta(hours=1), tick=False):
        clock.tick()
        assert list(Notice.objects.all()) == [waiting]


def test_sessions_that_are_over_are_forgotten() -> None:
    session = SessionStore()
    session["a"] = 1
    session.save()
    clock.tick()
    assert Session.objects.count() == 1
    with travel(timezone.now() + timedelta(days=31), tick=False):
        clock.tick()
    assert Session.objects.count() == 0


def run_until_killed() -> Any:
    row = DBTaskResult.objects.get()
    row.claim(f"worker {len(row.worker_ids)}")
    return row


def test_a_task_whose_worker_was_killed_is_run_again_and_given_up_after_three_tries() -> None:
    count_to.enqueue(3)
    run_until_killed()
    for tries in (1, 2, 3):
        with travel(timezone.now() + clock.TASK_LIMIT - timedelta(minutes=1), tick=False):
            clock.tick()
            assert DBTaskResult.objects.get().status == "RUNNING"
        with travel(timezone.now() + clock.TASK_LIMIT + timedelta(minutes=1), tick=False):
            clock.tick()
        row = DBTaskResult.objects.get()
        if tries < clock.TASK_TRIES:
            assert (row.status, row.started_at) == ("READY", None)
            run_until_killed()
    assert row.status == "FAILED"
    assert "TimeoutError" in row.exception_class_path


@pytest.mark.django_db(transaction=True)
def test_a_task_is_done_by_the_worker() -> None:
    count_to.enqueue(3)
    call_command("db_worker", batch=True, startup_delay=False, verbosity=0)
    row = DBTaskResult.objects.get()
    assert (row.status, row.return_value) == ("SUCCESSFUL", 3)


def test_finished_tasks_are_forgotten_after_a_fortnight() -> None:
    count_to.enqueue(3)
    run_until_killed().set_successful(3)
    clock.tick()
    assert DBTaskResult.objects.count() == 1
    with travel(timezone.now() + clock.TASKS_KEPT + timedelta(hours=1), tick=False):
        clock.tick()
    assert DBTaskResult.objects.count() == 0


def test_a_duty_that_fails_keeps_no_other_from_being_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[Any] = []

    def broken(now: Any) -> None:
        raise ValueError("A fault made for a test")

    monkeypatch.setattr(clock, "DUTIES", (broken, done.append))
    clock.tick()
    assert len(done) == 1
    assert "The clock could not do: broken" in caplog.text


# The command


def test_once_does_what_is_due_and_ends() -> None:
    add_notice()
    call_command("tick", "--once")
    assert len(mail.outbox) == 1


class Beats(list[str]):
    """The clock and the outbox in place of the real ones; stops the command after `limit` looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
        super().__init__()
        self.command, self.limit, self.fault = tick.Command(), limit, False
        self.command.stop = Event()
        monkeypatch.setattr(tick, "LOOK", 0.01)
        monkeypatch.setattr(tick, "AFTER_A_FAULT", 0.01)
        monkeypatch.setattr(tick, "send_due", self.look)
        monkeypatch.setattr(clock, "tick", lambda: self.append("beat"))

    def look(self, stopping: Callable[[], bool]) -> int:
        self.append("look")
        if self.count("look") >= self.limit:
            self.command.stop.set()
        if self.fault:
            self.fault = False
            raise OperationalError("server closed the connection")
        return 0


def test_mail_is_looked_for_more_often_than_the_clock_beats(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beats = Beats(monkeypatch, 5)
    beats.command.run(every=3600)
    assert beats == ["look", "beat", "look", "look", "look", "look"]


def test_a_database_that_is_away_for_a_while_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    beats = Beats(monkeypatch, 3)
    beats.fault = True
    monkeypatch.setattr(connection, "close", lambda: beats.append("hang up"))
    with caplog.at_level(logging.ERROR):
        beats.command.run(every=3600)
    assert beats == ["look", "hang up", "look", "beat", "look"]
    assert "The database did not answer: OperationalError" in caplog.text


def test_it_does_not_sleep_through_being_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = Beats(monkeypatch, 10)
    monkeypatch.setattr(tick, "LOOK", 60.0)
    running = Thread(target=beats.command.run, args=(3600,))
    running.start()
    beats.command.stop.set()
    running.join(5)
    assert not running.is_alive()
