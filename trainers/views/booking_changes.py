"""Moving and cancelling one's booking, the policy first."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_page
from trainers import bookings
from trainers.availability import slots_to_move
from trainers.booking_refusals import (
    NO_TIME,
    Choice,
    Refusal,
    busy_between,
    busy_with,
    changed_booking,
    choices,
    not_free,
)
from trainers.booking_words import cost_words, day_words, moment_words
from trainers.bookings import Actor, By
from trainers.forms.bookings import CancelForm, MoveForm
from trainers.instants import instant_parsed, instant_text
from trainers.models import Booking
from trainers.slots import Slot, nearest
from trainers.views.bookings import own_booking

WEEK = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def booking_move(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """The times to choose from; with `start` the old and the new one, to be confirmed."""
    if request.method == "POST":
        return _move(request, uuid)
    text = request.GET.get("start")
    start = instant_parsed(text) if text else None
    if text and start is None:
        raise Http404
    return _move_page(request, own_booking(request, uuid), start)


def _move(request: MemberRequest, uuid: UUID) -> HttpResponse:
    booking = own_booking(request, uuid)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _move_page(request, booking, None, NO_TIME)
    start, seen = form.cleaned_data["start"], form.cleaned_data["seen"]
    actor = Actor(request.user, By.MEMBER)
    try:
        moved = bookings.booking_move(booking=booking, start=start, actor=actor, seen=seen)
    except bookings.BookingChanged:
        booking = own_booking(request, uuid)
        return _move_page(request, booking, start, changed_booking(booking), status=409)
    except bookings.MemberBusy as busy:
        return _move_page(request, booking, start, busy_with(busy.booking), status=409)
    except (bookings.NotAllowed, bookings.TimeGone):
        return _move_page(request, own_booking(request, uuid), start, status=409)
    if moved.sequence != booking.sequence:
        messages.success(request, f"Moved to {moment_words(moved.gym, start)}.")
    return redirect(moved)


def _move_page(
    request: MemberRequest,
    booking: Booking,
    start: datetime | None,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"booking": booking, "refusal": refusal}
    if not bookings.may_move(booking, By.MEMBER):
        return render(request, "trainers/booking_move.html", context, status=status)
    assert booking.trainer
    slots = slots_to_move(booking)
    slot = next((one for one in slots if one.start == start), None)
    context |= {"may_move": True, "new": slot and _moved(booking, slot)}
    if slot:
        context["start"] = instant_text(slot.start)
        context["day"] = context["new"].local_start.date().isoformat()
    elif start and start != booking.starts_at:
        context |= _nearby(booking, slots, start, refusal)
        status = 409
    context |= _week_of(booking, slots, request.GET.get("from"))
    return render(request, "trainers/booking_move.html", context, status=status)


def _moved(booking: Booking, slot: Slot) -> Booking:
    """As it would be, not saved; the member's own choice has no grace."""
    assert booking.trainer
    new = copy(booking)
    new.free_anyway_until = None
    new.gym = next(gym for gym in booking.trainer.gyms.all() if gym.pk == slot.gym)
    new.starts_at, new.ends_at = slot.start, slot.start + (booking.ends_at - booking.starts_at)
    return new


def _nearby(
    booking: Booking, slots: list[Slot], start: datetime, refusal: Refusal | None
) -> dict[str, Any]:
    assert booking.trainer
    near = nearest(slots, start)
    end = start + (booking.ends_at - booking.starts_at)
    if refusal is None and (other := busy_between(booking.member, start, end, booking)):
        refusal = busy_with(other)
    return {
        "refusal": refusal or not_free(booking.trainer, start, booking.minutes),
        "before": choices(booking.trainer, near.before),
        "after": choices(booking.trainer, near.after),
    }


class Day(NamedTuple):
    date: date
    words: str
    choices: list[Choice]


def _week_of(booking: Booking, slots: list[Slot], first: str | None) -> dict[str, Any]:
    """The times of seven days, and the weeks before and after that have some."""
    days = list(_days(booking, slots))
    if not days:
        return {"days": []}
    start = min(max(_date(first) or days[0].date, days[0].date), days[-1].date)
    shown = [day for day in days if start <= day.date < start + WEEK]
    earlier = [day for day in days if day.date < start]
    later = [day for day in days if day.date >= start + WEEK]
    return {
        "days": shown,
        "earlier": max(start - WEEK, days[0].date) if earlier else None,
        "later": later[0].date if later else None,
    }


def _days(booking: Booking, slots: list[Slot]) -> Iterator[Day]:
    assert booking.trainer
    gyms = {gym.pk: gym for gym in booking.trainer.gyms.all()}

    def local(slot: Slot) -> datetime:
        return gyms[slot.gym].local(slot.start)

    ordered = sorted(slots, key=lambda slot: slot.start)
    for day, found in groupby(ordered, key=lambda slot: local(slot).date()):
        of_day = list(found)
        yield Day(day, day_words(local(of_day[0])), choices(booking.trainer, of_day, clock=True))


def _date(text: str | None) -> date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def booking_cancel(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """What it costs, then the button."""
    booking = own_booking(request, uuid)
    if request.method == "POST":
        return _cancel(request, booking)
    if not booking.holds_time:
        messages.info(request, "It is cancelled already.")
        return redirect(booking)
    return _cancel_page(request, booking)


def _cancel(request: MemberRequest, booking: Booking) -> HttpResponse:
    form = CancelForm(request.POST)
    form.full_clean()
    was = booking.state
    try:
        cancelled = bookings.booking_cancel(
            booking=booking,
            actor=Actor(request.user, By.MEMBER),
            seen=form.cleaned_data.get("seen", -1),
            late_accepted=form.cleaned_data["late"],
        )
    except (bookings.BookingChanged, bookings.CostsNow, bookings.NotAllowed) as refused:
        booking = own_booking(request, booking.pk)
        return _cancel_page(request, booking, _refusal(booking, refused), status=409)
    if was == Booking.State.BOOKED:
        messages.success(request, f"Cancelled. {cost_words(cancelled)}.")
    return redirect(cancelled)


def _refusal(booking: Booking, refused: Exception) -> Refusal | None:
    if isinstance(refused, bookings.BookingChanged):
        return changed_booking(booking)
    if isinstance(refused, bookings.CostsNow):
        return Refusal(
            "Cancelling is no longer free",
            "Nothing is cancelled yet: read below what it costs, then decide.",
        )
    return None


def _cancel_page(
    request: MemberRequest,
    booking: Booking,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "booking": booking,
        "refusal": refusal,
        "may_cancel": bookings.may_cancel(booking, By.MEMBER),
        "may_move": bookings.may_move(booking, By.MEMBER),
    }
    return render(request, "trainers/booking_cancel.html", context, status=status)
