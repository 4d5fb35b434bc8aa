"""What the tests of a trainer's booking pages share: the clock, Tom, and who may not see."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import (
    make_booking,
    make_client,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.members.test_progress_page import words
from trainers.bookings import Actor, By
from trainers.bookings.writing import event_add
from trainers.models import Booking, BookingEvent, SessionType, Trainer

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Moss")


@pytest.fixture
def trainer() -> Trainer:
    trainer = make_trainer(gym=make_gym(name="Hackney"), name="Tom", slug="tom")
    make_weekly_hours(trainer=trainer)
    return trainer


@pytest.fixture
def hour(trainer: Trainer) -> SessionType:
    return make_session_type(trainer=trainer, name="Personal training")


@pytest.fixture
def client(trainer: Trainer) -> Client:
    client = Client()
    client.force_login(trainer.user)
    return client


def text(answer: Any) -> str:
    return words(answer.content.decode())


def booked(trainer: Trainer, user: User, start: datetime = FRIDAY, **changes: Any) -> Booking:
    """By the member themselves."""
    booking = make_booking(trainer=trainer, user=user, starts_at=start, **changes)
    event_add(booking, BookingEvent.What.BOOKED, Actor(user, By.MEMBER))
    return booking


def page_of(booking: Booking, act: str = "") -> str:
    return f"/coach/bookings/{booking.pk}/{act}"


def strangers(booking: Booking) -> list[User]:
    """Another trainer of that gym, the member, staff, and one whose client they were once."""
    assert booking.member
    former = make_trainer(gym=booking.gym)
    make_client(trainer=former, user=booking.member.user, ended_at=NOW)
    return [
        make_trainer(gym=booking.gym).user,
        former.user,
        booking.member.user,
        make_user(is_staff=True, is_superuser=True),
    ]
