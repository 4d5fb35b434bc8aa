from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from exercises.models import Exercise, Variation
from members.access import MemberRequest, member_page
from members.models import SavedExercise
from members.views.plan_page import Undo

PAGE_SIZE = 24


@read_only
@member_page
def saved_list(request: MemberRequest) -> HttpResponse:
    saved = SavedExercise.objects.visible_to(request.user).for_list()
    exercise, _, variation = request.GET.get("undo", "").partition("/")
    removed = _found(exercise, variation)
    if removed and saved.filter(**_what(removed)).exists():
        removed = None
    return render(
        request,
        "members/saved_list.html",
        {
            "page": Paginator(saved, PAGE_SIZE).get_page(request.GET.get("page")),
            "undo": _undo(removed) if removed else None,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def saved_create(request: MemberRequest, exercise: str, variation: str = "") -> HttpResponse:
    thing = _found(exercise, variation)
    if thing is None:
        raise Http404
    mine = SavedExercise.objects.filter(member=request.member, **_what(thing))
    if request.method == "POST":
        SavedExercise.objects.get_or_create(member=request.member, **_what(thing))
        return redirect(request.path)
    context = {"thing": thing, "saved": mine.first()}
    return render(request, "members/saved_create.html", context)


@require_POST
@member_page
def saved_delete(request: MemberRequest, exercise: str, variation: str = "") -> HttpResponse:
    """Take a guide or variation off the list; one that is not on it stays off."""
    mine = SavedExercise.objects.visible_to(request.user)
    at = {"variation__exercise__slug": exercise, "variation__slug": variation}
    rows = mine.filter(**at if variation else {"exercise__slug": exercise})
    if not rows.delete()[0] and _found(exercise, variation) is None:
        raise Http404
    undo = "/".join(filter(None, [exercise, variation]))
    return redirect(f"{reverse('members:saved_list')}?undo={undo}")


def _found(exercise: str, variation: str) -> Exercise | Variation | None:
    """The public guide, or variation, of these slugs."""
    if variation:
        rows = Variation.objects.published().for_card()
        return rows.filter(exercise__slug=exercise, slug=variation).first()
    guides = Exercise.objects.published().select_related("body_part")
    return guides.filter(slug=exercise).first() if exercise else None


def _undo(removed: Exercise | Variation) -> Undo:
    address = reverse("members:saved_create", args=_slugs(removed))
    return Undo(f"{removed.name} is no longer saved.", address)


def _what(thing: Exercise | Variation) -> dict[str, Any]:
    return {"variation" if isinstance(thing, Variation) else "exercise": thing}


def _slugs(thing: Exercise | Variation) -> list[str]:
    return [thing.exercise.slug, thing.slug] if isinstance(thing, Variation) else [thing.slug]
