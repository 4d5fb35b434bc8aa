"""What the logged sets of a member add up to, added up by the database.

The database groups sets by workout, of which there are few, and no further: in which local week a
workout began is worked out from its start here, the same way on every engine.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from exercises.models import ExerciseMuscle, LoadCounts, Measure, Muscle, Variation
from members.models import Member, SetEntry, SetKind, Workout, WorkoutItem
from members.progression import LOADED, RecordKind, share
from members.progression.bests import CENTS, SOUND_REPS
from members.spans import Span

STARTED = "item__workout__started_at"
ROLE = "item__variation__exercise__exercise_muscles__role"
MUSCLE = "item__variation__exercise__exercise_muscles__muscle"

MOVED = Case(
    When(
        item__variation__measure__in=LOADED,
        then=F("load_kg")
        * F("reps")
        * Case(
            When(item__variation__load_counts=LoadCounts.PER_HAND, then=Value(2)),
            default=Value(1),
        )
        * Case(When(item__variation__one_side_at_a_time=True, then=Value(2)), default=Value(1)),
    )
)
"""`progression.set_volume` of each set."""

ESTIMATED = Q(item__variation__measure=Measure.LOAD_REPS, load_kg__gt=0)
THIRTIETHS = Case(
    When(ESTIMATED, reps=1, then=F("load_kg") * 30),
    When(ESTIMATED, reps__range=(2, SOUND_REPS), then=F("load_kg") * (F("reps") + 30)),
)
"""`progression.estimated_one_rep_max` of each set, times 30: so it is exact on every engine."""


def counted_sets(member: Member, since: datetime | None = None) -> "QuerySet[SetEntry]":
    """The member's sets that count: no warm-ups, nothing deleted."""
    sets = SetEntry.objects.counted().filter(item__workout__member=member)
    sets = sets.exclude(kind=SetKind.WARM_UP).order_by()
    return sets.filter(item__workout__started_at__gte=since) if since else sets


def in_kg(number: Decimal | None) -> Decimal:
    """A number as the database gives it, to the two places that loads have."""
    return Decimal(number or 0).quantize(CENTS, ROUND_HALF_UP)


def one_rep_max(thirtieths: Decimal) -> Decimal:
    return in_kg(in_kg(thirtieths) / 30)


@dataclass(frozen=True)
class Volume:
    """Sets, and kilograms moved by those that have a load."""

    sets: Decimal = Decimal(0)
    kg: Decimal = Decimal(0)

    def __add__(self, other: "Volume") -> "Volume":
        return Volume(self.sets + other.sets, self.kg + other.kg)

    def __mul__(self, part: Decimal) -> "Volume":
        return Volume(self.sets * part, self.kg * part)


def volume_by_day(
    member: Member, span: Span, muscle: Muscle | None = None
) -> list[tuple[date, Volume]]:
    """What each workout came to, with its day; of a muscle only its share."""
    sets = counted_sets(member, span.since)
    if muscle is None:
        rows = sets.values_list(STARTED).annotate(sets=Count("pk"), kg=Sum(MOVED))
        return [
            (span.day_of(started), Volume(Decimal(number), in_kg(kg)))
            for started, number, kg in rows
        ]
    shares = sets.filter(**{MUSCLE: muscle}).values_list(STARTED, ROLE)
    return [
        (span.day_of(started), Volume(Decimal(number), in_kg(kg)) * share(role))
        for started, role, number, kg in shares.annotate(sets=Count("pk"), kg=Sum(MOVED))
    ]


@dataclass(frozen=True)
class VariationTotal:
    """What a variation came to over a span."""

    variation: int
    exercise: int
    workouts: int
    last: date
    volume: Volume
    one_rep_max_kg: Decimal | None


def totals_by_variation(member: Member, span: Span) -> list[VariationTotal]:
    """One for each variation that was trained, the last trained first."""
    rows = (
        counted_sets(member, span.since)
        .values("item__variation", "item__variation__exercise")
        .annotate(
            sets=Count("pk"),
            kg=Sum(MOVED),
            workouts=Count("item__workout", distinct=True),
            last=Max(STARTED),
            thirtieths=Max(THIRTIETHS),
        )
    )
    return [
        VariationTotal(
            row["item__variation"],
            row["item__variation__exercise"],
            row["workouts"],
            span.day_of(row["last"]),
            Volume(Decimal(row["sets"]), in_kg(row["kg"])),
            one_rep_max(row["thirtieths"]) if row["thirtieths"] else None,
        )
        for row in sorted(rows, key=lambda row: (row["last"], row["item__variation"]), reverse=True)
    ]


