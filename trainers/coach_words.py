"""How a booking reads to its trainer."""

from trainers.booking_words import done_words, money_words
from trainers.models import Booking, BookingEvent
from trainers.recipients import NAMELESS

State = Booking.State
GONE = "A former member"


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
    if booking.state == State.BOOKED or booking.cost:
        due = "" if booking.state == State.BOOKED else ", due at the desk"
        return f"{price}{due}"
    return "Nothing is due"


def coach_event(event: BookingEvent, booking: Booking) -> str:
    """What happened, of `Booking.history`, by whom, as the trainer reads it."""
    who = {
        BookingEvent.By.MEMBER: member_name(booking),
        BookingEvent.By.TRAINER: "you",
        BookingEvent.By.STAFF: "the gym",
    }[BookingEvent.By(event.by)]
    return f"{done_words(event)} by {who}"
