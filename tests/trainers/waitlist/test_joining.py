"""Joining and leaving the line."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from members.models import GymClosure, Member, User
from tests.factories import (
    make_booking,
    make_session_type,
    make_trainer,
)
from tests.trainers.waitlist.line import (
    FRIDAY,
    NOW,
    free,
    join,
)
from trainers.bookings import NotAllowed
from trainers.models import DateOverride, SessionType, Trainer, WaitlistEntry
from trainers.waitlist import (
    ENTRIES_AT_MOST,
    DaysNotPossible,
    FreeNow,
    NothingThen,
    TooManyEntries,
    waitlist_join,
    waitlist_leave,
)

pytestmark = pytest.mark.django_db


def test_the_same_wish_twice_is_one_entry(alice: User, hour: SessionType) -> None:
    first = join(alice, hour)
    assert join(alice, hour, last_day=FRIDAY) == first
    assert join(alice, hour, None) != first
    assert join(alice, hour, None).last_day is None
    assert WaitlistEntry.objects.count() == 2


def test_whoever_left_may_join_again_at_the_end(
    alice: User, bob: User, hour: SessionType, clock: Any
) -> None:
    entry = join(alice, hour)
    clock.shift(60)
    behind = join(bob, hour)
    waitlist_leave(entry=entry)
    clock.shift(60)
    again = join(alice, hour)
    assert again != entry
    assert list(WaitlistEntry.objects.in_line()) == [behind, again]


def test_nobody_waits_for_more_than_ten(alice: User, hour: SessionType, clock: Any) -> None:
    fridays = [FRIDAY + timedelta(weeks=week) for week in range(4)]
    wishes = [(first, last) for first in fridays for last in fridays if first <= last]
    for first, last in wishes[:ENTRIES_AT_MOST]:
        join(alice, hour, first, last_day=last)
    with pytest.raises(TooManyEntries):
        join(alice, hour, None)
    clock.shift(timedelta(days=3))  # that Friday's is over, though no tick has said so
    join(alice, hour, None)


HINDRANCES: dict[str, Callable[[SessionType, User], object]] = {
    "not accepting": lambda _hour, _user: Trainer.objects.update(accepting=False),
    "gone": lambda _hour, _user: Trainer.objects.update(active=False),
    "no such session": lambda _hour, _user: SessionType.objects.update(active=False),
    "oneself": lambda _hour, user: Trainer.objects.update(user=user),
    "no gym": lambda hour, _user: hour.trainer.gyms.clear(),
    "leaving": lambda _hour, user: Member.objects.filter(user=user).update(
        deletion_requested_at=NOW
    ),
}


@pytest.mark.parametrize("hindrance", HINDRANCES)
def test_not_with_them(alice: User, hour: SessionType, hindrance: str) -> None:
    HINDRANCES[hindrance](hour, alice)
    with pytest.raises(NotAllowed):
        join(alice, hour)


def test_a_session_of_another_trainer_is_refused(alice: User, hour: SessionType) -> None:
    other = make_session_type(trainer=make_trainer())
    with pytest.raises(NotAllowed):
        waitlist_join(member=alice.member, trainer=hour.trainer, session_type=other)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 24), FRIDAY),
        (FRIDAY, date(2026, 12, 24)),
        (FRIDAY, date(2026, 11, 26)),
    ],
    ids=["past", "begun", "beyond the window", "backwards"],
)
def test_days_on_which_nothing_can_be_booked_are_refused(
    alice: User, hour: SessionType, first: date, last: date
) -> None:
    with pytest.raises(DaysNotPossible) as refused:
        join(alice, hour, first, last_day=last)
    assert (refused.value.first, refused.value.last) == (date(2026, 11, 25), date(2026, 12, 23))


@pytest.mark.parametrize(
    ("first", "last", "is_worked"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), False),
        (date(2026, 11, 28), date(2026, 12, 3), False),
        (FRIDAY, FRIDAY, True),
        (FRIDAY, date(2026, 12, 3), True),
    ],
    ids=["day off", "days off", "too late", "too late, then days off"],
)
def test_where_nothing_can_come_free_nobody_waits(
    alice: User, hour: SessionType, clock: Any, first: date, last: date, is_worked: bool
) -> None:
    if is_worked:
        clock.move_to(datetime(2026, 11, 27, 8, 1, tzinfo=UTC))  # the last start is at ten
    with pytest.raises(NothingThen) as refused:
        join(alice, hour, first, last_day=last)
    assert refused.value.is_worked is is_worked
    assert not WaitlistEntry.objects.exists()
    join(alice, hour, first, last_day=date(2026, 12, 4))
    join(alice, hour, None)


def test_a_start_that_can_just_be_booked_may_be_waited_for(
    alice: User, hour: SessionType, clock: Any
) -> None:
    clock.move_to(datetime(2026, 11, 27, 8, 0, tzinfo=UTC))
    assert join(alice, hour, FRIDAY).state == "waiting"


def test_a_session_longer_than_the_hours_is_not_waited_for(alice: User, hour: SessionType) -> None:
    long = make_session_type(trainer=hour.trainer, minutes=150)
    with pytest.raises(NothingThen) as refused:
        join(alice, long, FRIDAY)
    assert refused.value.is_worked


def test_a_date_off_and_a_closed_gym_count_as_not_worked(alice: User, hour: SessionType) -> None:
    DateOverride.objects.create(trainer=hour.trainer, date=FRIDAY)
    later = FRIDAY + timedelta(weeks=1)
    GymClosure.objects.create(gym=hour.trainer.gyms.get(), date=later)
    for day in (FRIDAY, later):
        with pytest.raises(NothingThen) as refused:
            join(alice, hour, day)
        assert not refused.value.is_worked


def test_where_a_time_is_free_nobody_waits(alice: User, hour: SessionType) -> None:
    start = free(10)
    with pytest.raises(FreeNow) as refused:
        join(alice, hour)
    assert [slot.start for slot in refused.value.slots] == [start]
    join(alice, hour, FRIDAY + timedelta(weeks=1))
    make_booking(trainer=make_trainer(), user=alice, starts_at=start)
    join(alice, hour)  # free, but not for her
