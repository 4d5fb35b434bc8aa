"""What finished workouts amount to: time, sets, volume, and the records that they broke."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Max
from django.utils import timezone

from exercises.models import Variation
from members.done_sets import done_set, volume_of
from members.models import Member, SetEntry, SetKind, Workout
from members.progression import DoneSet, records, records_broken
from members.records import VariationRecord


@dataclass
class Summary:
    """A workout with its figures; warm-ups are not counted among its sets."""

    workout: Workout
    minutes: int | None
    sets: int
    volume_kg: Decimal
    broken: list[VariationRecord] = field(default_factory=list)

    @property
    def week(self) -> date:
        """The Monday of its week, where the member trains."""
        day = timezone.localtime(self.workout.started_at).date()
        return day - timedelta(days=day.weekday())


def summaries(workouts: Sequence[Workout], *, member: Member) -> list[Summary]:
    """Of workouts fetched `for_history` or `for_page`, in their order; one query more."""
    done = {workout.pk: _sets_by_variation(workout) for workout in workouts}
    earlier = _earlier(workouts, done.values(), member)
    found = {}
    for workout in sorted(workouts, key=lambda one: one.started_at):
        sets = done[workout.pk]
        summary = _summary(workout, sets)
        for variation, new in sets.items():
            old = earlier[variation.pk]
            summary.broken += _broken(variation, old, new, member.unit)
            old += new
        found[workout.pk] = summary
    return [found[workout.pk] for workout in workouts]


def _sets_by_variation(workout: Workout) -> dict[Variation, list[DoneSet]]:
    found: dict[Variation, list[DoneSet]] = {}
    for item in workout.items.all():
        kept = [done_set(one) for one in item.entries.all() if one.deleted_at is None]
        if kept:
            found.setdefault(item.variation, []).extend(kept)
    return found


def _summary(workout: Workout, sets: dict[Variation, list[DoneSet]]) -> Summary:
    ended = workout.finished_at
    return Summary(
        workout=workout,
        minutes=round((ended - workout.started_at).total_seconds() / 60) if ended else None,
        sets=sum(one.kind != SetKind.WARM_UP for some in sets.values() for one in some),
        volume_kg=sum((volume_of(some, one) for one, some in sets.items()), Decimal(0)),
    )


def _earlier(
    workouts: Sequence[Workout],
    done: Iterable[dict[Variation, list[DoneSet]]],
    member: Member,
) -> dict[int, list[DoneSet]]:
    """What had been done of the variations before the first of the workouts, likes put together."""
    earlier: dict[int, list[DoneSet]] = defaultdict(list)
    variations = {variation.pk for sets in done for variation in sets}
    if not variations:
        return earlier
    first: datetime = min(workout.started_at for workout in workouts)
    rows = (
        SetEntry.objects.counted()
        .filter(item__workout__member=member, item__workout__started_at__lt=first)
        .filter(item__variation__in=variations)
        .exclude(kind=SetKind.WARM_UP)
        .order_by()
        .values_list("item__variation", "load_kg", "reps")
        .annotate(longest=Max("seconds"), furthest=Max("metres"))
    )
    for variation, load_kg, reps, seconds, metres in rows:
        one = DoneSet(load_kg=load_kg, reps=reps, seconds=seconds, metres=metres)
        earlier[variation].append(one)
    return earlier


def _broken(
    variation: Variation, old: Sequence[DoneSet], new: Sequence[DoneSet], unit: str
) -> list[VariationRecord]:
    """What the new sets did better than the old ones."""
    before = records(old, measure=variation.measure)
    after = records([*old, *new], measure=variation.measure)
    return [VariationRecord(one, variation, unit) for one in records_broken(before, after)]
