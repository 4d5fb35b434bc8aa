"""Moving and cancelling a booking as its trainer: free for the member, which is said first."""

from copy import copy
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from trainers import bookings
from trainers.access import TrainerRequest, trainer_page
from trainers.availability import for_trainers, slots_to_move
from trainers.booking_refusals import NO_TIME, Refusal, changed_booking, choices
from trainers.booking_words import moment_words
from trainers.bookings import Actor, By
from trainers.coach_words import member_name
from trainers.forms.coach_bookings import CoachCancelForm, CoachMoveForm
from trainers.free_times import free_times
from trainers.instants import instant_parsed, instant_text
from trainers.models import Booking, Trainer
from trainers.slots import Slot, nearest
from trainers.views.coach_bookings import coach_address, own_booking
from trainers.wanted import SHOW

WEEK = "week"
"""The links and buttons that show the free times of another week."""


def instant_or_404(text: str) -> datetime | None:
    """None for nothing; 404 for what is no instant."""
    start = instant_parsed(text) if text else None
    if text and start is None:
        raise Http404
    return start


def gone(trainer: Trainer, start: datetime) -> Refusal:
    gym = next(iter(trainer.gyms.all()), None)
    when = moment_words(gym, start) if gym else "That time"
    return Refusal(
        "That time has just gone",
        f"{when} is no longer free. Choose another time: whatever you typed is still here.",
    )


def busy(name: str) -> Refusal:
    return Refusal(
        "They are booked then already",
        f"{name} has another session at that time. Choose another: whatever you typed is still"
        " here.",
    )


def nearby(trainer: Trainer, slots: list[Slot], start: datetime) -> dict[str, Any]:
    near = nearest(sorted(slots), start)
    return {
        "before": choices(trainer, near.before),
        "after": choices(trainer, near.after),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def coach_booking_move(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """The times to choose from; with `start` the old and the new one, and a message."""
    booking = own_booking(request, uuid)
    if request.method == "POST":
        return _move(request, booking)
    start = instant_or_404(request.GET.get("start", ""))
    form = CoachMoveForm(initial={"seen": booking.sequence})
    return _move_page(request, booking, form, start)


def _move(request: TrainerRequest, booking: Booking) -> HttpResponse:
    form = CoachMoveForm(request.POST)
    if SHOW in request.POST or WEEK in request.POST:
        return _move_page(request, booking, form, instant_parsed(request.POST.get(SHOW, "")))
    if not form.is_valid():
        typed = instant_parsed(request.POST.get("start", ""))
        return _move_page(request, booking, form, typed, None if typed else NO_TIME)
    start = form.cleaned_data["start"]
    try:
        moved = bookings.booking_move(
            booking=booking,
            start=start,
            actor=Actor(request.user, By.TRAINER),
            seen=form.cleaned_data["seen"],
            message=form.cleaned_data["message"],
        )
    except bookings.BookingChanged:
        now = own_booking(request, booking.pk)
        return _move_page(request, now, form, start, changed_booking(now), status=409)
    except bookings.MemberBusy:
        refusal = busy(member_name(booking))
        return _move_page(request, booking, form, start, refusal, status=409)
    except bookings.NotAllowed:
        now = own_booking(request, booking.pk)
        return _move_page(request, now, form, start, status=409)
    except bookings.TimeGone:
        now = own_booking(request, booking.pk)
        return _move_page(request, now, form, start, gone(request.trainer, start), status=409)
    if moved.sequence != booking.sequence:
        messages.success(request, f"Moved to {moment_words(moved.gym, start)}. They are told.")
    return redirect(coach_address(booking))


def _move_page(
    request: TrainerRequest,
    booking: Booking,
    form: CoachMoveForm,
    start: datetime | None,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"booking": booking, "form": form, "refusal": refusal}
    if bookings.may_move(booking, By.TRAINER):
        slots = slots_to_move(booking, limits=for_trainers)
        slot = next((one for one in slots if one.start == start), None)
        context |= {"may_move": True, "new": slot and _moved(request.trainer, booking, slot)}
        if start and start != booking.starts_at and not slot:
            status = 409
            context["refusal"] = refusal or gone(request.trainer, start)
        if (start and refusal) or status == 409:
            context |= nearby(request.trainer, slots, start or booking.starts_at)
        context["start"] = instant_text(start) if start else ""
        week = request.POST.get(WEEK) or request.GET.get(WEEK, "")
        context["times"] = free_times(request.trainer, slots, week)
    return render(request, "trainers/coach_booking_move.html", context, status=status)


def _moved(trainer: Trainer, booking: Booking, slot: Slot) -> Booking:
    """As it would be, not saved."""
    new = copy(booking)
    new.gym = next(gym for gym in trainer.gyms.all() if gym.pk == slot.gym)
    new.starts_at, new.ends_at = slot.start, slot.start + (booking.ends_at - booking.starts_at)
    return new


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def coach_booking_cancel(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """What it means for the member, a message, then the button."""
    booking = own_booking(request, uuid)
    if request.method == "POST":
        return _cancel(request, booking)
    if not booking.holds_time:
        messages.info(request, "It is cancelled already.")
        return redirect(coach_address(booking))
    return _cancel_page(request, booking, CoachCancelForm(initial={"seen": booking.sequence}))


def _cancel(request: TrainerRequest, booking: Booking) -> HttpResponse:
    form = CoachCancelForm(request.POST)
    if not form.is_valid():
        return _cancel_page(request, booking, form)
    try:
        bookings.booking_cancel(
            booking=booking,
            actor=Actor(request.user, By.TRAINER),
            seen=form.cleaned_data["seen"],
            message=form.cleaned_data["message"],
        )
    except (bookings.BookingChanged, bookings.NotAllowed) as refused:
        now = own_booking(request, booking.pk)
        changed = isinstance(refused, bookings.BookingChanged)
        refusal = changed_booking(now) if changed else None
        return _cancel_page(request, now, form, refusal, status=409)
    if booking.holds_time:
        messages.success(request, "Cancelled. It costs the member nothing, and they are told.")
    return redirect(coach_address(booking))


def _cancel_page(
    request: TrainerRequest,
    booking: Booking,
    form: CoachCancelForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "booking": booking,
        "form": form,
        "refusal": refusal,
        "may_cancel": bookings.may_cancel(booking, By.TRAINER),
        "may_move": bookings.may_move(booking, By.TRAINER),
    }
    return render(request, "trainers/coach_booking_cancel.html", context, status=status)
