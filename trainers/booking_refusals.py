"""Why something was not booked, moved or cancelled, in words for the member."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from members.models import Member
from trainers.availability import availability, for_members
from trainers.booking_words import clock_words, day_words, hours_words, moment_words, money_words
from trainers.bookings import (
    MemberBusy,
    NotAllowed,
    Terms,
    TermsChanged,
    TimeGone,
    TooManyBookings,
)
from trainers.bookings.creating import UPCOMING_AT_MOST
from trainers.instants import instant_text
from trainers.models import Booking, Trainer
from trainers.slots import SECONDS, Place, Slot

REFUSED = (MemberBusy, NotAllowed, TermsChanged, TimeGone, TooManyBookings)
TYPED_IS_KEPT = ": whatever you typed is still here"


@dataclass(frozen=True)
class Refusal:
    """What happened, what to do, and the session that is in the way."""

    title: str
    text: str
    booking: Booking | None = None
    leads_to_list: bool = False


NOT_READ = Refusal("Nothing is booked yet", "Read what it costs, then press the button below.")
OFF_OFFER = Refusal("Nothing is booked", "That session is not on offer any more. Choose another.")
NO_TIME = Refusal("Nothing is moved yet", "Choose one of the times.")
TOO_MANY = Refusal(
    "Nothing is booked",
    f"You have {UPCOMING_AT_MOST} sessions ahead of you, which is as many as one may have. Cancel"
    " one, or book again when one is over.",
    leads_to_list=True,
)


def refusal_of(error: Exception, shown: Terms) -> Refusal:
    """Why `booking_create` refused; of a time that is gone the page says why, unless it is back."""
    match error:
        case TimeGone():
            return NOT_READ
        case MemberBusy(booking=booking):
            return busy_with(booking)
        case TermsChanged(terms=terms):
            return changed_terms(shown, terms)
        case TooManyBookings():
            return TOO_MANY
    return OFF_OFFER


def not_free(trainer: Trainer, start: datetime, minutes: int, kept: str = "") -> Refusal:
    """Why members cannot book a start: it never was one, or it is taken; `kept` ends the words."""
    gym = next(iter(trainer.gyms.all()), None)
    when = moment_words(gym, start) if gym else "That time"
    if why := _never_on_offer(trainer, start, minutes):
        return Refusal("That time cannot be booked", f"{when} {why}. Choose another time{kept}.")
    return Refusal(
        "That time has just gone",
        f"{when} with {trainer} is no longer free. Choose another time{kept}.",
    )


def _never_on_offer(trainer: Trainer, start: datetime, minutes: int) -> str:
    """Why a start could not be booked now even if nothing were taken, or nothing."""
    now = timezone.now()
    if start <= now:
        return "is past"
    if start.timestamp() % SECONDS:
        return "is no start: sessions begin on a quarter of an hour"
    there = availability([trainer], limits=lambda gym, _: Place(gym.zone, start, start))
    untaken = replace(there[trainer.pk], claimed=frozenset())
    slot = next(untaken.slots(minutes=minutes, buffer_minutes=0), None)
    if slot is None:
        return f"does not fit into the hours of {trainer}"
    gym = next(gym for gym in trainer.gyms.all() if gym.pk == slot.gym)
    place = for_members(gym, now)
    if start < place.earliest:
        notice = _notice_words(gym.minimum_notice_minutes)
        return f"is too soon: a session is booked at least {notice} before it begins"
    if start > place.latest:
        days = gym.booking_window_days
        return f"is too far ahead: a session is booked at most {days} days before it begins"
    return ""


def _notice_words(minutes: int) -> str:
    number, rest = divmod(minutes, 60)
    if rest or not number:
        return f"{minutes} minutes"
    return "an hour" if number == 1 else f"{number} hours"


def busy_with(booking: Booking | None) -> Refusal:
    if booking is None:
        return Refusal("You are busy then", "You work as a trainer at that time. Choose another.")
    name = booking.trainer or "a trainer"
    return Refusal(
        "You are booked then already",
        f"You have {booking.session_name} with {name} on {day_words(booking.local_start)},"
        f" {hours_words(booking)}. Choose another time, or move that session first.",
        booking,
    )


def changed_terms(shown: Terms, now: Terms) -> Refusal:
    was, price = (money_words(one.price, one.currency) for one in (shown, now))
    if was != price:
        text = f"It cost {was} and costs {price} now."
    else:
        text = (
            f"Cancelling was free until {shown.free_cancellation_hours} hours before, and is free"
            f" until {now.free_cancellation_hours} hours before now."
        )
    return Refusal(
        "The terms have changed", f"{text} Nothing is booked yet: read below, then decide."
    )


def changed_booking(booking: Booking) -> Refusal:
    if not booking.holds_time:
        return Refusal("It was cancelled meanwhile", "Nothing has been changed just now.")
    return Refusal(
        "It has changed meanwhile",
        f"The session is on {day_words(booking.local_start)}, {hours_words(booking)}, now."
        " Nothing has been changed just now: look again, then decide.",
    )


def busy_between(
    member: Member | None, start: datetime, end: datetime, besides: Booking | None = None
) -> Booking | None:
    """What else a member has booked then."""
    theirs = Booking.objects.held().filter(member=member)
    if besides:
        theirs = theirs.exclude(pk=besides.pk)
    return theirs.overlapping(start, end).select_related("trainer", "gym").first()


@dataclass(frozen=True)
class Choice:
    """A free start as a button or link."""

    value: str
    words: str
    gym: str


def choices(trainer: Trainer, slots: Iterable[Slot], *, clock: bool = False) -> list[Choice]:
    """With the gym's name where the trainer works at several; `clock`: the time without a date."""
    gyms = {gym.pk: gym for gym in trainer.gyms.all()}

    def choice(slot: Slot) -> Choice:
        gym = gyms[slot.gym]
        words = clock_words(gym.local(slot.start)) if clock else moment_words(gym, slot.start)
        return Choice(instant_text(slot.start), words, gym.name if len(gyms) > 1 else "")

    return [choice(slot) for slot in slots]
