"""Writes of a trainer's time off, which holds claims like a booking."""

from datetime import datetime

from trainers.bookings.writing import booking_write
from trainers.claims import Claimed, claims_hold, lock
from trainers.models import Booking, TimeOff, Trainer, TrainerClaim
from trainers.models.availability import LONGEST_TIME_OFF
from trainers.slots import quarters


class InTheWay(Exception):
    """Sessions, or other time off, lie in it."""

    def __init__(self, bookings: list[Booking]) -> None:
        self.bookings = bookings


class TooLong(Exception):
    """More than 92 days at once."""


@booking_write
def time_off_create(
    *, trainer: Trainer, starts_at: datetime, ends_at: datetime, note: str = ""
) -> TimeOff:
    """Take time off; the same again is there once. Raises TooLong, and InTheWay with the bookings.

    Without bookings InTheWay means other time off.
    """
    if ends_at - starts_at > LONGEST_TIME_OFF:
        raise TooLong
    lock([trainer.pk])
    there = TimeOff.objects.filter(trainer=trainer, starts_at=starts_at, ends_at=ends_at).first()
    if there:
        return there
    if bookings := in_the_way(trainer, starts_at, ends_at):
        raise InTheWay(bookings)
    time_off = TimeOff.objects.create(
        trainer=trainer, starts_at=starts_at, ends_at=ends_at, note=note
    )
    try:
        claims_hold(time_off)
    except Claimed:
        raise InTheWay([]) from None
    return time_off


def in_the_way(trainer: Trainer, starts_at: datetime, ends_at: datetime) -> list[Booking]:
    """What the trainer has booked then, as trainer or as a member, with the minutes afterwards."""
    held = quarters(starts_at, ends_at)
    claims = TrainerClaim.objects.filter(
        trainer=trainer, quarter__gte=held.start, quarter__lt=held.stop, booking__isnull=False
    )
    found = Booking.objects.filter(pk__in=claims.values("booking"))
    return list(found.for_list().order_by("starts_at", "pk"))


@booking_write
def time_off_delete(*, time_off: TimeOff) -> None:
    """Be there after all."""
    lock([time_off.trainer_id])
    TimeOff.objects.filter(pk=time_off.pk).delete()
