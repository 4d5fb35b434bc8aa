"""Bookings of Alice with Tom, and what the mails about them say."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from icalendar import Calendar

from members.models import Notice, User
from members.notices import KINDS, Mail
from tests.factories import (
    make_gym,
    make_trainer,
    make_weekly_hours,
)
from trainers.bookings import (
    Actor,
    By,
    booking_create,
)
from trainers.models import Booking, SessionType, Trainer

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
FRIDAY_AT_TEN = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECRET = "zebra"


def make_tom() -> Trainer:
    """With hours from nine to five at a gym of two lines' address."""
    gym = make_gym(name="Hackney", address="1 High Street\nLondon E8")
    tom = make_trainer(name="Tom", gym=gym)
    make_weekly_hours(trainer=tom)
    return tom


def book(hour: SessionType, user: User, start: datetime = FRIDAY_AT_TEN, **changes: Any) -> Booking:
    values = {"uuid": uuid4(), "actor": Actor(user, By.MEMBER), **changes}
    return booking_create(
        trainer=hour.trainer, member=user.member, session_type=hour, start=start, **values
    )


def by_trainer(booking: Booking) -> dict[str, Any]:
    assert booking.trainer is not None
    return {"actor": Actor(booking.trainer.user, By.TRAINER), "seen": booking.sequence}


def by_member(booking: Booking) -> dict[str, Any]:
    assert booking.member is not None
    return {"actor": Actor(booking.member.user, By.MEMBER), "seen": booking.sequence}


def written(kind: str, sequence: int = 0) -> Mail | None:
    return KINDS[kind](Notice.objects.get(kind=kind, sequence=sequence))


def read(kind: str, sequence: int = 0) -> str:
    """All that a mail says; nothing that was written by a person is in it."""
    found = written(kind, sequence)
    assert found is not None
    calendar = found.calendar.content.decode() if found.calendar else ""
    assert SECRET not in f"{found.subject}{found.text}{found.html}{calendar}"
    assert "Alice" not in found.subject
    assert "Tom" not in found.subject
    return f"{found.subject}\n{found.text}".replace("\n", " ")


def calendar(kind: str, sequence: int = 0) -> tuple[str, dict[str, Any]]:
    """The method of the file that comes with a mail, and its one event."""
    found = written(kind, sequence)
    assert found is not None
    assert found.calendar is not None
    (event,) = Calendar.from_ical(found.calendar.content).walk("VEVENT")
    return found.calendar.method, event
