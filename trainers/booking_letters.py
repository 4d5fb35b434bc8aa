"""What the mails about a booking say.

Each tells the whole of it, so that it makes sense to somebody who never got an earlier one. What
was written in a note or a message stays on the site.
"""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.notices import CalendarFile, Mail, letter
from trainers.booking_words import money_words as money
from trainers.calendars import Method, Side, calendar_file, member_name, page_of
from trainers.models import Booking, BookingEvent
from trainers.wording import due_words

State, What, By = Booking.State, BookingEvent.What, BookingEvent.By
SWITCH_OFF = "You can switch this mail off in your settings."


def booked_letter(booking: Booking, side: Side, recipient: str) -> Mail:
    booked = _event(booking, What.BOOKED)
    by_trainer = booked is not None and booked.by == By.TRAINER
    if side == Side.MEMBER:
        subject = "Your session is booked"
        trainer = booking.trainer
        own = f"You have booked a session with {trainer}."
        said = f"{trainer} has booked a session for you." if by_trainer else own
    else:
        subject, member = "A session is booked", _member(booking)
        own = f"You have booked a session for {member}."
        said = own if by_trainer else f"{member} has booked a session with you."
    return _letter(
        f"{subject}: {_short(booking)}",
        said,
        *_facts(booking, side),
        booking=booking,
        side=side,
        calendar=_calendar(booking, side, Method.REQUEST, recipient),
    )


def moved_letter(booking: Booking, side: Side, recipient: str, was: str) -> Mail:
    subject = "Your session has moved" if side == Side.MEMBER else "A session has moved"
    moved = _event(booking, What.MOVED)
    return _letter(
        f"{subject}: {_short(booking)}",
        f"{_who_did(booking, side, moved)} moved {_session(booking, side, moved)}."
        f" It was to be on {was}.",
        *_message_line(booking, side, moved),
        *_facts(booking, side),
        booking=booking,
        side=side,
        calendar=_calendar(booking, side, Method.REQUEST, recipient),
    )


def cancelled_letter(booking: Booking, side: Side, recipient: str) -> Mail:
    subject = "Your session is cancelled" if side == Side.MEMBER else "A session is cancelled"
    cancelled = _event(booking, What.CANCELLED, What.LATE_CANCELLED)
    return _letter(
        f"{subject}: {_short(booking)}",
        f"{_who_did(booking, side, cancelled)} cancelled this session: {_line(booking, side)}.",
        *_message_line(booking, side, cancelled),
        _cost_of_cancelling(booking, side),
        booking=booking,
        side=side,
        calendar=_calendar(booking, side, Method.CANCEL, recipient),
    )


def series_letter(bookings: Sequence[Booking], side: Side) -> Mail:
    first, number = bookings[0], len(bookings)
    sessions = "1 session" if number == 1 else f"{number} sessions"
    booked = "1 session is" if number == 1 else f"{sessions} are"
    zone = first.gym.timezone
    if side == Side.MEMBER:
        trainer = _who(first, _event(first, What.BOOKED))
        said = f"{trainer} has booked {sessions} for you, times in {zone}:"
        terms, action = [_series_policy(first)], ("See your bookings", _address("booking_list"))
    else:
        said = f"You have booked {sessions} for {_member(first)}, times in {zone}:"
        terms, action = [], ("See your calendar", _address("calendar"))
    return letter(
        f"{booked} booked",
        said,
        _place(first),
        *terms,
        lines=[f"{one.session_name}, {_span(one)}" for one in bookings],
        action=action,
        calendar=CalendarFile(calendar_file(bookings, side), Method.PUBLISH),
    )


def reminder_letter(booking: Booking) -> Mail:
    start = booking.local_start
    days = (start.date() - booking.gym.local(timezone.now()).date()).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {date_format(start, 'l')}")
    return _letter(
        f"Your session is {day} at {start:%H:%M}",
        f"{_line(booking, Side.MEMBER)}.",
        _place(booking),
        _policy(booking),
        SWITCH_OFF,
        booking=booking,
        side=Side.MEMBER,
    )


def waived_letter(booking: Booking) -> Mail:
    waived = _event(booking, What.WAIVED)
    return _letter(
        f"Nothing is due for your session of {date_format(booking.local_start, 'j F')}",
        f"{_who(booking, waived)} has waived what your session would have cost: you pay nothing.",
        f"{_line(booking, Side.MEMBER)}.",
        booking=booking,
        side=Side.MEMBER,
    )


def _address(name: str) -> str:
    return settings.PUBLIC_URL + reverse(f"trainers:{name}")


