"""How money, times and the policy of a booking read to its member.

Times are those of the gym's clock, whatever zone is active.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list

from exercises.models import Exercise, Variation
from members.models import Gym
from trainers.models import Booking, BookingEvent
from trainers.models.availability import Currency

What = BookingEvent.What
AT_THE_DESK = "nothing is paid here, the desk is told"
HAPPENS = (Booking.State.BOOKED, Booking.State.ARRIVED, Booking.State.COMPLETED)
EVENTS = {
    What.BOOKED: "Booked",
    What.CANCELLED: "Cancelled",
    What.LATE_CANCELLED: "Cancelled after the free hours",
    What.ARRIVED: "Marked as arrived",
    What.COMPLETED: "Marked as completed",
    What.NO_SHOW: "Marked as missed",
    What.UNMARKED: "Mark taken back",
    What.WAIVED: "Cost waived",
    What.WAIVER_ENDED: "Waiver ended",
}


def money_words(amount: Decimal, currency: str) -> str:
    """`£40`, `£37.50`; a currency that has no sign here stands as its code."""
    sign = dict(Currency.choices).get(currency, f"{currency} ")
    return f"{sign}{amount:.0f}" if amount == int(amount) else f"{sign}{amount:.2f}"


def total_words(bookings: Iterable[Booking]) -> str:
    """What they cost together, by currency: `£80 and €37.50`."""
    totals: dict[str, Decimal] = {}
    for booking in bookings:
        totals[booking.currency] = totals.get(booking.currency, Decimal(0)) + booking.price
    return get_text_list(
        [money_words(amount, currency) for currency, amount in totals.items()], "and"
    )


def clock_words(at: datetime, *, named: bool = False) -> str:
    """The time of a local moment; with its zone where the clock shows it twice that day."""
    twice = at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()
    return f"{at:%H:%M} {at.tzname()}" if named or twice else f"{at:%H:%M}"


def day_words(day: datetime, *, short: bool = False) -> str:
    """The date of a local moment, with the year where it is not this one."""
    pattern = "D j M" if short else "l j F"
    this_year = day.year == timezone.now().astimezone(day.tzinfo).year
    return date_format(day.replace(tzinfo=None), pattern if this_year else f"{pattern} Y")


def moment_words(gym: Gym, at: datetime, *, short: bool = True) -> str:
    """`Tue 2 Dec, 17:00`."""
    local = gym.local(at)
    return f"{day_words(local, short=short)}, {clock_words(local)}"


def hours_words(booking: Booking) -> str:
    """`10:00–11:00`, with zones where the clock is changed meanwhile."""
    first, last = booking.local_start, booking.local_end
    changed = first.utcoffset() != last.utcoffset()
    return f"{clock_words(first, named=changed)}–{clock_words(last, named=changed)}"


def policy_words(booking: Booking) -> str:
    """Until when it is free to cancel or move, and what it costs after that."""
    price = money_words(booking.price, booking.currency)
    if not booking.is_free_to_cancel:
        if not booking.price:
            return "It can no longer be moved. Cancelling costs nothing until it starts."
        return (
            f"It can no longer be moved. Cancelling now costs the full price, {price};"
            f" {AT_THE_DESK}."
        )
    until = booking.free_until
    if until == booking.starts_at:
        return "Free to cancel or move until it starts."
    limit = moment_words(booking.gym, until)
    if not booking.price:
        return f"It can be moved until {limit}. Cancelling costs nothing until it starts."
    words = (
        f"Free to cancel or move until {limit}. After that the full price, {price}, is due;"
        f" {AT_THE_DESK}."
    )
    if booking.free_anyway_until == until:
        chose = f"{booking.trainer or 'Your trainer'} chose this time"
        return f"{chose}, so you have 24 hours to cancel it free. {words}"
    return words


def cost_words(booking: Booking) -> str:
    """What it costs as it is now."""
    price = money_words(booking.price, booking.currency)
    if booking.waived_at:
        return f"{price}, waived: nothing is due"
    if booking.state in HAPPENS:
        return price
    if booking.cost:
        return f"{money_words(booking.cost, booking.currency)} is due at the desk"
    return "Nothing is due"


def state_words(booking: Booking) -> str:
    if booking.state == Booking.State.BOOKED and not booking.is_to_come:
        return "Over"
    return booking.get_state_display()


def about_words(exercise: Exercise | None, variation: Variation | None) -> str:
    return str(variation or exercise or "")


def unmovable_words(booking: Booking) -> str:
    """Why its member cannot move it any more."""
    if not booking.holds_time:
        return "It is cancelled. You can book anew."
    if booking.has_started:
        return "It has begun already."
    if booking.arrived_early:
        return arrived_words(booking)
    if booking.trainer is None:
        return "Its trainer is no longer here."
    limit = moment_words(booking.gym, booking.free_until)
    price = money_words(booking.price, booking.currency)
    costs = f"cancel it for the full price, {price}" if booking.price else "cancel it"
    return f"It could be moved until {limit}. Now you can come, or {costs}."


def uncancellable_words(booking: Booking) -> str:
    """Why its member cannot cancel it any more."""
    if not booking.holds_time:
        return "It is cancelled already."
    if booking.arrived_early:
        return arrived_words(booking)
    return "It has begun already. If you did not come, the desk or your trainer can help."


def arrived_words(booking: Booking) -> str:
    """Who told before the start that its member is there, and what to do if that is wrong."""
    marked = booking.events.filter(what=What.ARRIVED).last()
    by_gym = marked is not None and marked.by == BookingEvent.By.STAFF
    who = "The gym" if by_gym else booking.trainer or "Your trainer"
    return f"{who} has marked you as arrived. If you are not there yet, ask them to take it back."


def event_words(event: BookingEvent, booking: Booking) -> str:
    """What happened, of `Booking.history`, by whom, as its member reads it."""
    who = {
        BookingEvent.By.MEMBER: "you",
        BookingEvent.By.TRAINER: str(booking.trainer or "the trainer"),
        BookingEvent.By.STAFF: "the gym",
    }[BookingEvent.By(event.by)]
    return f"{done_words(event)} by {who}"


def done_words(event: BookingEvent) -> str:
    """What happened; of a move the gyms too where it went to another one."""
    if event.what != What.MOVED or event.was is None:
        return EVENTS.get(What(event.what), event.get_what_display())
    was_gym = event.was_gym or event.gym
    was, to = moment_words(was_gym, event.was), moment_words(event.gym, event.starts_at)
    if was_gym == event.gym:
        return f"Moved from {was} to {to}"
    zones = was_gym.timezone != event.gym.timezone
    old, new = (f"{gym} ({gym.timezone})" if zones else str(gym) for gym in (was_gym, event.gym))
    return f"Moved from {was} at {old} to {to} at {new}"
