"""Booking a time with a trainer: what it is and costs, then the one button."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_page, to_sign_in
from trainers import bookings
from trainers.availability import slots_for
from trainers.booking_refusals import (
    NOT_READ,
    OFF_OFFER,
    REFUSED,
    TYPED_IS_KEPT,
    Refusal,
    busy_between,
    busy_with,
    choices,
    not_free,
    refusal_of,
)
from trainers.bookings import Actor, By
from trainers.drafts import draft_drop, draft_keep, draft_of
from trainers.forms.bookings import BookingForm
from trainers.models import Booking, Trainer
from trainers.models.bookings import LONGEST_NOTE
from trainers.slots import Slot, nearest
from trainers.waitlist import days_to_book
from trainers.wanted import DROP, FIELDS, PICK, SHOW, Wanted

CANCELLED_SINCE = (
    "That form has booked it before, and it was cancelled since. To book it anew, choose the time"
    " once more."
)
BOOKED = "Booked. A mail with the details is on its way to you."


@require_http_methods(["GET", "HEAD", "POST"])
def booking_create(request: HttpRequest, slug: str) -> HttpResponse:
    """A note outlives a session that has ended: it is on the page after signing in."""
    if request.user.is_authenticated or request.method != "POST":
        return _booking_create(request, slug)
    note = request.POST.get("note", "")[: 2 * LONGEST_NOTE]
    draft_keep(request.session, _draft(slug), {"note": note})
    chosen = {name: request.POST[name] for name in FIELDS if name in request.POST}
    return to_sign_in(request, back=f"{request.path}?{urlencode(chosen)}")


@member_page
def _booking_create(request: MemberRequest, slug: str) -> HttpResponse:
    trainer = _trainer(slug)
    data = request.POST if request.method == "POST" else request.GET
    wanted = Wanted.of(trainer, request.user, data.dict())
    if PICK in request.POST:
        return _pick(request, wanted)
    if request.method == "POST" and SHOW not in data and DROP not in data:
        return _book(request, wanted)
    initial = {"uuid": str(uuid4()), **draft_of(request.session, _draft(slug))}
    typed = {name: data[name] for name in ("uuid", "note") if name in request.POST}
    refusal = OFF_OFFER if data.get("type") and wanted.session_type is None else None
    form = BookingForm(initial=initial | typed, member=request.member)
    return _page(request, wanted, form, refusal)


def _pick(request: MemberRequest, wanted: Wanted) -> HttpResponse:
    """To all times of the trainer; what was typed is on the page again once one is chosen."""
    about = _draft(wanted.trainer.slug)
    note = request.POST.get("note", "")[: 2 * LONGEST_NOTE]
    if note and request.member.may_keep_health_data:
        draft_keep(request.session, about, {"note": note})
    else:
        draft_drop(request.session, about)
    return redirect(wanted.picker)


def _book(request: MemberRequest, wanted: Wanted) -> HttpResponse:
    form = BookingForm(request.POST, member=request.member)
    if not form.is_valid():
        return _page(request, wanted, form, None if [*form.errors] == ["note"] else NOT_READ)
    if wanted.session_type is None:
        return _page(request, wanted, form, OFF_OFFER, status=409)
    if wanted.start is None:
        return _page(request, wanted, form)
    uuid = form.uuid_for(wanted.session_type.pk, wanted.start)
    again = Booking.objects.filter(pk=uuid).exists()
    try:
        booking = bookings.booking_create(
            uuid=uuid,
            trainer=wanted.trainer,
            member=request.member,
            session_type=wanted.session_type,
            start=wanted.start,
            actor=Actor(request.user, By.MEMBER),
            terms=form.terms,
            about=wanted.about,
            note=form.cleaned_data.get("note", ""),
        )
    except REFUSED as error:
        refusal = refusal_of(error, form.terms)
        now = Wanted.of(_trainer(wanted.trainer.slug), request.user, request.POST.dict())
        return _page(request, now, form, refusal, status=409)
    except Booking.DoesNotExist:
        raise Http404 from None
    draft_drop(request.session, _draft(wanted.trainer.slug))
    if not booking.holds_time:
        messages.info(request, CANCELLED_SINCE)
    elif not again:
        messages.success(request, BOOKED)
    return redirect(booking)


def _page(
    request: MemberRequest,
    wanted: Wanted,
    form: BookingForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The page that confirms, or where something is missing, the one that offers it."""
    context: dict[str, Any] = {
        "trainer": wanted.trainer,
        "hindrance": _hindrance(request, wanted),
        "wanted": wanted,
        "types": [(one, wanted.of_type(one).address) for one in wanted.types],
        "form": form,
    }
    if wanted.session_type and not context["hindrance"]:
        slots = slots_for(wanted.trainer, wanted.session_type, member=request.member)
        slot = next((one for one in slots if one.start == wanted.start), None)
        if slot:
            context |= _offer(wanted, slot)
        elif wanted.start:
            refusal = _not_free(request, wanted) if refusal in (None, NOT_READ) else refusal
            context["day"] = _day_to_wait_for(wanted)
            status = 409
        elif refusal is NOT_READ:
            refusal = None
        if slot is None:
            near = nearest(slots, wanted.start or timezone.now())
            context["before"] = choices(wanted.trainer, near.before)
            context["after"] = choices(wanted.trainer, near.after)
    uuid = form["uuid"].value()
    hidden = {**wanted.fields, **context.get("terms", {}), "uuid": uuid}
    context |= {"hidden": hidden, "refusal": refusal}
    return render(request, "trainers/booking_create.html", context, status=status)


def _offer(wanted: Wanted, slot: Slot) -> dict[str, Any]:
    """What it would be, and the terms as the form carries them."""
    gym = next(gym for gym in wanted.trainer.gyms.all() if gym.pk == slot.gym)
    booking = wanted.at(gym)
    terms = bookings.Terms(booking.price, booking.currency, booking.free_cancellation_hours)
    return {"booking": booking, "terms": terms._asdict()}


def _not_free(request: MemberRequest, wanted: Wanted) -> Refusal:
    """Why a time that somebody asks for is not on offer to them."""
    assert wanted.session_type
    assert wanted.start
    end = wanted.start + wanted.session_type.length
    if other := busy_between(request.member, wanted.start, end):
        return busy_with(other)
    to_others = slots_for(wanted.trainer, wanted.session_type)
    if any(slot.start == wanted.start for slot in to_others):
        return busy_with(None)
    return not_free(wanted.trainer, wanted.start, wanted.session_type.minutes, TYPED_IS_KEPT)


def _day_to_wait_for(wanted: Wanted) -> str:
    """The day of a time that is not free, or nothing where that day cannot be booked."""
    days = days_to_book(wanted.trainer, timezone.now())
    day = wanted.local_day
    return day if days and f"{days.first}" <= day <= f"{days.last}" else ""


def _hindrance(request: MemberRequest, wanted: Wanted) -> str:
    """Why the member cannot book this trainer at all, or nothing."""
    trainer = wanted.trainer
    if trainer.user_id == request.user.pk:
        return "This is you. Members book you here; your own time you keep in your calendar."
    if not trainer.accepting:
        return f"{trainer} takes no bookings at the moment."
    if not wanted.types:
        return f"{trainer} has no sessions on offer yet."
    return ""


def _trainer(slug: str) -> Trainer:
    return get_object_or_404(Trainer.objects.published().prefetch_related("gyms"), slug=slug)


def _draft(slug: str) -> str:
    return f"booking {slug}"
