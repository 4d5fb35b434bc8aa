"""A trainer whose Fridays are full, and people who wait for them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from members.models import Notice, User
from members.notices import KINDS
from trainers.bookings import Actor, By, booking_cancel
from trainers.models import Booking, SessionType, WaitlistEntry
from trainers.waitlist import (
    waitlist_join,
    waitlists_offer,
)

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
FRIDAY = date(2026, 11, 27)
HOUR = timedelta(hours=1)
STATES = WaitlistEntry.State


def join(user: User, hour: SessionType, day: date | None = FRIDAY, **days: Any) -> WaitlistEntry:
    """Behind all who stand there, though the clock stands still."""
    before = set(WaitlistEntry.objects.values_list("pk", flat=True))
    entry = waitlist_join(
        member=user.member, trainer=hour.trainer, session_type=hour, first_day=day, **days
    )
    if entry.pk not in before:
        entry.created_at += timedelta(microseconds=len(before))
        entry.save(update_fields=["created_at"])
    return entry


def free(hour: int, *, week: int = 0) -> datetime:
    """Cancel the session of that Friday's hour."""
    at = datetime(2026, 11, 27, hour, tzinfo=UTC) + timedelta(weeks=week)
    booking = Booking.objects.booked().get(starts_at=at, trainer__name="Tom")
    assert booking.member
    actor = Actor(booking.member.user, By.MEMBER)
    booking_cancel(booking=booking, actor=actor, seen=booking.sequence, late_accepted=True)
    return at


def tick() -> None:
    waitlists_offer(datetime.now(UTC))


def told(*entries: WaitlistEntry) -> list[datetime | None]:
    """The starts that are on offer to them."""
    for entry in entries:
        entry.refresh_from_db()
    return [entry.offered_start for entry in entries]


def mails() -> int:
    return Notice.objects.filter(kind="waitlist_offer").count()


def letter(entry: WaitlistEntry, offers: int = 1) -> Any:
    notice = Notice.objects.get(kind="waitlist_offer", about=str(entry.pk), sequence=offers)
    return KINDS["waitlist_offer"](notice)
