"""What the tests of a member's booking pages share: the clock, a trainer with hours, and words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_gym, make_session_type, make_trainer, make_user, make_weekly_hours
from tests.members.test_progress_page import words
from trainers.models import SessionType, Trainer

__all__ = ["words"]

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIST = "/me/bookings/"
BOOK = "/trainers/tom/book/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def trainer() -> Trainer:
    trainer = make_trainer(
        gym=make_gym(name="Hackney", slug="hackney", address="1 Mare Street"),
        name="Tom",
        slug="tom",
    )
    make_weekly_hours(trainer=trainer)
    return trainer


@pytest.fixture
def hour(trainer: Trainer) -> SessionType:
    return make_session_type(trainer=trainer, name="Personal training")


@pytest.fixture
def client(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def text(answer: Any) -> str:
    return words(answer.content.decode())


def values(hour: SessionType, **changes: Any) -> dict[str, Any]:
    """What the form of the page sends."""
    return {
        "uuid": str(uuid4()),
        "type": hour.pk,
        "start": "2026-11-27T10:00Z",
        "price": "40.00",
        "currency": "GBP",
        "free_cancellation_hours": 24,
        "note": "",
        **changes,
    }
