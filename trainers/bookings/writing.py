"""What every write of a booking does: lock, read again, hold the time, note it.

Each locks the trainers in order of their keys, then the member, and decides on what it finds then;
see `trainers.claims` for what keeps anybody from being in two places.
"""

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from random import uniform
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Q

from members.models import Gym, Member
from trainers.availability import LimitsOf, availability, slot_at
from trainers.bookings.refusals import MemberBusy, TimeGone
from trainers.bookings.terms import Actor
from trainers.claims import Claimed, claims_take, lock, own_trainer
from trainers.models import Booking, BookingEvent, MemberClaim, Trainer, TrainerClaim, WaitlistEntry
from trainers.slots import quarters

TRIES = 3
P = ParamSpec("P")
R = TypeVar("R")


def booking_write(write: Callable[P, R]) -> Callable[P, R]:
    """One transaction, tried at most three times where the database had to break a deadlock."""

    @wraps(write)
    def written(*args: P.args, **kwargs: P.kwargs) -> R:
        for rest in reversed(range(TRIES)):
            try:
                with transaction.atomic():
                    return write(*args, **kwargs)
            except OperationalError:
                if connection.in_atomic_block or not rest:
                    raise
                time.sleep(uniform(0.01, 0.1))  # noqa: S311
        raise AssertionError

    return written


def locked_people(trainer: int, member: int) -> tuple[Trainer, Member]:
    """Both as they are now, under their locks, and under that of a trainer the member is too."""
    own = Trainer.objects.filter(user__member=member).values_list("pk", flat=True)
    lock({trainer, *own}, [member])
    return (
        Trainer.objects.select_related("user").prefetch_related("gyms").get(pk=trainer),
        Member.objects.select_related("user__trainer").get(pk=member),
    )


def locked_booking(booking: Booking) -> Booking:
    """The booking as it is now, under the locks of its people."""
    rows = Booking.objects.select_related("trainer", "member__user__trainer", "gym")
    found = rows.get(pk=booking.pk)
    lock(trainers_of(found), [found.member_id] if found.member_id else [])
    return rows.select_related("trainer__user").prefetch_related("trainer__gyms").get(pk=booking.pk)


def trainers_of(booking: Booking) -> set[int]:
    own = own_trainer(booking.member) if booking.member else None
    return {pk for pk in (booking.trainer_id, own) if pk}


def gym_at(
    trainer: Trainer,
    start: datetime,
    minutes: int,
    buffer_minutes: int,
    limits: LimitsOf,
    without: Iterable[int] = (),
) -> Gym:
    """Where the trainer is at a start that is on offer; raises TimeGone for one that is not."""
    there = availability([trainer], limits=limits)[trainer.pk].without(without)
    slot = slot_at(there, start, minutes=minutes, buffer_minutes=buffer_minutes)
    if slot is None:
        raise TimeGone
    return next(gym for gym in trainer.gyms.all() if gym.pk == slot.gym)


def hold_time(booking: Booking) -> None:
    """Take the claims; raises MemberBusy or TimeGone."""
    assert booking.member is not None
    session = quarters(booking.starts_at, booking.ends_at)
    held = MemberClaim.objects.filter(member=booking.member, quarter__in=session)
    if other := held.exclude(booking=booking).select_related("booking__trainer").first():
        raise MemberBusy(other.booking)
    if (own := own_trainer(booking.member)) is not None:
        working = TrainerClaim.objects.filter(trainer=own, quarter__in=session)
        if working.exclude(booking=booking).exists():
            raise MemberBusy(None)
    try:
        claims_take(booking)
    except Claimed:
        raise TimeGone from None


def event_add(booking: Booking, what: BookingEvent.What, actor: Actor, **changes: Any) -> None:
    booking.events.create(
        what=what, by=actor.by, user=actor.user, starts_at=booking.starts_at, **changes
    )


def out_of_line(booking: Booking) -> None:
    """Who has got a time on a day that they waited for waits no longer."""
    day = booking.local_start.date()
    waiting = WaitlistEntry.objects.in_line().filter(
        Q(first_day=None) | Q(first_day__lte=day, last_day__gte=day),
        member=booking.member,
        trainer=booking.trainer,
    )
    waiting.order_by().update(state=WaitlistEntry.State.BOOKED)
