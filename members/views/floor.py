"""What happens on the floor: a set, an exercise added, changed or swapped."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from exercises.models import Variation
from exercises.search import search
from members import workouts
from members.access import MemberRequest, SignedInRequest, ask_for_consent, signed_in, training_page
from members.done_sets import done_set, done_words
from members.floor import floor_of
from members.forms.workouts import MOST_ITEMS, ItemForm, NoteForm, SetForm, VariationForm
from members.models import Member, SetEntry, SetKind, Workout, WorkoutItem
from members.models.workouts import MOST_SETS
from members.substitutes import last_loads, substitutes_of
from members.targets import first_targets
from members.units import in_unit
from members.workouts import NotYours, Saved

FOUND = 12
CHANGED_ELSEWHERE = "This was changed on another device. It is shown as it is there."


def floor_page(
    request: HttpRequest, workout: Workout, refused: tuple[UUID, SetForm] | None = None
) -> HttpResponse:
    """The workout in progress; `refused` is a set that could not be kept as it was typed."""
    member: Member = request.member  # type: ignore[attr-defined]
    floor = floor_of(workout, member.unit)
    if refused:
        floor.show(uuid=str(refused[0]))
        if floor.row:
            floor.row.refused(refused[1])
    else:
        floor.show(item=request.GET.get("item", ""), uuid=request.GET.get("set", ""))
    context = {
        "floor": floor,
        "note_form": NoteForm(initial={"revision": workout.revision + 1, "note": workout.note}),
        "kinds": SetKind.choices,
        "reserves": ["", "0", "1", "2", "3", "4", "5"],
        "now": timezone.now(),
        "new_set": uuid4(),
    }
    return render(request, "members/floor.html", context)


@require_POST
@signed_in
def set_save(request: SignedInRequest, workout: UUID, uuid: UUID) -> HttpResponse:
    item = _item_of_set(request, workout, uuid)
    member = item.workout.member
    if not member.may_keep_health_data:
        return _refused_consent(request)
    if item.sets_kept >= MOST_SETS and not item.is_repeat:
        return _refused_for_room(request, item)
    form = SetForm(request.POST, variation=item.variation, unit=member.unit)
    if not form.is_valid():
        return _refused_set(request, item, uuid, form)
    try:
        saved = workouts.set_save(
            item=item, uuid=uuid, revision=form.revision_number, values=form.values
        )
    except NotYours:
        raise Http404 from None
    if _wants_json(request):
        return JsonResponse({"taken": saved.taken, "set": _set_json(saved.row, item, member)})
    if not saved.taken:
        messages.info(request, CHANGED_ELSEWHERE)
    return redirect("members:workout_detail", workout)


def _item_of_set(request: SignedInRequest, workout: UUID, uuid: UUID) -> Any:
    """The exercise that a set names, with all that its check needs, in one query."""
    try:
        pk = UUID(request.POST.get("item", ""))
    except ValueError:
        raise Http404 from None
    items = WorkoutItem.objects.visible_to(request.user).for_set(uuid)
    return get_object_or_404(items, pk=pk, workout=workout)


def _refused_for_room(request: SignedInRequest, item: WorkoutItem) -> HttpResponse:
    words = f"{MOST_SETS} sets of one exercise are enough. Add the exercise again for more."
    if _wants_json(request):
        return JsonResponse({"errors": {"": [words]}}, status=422)
    messages.error(request, words)
    return redirect(item.workout)


def _refused_consent(request: SignedInRequest) -> HttpResponse:
    if _wants_json(request):
        words = "You have not given us leave to keep your training. Settings, then Health data."
        return JsonResponse({"errors": {"": [words]}}, status=403)
    return ask_for_consent(request)


def _refused_set(
    request: SignedInRequest, item: WorkoutItem, uuid: UUID, form: SetForm
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    request.member = Member.objects.of(request.user)  # type: ignore[attr-defined]
    workout = Workout.objects.for_page().get(pk=item.workout_id)
    if not workout.is_open:
        return redirect("members:workout_edit", workout.pk)
    return floor_page(request, workout, (uuid, form))


def _wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def _set_json(entry: SetEntry, item: WorkoutItem, member: Member) -> dict[str, Any]:
    load = None if entry.load_kg is None else str(in_unit(entry.load_kg, member.unit))
    return {
        "uuid": entry.pk,
        "revision": entry.revision,
        "kind": entry.kind,
        "load": load,
        "reps": entry.reps,
        "seconds": entry.seconds,
        "metres": entry.metres,
        "rir": entry.rir,
        "done_at": entry.done_at,
        "deleted": entry.deleted_at is not None,
        "words": done_words(done_set(entry), item.variation, member.unit),
    }


@require_POST
@training_page
def item_save(request: MemberRequest, workout: UUID, uuid: UUID) -> HttpResponse:
    """Change an exercise, or add one where the form names a variation."""
    found = get_object_or_404(Workout.objects.visible_to(request.user), pk=workout)
    form = ItemForm(request.POST)
    if not form.is_valid():
        return _refused_item(request, found, form)
    values = form.values
    if "variation" in request.POST:
        if found.items.count() >= MOST_ITEMS:
            messages.error(request, f"A workout has room for {MOST_ITEMS} exercises.")
            return redirect(_back(request, found))
        chosen = VariationForm(request.POST)
        if not chosen.is_valid():
            return _refused_item(request, found, chosen)
        values = _added(found, chosen.cleaned_data["variation"], request.member) | values
    elif not found.items.filter(pk=uuid).exists():
        raise Http404
    saved = _or_404(
        workouts.item_save, workout=found, uuid=uuid, revision=form.revision_number, values=values
    )
    if _wants_json(request):
        item = saved.row
        body = {"uuid": item.pk, "revision": item.revision, "state": item.state, "sets": item.sets}
        return JsonResponse({"taken": saved.taken, "item": body})
    if not saved.taken:
        messages.info(request, CHANGED_ELSEWHERE)
    return redirect(_back(request, found, saved.row))


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
    if _wants_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect(_back(request, workout))


def _back(request: HttpRequest, workout: Workout, item: WorkoutItem | None = None) -> str:
    """To the page that the form stood on."""
    if not workout.is_open:
        return reverse("members:workout_edit", args=[workout.pk])
    shown = request.POST.get("show") and item
    query = QueryDict(mutable=True)
    if shown:
        query["item"] = str(shown.pk)
    return (
        f"{workout.get_absolute_url()}?{query.urlencode()}" if query else workout.get_absolute_url()
    )


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
