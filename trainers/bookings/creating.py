"""Booking a time that is on offer: once, or every week."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid5

from django.utils import timezone

from members.models import Gym, Member
from members.opening_hours import first_instant
from trainers.availability import for_members, for_trainers
from trainers.booking_notices import booking_tell, series_tell
from trainers.bookings.refusals import (
    MemberBusy,
    NotAllowed,
    TermsChanged,
    TimeGone,
    TooManyBookings,
)
from trainers.bookings.terms import About, Actor, By, Terms
from trainers.bookings.writing import (
    booking_write,
    event_add,
    gym_at,
    hold_time,
    locked_people,
    out_of_line,
)
from trainers.models import Booking, BookingEvent, Client, SessionType, Trainer

What = BookingEvent.What
ABOUT_NOTHING = About()
UPCOMING_AT_MOST = 20
"""Sessions that a member may have ahead of them by their own booking."""
GRACE = timedelta(hours=24)
"""For so long a time that the trainer has chosen can be cancelled without cost."""


@booking_write
def booking_create(
    *,
    uuid: UUID,
    trainer: Trainer,
    member: Member,
    session_type: SessionType,
    start: datetime,
    actor: Actor,
    terms: Terms | None = None,
    about: About = ABOUT_NOTHING,
    note: str = "",
    tell_member: bool = True,
) -> Booking:
    """Book a time that is on offer; the same uuid again gives the booking that it made.

    `terms` are those that the member was shown. A trainer books for a client of theirs, without
    minimum notice. Raises TimeGone, MemberBusy, TermsChanged, TooManyBookings, NotAllowed, and
    Booking.DoesNotExist for a uuid of somebody else's.
    """
    trainer, member = locked_people(trainer.pk, member.pk)
    if Booking.objects.filter(pk=uuid).exists():
        return Booking.objects.for_list().get(pk=uuid, member=member, trainer=trainer)
    by_member = actor.by == By.MEMBER
    session_type = _bookable(trainer, member, session_type, by_member)
    limits = for_members if by_member else for_trainers
    minutes, buffer_minutes = session_type.minutes, session_type.buffer_after
    gym = gym_at(trainer, start, minutes, buffer_minutes, limits)
    now_terms = Terms.of(session_type, gym)
    if terms is not None and terms != now_terms:
        raise TermsChanged(now_terms)
    now = timezone.now()
    booking = Booking(
        pk=uuid,
        trainer=trainer,
        member=member,
        gym=gym,
        session_type=session_type,
        session_name=session_type.name,
        starts_at=start,
        ends_at=start + session_type.length,
        buffer_minutes=buffer_minutes,
        free_anyway_until=None if by_member else now + GRACE,
        note=note if member.may_keep_health_data else "",
        created_at=now,
        **now_terms._asdict(),
        **about._asdict(),
    )
    booking.save(force_insert=True)
    hold_time(booking)
    event_add(booking, What.BOOKED, actor)
    out_of_line(booking)
    booking_tell(booking, alone=tell_member)
    return booking


class Series(NamedTuple):
    """What came of booking the same time every week."""

    made: list[Booking]
    missed: list[datetime]


def bookings_create_weekly(
    *,
    uuid: UUID,
    trainer: Trainer,
    member: Member,
    session_type: SessionType,
    start: datetime,
    gym: Gym,
    weeks: int,
    actor: Actor,
) -> Series:
    """Book the same time of a gym's clock on so many weeks (1–12), each a booking of its own.

    Those that cannot be booked are told, a time that the clock leaves out that day among them; the
    same uuid again makes none twice. Raises NotAllowed.
    """
    uuids = [uuid5(uuid, str(week)) for week in range(weeks)]
    series_tell(uuid, uuids, trainer=trainer, member=member)
    series = Series([], [])
    first = gym.local(start).replace(tzinfo=None)
    for week, one in enumerate(uuids):
        wall = first + timedelta(weeks=week)
        at = first_instant(wall, gym.zone)
        if gym.local(at).replace(tzinfo=None) != wall:
            series.missed.append(at)
            continue
        try:
            booking = booking_create(
                uuid=one,
                trainer=trainer,
                member=member,
                session_type=session_type,
                start=at,
                actor=actor,
                tell_member=False,
            )
        except (TimeGone, MemberBusy):
            series.missed.append(at)
        else:
            series.made.append(booking)
    return series


def _bookable(
    trainer: Trainer, member: Member, session_type: SessionType, by_member: bool
) -> SessionType:
    """The session as it is now; raises NotAllowed, TooManyBookings."""
    if not trainer.is_public or trainer.user_id == member.user_id or member.deletion_requested_at:
        raise NotAllowed
    if by_member:
        if not trainer.accepting:
            raise NotAllowed
        if Booking.objects.to_come().filter(member=member).count() >= UPCOMING_AT_MOST:
            raise TooManyBookings
    else:
        clients = Client.objects.of_member(member).filter(trainer=trainer)
        if clients.select_for_update(no_key=True).first() is None:
            raise NotAllowed
    found = trainer.session_types.on_offer().filter(pk=session_type.pk).first()
    if found is None:
        raise NotAllowed
    return found
