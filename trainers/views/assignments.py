"""What trainers gave to a member: to look at, take, decline."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from members.models import Plan, PlanDay, PlanItem
from members.plans import FIRST_PLAN
from members.views.plan_page import own_day, parsed
from trainers import assignments
from trainers.cards import cards_for
from trainers.models import Assignment

PAGE_SIZE = 24
IN_PLAN = "{} is in your plan already. You can take it out there."
TAKEN_BACK = "Your trainer has taken that back or replaced it meanwhile."


@read_only
@member_page
def assignment_list(request: MemberRequest) -> HttpResponse:
    """Everything that trainers gave, what waits for an answer first."""
    mine = Assignment.objects.given_to(request.user).not_replaced().for_card().offered_first()
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    cards = cards_for(request.member, shown)
    answer = render(request, "trainers/assignment_list.html", {"page": page, "cards": cards})
    assignments.assignments_seen(shown)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def assignment_take(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Asks for the day, puts it there, and says where it is now."""
    found = _own(request, uuid)
    mine = Plan.objects.visible_to(request.user)
    plan = mine.filter(pk=parsed(request.GET.get("plan"))).first() or mine.first()
    if request.method == "POST":
        return _taken(request, found, plan)
    there = PlanItem.objects.visible_to(request.user).filter(variation=found.variation)
    context = {
        "assignment": found,
        "item": assignments.item_standing(found),
        "replaced": assignments.item_standing(found.replaces) if found.replaces else None,
        "plan": plan,
        "others": mine.exclude(pk=plan.pk)[:PAGE_SIZE] if plan else [],
        "days_with_it": set(there.values_list("day", flat=True)),
        "first_plan": FIRST_PLAN,
        "unit": request.member.unit,
    }
    assignments.assignments_seen([found])
    return render(request, "trainers/assignment_take.html", context)


def _taken(request: MemberRequest, found: Assignment, plan: Plan | None) -> HttpResponse:
    key = request.POST.get("day")
    day = own_day(request, parsed(key)) if key else None
    new_day_of = plan if key is None and "new" in request.POST else None
    try:
        assignments.assignment_take(assignment=found, day=day, plan=new_day_of)
    except assignments.NotAllowed:
        messages.error(request, TAKEN_BACK)
        return redirect("trainers:assignment_list")
    except PlanDay.DoesNotExist:
        raise Http404 from None
    return redirect("trainers:assignment_take", uuid=found.pk)


@require_POST
@member_page
def assignment_decline(request: MemberRequest, uuid: UUID) -> HttpResponse:
    found = _own(request, uuid)
    try:
        assignments.assignment_decline(assignment=found)
    except assignments.NotAllowed:
        in_plan = found.state == Assignment.State.IN_PLAN
        messages.error(request, IN_PLAN.format(found.variation) if in_plan else TAKEN_BACK)
    else:
        messages.success(
            request,
            f"You said no to {found.variation}. It stays here, should you change your mind.",
        )
    return redirect("trainers:assignment_list")


def _own(request: MemberRequest, uuid: UUID) -> Assignment:
    rows = Assignment.objects.given_to(request.user).for_card()
    return get_object_or_404(rows.select_related("member__user"), pk=uuid)
