"""The workout in progress, and each set that is saved on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from members import workouts
from members.access import SignedInRequest, ask_for_consent, signed_in
from members.done_sets import done_set, done_words
from members.floor import floor_of
from members.forms.workouts import NoteForm, SetForm
from members.models import Member, SetEntry, SetKind, Workout, WorkoutItem
from members.models.workouts import MOST_SETS
from members.units import in_unit
from members.views.json import wants_json
from members.workouts import NotYours

CHANGED_ELSEWHERE = "This was changed on another device. It is shown as it is there."


def floor_page(
    request: HttpRequest,
    member: Member,
    workout: Workout,
    refused: tuple[UUID, SetForm] | None = None,
) -> HttpResponse:
    """The workout in progress; `refused` is a set that could not be kept as it was typed."""
    floor = floor_of(workout, member)
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
    form = SetForm(request.POST, item=item, unit=member.unit)
    if not form.is_valid():
        return _refused_set(request, item, uuid, form)
    try:
        saved = workouts.set_save(
            item=item, uuid=uuid, revision=form.revision_number, values=form.values
        )
    except NotYours:
        raise Http404 from None
    if wants_json(request):
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
    if wants_json(request):
        return JsonResponse({"errors": {"": [words]}}, status=422)
    messages.error(request, words)
    return redirect(item.workout)


def _refused_consent(request: SignedInRequest) -> HttpResponse:
    if wants_json(request):
        words = "You have not given us leave to keep your training. Settings, then Health data."
        return JsonResponse({"errors": {"": [words]}}, status=403)
    return ask_for_consent(request)


def _refused_set(
    request: SignedInRequest, item: WorkoutItem, uuid: UUID, form: SetForm
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"errors": form.errors}, status=422)
    workout = Workout.objects.for_page().get(pk=item.workout_id)
    if not workout.is_open:
        return redirect("members:workout_edit", workout.pk)
    member = Member.objects.of(request.user)
    with timezone.override(member.zone):
        return floor_page(request, member, workout, (uuid, form))


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