def volume_by_muscle(totals: Iterable[VariationTotal]) -> dict[Muscle, Volume]:
    """The share of each muscle that was trained, most sets first."""
    by_exercise: dict[int, Volume] = defaultdict(Volume)
    for total in totals:
        by_exercise[total.exercise] += total.volume
    volumes: dict[Muscle, Volume] = defaultdict(Volume)
    links = ExerciseMuscle.objects.filter(exercise__in=by_exercise).order_by("muscle__pk")
    for link in links.select_related("muscle"):
        volumes[link.muscle] += by_exercise[link.exercise_id] * share(link.role)
    return dict(sorted(volumes.items(), key=lambda one: -one[1].sets))


def session_days(member: Member, span: Span) -> list[date]:
    """The day of each session, the first one first."""
    workouts = Workout.objects.trained().filter(member=member).order_by("started_at")
    if span.since:
        workouts = workouts.filter(started_at__gte=span.since)
    return [span.day_of(at) for at in workouts.values_list("started_at", flat=True)]


@dataclass(frozen=True)
class Trend:
    """The best of each day by the number that a variation is judged by."""

    kind: RecordKind
    days: dict[date, Decimal] = field(default_factory=dict)

    @property
    def best(self) -> Decimal:
        return self.pick(self.days.values())

    def pick(self, values: Iterable[Decimal]) -> Decimal:
        return min(values) if self.kind == RecordKind.LEAST_HELP else max(values)


JUDGED_BY = {
    Measure.LOAD_REPS: (RecordKind.ONE_REP_MAX, RecordKind.HEAVIEST),
    Measure.REPS: (RecordKind.MOST_REPS,),
    Measure.ADDED_LOAD_REPS: (RecordKind.HEAVIEST, RecordKind.MOST_REPS),
    Measure.ASSISTED_REPS: (RecordKind.LEAST_HELP, RecordKind.MOST_REPS),
    Measure.DURATION: (RecordKind.LONGEST,),
    Measure.LOAD_DURATION: (RecordKind.LONGEST,),
    Measure.DISTANCE_DURATION: (RecordKind.FURTHEST, RecordKind.LONGEST),
}
"""By what a measure is judged: the first of these that its sets hold."""

BEST = {
    RecordKind.ONE_REP_MAX: Max(THIRTIETHS),
    RecordKind.HEAVIEST: Max("load_kg", filter=Q(load_kg__gt=0, reps__gt=0)),
    RecordKind.MOST_REPS: Max("reps", filter=Q(reps__gt=0)),
    RecordKind.LONGEST: Max("seconds", filter=Q(seconds__gt=0)),
    RecordKind.FURTHEST: Max("metres", filter=Q(metres__gt=0)),
    RecordKind.LEAST_HELP: Min("load_kg", filter=Q(reps__gt=0)),
}


def trend_of(member: Member, variation: Variation, span: Span) -> Trend:
    """How a variation went over a span, day by day; without days where nothing was done."""
    kinds = JUDGED_BY[Measure(variation.measure)]
    sets = counted_sets(member, span.since).filter(item__variation=variation)
    rows = list(sets.values(STARTED).annotate(**{kind.value: BEST[kind] for kind in kinds}))
    found = (one for one in kinds if any(row[one.value] is not None for row in rows))
    trend = Trend(next(found, kinds[0]))
    for row in sorted(rows, key=lambda row: row[STARTED]):
        best = row[trend.kind.value]
        if best is not None:
            day = span.day_of(row[STARTED])
            value = one_rep_max(best) if trend.kind == RecordKind.ONE_REP_MAX else in_kg(best)
            trend.days[day] = trend.pick([value, trend.days.get(day, value)])
    return trend


def workouts_with(member: Member, variation: Variation) -> "QuerySet[Workout]":
    """The workouts with a set of the variation, the latest first; its sets in `worked`."""
    items = WorkoutItem.objects.filter(variation=variation)
    entries = SetEntry.objects.kept().order_by("order", "done_at", "pk")
    done = SetEntry.objects.kept().filter(item__workout=OuterRef("pk"), item__variation=variation)
    return (
        Workout.objects.kept()
        .filter(Exists(done), member=member)
        .order_by("-started_at", "-pk")
        .prefetch_related(
            Prefetch(
                "items",
                items.order_by("order", "pk").prefetch_related(Prefetch("entries", entries)),
                to_attr="worked",
            )
        )
    )
