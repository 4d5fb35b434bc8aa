from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, training_page
from members.forms.workout_edit import WorkoutEdit
from members.models import Workout
from members.workouts import NotYours, workout_correct


@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def workout_edit(request: MemberRequest, workout: UUID) -> HttpResponse:
    mine = Workout.objects.visible_to(request.user).kept().for_page()
    found = get_object_or_404(mine, pk=workout)
    if found.is_open:
        return redirect(found)
    edit = WorkoutEdit(found, request.member, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not edit.is_valid():
        return render(request, "members/workout_edit.html", {"workout": found, "edit": edit})
    try:
        taken = workout_correct(
            user=request.user,
            uuid=workout,
            revision=edit.note.revision_number,
            values=edit.values,
            sets=edit.changes,
        )
    except NotYours:
        raise Http404 from None
    if taken:
        messages.success(request, "Corrected.")
    else:
        messages.info(request, "Some of this was changed on another device. Look again.")
    return redirect(_next_page(request, found))


def _next_page(request: MemberRequest, workout: Workout) -> str:
    """The page that the pressed button leads to after saving."""
    then = request.POST.get("then", "")
    if then == "add":
        return f"{workout.get_absolute_url()}add/"
    swapped = next((item for item in workout.items.all() if str(item.pk) == then), None)
    if swapped:
        return f"{workout.get_absolute_url()}items/{swapped.pk}/swap/"
    return workout.get_absolute_url()
