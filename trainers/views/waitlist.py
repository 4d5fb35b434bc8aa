"""Waiting in line for a trainer's time."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from members.access import MemberRequest, member_page
from trainers import waitlist as writes
from trainers.bookings import NotAllowed
from trainers.forms.waitlist import WaitlistForm
from trainers.models import SessionType, Trainer, WaitlistEntry
from trainers.slots import Slot
from trainers.waitlist import DaysNotPossible, FreeNow, NothingThen, TooManyEntries
from trainers.waitlist_lines import FreeStart, free_starts

MINE = "/me/bookings/#waitlist"
FREE_SHOWN = 6
IN_LINE = "You are in line. We mail you when a time with {} comes free."
FULL = f"You wait for {writes.ENTRIES_AT_MOST} times already. Leave one of them first."


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def waitlist_join(request: MemberRequest, slug: str) -> HttpResponse:
    """What to wait for; where such a time is free it is offered in place of waiting."""
    published = Trainer.objects.published().prefetch_related("gyms")
    trainer = get_object_or_404(published, slug=slug)
    days = writes.days_to_book(trainer, timezone.now())
    given = request.POST if request.method == "POST" else None
    form = WaitlistForm(given, trainer=trainer, days=days, initial=_asked_for(request, trainer))
    hindrance = _hindrance(request, trainer, form)
    if request.method == "POST" and not hindrance and form.is_valid():
        return _join(request, trainer, form)
    return _page(request, trainer, form, hindrance=hindrance)


def _asked_for(request: MemberRequest, trainer: Trainer) -> dict[str, Any]:
    """The choice that the link was made with; what it does not say stays open."""
    types = trainer.session_types.on_offer()
    asked = request.GET.get("type", "")
    chosen = types.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        day = None
    return {
        "session_type": chosen or (types[0] if len(types) == 1 and not asked else None),
        "when": "day" if day else "any",
        "first_day": day,
    }


def _hindrance(request: MemberRequest, trainer: Trainer, form: WaitlistForm) -> str:
    """Why nobody, or not this member, can wait for this trainer, or nothing."""
    if trainer.user_id == request.user.pk:
        return "This is you. You cannot book yourself."
    if not trainer.accepting:
        return f"{trainer} takes no bookings at the moment."
    if form.days is None or not trainer.session_types.on_offer().exists():
        return f"{trainer} has no sessions to book at the moment."
    return ""


def _join(request: MemberRequest, trainer: Trainer, form: WaitlistForm) -> HttpResponse:
    wish = {name: form.cleaned_data[name] for name in ("session_type", "first_day", "last_day")}
    waiting = WaitlistEntry.objects.in_line().filter(member=request.member)
    before = {entry.pk for entry in waiting}
    try:
        entry = writes.waitlist_join(member=request.member, trainer=trainer, **wish)
    except FreeNow as refusal:
        free = _free(trainer, wish["session_type"], refusal.slots)
        return _page(request, trainer, form, free=free, status=409)
    except DaysNotPossible as refusal:
        form.add_error("first_day", f"Choose a day from {refusal.first} to {refusal.last}.")
    except NothingThen as refusal:
        form.add_error("first_day", _nothing_then(trainer, wish, refusal))
    except TooManyEntries:
        form.add_error(None, FULL)
    except NotAllowed:
        return _page(request, trainer, form, hindrance=f"{trainer} takes no bookings just now.")
    else:
        if entry.pk not in before:
            messages.success(request, IN_LINE.format(trainer))
        return redirect(MINE)
    return _page(request, trainer, form)


def _nothing_then(trainer: Trainer, wish: dict[str, Any], refusal: NothingThen) -> str:
    is_one = wish["first_day"] == wish["last_day"]
    days = "that day. Choose another." if is_one else "these days. Choose others."
    if refusal.is_worked:
        return f"No time for {wish['session_type']} can come free on {days}"
    return f"{trainer} does not work on {days}"


def _free(trainer: Trainer, session_type: SessionType, slots: list[Slot]) -> list[FreeStart]:
    return free_starts(trainer, session_type, slots[:FREE_SHOWN])


def _page(
    request: MemberRequest,
    trainer: Trainer,
    form: WaitlistForm,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= {"trainer": trainer, "form": form}
    if not form.is_bound:
        context["day"] = form["first_day"].initial
        context["is_gone"] = request.GET.get("type") and not form["session_type"].initial
    return render(request, "trainers/waitlist_join.html", context, status=status)


@require_POST
@member_page
def waitlist_leave(request: MemberRequest, uuid: UUID) -> HttpResponse:
    mine = WaitlistEntry.objects.visible_to(request.user).select_related("trainer")
    entry = get_object_or_404(mine, pk=uuid)
    if writes.waitlist_leave(entry=entry):
        messages.success(request, f"You no longer wait for a time with {entry.trainer}.")
    return redirect(MINE)
