"""The plan's page, and how a change of the plan is answered: by the page itself."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from members.access import MemberRequest
from members.models import Plan, PlanDay, PlanItem
from members.plan_volume import weekly_sets
from members.plans import next_day

TEMPLATE = "members/plan_detail.html"
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Undo:
    """What was just taken away, with the address that puts it back."""

    words: str
    address: str
    fields: dict[str, str] = field(default_factory=dict)


def plan_page(
    request: MemberRequest, plan: UUID, *, undo: Undo | None = None, said: str = ""
) -> HttpResponse:
    """The page of a plan, or for htmx the plan alone; `said` is read out after a change."""
    found = get_object_or_404(Plan.objects.visible_to(request.user).for_page(), pk=plan)
    weekly = weekly_sets(found)
    context = {
        "plan": found,
        "next_day": next_day(found),
        "workout_uuid": uuid4(),
        "weekly_sets": weekly,
        "volumes": {row.muscle: row.total for row in weekly},
        "undo": undo,
        "said": said,
        "unit": request.member.unit,
    }
    partial = request.htmx and not request.htmx.history_restore_request
    return render(request, f"{TEMPLATE}#plan" if partial else TEMPLATE, context)


def plan_changed(
    request: MemberRequest,
    plan: UUID,
    *,
    said: str,
    at: str = "",
    removed: PlanDay | PlanItem | None = None,
    instead: PlanItem | None = None,
) -> HttpResponse:
    """Answer a change: htmx gets the new plan, a plain form is sent to its page."""
    if request.htmx:
        undo = undo_of(removed, instead) if removed else None
        return plan_page(request, plan, undo=undo, said=said)
    query = {"undo": str(removed.pk)} if removed else {}
    query |= {"instead": str(instead.pk)} if instead else {}
    address = reverse("members:plan_detail", args=[plan])
    return redirect(f"{address}{'?' if query else ''}{urlencode(query)}{at and f'#{at}'}")


def undo_of(removed: Plan | PlanDay | PlanItem, instead: PlanItem | None = None) -> Undo:
    if isinstance(removed, Plan):
        words = f"{removed.name} is deleted. What you logged by it stays."
        return Undo(words, reverse("members:plan_restore", args=[removed.pk]))
    if isinstance(removed, PlanDay):
        words = f"{removed.name} is deleted."
        return Undo(words, reverse("members:plan_day_restore", args=[removed.pk]))
    address = reverse("members:plan_item_restore", args=[removed.pk])
    if instead is None:
        return Undo(f"{removed.variation} is out of {removed.day}.", address)
    words = f"{instead.variation} now stands for {removed.variation}."
    return Undo(words, address, {"instead": str(instead.pk)})


def undo_asked(request: MemberRequest, plan: UUID) -> Undo | None:
    """The undo that an address carries, as long as it can still be done."""
    key, other = (parsed(request.GET.get(name)) for name in ("undo", "instead"))
    days = PlanDay.everything.visible_to(request.user).filter(plan=plan)
    items = PlanItem.everything.visible_to(request.user).filter(day__plan=plan)
    items = items.select_related("variation", "day")
    removed = (
        items.filter(pk=key, deleted_at__isnull=False).first()
        or days.filter(pk=key, deleted_at__isnull=False).first()
    )
    return undo_of(removed, items.filter(pk=other).first()) if removed else None


def parsed(key: str | None) -> UUID:
    """A uuid that was sent as text; for anything else the one that no row has."""
    try:
        return UUID(key or "")
    except ValueError:
        return NOBODY


def own_day(request: MemberRequest, day: UUID) -> PlanDay:
    """The member's day with this key; 404 for any other."""
    rows = PlanDay.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("plan"), pk=day)


def own_item(request: MemberRequest, item: UUID) -> PlanItem:
    """The member's item with this key; 404 for any other."""
    rows = PlanItem.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related("day__plan", "variation__exercise__body_part"), pk=item
    )
