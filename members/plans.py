"""Writes of plans that touch more than one row, and the day that comes next.

Each locks the member first, so that two of them never order the same rows at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone

from exercises.models import Variation
from members.models import Member, Plan, PlanDay, PlanItem, User, Workout
from members.targets import first_targets, fitting_targets

Ordered = TypeVar("Ordered", PlanDay, PlanItem)
FIRST_PLAN = "My plan"


def next_day(plan: Plan) -> PlanDay | None:
    """The day after the one last done; None while no day holds an exercise.

    Days without exercises are passed over. A day that was removed since it was done still says
    which one follows.
    """
    prefetch_related_objects([plan], "days__items")
    days = [day for day in plan.days.all() if day.items.all()]
    done = Workout.objects.trained().filter(plan_day__plan=plan).select_related("plan_day")
    last = done.order_by("-started_at", "-pk").first()
    if last is None or last.plan_day is None:
        return next(iter(days), None)
    place = _place(last.plan_day)
    return next((day for day in days if _place(day) > place), next(iter(days), None))


def _place(day: PlanDay) -> tuple[int, Any]:
    return day.order, day.pk


@transaction.atomic
def plan_create(*, member: Member, **fields: Any) -> Plan:
    """A new plan; the active one if the member has no other."""
    _lock(member.pk)
    active = not Plan.objects.filter(member=member, active=True).exists()
    return Plan.objects.create(member=member, active=active, **fields)


@transaction.atomic
def plan_activate(*, plan: Plan) -> None:
    """Make this the plan that the member follows, counted from today."""
    _lock(plan.member_id)
    plan.refresh_from_db(fields=["active"])
    if plan.active:
        return
    Plan.objects.filter(member=plan.member_id, active=True).update(active=False)
    plan.active, plan.started_on = True, timezone.localdate()
    plan.save(update_fields=["active", "started_on"])


@transaction.atomic
def plan_restore(*, plan: Plan) -> None:
    """Put a removed plan back, active as it was unless another has become so."""
    _lock(plan.member_id)
    plan.active = (
        plan.active
        and not Plan.objects.filter(member=plan.member_id, active=True).exclude(pk=plan.pk).exists()
    )
    plan.save(update_fields=["active"])
    plan.restore()


@transaction.atomic
def plan_copy(*, plan: Plan) -> Plan:
    _lock(plan.member_id)
    new = Plan.objects.create(
        member_id=plan.member_id,
        name=_cut(f"Copy of {plan.name}", Plan),
        goal=plan.goal,
        sessions_per_week=plan.sessions_per_week,
        template=plan.template,
    )
    for place, day in enumerate(plan.days.prefetch_related("items")):
        _copy_items(day, PlanDay.objects.create(plan=new, name=day.name, order=place))
    return new


@transaction.atomic
def plan_day_create(*, plan: Plan) -> PlanDay:
    """A day at the end, named with the first letter that is free."""
    _lock(plan.member_id)
    names = set(plan.days.values_list("name", flat=True))
    free = (f"Day {letter}" for letter in ascii_uppercase if f"Day {letter}" not in names)
    name = next(free, f"Day {len(names) + 1}")
    return PlanDay.objects.create(plan=plan, name=name, order=_after(plan.days))


@transaction.atomic
def plan_day_copy(*, day: PlanDay) -> PlanDay:
    """The same day once more, right behind it."""
    _lock(day.plan.member_id)
    new = PlanDay.objects.create(
        plan=day.plan, name=_cut(f"Copy of {day.name}", PlanDay), order=_after(day.plan.days)
    )
    _copy_items(day, new)
    days = list(day.plan.days.all())
    _put(PlanDay, days, new, days.index(day) + 1)
    return new


@transaction.atomic
def plan_day_move(*, day: PlanDay, place: int) -> None:
    """Put a day at a place of its plan, counted from 0."""
    _lock(day.plan.member_id)
    _put(PlanDay, list(day.plan.days.all()), day, place)


@transaction.atomic
def plan_item_create(*, day: PlanDay, variation: Variation) -> tuple[PlanItem, bool]:
    """Add a variation to a day with targets to begin with; one that is there stays as it is."""
    _lock(day.plan.member_id)
    if there := day.items.filter(variation=variation).first():
        return there, False
    item = PlanItem.objects.create(
        day=day, variation=variation, order=_after(day.items), **first_targets(variation.measure)
    )
    return item, True


@transaction.atomic
def plan_item_assign(
    *,
    day: PlanDay,
    variation: Variation,
    targets: Mapping[str, Any],
    assigned_by: User | None,
    instead_of: PlanItem | None = None,
) -> PlanItem:
    """A trainer's item, in the place of `instead_of` or of the same variation in the day.

    What it takes the place of is removed and can be put back; otherwise it comes last.
    """
    _lock(day.plan.member_id)
    old = instead_of if instead_of and instead_of.deleted_at is None else None
    old = old or day.items.filter(variation=variation).first()
    if old:
        old.remove()
    return PlanItem.objects.create(
        day=day,
        variation=variation,
        order=old.order if old else _after(day.items),
        assigned_by=assigned_by,
        **targets,
    )


@transaction.atomic
def plan_item_move(*, item: PlanItem, day: PlanDay, place: int) -> None:
    """Put an item at a place of a day of its plan, counted from 0."""
    _lock(day.plan.member_id)
    items = list(day.items.all())
    if item.day_id != day.pk:
        item.day, item.order = day, _after(day.items)
        item.save(update_fields=["day", "order"])
        items.append(item)
    _put(PlanItem, items, item, place)


@transaction.atomic
def plan_item_swap(
    *, item: PlanItem, variation: Variation, load_kg: Decimal | None = None
) -> PlanItem:
    """Another variation in the item's place, with the targets that fit its measure.

    It is a new row: what was logged by the old one stays with it, and it can be put back.
    Raises PlanItem.DoesNotExist where another request has removed the item.
    """
    _lock(item.day.plan.member_id)
    PlanItem.objects.get(pk=item.pk).remove()
    return PlanItem.objects.create(
        day=item.day,
        variation=variation,
        order=item.order,
        **fitting_targets(item, variation, load_kg=load_kg),
    )


@transaction.atomic
def plan_item_restore(*, item: PlanItem, instead_of: PlanItem | None = None) -> None:
    """Put a removed item back, in the place of the one that it was swapped for."""
    _lock(item.day.plan.member_id)
    if instead_of is not None:
        item.order = instead_of.order
        item.save(update_fields=["order"])
        instead_of.remove()
    item.restore()


def _lock(member: int) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member)


def _after(rows: Any) -> int:
    """The order of a row behind all others, removed ones included."""
    last: int | None = rows.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _cut(name: str, model: type[Plan] | type[PlanDay]) -> str:
    return name[: model._meta.get_field("name").max_length]


def _copy_items(day: PlanDay, new: PlanDay) -> None:
    PlanItem.objects.bulk_create(_copies(day.items.all(), new))


def _copies(items: Iterable[PlanItem], day: PlanDay) -> list[PlanItem]:
    return [
        item.copied_to(PlanItem, day=day, variation_id=item.variation_id, order=place)
        for place, item in enumerate(items)
    ]


def _put(model: type[Ordered], rows: Sequence[Ordered], row: Ordered, place: int) -> None:
    """Number the rows anew with one of them at a place; beyond an end is at that end."""
    ordered = [other for other in rows if other.pk != row.pk]
    ordered.insert(max(place, 0), row)
    for number, one in enumerate(ordered):
        one.order = number
    model.objects.bulk_update(ordered, ["order"])
