"""A member's bookings, to come, late and past, for the pages that tests walk through."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from members.models import User
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.bookings import Actor, By, booking_move
from trainers.instants import instant_text

AHEAD, LATE, CANCELLED, PAST = (UUID(int=number) for number in (71, 72, 73, 74))
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0)
FREE, TAKEN = (instant_text(NOON + timedelta(days=days)) for days in (8, 9))


def fill_bookings(user: User) -> None:
    """With Bo, who works day and night and offers one session, and Di, who offers two."""
    gym = make_gym(name="Riverside", slug="riverside-bookings", address="3 Wharf Road")
    bo = make_trainer(gym=gym, name="Bo Ashdown", slug="bo-ashdown")
    make_weekly_hours(trainer=bo, starts=time(0), ends=time(0))
    make_session_type(trainer=bo, name="Personal training", buffer_after=15)
    di = make_trainer(gym=gym, name="Di Farrow", slug="di-farrow")
    for name, minutes in (("Personal training", 60), ("Technique check", 30)):
        make_session_type(trainer=di, name=name, minutes=minutes)
    ahead = make_booking(trainer=bo, user=user, starts_at=NOON + timedelta(days=6), pk=AHEAD)
    by_trainer = Actor(bo.user, By.TRAINER)
    at = NOON + timedelta(days=7)
    booking_move(booking=ahead, start=at, actor=by_trainer, seen=0, message="I teach a course.")
    soon = timezone.now() + timedelta(hours=5)
    make_booking(
        trainer=bo, user=user, starts_at=soon.replace(minute=0, second=0, microsecond=0), pk=LATE
    )
    make_booking(trainer=bo, user=make_user(), starts_at=NOON + timedelta(days=9))
    past = {CANCELLED: "late_cancelled", PAST: "completed"}
    for days, (pk, state) in enumerate(past.items(), start=2):
        make_booking(
            trainer=bo, user=user, starts_at=NOON - timedelta(days=days), state=state, pk=pk
        )
