"""A member's workouts: begin, look back, log afterwards, end, delete and put back."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from members import workouts as writes
from members.access import MemberRequest, member_page, training_page
from members.floor import FloorExercise, floor_of
from members.forms.workouts import LogForm, NoteForm, RevisionForm, StartForm
from members.history import summaries
from members.models import Plan, Workout
from members.plans import next_day
from members.views.floor import floor_page
from members.workouts import NotYours, Saved

PAGE_SIZE = 24


@read_only
@member_page
def workout_list(request: MemberRequest) -> HttpResponse:
    workouts = Workout.objects.visible_to(request.user)
    finished = workouts.finished().for_history().order_by("-started_at", "-pk")
    page = Paginator(finished, PAGE_SIZE).get_page(request.GET.get("page"))
    deleted = list(workouts.restorable().order_by("-deleted_at"))
    just_now = request.GET.get("deleted")
    context = {
        "page": page,
        "summaries": summaries(list(page), member=request.member),
        "unfinished": workouts.unfinished().first(),
        "deleted": deleted,
        "just_deleted": next((one for one in deleted if str(one.pk) == just_now), None),
    }
    return render(request, "members/workout_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def workout_create(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return _start(request)
    plan = Plan.objects.filter(member=request.member, active=True).for_page().first()
    following = next_day(plan) if plan else None
    days = [day for day in plan.days.all() if day.items.all()] if plan else []
    asked = next((day for day in days if str(day.pk) == request.GET.get("day")), following)
    context = {
        "uuid": uuid4(),
        "plan": plan,
        "day": asked,
        "others": [day for day in days if day != asked],
        "unfinished": Workout.objects.visible_to(request.user).unfinished().first(),
        "unit": request.member.unit,
    }
    return render(request, "members/workout_create.html", context)


def _start(request: MemberRequest) -> HttpResponse:
    form = StartForm(request.POST, user=request.user)
    if not form.is_valid():
        raise Http404
    try:
        workout = writes.workout_start(
            member=request.member,
            uuid=form.cleaned_data["uuid"],
            plan_day=form.cleaned_data["day"],
            repeated=form.cleaned_data["repeat"],
        )
    except NotYours:
        raise Http404 from None
    return redirect(workout)


@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def workout_log(request: MemberRequest) -> HttpResponse:
    form = LogForm(request.POST or None, user=request.user, initial=_last_hour())
    if not form.is_valid():
        return render(request, "members/workout_log.html", {"form": form})
    fields = ("uuid", "started_at", "finished_at", "plan_day")
    values = {name: form.cleaned_data[name] for name in fields}
    try:
        workout = writes.workout_log(member=request.member, **values)
    except NotYours:
        raise Http404 from None
    return redirect("members:workout_edit", workout.pk)


def _last_hour() -> dict[str, Any]:
    started = timezone.localtime() - timedelta(hours=1)
    return {
        "uuid": uuid4(),
        "day": started.date().isoformat(),
        "starts": f"{started:%H:%M}",
        "minutes": 60,
    }


@read_only
@member_page
def workout_detail(request: MemberRequest, workout: UUID) -> HttpResponse:
    """The floor while the workout goes on, then what it came to.

    Without leave to keep health data one that goes on can only be read.
    """
    mine = Workout.objects.visible_to(request.user).kept().for_page().select_related("plan_day")
    found = get_object_or_404(mine, pk=workout)
    if found.is_open and request.member.may_keep_health_data:
        return floor_page(request, request.member, found)
    return _summary_page(request, found)


def _summary_page(request: MemberRequest, workout: Workout) -> HttpResponse:
    plan = Plan.objects.filter(member=request.member, active=True).first()
    context = {
        "workout": workout,
        "summary": summaries([workout], member=request.member)[0],
        "exercises": [one for one in floor_of(workout, request.member).exercises if _shown(one)],
        "next": next_day(plan) if plan else None,
        "uuid": uuid4(),
    }
    return render(request, "members/workout_summary.html", context)


def _shown(exercise: FloorExercise) -> bool:
    """An exercise added by hand and skipped again is not worth a line."""
    return bool(
        exercise.counted or exercise.item.plan_item_id or any(row.done for row in exercise.rows)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def workout_end(request: MemberRequest, workout: UUID) -> HttpResponse:
    """Finish: says first what is left undone. Without a set there is nothing to finish."""
    mine = Workout.objects.visible_to(request.user).kept().for_page()
    found = get_object_or_404(mine, pk=workout)
    if not found.is_open:
        return redirect(found)
    initial = {"revision": found.revision + 1, "note": found.note}
    form = NoteForm(request.POST or None, initial=initial)
    floor = floor_of(found, request.member)
    if request.method != "POST" or not form.is_valid() or not floor.has_sets:
        return render(request, "members/workout_end.html", {"floor": floor, "form": form})
    note = form.cleaned_data["note"]
    saved = writes.workout_finish(
        user=request.user, uuid=workout, revision=form.revision_number, note=note
    )
    if saved.taken:
        messages.success(request, "Workout finished and kept.")
    elif saved.row.is_open:
        messages.info(request, "The workout was changed on another device. Look, then finish.")
    return redirect(found)


@require_POST
@training_page
def workout_note(request: MemberRequest, workout: UUID) -> HttpResponse:
    form = NoteForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"The note was not kept. {form.errors['note'].as_text()}")
    else:
        values = {"note": form.cleaned_data["note"]}
        saved = _save(request, workout, form.revision_number, values)
        if not saved.taken and saved.row.note != values["note"]:
            messages.info(request, "The note was changed on another device; here it is.")
    return redirect("members:workout_detail", workout)


@require_POST
@member_page
def workout_delete(request: MemberRequest, workout: UUID) -> HttpResponse:
    form = RevisionForm(request.POST)
    revision = form.revision_number if form.is_valid() else 1
    saved = _save(request, workout, revision, {"deleted_at": timezone.now()})
    if saved.row.deleted_at is None:
        messages.info(request, "The workout was changed meanwhile, so it was not deleted.")
        return redirect(saved.row)
    return redirect(f"{reverse('members:workout_list')}?deleted={workout}")


@require_POST
@training_page
def workout_restore(request: MemberRequest, workout: UUID) -> HttpResponse:
    mine = Workout.objects.visible_to(request.user)
    found = get_object_or_404(mine.restorable() | mine.kept(), pk=workout)
    if found.deleted_at:
        _save(request, workout, found.revision + 1, {"deleted_at": None})
        messages.success(request, "The workout is back.")
    return redirect(found)


def _save(request: MemberRequest, workout: UUID, revision: int, values: dict[str, Any]) -> Saved:
    try:
        return writes.workout_save(
            user=request.user, uuid=workout, revision=revision, values=values
        )
    except NotYours:
        raise Http404 from None
