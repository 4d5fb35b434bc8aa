"""Every start that is offered is accepted as it stands, on any day of the year; no other is."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction

from members.models import Gym, User
from tests.factories import (
    make_booking,
    make_client,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
)
from trainers.availability import LimitsOf, for_members, for_trainers, slots_for, slots_to_move
from trainers.bookings import Actor, By, TimeGone, booking_create, booking_move
from trainers.models import Booking, DateOverride, SessionType, Trainer, WeeklyHours
from trainers.time_off import time_off_create

pytestmark = pytest.mark.django_db
QUARTER = timedelta(minutes=15)
CASES = [
    ("Europe/London", datetime(2027, 3, 27, 20, 0, tzinfo=UTC)),
    ("Europe/London", datetime(2026, 10, 24, 20, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 4, 3, 6, 0, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2027, 10, 2, 6, 0, tzinfo=UTC)),
    ("Asia/Kathmandu", datetime(2026, 12, 30, 20, 7, tzinfo=UTC)),
]


class Undo(Exception):
    pass


def random_hours(trainer: Trainer, gyms: list[Gym], chance: Random) -> None:
    for weekday in range(7):
        edges = sorted(chance.sample(range(96), 4))
        for first, last in (edges[:2], edges[2:]):
            WeeklyHours.objects.create(
                trainer=trainer,
                gym=chance.choice(gyms),
                weekday=weekday,
                starts=time(first // 4, first % 4 * 15),
                ends=time(last // 4, last % 4 * 15),
            )


def random_trainer(zone: str, now: datetime, chance: Random) -> SessionType:
    """Odd hours at two gyms around a change of the clock, a day's exception, sessions, time off."""
    limits = {"minimum_notice_minutes": chance.choice([0, 90, 300]), "booking_window_days": 2}
    gyms = [make_gym(timezone=zone, **limits), make_gym(timezone=zone, **limits)]
    trainer = make_trainer(gym=gyms[0])
    trainer.gyms.add(gyms[1])
    random_hours(trainer, gyms, chance)
    tomorrow = (now + timedelta(days=1)).date()
    DateOverride.objects.create(
        trainer=trainer, date=tomorrow, gym=gyms[1], starts=time(0, 30), ends=time(5)
    )
    for hours in chance.sample(range(3, 40), 3):
        start = now.replace(minute=15) + timedelta(hours=hours)
        make_booking(trainer=trainer, user=make_user(), starts_at=start, minutes=45)
    time_off_create(
        trainer=trainer,
        starts_at=now + timedelta(hours=41, minutes=7),
        ends_at=now + timedelta(hours=42),
    )
    return make_session_type(
        trainer=trainer,
        minutes=chance.choice([15, 45, 60, 180]),
        buffer_after=chance.choice([0, 15]),
    )


def is_accepted(session_type: SessionType, user: User, start: datetime, by: By) -> bool:
    """Whether it would be booked; it is not there afterwards."""
    actor = Actor(session_type.trainer.user if by == By.TRAINER else user, by)
    try:
        with transaction.atomic():
            booking_create(
                uuid=uuid4(),
                trainer=session_type.trainer,
                member=user.member,
                session_type=session_type,
                start=start,
                actor=actor,
            )
            raise Undo
    except Undo:
        return True
    except TimeGone:
        return False


def is_moved(booking: Booking, user: User, start: datetime) -> bool:
    try:
        with transaction.atomic():
            booking_move(booking=booking, start=start, actor=Actor(user, By.MEMBER), seen=0)
            raise Undo
    except Undo:
        return True


def each_quarter(now: datetime, hours: int) -> list[datetime]:
    first = now.replace(minute=0)
    return [first + QUARTER * number for number in range(4 * hours)]


@pytest.mark.parametrize(("by", "limits"), [(By.MEMBER, for_members), (By.TRAINER, for_trainers)])
@pytest.mark.parametrize(("zone", "now"), CASES)
def test_what_is_offered_is_accepted_and_nothing_else(
    zone: str, now: datetime, by: By, limits: LimitsOf
) -> None:
    chance = Random(f"{zone} {now} {by}")
    with time_machine.travel(now, tick=False):
        session_type, user = random_trainer(zone, now, chance), make_user()
        make_client(trainer=session_type.trainer, user=user)
        slots = slots_for(session_type.trainer, session_type, limits=limits)
        offered = {slot.start for slot in slots}
        assert len(offered) == len(slots) > 5
        quarters = chance.sample(each_quarter(now, 50), 40)
        quarters += [slot.start for slot in chance.choices(slots, k=15)]
        accepted = {at for at in quarters if is_accepted(session_type, user, at, by)}
        assert accepted == offered & set(quarters)
        for slot in chance.sample(slots, 3):
            assert not is_accepted(session_type, user, slot.start + timedelta(minutes=5), by)


@pytest.mark.parametrize(("zone", "now"), CASES)
def test_a_move_to_any_offered_start_is_accepted(zone: str, now: datetime) -> None:
    chance = Random(f"{zone} {now}")
    with time_machine.travel(now, tick=False):
        session_type, user = random_trainer(zone, now, chance), make_user()
        free = slots_for(session_type.trainer, session_type)
        start = chance.choice(free).start
        booking = make_booking(
            trainer=session_type.trainer,
            user=user,
            starts_at=start,
            minutes=session_type.minutes,
            buffer_minutes=session_type.buffer_after,
            free_cancellation_hours=0,
        )
        slots = slots_to_move(booking)
        assert slots
        for slot in chance.choices(slots, k=15):
            assert is_moved(booking, user, slot.start)
