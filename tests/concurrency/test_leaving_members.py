"""Somebody asks for their account to be deleted while a session of theirs is booked."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from gymsite.personal_data import leave_everything
from members.models import User
from tests.concurrency.threads import at_once
from tests.factories import (
    make_client,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.bookings import Actor, By, NotAllowed, booking_create
from trainers.claims_check import claims_differences
from trainers.models import Booking, SessionType

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def book(hour: SessionType, user: User, by: By, hours: int) -> Booking:
    tomorrow = timezone.now().astimezone(UTC).date() + timedelta(days=1)
    return booking_create(
        uuid=uuid4(),
        trainer=hour.trainer,
        member=user.member,
        session_type=hour,
        start=datetime.combine(tomorrow, time(10 + hours), UTC),
        actor=Actor(user if by == By.MEMBER else hour.trainer.user, by),
    )


def test_nothing_stays_booked_and_nobody_waits_for_ever() -> None:
    gym = make_gym(timezone="UTC")
    hours = []
    for _ in range(3):
        trainer = make_trainer(gym=gym)
        make_weekly_hours(trainer=trainer)
        hours.append(make_session_type(trainer=trainer))
    for _ in range(ROUNDS):
        user = make_user()
        make_client(trainer=hours[1].trainer, user=user)
        book(hours[2], user, By.MEMBER, 0)
        outcomes = at_once(
            partial(book, hours[0], user, By.MEMBER, 1),
            partial(leave_everything, user.member),
            partial(book, hours[1], user, By.TRAINER, 2),
            partial(book, hours[2], user, By.MEMBER, 3),
        )
        errors = [one for one in outcomes if isinstance(one, Exception)]
        assert all(isinstance(one, NotAllowed) for one in errors), errors
        assert not Booking.objects.booked().filter(member=user.member).exists()
        user.member.refresh_from_db()
        assert user.member.deletion_requested_at
    assert not list(claims_differences())


def test_a_leaving_trainer_is_booked_by_nobody() -> None:
    gym = make_gym(timezone="UTC")
    for _ in range(ROUNDS):
        trainer = make_trainer(gym=gym)
        make_weekly_hours(trainer=trainer)
        hour = make_session_type(trainer=trainer)
        outcomes = at_once(
            *(partial(book, hour, make_user(), By.MEMBER, hours) for hours in range(3)),
            partial(leave_everything, trainer.user.member),
        )
        errors = [one for one in outcomes if isinstance(one, Exception)]
        assert all(isinstance(one, NotAllowed) for one in errors), errors
        assert not Booking.objects.booked().filter(trainer=trainer).exists()
    assert not list(claims_differences())
