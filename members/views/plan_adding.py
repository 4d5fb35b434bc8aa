"""From a variation into the plan, and from a day of the plan to a variation."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from exercises.decorators import read_only
from exercises.models import BodyPart, Variation
from exercises.search import search
from members import plans
from members.access import MemberRequest, member_page
from members.models import Plan, PlanDay, PlanItem
from members.plans import FIRST_PLAN
from members.views.plan_page import own_day, parsed

PAGE_SIZE = 24


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_item_create(request: MemberRequest, exercise: str, variation: str) -> HttpResponse:
    found = get_object_or_404(
        Variation.objects.published().for_card(), exercise__slug=exercise, slug=variation
    )
    mine = Plan.objects.visible_to(request.user)
    plan = mine.filter(pk=parsed(request.GET.get("plan"))).first() or mine.first()
    if request.method == "POST":
        item, new = plans.plan_item_create(day=_day_chosen(request, plan), variation=found)
        query = f"{'added' if new else 'there'}={item.pk}"
        return redirect(
            f"{reverse('members:plan_item_create', args=[exercise, variation])}?{query}"
        )
    there = PlanItem.objects.visible_to(request.user).filter(variation=found)
    items = there.select_related("day__plan", "variation")
    added, already = (
        items.filter(pk=parsed(request.GET.get(name))).first() for name in ("added", "there")
    )
    context = {
        "variation": found,
        "plan": plan,
        "others": mine.exclude(pk=plan.pk)[:PAGE_SIZE] if plan else [],
        "days_with_it": {item.day_id for item in there},
        "added": added,
        "already": already,
        "first_plan": FIRST_PLAN,
        "unit": request.member.unit,
    }
    return render(request, "members/plan_item_create.html", context)


def _day_chosen(request: MemberRequest, plan: Plan | None) -> PlanDay:
    """The day that was tapped; a new one where none was named, in a first plan if need be."""
    if key := request.POST.get("day"):
        return own_day(request, parsed(key))
    return plans.plan_day_create(
        plan=plan or plans.plan_create(member=request.member, name=FIRST_PLAN)
    )


@read_only
@member_page
def plan_day_search(request: MemberRequest, day: UUID) -> HttpResponse:
    """Variations to add to a day, found by the words that were typed."""
    found = own_day(request, day)
    query = request.GET.get("q", "").strip()[:200]
    results = search(query, page_size=PAGE_SIZE, facets=False).results if query else []
    keys = [result.pk for result in results if result.kind == "variation"]
    rows = Variation.objects.published().for_card().in_bulk(keys)
    context = {
        "day": found,
        "query": query,
        "variations": [rows[key] for key in keys if key in rows],
        "body_parts": [] if query else BodyPart.objects.all(),
        "there": set(found.items.values_list("variation", flat=True)),
    }
    return render(request, "members/plan_day_search.html", context)
