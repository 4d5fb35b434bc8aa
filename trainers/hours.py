"""Writes of what a trainer offers and when, and the sessions that lie outside of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from members.models import Gym
from trainers.availability import availability
from trainers.bookings.writing import booking_write
from trainers.claims import lock
from trainers.models import Booking, SessionType, Trainer
from trainers.models.availability import Hours
from trainers.slots import Place, Span


@booking_write
def hours_save(*, trainer: Trainer, rows: Sequence[Hours]) -> None:
    """Keep hours of a trainer, all or none; raises ValidationError where they do not fit.

    The trainer is locked, so that two who write at once cannot make hours that overlap.
    """
    lock([trainer.pk])
    gyms = list(trainer.gyms.all())
    for row in rows:
        row.full_clean()
        row.refuse_beside(others_of(row), gyms)
        row.save()


def others_of(row: Hours) -> Iterable[Any]:
    """The other hours of the same kind and trainer, as the database has them."""
    rows = type(row)._default_manager.filter(trainer=row.trainer_id).exclude(pk=row.pk)
    return rows.select_related("gym")


@booking_write
def session_type_save(*, session_type: SessionType) -> None:
    """Raises ValidationError where another has taken its name meanwhile."""
    lock([session_type.trainer_id])
    session_type.full_clean()
    session_type.save()


def outside_hours(trainer: Trainer) -> list[Booking]:
    """The coming sessions of a trainer that their hours of now would not offer."""
    coming = list(Booking.objects.to_come().filter(trainer=trainer).for_list())
    if not coming:
        return []
    first, last = coming[0].starts_at, max(one.ends_at for one in coming)

    def limits(gym: Gym, now: datetime) -> Place:
        return Place(gym.zone, first - timedelta(days=1), last)

    schedule = availability([trainer], limits=limits)[trainer.pk].schedule
    spans = _joined(sorted(schedule.spans(), key=lambda span: (span.gym, span.start)))
    return [one for one in coming if not any(_holds(span, one) for span in spans)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """With those of one gym that follow on each other as one."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].gym == span.gym and span.start <= found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _holds(span: Span, booking: Booking) -> bool:
    same = span.gym == booking.gym_id
    return same and span.start <= booking.starts_at and booking.ends_at <= span.end


def sessions_ahead(trainer: Trainer) -> list[Booking]:
    return list(Booking.objects.to_come().filter(trainer=trainer).for_list())


def sessions_ahead_at(gym: Gym) -> int:
    return Booking.objects.to_come().filter(gym=gym).count()
