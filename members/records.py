"""A member's bests by variation, read in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Min

from exercises.models import Measure, Variation
from members.done_sets import done_set, done_words
from members.models import BOXES, Member, Unit, Workout
from members.progress import STARTED, counted_sets
from members.progression import (
    DoneSet,
    Record,
    RecordKind,
    first_reached,
    records,
)
from members.spans import Span
from members.units import KG_A_POUND, load_words
from members.wording import distance_words, time_words

TENTH = Decimal("0.1")

NAMES = {
    RecordKind.ONE_REP_MAX: "Estimated 1RM",
    RecordKind.HEAVIEST: "Heaviest load",
    RecordKind.MOST_REPS: "Most reps",
    RecordKind.LONGEST: "Longest",
    RecordKind.FURTHEST: "Furthest",
    RecordKind.LEAST_HELP: "Least help",
}


def estimate_in(load_kg: Decimal, unit: str) -> Decimal:
    """An estimate as a number to show, to a tenth: no plate has to make it up."""
    load = load_kg / KG_A_POUND if unit == Unit.LB else load_kg
    return load.quantize(TENTH, ROUND_HALF_UP)


def value_words(kind: RecordKind, value: Decimal, unit: str) -> str:
    """A record's number with its unit: 83.3 kg, 12 reps, 1 min 30 s."""
    if kind == RecordKind.ONE_REP_MAX:
        return f"{estimate_in(value, unit)} {unit}"
    if kind == RecordKind.MOST_REPS:
        return "1 rep" if value == 1 else f"{int(value)} reps"
    if kind == RecordKind.LONGEST:
        return time_words(int(value))
    if kind == RecordKind.FURTHEST:
        return distance_words(int(value))
    if kind == RecordKind.LEAST_HELP and not value:
        return "none"
    return load_words(value, unit)


@dataclass(frozen=True)
class VariationRecord:
    """A record with the variation that it is of, in the member's unit."""

    record: Record
    variation: Variation
    unit: str
    day: date | None = None

    @property
    def name(self) -> str:
        return NAMES[self.record.kind]

    @property
    def value(self) -> str:
        return value_words(self.record.kind, self.record.value, self.unit)

    @property
    def load(self) -> str:
        """At which load, for most reps: 40 kg; nothing for the body alone."""
        at = self.record.at_kg
        words = load_words(at, self.unit) if at else ""
        helped = self.variation.measure == Measure.ASSISTED_REPS
        return f"{words} of help" if words and helped else words

    @property
    def words(self) -> str:
        """Estimated 1RM: 83.3 kg; Most reps at 40 kg: 12 reps."""
        return f"{self.name}{f' at {self.load}' if self.load else ''}: {self.value}"


def records_of(member: Member, variation: Variation) -> list[VariationRecord]:
    """All records of a variation with the first day of each; one query.

    Sets that recorded the same are one row of it, however often they were done.
    """
    boxes = BOXES[Measure(variation.measure)]
    if variation.measure == Measure.DISTANCE_DURATION:
        boxes = ("metres",)
    span = Span.of(member)
    rows = counted_sets(member).filter(item__variation=variation).values(*boxes)
    days = [
        (span.day_of(row["first"]), DoneSet(**{box: row[box] for box in boxes}))
        for row in rows.annotate(first=Min(STARTED))
    ]
    first = first_reached(days, measure=variation.measure)
    return [
        VariationRecord(one, variation, member.unit, first[one])
        for one in records((one for _, one in days), measure=variation.measure)
    ]


@dataclass(frozen=True)
class HistoryRow:
    """A workout's sets of one variation, as words."""

    workout: Workout
    sets: list[str]
    estimate: str


def history_rows(workouts: Iterable[Any], variation: Variation, unit: str) -> list[HistoryRow]:
    """Of workouts from `progress.workouts_with`; no query."""
    rows = []
    for workout in workouts:
        done = [done_set(entry) for item in workout.worked for entry in item.entries.all()]
        best = records(done, measure=variation.measure).one_rep_max_kg
        estimate = value_words(RecordKind.ONE_REP_MAX, best, unit) if best else ""
        words = [done_words(one, variation, unit) for one in done]
        rows.append(HistoryRow(workout, words, estimate))
    return rows
