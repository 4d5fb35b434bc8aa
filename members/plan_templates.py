"""Plans that ship with the project, one YAML file each."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Q

from exercises.models import SlugRedirect, Variation
from members.models import Member, Plan, PlanDay, PlanItem
from members.plans import plan_create
from members.targets import fitting_targets

FOLDER = Path(__file__).parent / "content" / "plans"


@dataclass(frozen=True, eq=False)
class TemplateItem:
    """An exercise of a template by its address in the catalogue, with its targets."""

    exercise: str
    slug: str
    targets: dict[str, Any]

    @property
    def name(self) -> str:
        """Something to call it by where the site does not have it: Goblet (squats)."""
        return f"{self.slug.replace('-', ' ').capitalize()} ({self.exercise.replace('-', ' ')})"


@dataclass(frozen=True)
class TemplateDay:
    name: str
    items: list[TemplateItem]


@dataclass(frozen=True)
class PlanTemplate:
    slug: str
    name: str
    for_whom: str
    goal: str
    sessions_per_week: int
    days: list[TemplateDay]

    def items(self) -> Iterator[TemplateItem]:
        for day in self.days:
            yield from day.items


@dataclass(frozen=True)
class Place:
    """An item on this site: its variation, and which one it stands in for."""

    item: PlanItem
    instead_of: str = ""


@dataclass
class Fitted:
    """A template with what this site has: places by day, and the names of what it lacks."""

    template: PlanTemplate
    days: list[tuple[str, list[Place]]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def remarks(self) -> list[str]:
        """What differs from the template, each in one sentence."""
        places = [place for _, places in self.days for place in places if place.instead_of]
        swapped = {f"{one.item.variation.name} stands in for {one.instead_of}." for one in places}
        missing = {f"{name} was left out: it is not in our guides." for name in self.left_out}
        return sorted(swapped) + sorted(missing)


@cache
def plan_templates() -> tuple[PlanTemplate, ...]:
    """All templates, fewest sessions a week first."""
    read = [_read(file) for file in sorted(FOLDER.glob("*.yaml"))]
    return tuple(sorted(read, key=lambda template: template.sessions_per_week))


def template_named(slug: str) -> PlanTemplate | None:
    return next((one for one in plan_templates() if one.slug == slug), None)


def template_fitted(template: PlanTemplate) -> Fitted:
    """The template with this site's public variations.

    One that is not public is replaced by the best alternative that its day does not hold yet; one
    that the site does not have, or that has no alternative, is left out.
    """
    known = _known(template)
    fitted = Fitted(template)
    for day in template.days:
        own = {known[item].pk for item in day.items if item in known and known[item].is_public}
        places = [_place(item, known.get(item), own) for item in day.items]
        fitted.days.append((day.name, [place for place in places if place]))
        fitted.left_out += [
            item.name for item, place in zip(day.items, places, strict=True) if place is None
        ]
    return fitted


def _place(wanted: TemplateItem, found: Variation | None, taken: set[int]) -> Place | None:
    if found is None:
        return None
    if found.is_public:
        return Place(PlanItem(variation=found, **wanted.targets))
    others = Variation.objects.alternatives_to(found).exclude(pk__in=taken)
    other = others.for_card().first()
    if other is None:
        return None
    taken.add(other.pk)
    targets = fitting_targets(PlanItem(**wanted.targets), other, load_kg=None)
    return Place(PlanItem(variation=other, **targets), instead_of=found.name)


def _known(template: PlanTemplate) -> dict[TemplateItem, Variation]:
    """This site's variation of each item, found at its old address too."""
    pairs = Q()
    for item in template.items():
        pairs |= Q(exercise__slug=item.exercise, slug=item.slug)
    rows = Variation.objects.filter(pairs).for_card()
    by_address = {(row.exercise.slug, row.slug): row for row in rows}
    known = {}
    for item in template.items():
        found = by_address.get((item.exercise, item.slug))
        moved = found or SlugRedirect.objects.target_of(item.exercise, item.slug)
        if isinstance(moved, Variation):
            known[item] = moved
    return known


@transaction.atomic
def plan_create_from_template(*, member: Member, template: PlanTemplate) -> tuple[Plan, Fitted]:
    fitted = template_fitted(template)
    plan = plan_create(
        member=member,
        name=template.name,
        goal=template.goal,
        sessions_per_week=template.sessions_per_week,
        template=template.slug,
    )
    for order, (name, places) in enumerate(fitted.days):
        day = PlanDay.objects.create(plan=plan, name=name, order=order)
        for number, place in enumerate(places):
            place.item.day, place.item.order = day, number
        PlanItem.objects.bulk_create(place.item for place in places)
    return plan, fitted


def _read(file: Path) -> PlanTemplate:
    data = yaml.safe_load(file.read_text("utf-8"))
    days = [
        TemplateDay(day["name"], [_item(**item) for item in day["items"]]) for day in data["days"]
    ]
    return PlanTemplate(slug=file.stem, **{**data, "days": days})


def _item(
    variation: str,
    *,
    sets: int,
    rest: int,
    reps: str | None = None,
    seconds: int | None = None,
    rir: int | None = None,
    superset: str = "",
) -> TemplateItem:
    exercise, _, slug = variation.partition("/")
    lowest, _, highest = (reps or "").partition("-")
    targets = {
        "sets": sets,
        "rest_seconds": rest,
        "reps_min": int(lowest) if reps else None,
        "reps_max": int(highest or lowest) if reps else None,
        "seconds": seconds,
        "target_rir": rir,
        "superset": superset,
    }
    return TemplateItem(exercise, slug, targets)
