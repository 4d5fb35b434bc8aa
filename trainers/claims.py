"""The quarters of an hour that bookings hold: what they are, and taking and giving them back.

Two unique constraints keep every trainer and every member in one place at a time.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import IntegrityError, transaction

from members.models import Member
from trainers.models import Booking, MemberClaim, TimeOff, Trainer, TrainerClaim
from trainers.slots import quarters


class Claimed(Exception):
    """Another booking, or time off, holds a part of that time."""


class ClaimsOf(NamedTuple):
    """What a booking holds: of trainers by their key, and of its member."""

    trainers: frozenset[tuple[int, int]]
    member: frozenset[int]


def claims_of(booking: Booking) -> ClaimsOf:
    """The trainer until the free minutes afterwards end; the member for the session alone.

    A member who is a trainer too cannot be booked as one meanwhile. The booking comes with
    `member__user__trainer`.
    """
    if not booking.holds_time:
        return ClaimsOf(frozenset(), frozenset())
    session = quarters(booking.starts_at, booking.ends_at)
    of_trainers = set()
    if booking.trainer_id:
        held = quarters(booking.starts_at, booking.held_until)
        of_trainers = {(booking.trainer_id, quarter) for quarter in held}
    member = booking.member
    if member is None:
        return ClaimsOf(frozenset(of_trainers), frozenset())
    if (own := own_trainer(member)) is not None:
        of_trainers |= {(own, quarter) for quarter in session}
    return ClaimsOf(frozenset(of_trainers), frozenset(session))


def own_trainer(member: Member) -> int | None:
    """The key of the trainer whom the member is too."""
    trainer = getattr(member.user, "trainer", None)
    return trainer and trainer.pk


def lock(trainers: Iterable[int], members: Iterable[int] = ()) -> None:
    """Lock rows in the one order that every writer of claims keeps: trainers, then members.

    Each in order of their keys.
    """
    for model, keys in ((Trainer, trainers), (Member, members)):
        rows = model._default_manager.filter(pk__in=set(keys)).order_by("pk")
        list(rows.select_for_update(no_key=True).values_list("pk", flat=True))


def claims_take(booking: Booking) -> None:
    """Hold the time of a booking, and no other; raises Claimed.

    Inside a transaction that has locked its trainers and its member.
    """
    claims_release(booking)
    of_trainers, of_member = claims_of(booking)
    try:
        with transaction.atomic():
            TrainerClaim.objects.bulk_create(
                TrainerClaim(trainer_id=trainer, quarter=quarter, booking=booking)
                for trainer, quarter in sorted(of_trainers)
            )
            MemberClaim.objects.bulk_create(
                MemberClaim(member=booking.member, quarter=quarter, booking=booking)
                for quarter in sorted(of_member)
                if booking.member
            )
    except IntegrityError as error:
        raise Claimed from error


def claims_release(booking: Booking) -> None:
    TrainerClaim.objects.filter(booking=booking).delete()
    MemberClaim.objects.filter(booking=booking).delete()


def claims_hold(time_off: TimeOff) -> None:
    """Hold the time of a trainer who is away; raises Claimed. The trainer is locked."""
    held = quarters(time_off.starts_at, time_off.ends_at)
    try:
        with transaction.atomic():
            TrainerClaim.objects.bulk_create(
                TrainerClaim(trainer_id=time_off.trainer_id, quarter=quarter, time_off=time_off)
                for quarter in held
            )
    except IntegrityError as error:
        raise Claimed from error


@transaction.atomic
def own_bookings_claim(trainer: Trainer) -> None:
    """Somebody who has booked as a member becomes a trainer: what they have booked holds both."""
    lock([trainer.pk], [trainer.user.member.pk])
    theirs = Booking.objects.held().filter(member__user=trainer.user_id)
    TrainerClaim.objects.bulk_create(
        TrainerClaim(trainer=trainer, quarter=quarter, booking=booking)
        for booking in theirs
        for quarter in quarters(booking.starts_at, booking.ends_at)
    )
