"""What a member did of each variation the last time, as a workout's page needs it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from exercises.models import Variation
from members.done_sets import done_set
from members.models import SetEntry, Workout
from members.progression import DoneSet


@dataclass(frozen=True)
class LastTime:
    """The sets of a variation in the last workout that had any; warm-ups and drops too."""

    started_at: datetime
    sets: list[DoneSet] = field(default_factory=list)

    @property
    def counted(self) -> list[DoneSet]:
        return [one for one in self.sets if one.counts]


def last_time(variations: Collection[int], *, member: int, before: datetime) -> dict[int, LastTime]:
    """By variation, the last workout of the member that began before; two queries.

    The workouts are walked from the newest on, so that a long history costs nothing where the
    variation was done lately.
    """
    sets = SetEntry.objects.kept().filter(item__workout=OuterRef("pk"))
    workouts = (
        Workout.objects.kept()
        .filter(member=member, started_at__lt=before)
        .filter(Exists(sets.filter(item__variation=OuterRef(OuterRef("pk")))))
        .order_by("-started_at")
    )
    latest = dict(
        Variation.objects.filter(pk__in=variations)
        .annotate(latest=Subquery(workouts.values("pk")[:1]))
        .filter(latest__isnull=False)
        .values_list("pk", "latest")
    )
    return _sets_of(latest)


def _sets_of(latest: dict[int, Any]) -> dict[int, LastTime]:
    entries = (
        SetEntry.objects.kept()
        .filter(item__workout__in=latest.values(), item__variation__in=latest)
        .select_related("item__workout")
        .order_by("item__order", "order", "done_at", "pk")
    )
    found: dict[int, list[SetEntry]] = defaultdict(list)
    for entry in entries:
        if latest[entry.item.variation_id] == entry.item.workout_id:
            found[entry.item.variation_id].append(entry)
    return {
        variation: LastTime(sets[0].item.workout.started_at, [done_set(one) for one in sets])
        for variation, sets in found.items()
    }
