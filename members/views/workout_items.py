"""The exercises of a workout: added, changed, swapped."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from exercises.models import Variation
from exercises.search import search
from members import workouts
from members.access import MemberRequest, training_page
from members.forms.workouts import MOST_ITEMS, ItemForm, VariationForm
from members.models import Member, Workout, WorkoutItem
from members.substitutes import last_loads, substitutes_of
from members.targets import first_targets
from members.views.floor import CHANGED_ELSEWHERE
from members.views.json import wants_json
from members.workouts import NotYours, Saved

FOUND = 12


@require_POST
@training_page
def item_save(request: MemberRequest, workout: UUID, uuid: UUID) -> HttpResponse:
    """Change an exercise, or add one where the form names a variation."""
    found = get_object_or_404(Workout.objects.visible_to(request.user).kept(), pk=workout)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _refused_item(request, found, form)
    values = form.values
    if not found.items.filter(pk=uuid).exists():
        chosen = _new_variation(request, found)
        if not chosen.is_valid():
            return _refused_item(request, found, chosen)
        values = _added(found, chosen.cleaned_data["variation"], request.member) | values
    saved = _or_404(
        workouts.item_save, workout=found, uuid=uuid, revision=form.revision_number, values=values
    )
    if wants_json(request):
        item = saved.row
        body = {"uuid": item.pk, "revision": item.revision, "state": item.state, "sets": item.sets}
        return JsonResponse({"taken": saved.taken, "item": body})
    if not saved.taken:
        messages.info(request, CHANGED_ELSEWHERE)
    return redirect(_back(request, found, saved.row))


def _new_variation(request: MemberRequest, workout: Workout) -> VariationForm:
    if "variation" not in request.POST:
        raise Http404
    form = VariationForm(request.POST)
    if workout.items.count() >= MOST_ITEMS:
        form.add_error("variation", f"A workout has room for {MOST_ITEMS} exercises.")
    return form


def _added(workout: Workout, variation: Variation, member: Member) -> dict[str, Any]:
    load = last_loads(member, [variation]).get(variation.pk)
    last = workout.items.order_by("-order").first()
    return {
        **first_targets(variation.measure),
        "variation_id": variation.pk,
        "order": last.order + 1 if last else 0,
        "load_kg": load,
    }


def _or_404(write: Any, **fields: Any) -> Saved:
    try:
        saved: Saved = write(**fields)
    except NotYours:
        raise Http404 from None
    return saved


def _refused_item(request: MemberRequest, workout: Workout, form: Any) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect(_back(request, workout))


def _back(request: HttpRequest, workout: Workout, item: WorkoutItem | None = None) -> str:
    """To the page that the form stood on."""
    if not workout.is_open:
        return reverse("members:workout_edit", args=[workout.pk])
    address = workout.get_absolute_url()
    return f"{address}?item={item.pk}" if item and "show" in request.POST else address


@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def item_swap(request: MemberRequest, workout: UUID, uuid: UUID) -> HttpResponse:
    """Choose what to do instead, and do it."""
    items = WorkoutItem.objects.visible_to(request.user).select_related(
        "workout", "variation__exercise__body_part", "swapped_from"
    )
    item = get_object_or_404(items, pk=uuid, workout=workout)
    if request.method != "POST":
        return _swap_page(request, item)
    form = VariationForm(request.POST)
    if not form.is_valid():
        return _refused_item(request, item.workout, form)
    variation = form.cleaned_data["variation"]
    load = last_loads(request.member, [variation]).get(variation.pk)
    saved = _or_404(
        workouts.item_swap,
        item=item,
        variation=variation,
        revision=form.revision_number,
        load_kg=load,
    )
    if not saved.taken:
        messages.info(request, CHANGED_ELSEWHERE)
    return redirect(_back(request, item.workout, saved.row))


def _swap_page(request: MemberRequest, item: WorkoutItem) -> HttpResponse:
    found = substitutes_of(item.variation)
    loads = last_loads(request.member, found.all())
    groups = [
        ("Easier", [found.easier] if found.easier else []),
        ("Harder", [found.harder] if found.harder else []),
        ("With other equipment", found.others),
    ]
    context = {
        "item": item,
        "revision": item.revision + 1,
        "groups": [
            (name, [(one, loads.get(one.pk)) for one in variations])
            for name, variations in groups
            if variations
        ],
        "unit": request.member.unit,
    }
    template = "members/item_swap.html"
    return render(request, f"{template}#choices" if request.htmx else template, context)


@read_only
@training_page
def item_add(request: MemberRequest, workout: UUID) -> HttpResponse:
    """Search for an exercise to add."""
    found = get_object_or_404(Workout.objects.visible_to(request.user).kept(), pk=workout)
    query = request.GET.get("q", "").strip()[:200]
    page = search(query, page_size=FOUND * 2, facets=False) if query else None
    results = [one for one in page.results if one.kind == "variation"][:FOUND] if page else []
    lately = [] if query else _lately(request.member)
    context = {
        "workout": found,
        "query": query,
        "results": [(one, uuid4()) for one in results],
        "suggestions": page.suggestions if page and not results else [],
        "lately": [(one, uuid4()) for one in lately],
    }
    template = "members/item_add.html"
    partial = request.htmx and not request.htmx.history_restore_request
    return render(request, f"{template}#found" if partial else template, context)


def _lately(member: Member) -> list[Variation]:
    """What the member did last, each variation once."""
    items = WorkoutItem.objects.filter(workout__member=member, workout__deleted_at__isnull=True)
    recent = items.order_by("-workout__started_at", "order")[: FOUND * 4]
    keys = list(dict.fromkeys(recent.values_list("variation", flat=True)))[:FOUND]
    found = Variation.objects.published().for_card().in_bulk(keys)
    return [found[key] for key in keys if key in found]
