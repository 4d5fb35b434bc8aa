"""How a booking reads to its trainer."""

from trainers.booking_words import done_words, money_words
from trainers.models import Booking, BookingEvent
from trainers.recipients import NAMELESS

State = Booking.State
GONE = "A former member"
TAKE_BACK = "It is marked as arrived. If they are not there yet, take the mark back first."


def member_name(booking: Booking) -> str:
    if booking.member is None:
        return GONE
    return booking.member.user.name or NAMELESS


def coach_state(booking: Booking) -> str:
    if booking.state == State.BOOKED and not booking.is_to_come:
        return "Not marked yet"
    if booking.state == State.BOOKED and booking.has_started:
        return "On now"
    return booking.get_state_display()


def coach_cost(booking: Booking) -> str:
    """What it costs the member, and what of it is due."""
    price = money_words(booking.price, booking.currency)
    if booking.waived_at:
        return f"{price}, waived: nothing is due"
    if booking.state == State.BOOKED or booking.arrived_early:
        return price
    return f"{price}, due at the desk" if booking.cost else "Nothing is due"


def coach_unmovable(booking: Booking) -> str:
    """Why it cannot be moved."""
    if not booking.holds_time:
        return "It is cancelled."
    return TAKE_BACK if booking.arrived_early else "It has begun already."


def coach_uncancellable(booking: Booking) -> str:
    """Why it cannot be cancelled."""
    if not booking.holds_time:
        return "It is cancelled already."
    if booking.arrived_early:
        return TAKE_BACK
    if booking.state == State.BOOKED:
        return "It is over. Tell how it went instead."
    return f"It is marked “{booking.get_state_display().lower()}” already."


def mark_words(booking: Booking, state: State) -> str:
    """A button that tells how it went, or takes that back."""
    if state != State.BOOKED:
        return state.label
    return "Not yet" if booking.arrived_early else "Not marked yet"


def coach_event(event: BookingEvent, booking: Booking) -> str:
    """What happened, of `Booking.history`, by whom, as the trainer reads it."""
    who = {
        BookingEvent.By.MEMBER: member_name(booking),
        BookingEvent.By.TRAINER: "you",
        BookingEvent.By.STAFF: "the gym",
    }[BookingEvent.By(event.by)]
    return f"{done_words(event)} by {who}"
