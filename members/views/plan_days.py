from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from members import plans
from members.access import MemberRequest, member_page
from members.forms.plans import PlaceForm, PlanDayForm
from members.models import Plan, PlanDay
from members.views.plan_page import own_day, plan_changed


@require_POST
@member_page
def plan_day_create(request: MemberRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(Plan.objects.visible_to(request.user), pk=plan)
    day = plans.plan_day_create(plan=found)
    return _changed(request, day, f"{day.name} is added.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_day_update(request: MemberRequest, day: UUID) -> HttpResponse:
    found = own_day(request, day)
    form = PlanDayForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _changed(request, found, f"The day is called {found.name}.")
    found.refresh_from_db(fields=["name"])
    return render(request, "members/plan_day_form.html", {"form": form, "day": found})


@require_POST
@member_page
def plan_day_copy(request: MemberRequest, day: UUID) -> HttpResponse:
    new = plans.plan_day_copy(day=own_day(request, day))
    return _changed(request, new, f"{new.name} is added.")


@require_POST
@member_page
def plan_day_move(request: MemberRequest, day: UUID) -> HttpResponse:
    found = own_day(request, day)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    keys = list(found.plan.days.values_list("pk", flat=True))
    plans.plan_day_move(day=found, place=form.place_after(keys.index(found.pk)))
    place = found.plan.days.filter(order__lte=found.order).count()
    return _changed(request, found, f"{found.name} is day {place} of {len(keys)}.")


@require_POST
@member_page
def plan_day_delete(request: MemberRequest, day: UUID) -> HttpResponse:
    found = own_day(request, day)
    found.remove()
    return plan_changed(request, found.plan_id, said="", removed=found)


@require_POST
@member_page
def plan_day_restore(request: MemberRequest, day: UUID) -> HttpResponse:
    found = get_object_or_404(PlanDay.everything.visible_to(request.user), pk=day)
    found.restore()
    return _changed(request, found, f"{found.name} is back.")


def _changed(request: MemberRequest, day: PlanDay, said: str) -> HttpResponse:
    return plan_changed(request, day.plan_id, said=said, at=f"day-{day.pk}")