def _letter(
    subject: str,
    *paragraphs: str,
    booking: Booking,
    side: Side,
    calendar: CalendarFile | None = None,
) -> Mail:
    action = ("See the booking", page_of(booking, side))
    return letter(subject, *paragraphs, action=action, calendar=calendar)


def _calendar(booking: Booking, side: Side, method: Method, recipient: str) -> CalendarFile:
    return CalendarFile(calendar_file([booking], side, method, recipient), method)


def _event(booking: Booking, *kinds: BookingEvent.What) -> BookingEvent | None:
    """The last of such a kind."""
    return next((one for one in reversed([*booking.events.all()]) if one.what in kinds), None)


def _facts(booking: Booking, side: Side) -> list[str]:
    facts = [f"{_line(booking, side)}.", _place(booking)]
    if side == Side.MEMBER:
        return [*facts, _policy(booking)]
    return [*facts, *(["There is a note for you with the booking."] if booking.note else [])]


def _line(booking: Booking, side: Side) -> str:
    """Which session, with whom and when."""
    other = member_name(booking) if side == Side.TRAINER else booking.trainer
    words = f"{booking.session_name} with {other}" if other else booking.session_name
    return f"{words}, {_when(booking)}"


def _when(booking: Booking) -> str:
    return f"{_span(booking)} ({booking.gym.timezone})"


def _span(booking: Booking) -> str:
    return f"{_short(booking)}–{booking.local_end:%H:%M}"


def _short(booking: Booking) -> str:
    return date_format(booking.local_start, "l j F, H:i")


def _place(booking: Booking) -> str:
    return ", ".join([booking.gym.name, *booking.gym.address.splitlines()]) + "."


def _policy(booking: Booking) -> str:
    if not booking.price:
        return "It costs nothing, and neither does cancelling."
    price = f"It costs {money(booking.price, booking.currency)}, paid at the desk."
    if not booking.is_free_to_cancel:
        return f"{price} It can no longer be moved, and cancelling would cost the full price."
    if booking.free_until == booking.starts_at:
        return f"{price} It is free to cancel or move until it starts."
    until = due_words(booking.gym, booking.free_until)
    return (
        f"{price} Moving and cancelling are free until {until}. After that it can no longer be"
        " moved, and cancelling costs the full price."
    )


def _series_policy(booking: Booking) -> str:
    if not booking.price:
        return "They cost nothing, and neither does cancelling."
    words = (
        f"Each costs {money(booking.price, booking.currency)}, paid at the desk. Cancelling one is"
        f" free until {booking.free_cancellation_hours} hours before it starts"
    )
    if booking.free_anyway_until and booking.free_anyway_until > timezone.now():
        anyway = due_words(booking.gym, booking.free_anyway_until)
        words += f", and for all of them until {anyway}"
    return f"{words}. After that it costs the full price."


def _cost_of_cancelling(booking: Booking, side: Side) -> str:
    if booking.waived_at:
        return "The cost of cancelling late was waived: nothing is due."
    if not booking.cost:
        return "It costs nothing."
    free_until = due_words(booking.gym, booking.free_until)
    price = money(booking.cost, booking.currency)
    if side == Side.TRAINER:
        return f"That was late, after {free_until}: {price} is due at the desk."
    return (
        f"Cancelling was free until {free_until}. After that the full price is due: {price}, paid"
        " at the desk."
    )


def _message_line(booking: Booking, side: Side, event: BookingEvent | None) -> list[str]:
    if event is None or not event.message or event.by == side.value:
        return []
    return [f"{_who(booking, event)} has left you a message: read it with the booking."]


def _who_did(booking: Booking, side: Side, event: BookingEvent | None) -> str:
    own = event is not None and event.by == side.value
    return "You have" if own else f"{_who(booking, event)} has"


def _session(booking: Booking, side: Side, event: BookingEvent | None) -> str:
    """Which session somebody did something to, after their name."""
    if event and event.by not in (side.value, By.STAFF):
        return "your session" if side == Side.MEMBER else "their session with you"
    other = member_name(booking) if side == Side.TRAINER else booking.trainer
    return f"your session with {other}" if other else "your session"


def _who(booking: Booking, event: BookingEvent | None) -> str:
    by = event.by if event else By.STAFF
    if by == By.TRAINER:
        return booking.trainer.name if booking.trainer else "The trainer"
    return _member(booking) if by == By.MEMBER else "The gym"


def _member(booking: Booking) -> str:
    return member_name(booking) or "A member"
