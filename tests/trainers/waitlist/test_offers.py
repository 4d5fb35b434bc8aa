"""Who is told of a time that came free, and until when nobody else is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import GymClosure, GymHours, Member, User
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.trainers.waitlist.line import (
    FRIDAY,
    HOUR,
    NOW,
    STATES,
    free,
    join,
    letter,
    mails,
    tick,
    told,
)
from trainers.bookings import Actor, By, booking_create, booking_move
from trainers.clock import DUTIES
from trainers.models import Booking, SessionType, Trainer
from trainers.time_off import time_off_create, time_off_delete
from trainers.waitlist import (
    waitlists_offer,
)
from trainers.waitlist_lines import lines_of

pytestmark = pytest.mark.django_db


def test_whoever_joined_first_is_told_first_and_nobody_else(
    alice: User, bob: User, hour: SessionType, clock: Any
) -> None:
    first = join(alice, hour)
    clock.shift(1)
    second = join(bob, hour)
    start = free(10)
    tick()
    assert told(first, second) == [start, None]
    assert (first.state, first.offers, second.state) == (STATES.OFFERED, 1, STATES.WAITING)
    tick()
    assert mails() == 1
    assert first.claim_by == NOW + timedelta(seconds=1) + 2 * HOUR


def test_at_the_claim_by_the_next_is_told_too_and_the_first_keeps_the_chance(
    alice: User, bob: User, hour: SessionType, clock: Any
) -> None:
    first, second = join(alice, hour), join(bob, hour)
    start = free(10)
    tick()
    assert lines_of(alice)[0].first_chance_until == NOW + 2 * HOUR
    clock.shift(2 * HOUR - timedelta(seconds=1))
    tick()
    assert told(first, second) == [start, None]
    clock.shift(1)
    assert lines_of(alice)[0].first_chance_until is None
    tick()
    assert told(first, second) == [start, start]
    assert lines_of(alice)[0].start == start
    assert mails() == 2


def test_two_times_are_told_to_two(alice: User, bob: User, hour: SessionType) -> None:
    entries = join(alice, hour), join(bob, hour), join(make_user(), hour)
    starts = free(9), free(10)
    tick()
    assert told(*entries) == [*starts, None]


def test_times_that_overlap_are_one(alice: User, bob: User, hour: SessionType) -> None:
    half = make_session_type(trainer=hour.trainer, minutes=30)
    entries = join(alice, hour), join(bob, half)
    start = free(10)
    tick()
    assert told(*entries) == [start, None]
    free(9)
    tick()
    assert told(*entries) == [start, start - HOUR]


def test_a_member_who_waits_twice_is_told_of_a_time_once(alice: User, hour: SessionType) -> None:
    entries = join(alice, hour), join(alice, hour, None)
    start = free(10)
    tick()
    assert told(*entries) == [start, None]
    with time_machine.travel(NOW + 3 * HOUR, tick=False):
        tick()
    assert told(*entries) == [start, None]


def test_a_time_that_is_taken_sends_them_back_to_their_old_place(
    alice: User, bob: User, hour: SessionType, clock: Any
) -> None:
    first, second = join(alice, hour), join(bob, hour)
    start = free(10)
    tick()
    make_booking(trainer=hour.trainer, user=make_user(), starts_at=start)
    assert (lines_of(alice)[0].start, lines_of(alice)[0].place) == (None, 1)
    assert letter(first) is None
    tick()
    assert told(first, second) == [None, None]
    assert first.state == STATES.WAITING
    start = free(10)
    tick()
    assert told(first, second) == [start, None]
    assert first.offers == 2
    assert letter(first, offers=1) is None
    assert "10:00" in letter(first, offers=2).text


def test_days_and_sessions_that_were_not_wished_for_are_not_told(
    alice: User, hour: SessionType
) -> None:
    entry = join(alice, hour, FRIDAY)
    long = join(alice, make_session_type(trainer=hour.trainer, minutes=120), None)
    free(10, week=1)
    tick()
    assert told(entry, long) == [None, None]
    free(9, week=1)
    tick()
    assert told(entry, long) == [None, datetime(2026, 12, 4, 9, tzinfo=UTC)]


def test_what_is_in_the_members_own_calendar_is_not_told(alice: User, hour: SessionType) -> None:
    entry = join(alice, hour)
    make_booking(
        trainer=make_trainer(),
        user=alice,
        starts_at=datetime(2026, 11, 27, 10, 30, tzinfo=UTC),
    )
    free(10)
    tick()
    assert told(entry) == [None]


def test_a_trainer_who_works_then_is_not_told(hour: SessionType) -> None:
    sam = make_trainer(gym=make_gym())
    entry = join(sam.user, hour)
    make_booking(trainer=sam, user=make_user(), starts_at=datetime(2026, 11, 27, 10, tzinfo=UTC))
    free(10)
    tick()
    assert told(entry) == [None]


@pytest.mark.parametrize(
    ("minutes_before_notice", "is_told"), [(16, True), (15, True), (14, False), (-1, False)]
)
def test_no_start_inside_the_minimum_notice_is_told(
    alice: User, hour: SessionType, clock: Any, minutes_before_notice: int, is_told: bool
) -> None:
    entry = join(alice, hour)
    closes = free(10) - 2 * HOUR
    clock.move_to(closes - timedelta(minutes=minutes_before_notice))
    tick()
    assert bool(told(entry)[0]) is is_told
    if is_told:
        assert entry.claim_by == closes
        clock.move_to(closes + timedelta(seconds=1))
        assert lines_of(alice)[0].start is None
        assert letter(entry) is None


def test_the_claim_by_counts_opening_hours(alice: User, hour: SessionType, clock: Any) -> None:
    gym = hour.trainer.gyms.get()
    gym.hours.all().delete()
    for weekday in range(7):
        GymHours.objects.create(
            gym=gym,
            weekday=weekday,
            opens=datetime(2026, 1, 1, 7).time(),
            closes=datetime(2026, 1, 1, 9).time(),
        )
    GymClosure.objects.create(gym=gym, date=date(2026, 11, 26))
    entry = join(alice, hour, FRIDAY + timedelta(weeks=1))
    free(10, week=1)
    tick()
    assert told(entry)
    assert entry.claim_by == datetime(2026, 11, 27, 8, tzinfo=UTC)


def test_past_days_are_over(alice: User, hour: SessionType, clock: Any) -> None:
    dated, any_day = join(alice, hour), join(alice, hour, None)
    clock.move_to(datetime(2026, 11, 27, 21, 59, tzinfo=UTC))
    tick()
    assert len(lines_of(alice)) == 2
    clock.shift(60)
    assert [line.entry for line in lines_of(alice)] == [any_day]
    tick()
    told(dated, any_day)
    assert (dated.state, any_day.state) == (STATES.OVER, STATES.WAITING)


def test_booking_the_day_ends_the_wait(alice: User, bob: User, hour: SessionType) -> None:
    entries = join(alice, hour), join(alice, hour, None)
    later, of_another = join(alice, hour, FRIDAY + timedelta(weeks=1)), join(bob, hour)
    start = free(10)
    tick()
    booking_create(
        uuid=uuid4(),
        trainer=hour.trainer,
        member=alice.member,
        session_type=hour,
        start=start,
        actor=Actor(alice, By.MEMBER),
    )
    tick()
    told(*entries, later, of_another)
    assert [one.state for one in entries] == [STATES.BOOKED] * 2
    assert (later.state, of_another.state) == (STATES.WAITING, STATES.WAITING)
    assert letter(entries[0]) is None


def test_moving_onto_the_day_ends_the_wait(alice: User, hour: SessionType) -> None:
    mine = make_booking(
        trainer=hour.trainer,
        user=alice,
        starts_at=datetime(2026, 12, 2, 10, tzinfo=UTC),
        session_type=hour,
    )
    entry = join(alice, hour)
    start = free(10)
    booking_move(booking=mine, start=start, actor=Actor(alice, By.MEMBER), seen=0)
    told(entry)
    assert entry.state == STATES.BOOKED


def test_new_hours_count(alice: User, hour: SessionType) -> None:
    entry = join(alice, hour, None)
    make_weekly_hours(trainer=hour.trainer, weekdays=[0])
    tick()
    assert told(entry) == [datetime(2026, 11, 30, 9, tzinfo=UTC)]


def test_a_trainer_who_is_back_counts(alice: User, hour: SessionType) -> None:
    monday = datetime(2026, 11, 30, 0, tzinfo=UTC)
    away = time_off_create(
        trainer=hour.trainer, starts_at=monday, ends_at=monday + timedelta(days=1)
    )
    make_weekly_hours(trainer=hour.trainer, weekdays=[0])
    entry = join(alice, hour, monday.date())
    tick()
    assert told(entry) == [None]
    time_off_delete(time_off=away)
    tick()
    assert told(entry) == [monday + 9 * HOUR]


def test_moving_away_counts(alice: User, hour: SessionType) -> None:
    entry = join(alice, hour)
    make_weekly_hours(trainer=hour.trainer, weekdays=[0])
    there = Booking.objects.get(starts_at=datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert there.member
    start = datetime(2026, 11, 30, 9, tzinfo=UTC)
    booking_move(booking=there, start=start, actor=Actor(there.member.user, By.MEMBER), seen=0)
    tick()
    assert told(entry) == [datetime(2026, 11, 27, 9, tzinfo=UTC)]


def test_a_trainer_who_takes_nobody_makes_no_offer(alice: User, hour: SessionType) -> None:
    entry = join(alice, hour)
    free(10)
    tick()
    Trainer.objects.filter(pk=hour.trainer.pk).update(accepting=False)
    assert letter(entry) is None
    tick()
    told(entry)
    assert entry.state == STATES.WAITING


def test_the_mail_says_what_when_where_and_until_when(
    alice: User, hour: SessionType, clock: Any
) -> None:
    entry = join(alice, hour)
    free(10)
    tick()
    mail = letter(entry)
    assert mail.subject == "Tom has a free time"
    gym = hour.trainer.gyms.get()
    for words in (
        f"Friday 27 November, 10:00 (Europe/London), {gym.name}",
        f"{hour.name} with Tom",
        "Until Wednesday 25 November, 10:00 (Europe/London) we tell nobody else",
        f"/trainers/{hour.trainer.slug}/book/?type={hour.pk}&start=2026-11-27T10%3A00Z",
    ):
        assert words in " ".join(mail.text.split())
    clock.shift(2 * HOUR)
    assert "Others in line know of it too" in letter(entry).text
    Member.objects.filter(user=alice).update(deletion_requested_at=NOW)
    assert letter(entry) is None


def test_the_place_in_line_counts_those_who_wait_for_the_same_days(
    alice: User, bob: User, hour: SessionType, clock: Any
) -> None:
    join(bob, hour, FRIDAY)
    clock.shift(1)
    join(bob, hour, None)
    clock.shift(1)
    join(make_user(), hour, FRIDAY + timedelta(weeks=1))
    clock.shift(1)
    join(alice, hour, FRIDAY)
    join(alice, hour, FRIDAY + timedelta(weeks=1))
    assert sorted(line.place for line in lines_of(alice)) == [2, 3]


def test_it_is_a_duty_of_the_clock() -> None:
    assert waitlists_offer in DUTIES


def queries(write: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as found:
        write()
    return len(found)


def test_a_tick_reads_a_trainer_in_the_same_number_of_queries(
    hour: SessionType, clock: Any
) -> None:
    for number in range(2):
        clock.shift(1)
        join(make_user(), hour, None if number else FRIDAY)
    few = queries(tick)
    for _ in range(10):
        join(make_user(), hour)
    assert queries(tick) == few


def test_the_lines_of_a_member_are_read_in_the_same_number_of_queries(
    alice: User, bob: User, hour: SessionType
) -> None:
    entries = [join(alice, hour, FRIDAY), join(alice, hour, None)]
    free(10)
    tick()
    assert entries
    few = queries(lambda: lines_of(alice))
    for week in range(1, 4):
        join(bob, hour, FRIDAY + timedelta(weeks=week))
        join(alice, hour, FRIDAY + timedelta(weeks=week))
    assert queries(lambda: lines_of(alice)) == few
