"""One booking as its trainer sees it, and telling how it went."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from trainers import bookings
from trainers import clients as client_writes
from trainers.access import TrainerRequest, trainer_page
from trainers.bookings import Actor, By
from trainers.coach_words import member_name
from trainers.forms.coach_bookings import MarkForm, WaiveForm
from trainers.models import Assignment, Booking, Client, ClientRequest
from trainers.views.client_list import ask_to_follow
from trainers.views.week import TELLING
from trainers.week import Week

CHOOSE = "Choose how it went."
NOT_NOW = "That can no longer be told, or not yet. Nothing is changed."
NO_COST = "There is nothing to waive now."


def own_booking(request: TrainerRequest, uuid: UUID) -> Booking:
    """The trainer's booking with this key; 404 for any other."""
    rows = Booking.objects.visible_to(request.user).for_list().select_related("question")
    return get_object_or_404(rows.prefetch_related("trainer__gyms", "events__was_gym"), pk=uuid)


def coach_address(booking: Booking) -> str:
    return reverse("trainers:coach_booking_detail", args=[booking.pk])


@read_only
@trainer_page
def coach_booking_detail(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return detail_page(request, own_booking(request, uuid), WaiveForm())


def detail_page(request: TrainerRequest, booking: Booking, waive: WaiveForm) -> HttpResponse:
    context = {
        "booking": booking,
        "week": Week.of(booking.local_start.date()),
        "events": booking.history(),
        "marks": bookings.may_mark(booking),
        "may_move": bookings.may_move(booking, By.TRAINER),
        "may_cancel": bookings.may_cancel(booking, By.TRAINER),
        "may_assign": Booking.objects.to_assign_from().filter(pk=booking.pk).exists(),
        "assignments": Assignment.objects.given_by(request.trainer)
        .filter(booking=booking)
        .not_replaced()
        .for_card(),
        "waive": waive,
        "unit": booking.member.unit if booking.member else "kg",
        **_follow(request, booking),
    }
    return render(request, "trainers/coach_booking_detail.html", context)


def _follow(request: TrainerRequest, booking: Booking) -> dict[str, Any]:
    """How the trainer stands to the member."""
    member = booking.member
    if member is None or member.user_id == request.user.pk:
        return {}
    pair = {"trainer": request.trainer, "member": member}
    client = Client.objects.current().filter(**pair).first()
    waiting = None if client else ClientRequest.objects.open().filter(**pair).first()
    may_ask = not client and not waiting and client_writes.has_asked(member, request.trainer)
    return {"client": client, "request_waiting": waiting, "may_ask_to_follow": may_ask}


@require_POST
@trainer_page
def booking_mark(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Arrived, completed, no-show or none of it; back to where the button was."""
    booking = own_booking(request, uuid)
    form = MarkForm(request.POST)
    if form.is_valid() and form.outcome == booking.state:
        return redirect(_back(request, booking))
    if not form.is_valid():
        messages.error(request, CHOOSE)
        return redirect(_back(request, booking))
    was_waived = booking.waived_at is not None
    try:
        marked = bookings.booking_mark(
            booking=booking, state=form.outcome, actor=Actor(request.user, By.TRAINER)
        )
    except bookings.NotAllowed:
        messages.error(request, NOT_NOW)
    else:
        messages.success(request, _marked(marked, ended=was_waived and not marked.waived_at))
    return redirect(_back(request, booking))


def _marked(booking: Booking, *, ended: bool) -> str:
    """`ended`: a waiver has gone with the former mark."""
    waiver = " The waiver ended with it." if ended else ""
    if booking.state == Booking.State.BOOKED:
        return f"{member_name(booking)}: the mark is taken back.{waiver}"
    said = booking.get_state_display().lower()
    return f"{member_name(booking)}: {said}.{waiver} You can correct it."


def _back(request: TrainerRequest, booking: Booking) -> str:
    """`coach`, or `week 2026-W48`; else the booking's own page."""
    page, _, rest = request.POST.get("back", "").partition(" ")
    if page == "coach":
        return reverse("trainers:coach")
    if page == "week" and (week := Week.parsed(rest)):
        return f"{reverse('trainers:calendar')}?week={week}&{TELLING}=yes"
    return coach_address(booking)


@require_POST
@trainer_page
def booking_waive(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    booking = own_booking(request, uuid)
    if booking.waived_at:
        return redirect(coach_address(booking))
    form = WaiveForm(request.POST)
    if not form.is_valid():
        return detail_page(request, booking, form)
    try:
        bookings.booking_waive(
            booking=booking,
            actor=Actor(request.user, By.TRAINER),
            message=form.cleaned_data["message"],
        )
    except bookings.NotAllowed:
        messages.error(request, NO_COST)
    else:
        messages.success(request, "Waived. Nothing is due.")
    return redirect(coach_address(booking))


@require_POST
@trainer_page
def booking_ask_to_follow(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Ask whoever booked to follow them."""
    booking = own_booking(request, uuid)
    if booking.member is None:
        raise Http404
    return ask_to_follow(request, booking.member)
