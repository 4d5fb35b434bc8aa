"""One set before it is sent, the sending itself, and what becomes of it afterwards."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from trainers import assignments
from trainers.access import TrainerRequest, trainer_page
from trainers.forms.assignments import AssignmentForm, SendForm, SetNameForm
from trainers.models import Assignment, AssignmentSet, AssignmentSetItem, Client
from trainers.recipients import NAMELESS, assignable_bookings, assignable_from, recipients_of
from trainers.views.assignment_sets import own_set, unit_of

NAMES_SAID = 12
NOT_ON_IT = "You are not on this question now. Take it again to give what you have put together."
TOO_LATE = "That session is longer ago than 30 days, or was cancelled. Nothing was given."
NOBODY = "Nothing was given: whoever you chose is leaving."
CHANGED = "{} can no longer be changed: it was decided on or replaced meanwhile."
WITHDRAWN = "trainers_withdrawn"
WITHDRAWN_KEPT = 24
GONE = "That draft has been sent or deleted already. Nothing was given twice."


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def assignment_set_detail(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """The set with whom to send it to; a POST names it."""
    found = own_set(request, uuid)
    form = SetNameForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        kept = f"{found.name} is one of your templates." if found.name else "It is a draft again."
        messages.success(request, kept)
        return redirect(found)
    name = request.GET.get("name", "").strip()[:80].replace("\x00", "")
    choices = recipients_of(found, name)
    send = SendForm(choices=choices, initial={"sending": uuid4()})
    return _page(request, found, send, name_form=form, filtered=name)


@require_POST
@trainer_page
def assignment_set_send(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    if not AssignmentSet.objects.filter(pk=uuid, trainer=request.trainer).exists():
        messages.info(request, GONE)
        return redirect("trainers:assignment_set_list")
    found = own_set(request, uuid)
    asked = found.question
    if asked and asked.member and not assignable_from(request.trainer).contains(asked):
        messages.error(request, NOT_ON_IT)
        return redirect(found)
    booked = found.booking
    if booked and booked.member and not assignable_bookings(request.trainer).contains(booked):
        messages.error(request, TOO_LATE)
        return redirect(found)
    form = SendForm(request.POST, choices=recipients_of(found))
    items = list(_items(found))
    if not form.is_valid() or _in_the_way(items):
        return _page(request, found, form)
    try:
        given = assignments.assignments_give(
            trainer=request.trainer,
            assignment_set=found,
            recipients=form.given_to(),
            sending=form.cleaned_data["sending"],
            question=found.question,
            booking=found.booking,
        )
    except assignments.NotAllowed:
        messages.error(request, NOT_ON_IT if found.question else NOBODY)
        return redirect(found)
    _say(request, given)
    if found.question:
        return redirect("trainers:inbox_detail", found.question_id)
    if found.booking:
        return redirect("trainers:coach_booking_detail", found.booking_id)
    return redirect("trainers:assignment_set_list")


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def assignment_update(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Other targets are a new offer; what the member has stays until they take it."""
    found = _given(request, uuid)
    if not assignments.may_change(found):
        messages.error(request, CHANGED.format(found.variation))
        return redirect(_after(found))
    form = AssignmentForm(request.POST or None, instance=found, unit=found.member.unit)
    if request.method == "POST" and form.is_valid():
        try:
            new = assignments.assignment_change(assignment=found, targets=found.targets())
        except assignments.NotAllowed:
            messages.error(request, CHANGED.format(found.variation))
        else:
            _say(request, [new])
        return redirect(_after(found))
    context = {
        "form": form,
        "variation": found.variation,
        "assignment": found,
        "after": _after(found),
    }
    return render(request, "trainers/prescription_form.html", context)


@require_POST
@trainer_page
def assignment_withdraw(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Takes it back; sent twice it is taken back, though an unseen offer is gone by then."""
    if after := request.session.get(WITHDRAWN, {}).get(str(uuid)):
        messages.info(request, "That is taken back already.")
        return redirect(after)
    found = _given(request, uuid)
    after = _after(found)
    try:
        assignments.assignment_withdraw(assignment=found)
    except assignments.NotAllowed:
        messages.error(
            request, f"{found.variation} is in the member’s plan, which you may not change."
        )
    else:
        before = [*request.session.get(WITHDRAWN, {}).items()][1 - WITHDRAWN_KEPT :]
        request.session[WITHDRAWN] = {**dict(before), str(uuid): after}
        messages.success(request, f"{found.variation} is taken back. What was logged stays.")
    return redirect(after)


def _page(
    request: TrainerRequest,
    found: AssignmentSet,
    send: SendForm,
    *,
    name_form: SetNameForm | None = None,
    filtered: str = "",
) -> HttpResponse:
    items = list(_items(found))
    context = {
        "set": found,
        "items": items,
        "unit": unit_of(found),
        "send": send,
        "in_the_way": _in_the_way(items) if send.is_bound else "",
        "name_form": name_form or SetNameForm(instance=found),
        "filtered": filtered,
        "for_one": found.question or found.booking or found.client,
    }
    return render(request, "trainers/assignment_set_detail.html", context)


def _items(assignment_set: AssignmentSet) -> Iterable[AssignmentSetItem]:
    return assignment_set.items.select_related("variation__exercise__body_part")


def _in_the_way(items: Sequence[AssignmentSetItem]) -> str:
    """What of the items stops the sending, in words."""
    if not items:
        return "Add an exercise first."
    gone = next((item.variation for item in items if not item.variation.is_public), None)
    return f"{gone} is no longer in the guides. Take it out first." if gone else ""


def _say(request: TrainerRequest, given: Sequence[Assignment]) -> None:
    """Who got what: into the plan, or as an offer."""
    into: dict[str, None] = {}
    offered: dict[str, None] = {}
    for one in given:
        name = one.member.user.name or NAMELESS
        if one.plan_item:
            into[f"{name} ({one.plan_item.day})"] = None
        else:
            offered[name] = None
    if into:
        messages.success(request, f"In the plan of {_names([*into])}.")
    if offered:
        messages.success(request, f"Offered to {_names([*offered])}.")
    if not given:
        messages.info(request, GONE)


def _names(names: Sequence[str]) -> str:
    if len(names) > NAMES_SAID:
        names = [*names[:NAMES_SAID], f"{len(names) - NAMES_SAID} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _given(request: TrainerRequest, uuid: UUID) -> Assignment:
    rows = Assignment.objects.changeable_by(request.trainer).for_card()
    return get_object_or_404(rows.select_related("member__user"), pk=uuid)


def _after(assignment: Assignment) -> str:
    """The page of the question or the booking that it came from, or of the client."""
    if assignment.question_id:
        return reverse("trainers:inbox_detail", args=[assignment.question_id])
    if assignment.booking_id:
        return reverse("trainers:coach_booking_detail", args=[assignment.booking_id])
    client = Client.objects.of_member(assignment.member).filter(trainer=assignment.trainer).first()
    return client.get_absolute_url() if client else reverse("trainers:client_list")
