"""What becomes of a booking: moved, cancelled, told how it went, waived."""

from datetime import datetime, timedelta

from django.utils import timezone

from trainers.availability import for_members, for_trainers
from trainers.booking_notices import booking_tell, waived_tell
from trainers.bookings.creating import GRACE
from trainers.bookings.refusals import BookingChanged, CostsNow, NotAllowed
from trainers.bookings.terms import Actor, By
from trainers.bookings.writing import (
    booking_write,
    event_add,
    gym_at,
    hold_time,
    locked_booking,
    out_of_line,
)
from trainers.claims import claims_release
from trainers.models import Booking, BookingEvent
from trainers.slots import quarters

State = Booking.State
What = BookingEvent.What
ARRIVES_BEFORE = timedelta(hours=1)
CORRECTED_FOR = timedelta(days=14)


@booking_write
def booking_move(
    *, booking: Booking, start: datetime, actor: Actor, seen: int, message: str = ""
) -> Booking:
    """Move to another time that is on offer; `seen` is the sequence of the booking as shown.

    The same move again changes nothing. A member moves as long as cancelling is free. Raises
    BookingChanged, NotAllowed, TimeGone, MemberBusy.
    """
    booking = locked_booking(booking)
    if booking.starts_at == start and booking.state == State.BOOKED:
        return booking
    _as_shown(booking, seen)
    if not may_move(booking, actor.by):
        raise NotAllowed
    trainer = booking.trainer
    assert trainer is not None
    limits = for_members if actor.by == By.MEMBER else for_trainers
    held = quarters(booking.starts_at, booking.held_until)
    length = booking.ends_at - booking.starts_at
    was, was_gym = booking.starts_at, booking.gym
    booking.gym = gym_at(
        trainer, start, booking.minutes, booking.buffer_minutes, limits, without=held
    )
    booking.starts_at, booking.ends_at = start, start + length
    booking.sequence += 1
    by_member = actor.by == By.MEMBER
    booking.free_anyway_until = None if by_member else timezone.now() + GRACE
    hold_time(booking)
    booking.save()
    event_add(booking, What.MOVED, actor, was=was, was_gym=was_gym, message=message)
    out_of_line(booking)
    booking_tell(booking)
    return booking


@booking_write
def booking_cancel(
    *, booking: Booking, actor: Actor, seen: int, late_accepted: bool = False, message: str = ""
) -> Booking:
    """Free the time; late where a member does it after the free hours, and has accepted that.

    Cancelled again it stays as it is. Raises BookingChanged, NotAllowed, CostsNow.
    """
    booking = locked_booking(booking)
    if not booking.holds_time:
        return booking
    _as_shown(booking, seen)
    if not may_cancel(booking, actor.by):
        raise NotAllowed
    late = actor.by == By.MEMBER and not booking.is_free_to_cancel
    if late and not late_accepted:
        raise CostsNow
    booking.state = State.LATE_CANCELLED if late else State.CANCELLED
    booking.sequence += 1
    booking.save(update_fields=["state", "sequence"])
    claims_release(booking)
    event_add(booking, What(booking.state), actor, message=message)
    booking_tell(booking)
    return booking


@booking_write
def booking_mark(*, booking: Booking, state: State, actor: Actor) -> Booking:
    """Tell how it went: arrived, completed or no-show; corrected within 14 days.

    Booked takes the mark back. A waiver of what the mark cost ends with it. Raises NotAllowed
    before it is time, and for what was cancelled.
    """
    booking = locked_booking(booking)
    if booking.state == state:
        return booking
    if state not in may_mark(booking):
        raise NotAllowed
    was_waived = booking.waived_at is not None
    booking.state, booking.waived_at = state, None
    booking.save(update_fields=["state", "waived_at"])
    event_add(booking, What.UNMARKED if state == State.BOOKED else What(state), actor)
    if was_waived:
        event_add(booking, What.WAIVER_ENDED, actor)
    return booking


@booking_write
def booking_waive(*, booking: Booking, actor: Actor, message: str = "") -> Booking:
    """What a late cancellation or a no-show costs is not asked for; raises NotAllowed."""
    booking = locked_booking(booking)
    if booking.waived_at:
        return booking
    if not booking.can_be_waived:
        raise NotAllowed
    booking.waived_at = timezone.now()
    booking.save(update_fields=["waived_at"])
    event_add(booking, What.WAIVED, actor, message=message)
    waived_tell(booking)
    return booking


def may_move(booking: Booking, by: By) -> bool:
    """Whether there is a time to move from: a member only while cancelling is free."""
    if booking.state != State.BOOKED or booking.trainer is None or booking.has_started:
        return False
    return by != By.MEMBER or booking.is_free_to_cancel


def may_cancel(booking: Booking, by: By) -> bool:
    """A member until it starts, the other side until it is over."""
    if booking.state != State.BOOKED:
        return False
    over = booking.starts_at if by == By.MEMBER else booking.ends_at
    return timezone.now() < over


def may_mark(booking: Booking) -> list[State]:
    """Which outcomes can be told now: arrived from an hour before, the others once it started.

    Booked is among them where there is a mark to take back.
    """
    now = timezone.now()
    if not booking.holds_time or now >= booking.ends_at + CORRECTED_FOR:
        return []
    found = [State.ARRIVED] if now >= booking.starts_at - ARRIVES_BEFORE else []
    if booking.has_started:
        found += [State.COMPLETED, State.NO_SHOW]
    found.append(State.BOOKED)
    return [state for state in found if state != booking.state]


def _as_shown(booking: Booking, seen: int) -> None:
    if booking.sequence != seen:
        raise BookingChanged(booking)
