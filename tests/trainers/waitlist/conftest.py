from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from members.models import User
from tests.factories import (
    make_booking,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.trainers.waitlist.line import NOW
from trainers.models import SessionType, Trainer


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def trainer() -> Trainer:
    """At work on Fridays from nine to eleven, with an hour each for two, and both are taken."""
    trainer = make_trainer(name="Tom")
    make_weekly_hours(trainer=trainer, weekdays=[4], ends=datetime(2026, 1, 1, 11).time())
    for week in range(6):
        for hour in (9, 10):
            at = datetime(2026, 11, 27, hour, tzinfo=UTC) + timedelta(weeks=week)
            make_booking(trainer=trainer, user=make_user(), starts_at=at)
    return trainer


@pytest.fixture
def hour(trainer: Trainer) -> SessionType:
    return make_session_type(trainer=trainer)


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def bob() -> User:
    return make_user(name="Bob")
