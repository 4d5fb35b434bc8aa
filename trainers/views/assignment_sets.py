"""A trainer's templates and drafts, and the items that they hold."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from exercises.models import Equipment, Level, Variation
from exercises.search import search
from members.models import Unit
from members.views.plan_page import parsed
from trainers import assignments
from trainers.access import TrainerRequest, trainer_page
from trainers.forms.assignments import AssignmentSetItemForm
from trainers.models import AssignmentSet, AssignmentSetItem, Booking, Client, Question
from trainers.recipients import assignable_bookings, assignable_from

PAGE_SIZE = 24
STEPS = {"up": -1, "down": 1}


@read_only
@trainer_page
def assignment_set_list(request: TrainerRequest) -> HttpResponse:
    mine = AssignmentSet.objects.filter(trainer=request.trainer).annotate(size=Count("items"))
    drafts = mine.filter(name="").select_related(
        "question__exercise",
        "question__variation",
        "booking__member__user",
        "client__member__user",
    )
    templates = Paginator(mine.exclude(name="").order_by("name", "pk"), PAGE_SIZE)
    context = {
        "drafts": drafts.order_by("-updated_at")[:PAGE_SIZE],
        "page": templates.get_page(request.GET.get("page")),
    }
    return render(request, "trainers/assignment_set_list.html", context)


@require_POST
@trainer_page
def assignment_set_create(request: TrainerRequest) -> HttpResponse:
    """A draft: for a question, after a session, for a client or for nobody yet.

    Empty, or a copy of a template.
    """
    fields: dict[str, Question | Booking | Client] = {}
    if key := request.GET.get("question"):
        fields["question"] = get_object_or_404(assignable_from(request.trainer), pk=parsed(key))
    if key := request.GET.get("booking"):
        fields["booking"] = get_object_or_404(assignable_bookings(request.trainer), pk=parsed(key))
    if key := request.GET.get("client"):
        mine = Client.objects.visible_to(request.user)
        fields["client"] = get_object_or_404(mine, pk=parsed(key))
    if key := request.POST.get("template") or request.GET.get("template"):
        template = own_set(request, parsed(key))
        return redirect(assignments.assignment_set_copy(assignment_set=template, **fields))
    return redirect(assignments.assignment_set_create(trainer=request.trainer, **fields))


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def assignment_set_delete(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Asks once, naming what goes."""
    found = own_set(request, uuid)
    if request.method == "POST":
        found.delete()
        messages.success(request, f"{found.name or 'The draft'} is deleted.")
        return redirect("trainers:assignment_set_list")
    return render(request, "trainers/assignment_set_delete.html", {"set": found})


@read_only
@trainer_page
def assignment_set_search(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Variations to add, found by the members' own search."""
    found = own_set(request, uuid)
    query = request.GET.get("q", "").strip()[:200]
    chosen = {name: request.GET.get(name, "") for name in ("equipment", "level")}
    results = search(
        query,
        equipment=filter(None, [chosen["equipment"]]),
        levels=filter(None, [chosen["level"]]),
        page_size=PAGE_SIZE,
        facets=False,
    ).results
    keys = [result.pk for result in results if query and result.kind == "variation"]
    rows = Variation.objects.published().for_card().in_bulk(keys)
    context = {
        "set": found,
        "query": query,
        "chosen": chosen,
        "variations": [rows[key] for key in keys if key in rows],
        "there": set(found.items.values_list("variation", flat=True)),
        "pieces": Equipment.objects.all(),
        "levels": Level.choices,
    }
    return render(request, "trainers/assignment_set_search.html", context)


@require_POST
@trainer_page
def assignment_set_item_create(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    found = own_set(request, uuid)
    key = request.POST.get("variation", "")
    public = Variation.objects.published()
    variation = get_object_or_404(public, pk=key[:9] if key.isdecimal() else None)
    item, new = assignments.assignment_set_item_create(assignment_set=found, variation=variation)
    if new:
        return redirect("trainers:assignment_set_item_update", item.pk)
    messages.info(request, f"{variation.name} is in it already.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def assignment_set_item_update(request: TrainerRequest, pk: int) -> HttpResponse:
    item = own_item(request, pk)
    unit = unit_of(item.assignment_set)
    form = AssignmentSetItemForm(request.POST or None, instance=item, unit=unit)
    if request.method == "POST" and form.is_valid():
        form.save()
        item.assignment_set.save(update_fields=["updated_at"])
        return redirect(item.assignment_set)
    context = {"form": form, "variation": item.variation, "back": item.assignment_set}
    return render(request, "trainers/prescription_form.html", context)


@require_POST
@trainer_page
def assignment_set_item_move(request: TrainerRequest, pk: int) -> HttpResponse:
    item = own_item(request, pk)
    assignments.assignment_set_item_move(
        item=item, by=STEPS.get(request.POST.get("direction", ""), 0)
    )
    return redirect(f"{item.assignment_set.get_absolute_url()}#item-{item.pk}")


@require_POST
@trainer_page
def assignment_set_item_delete(request: TrainerRequest, pk: int) -> HttpResponse:
    item = own_item(request, pk)
    item.delete()
    messages.success(request, f"{item.variation.name} is out.")
    return redirect(item.assignment_set)


def own_set(request: TrainerRequest, uuid: UUID) -> AssignmentSet:
    """The trainer's set with this key, as long as its client or question is still theirs to see."""
    rows = AssignmentSet.objects.select_related(
        "trainer__user", "question__member", "question__variation", "question__exercise"
    ).select_related("client__member__user", "booking__member__user", "booking__gym")
    found = get_object_or_404(rows, pk=uuid, trainer=request.trainer)
    if found.client and found.client.ended_at:
        raise Http404
    asked = Question.objects.visible_to(request.trainer)
    if found.question and not asked.filter(pk=found.question.pk).exists():
        raise Http404
    return found


def own_item(request: TrainerRequest, pk: int) -> AssignmentSetItem:
    rows = AssignmentSetItem.objects.select_related("variation__exercise__body_part")
    item = get_object_or_404(rows, pk=pk, assignment_set__trainer=request.trainer)
    item.assignment_set = own_set(request, item.assignment_set_id)
    return item


def unit_of(assignment_set: AssignmentSet) -> str:
    """The unit of the one person whom the set is for; kilograms where it is for several."""
    if assignment_set.client:
        return assignment_set.client.member.unit
    source = assignment_set.question or assignment_set.booking
    asker = source.member if source else None
    return asker.unit if asker else Unit.KG
