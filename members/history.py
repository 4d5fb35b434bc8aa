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
from members.progression import DoneSet, Records, records
from members.units import load_words
from members.wording import distance_words, time_words


@dataclass(frozen=True)
class BrokenRecord:
    variation: Variation
    words: str


@dataclass
class Summary:
    """A workout with its figures; warm-ups are not counted among its sets."""

    workout: Workout
    minutes: int | None
    sets: int
    volume_kg: Decimal
    broken: list[BrokenRecord] = field(default_factory=list)

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
) -> list[BrokenRecord]:
    if not old:
        return []
    before = records(old, measure=variation.measure)
    after = records([*old, *new], measure=variation.measure)
    return [BrokenRecord(variation, words) for words in _broken_words(before, after, unit)]


def _broken_words(before: Records, after: Records, unit: str) -> Iterable[str]:
    """One line a record; the first of its kind breaks none."""
    old_max, new_max = before.one_rep_max_kg, after.one_rep_max_kg
    if old_max and new_max and new_max > old_max:
        yield f"best estimated 1RM, {_now_and_before(new_max, old_max, unit)}"
    if before.heaviest_kg and after.heaviest_kg and after.heaviest_kg > before.heaviest_kg:
        yield f"heaviest load, {_now_and_before(after.heaviest_kg, before.heaviest_kg, unit)}"
    old_help, new_help = before.least_help_kg, after.least_help_kg
    if old_help and new_help is not None and new_help < old_help:
        yield f"least help, {_now_and_before(new_help, old_help, unit)}"
    for load, reps in sorted((after.most_reps or {}).items(), reverse=True):
        most = (before.most_reps or {}).get(load)
        if most and reps > most:
            at = f" at {load_words(load, unit)}" if load else ""
            yield f"most reps{at}, {reps} (before: {most})"
    if before.longest_seconds and (after.longest_seconds or 0) > before.longest_seconds:
        longest = time_words(after.longest_seconds or 0)
        yield f"longest hold, {longest} (before: {time_words(before.longest_seconds)})"
    if before.furthest_metres and (after.furthest_metres or 0) > before.furthest_metres:
        furthest = distance_words(after.furthest_metres or 0)
        yield f"furthest, {furthest} (before: {distance_words(before.furthest_metres)})"


def _now_and_before(now: Decimal, before: Decimal, unit: str) -> str:
    return f"{load_words(now, unit)} (before: {load_words(before, unit)})"
