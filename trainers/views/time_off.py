"""A trainer's time off; sessions in its way are moved or cancelled on the same page."""

from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from trainers import time_off
from trainers.access import TrainerRequest, trainer_page
from trainers.forms.time_off import ClearingForm, TimeOffForm
from trainers.models import Booking
from trainers.time_off_clearing import way_clear, ways_out
from trainers.views.hours import kept

ALREADY = "You have time off in it already. Take that out first, or choose other times."
TAKEN = "Your time off is kept."
MEANWHILE = "Your time off is not taken yet: something has changed meanwhile. See below."


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def time_off_create(request: TrainerRequest) -> HttpResponse:
    """First who is in its way, with what is to become of each; one button then does it all."""
    form = TimeOffForm(request.POST or None, trainer=request.trainer)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    done: list[Booking] = []
    refused: dict[UUID, str] = {}
    if bookings := time_off.in_the_way(request.trainer, *form.span):
        clearing = _clearing(request, form, bookings)
        if not clearing.is_valid():
            return _page(request, form, clearing, status=409 if clearing.is_outdated else 200)
        message = clearing.cleaned_data["message"]
        done, refused = way_clear(request.trainer, clearing.ways, clearing.choices, message)
    try:
        starts_at, ends_at = form.span
        time_off.time_off_create(
            trainer=request.trainer,
            starts_at=starts_at,
            ends_at=ends_at,
            note=form.cleaned_data["note"],
        )
    except time_off.InTheWay as refusal:
        if not refusal.bookings:
            form.add_error(None, ALREADY)
            return _page(request, form, status=409, done=done)
        clearing = _clearing(request, form, refusal.bookings)
        clearing.full_clean()
        clearing.refused |= refused
        return _page(request, form, clearing, status=409, done=done, meanwhile=MEANWHILE)
    return kept(request, f"{TAKEN} {told(done)}".strip())


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def time_off_delete(request: TrainerRequest, pk: int) -> HttpResponse:
    """Asks once, and names what goes."""
    row = get_object_or_404(request.trainer.time_off, pk=pk)
    if request.method != "POST":
        return render(
            request,
            "trainers/hours_delete.html",
            {"time_off": row, "section": "time-off", "gyms": request.trainer.gyms.all()},
        )
    time_off.time_off_delete(time_off=row)
    return kept(request, "The time off is taken out. You can be booked then.")


def _clearing(request: TrainerRequest, form: TimeOffForm, bookings: list[Booking]) -> ClearingForm:
    """Unbound the first time, when nothing could be chosen yet."""
    return ClearingForm(
        request.POST if "clearing" in request.POST else None,
        ways=ways_out(request.trainer, bookings, *form.span),
        gyms=form.gyms,
        off=form.span,
    )


def _page(
    request: TrainerRequest,
    form: TimeOffForm,
    clearing: ClearingForm | None = None,
    *,
    status: int = 200,
    done: Sequence[Booking] = (),
    meanwhile: str = "",
) -> HttpResponse:
    context = {"form": form, "clearing": clearing, "done": told(done), "meanwhile": meanwhile}
    return render(request, "trainers/time_off_form.html", context, status=status)


def told(done: Iterable[Booking]) -> str:
    """How many sessions were moved and how many cancelled."""
    counts = Counter("cancelled" if not one.holds_time else "moved" for one in done)
    words = [
        f"{count} session{'' if count == 1 else 's'} {what}"
        for what, count in sorted(counts.items(), reverse=True)
    ]
    return f"{' and '.join(words)}." if words else ""
