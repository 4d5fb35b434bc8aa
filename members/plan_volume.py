"""What a plan trains in a week."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from exercises.figures.body_map import shade_of
from exercises.models import Muscle
from members.models import Plan
from members.progression import share


@dataclass(frozen=True)
class MuscleSets:
    """Sets a week for a muscle: of exercises that train it first of all, and of all by share."""

    muscle: Muscle
    primary: Decimal
    total: Decimal

    @property
    def shade(self) -> int:
        """As on the body map."""
        return shade_of(self.total)


def weekly_sets(plan: Plan) -> list[MuscleSets]:
    """Sets a week by muscle, the most first.

    A set counts 1 for a primary and ½ for a secondary muscle. Days follow one another, so a week
    holds each of them sessions_per_week ÷ number of days times; days without exercises are passed
    over. Reads what `Plan.objects.for_page()` has fetched.
    """
    days = [items for day in plan.days.all() if (items := day.items.all())]
    if not days:
        return []
    times = Decimal(plan.sessions_per_week) / len(days)
    primary: defaultdict[Muscle, Decimal] = defaultdict(Decimal)
    total: defaultdict[Muscle, Decimal] = defaultdict(Decimal)
    for item in (item for items in days for item in items):
        for link in item.variation.exercise.exercise_muscles.all():
            total[link.muscle] += item.sets * times * share(link.role)
            if link.role == link.Role.PRIMARY:
                primary[link.muscle] += item.sets * times
    rows = [MuscleSets(muscle, primary[muscle], sets) for muscle, sets in total.items()]
    return sorted(rows, key=lambda row: (-row.total, row.muscle.name))
