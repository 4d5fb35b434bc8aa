"""The best that somebody has done of a variation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from exercises.models import Measure
from members.progression.sets import DoneSet

SOUND_REPS = 10
CENTS = Decimal("0.01")


def estimated_one_rep_max(load_kg: Decimal, reps: int) -> Decimal | None:
    """The heaviest single rep that a set points at, in kilograms with two places.

    load × (1 + reps / 30); of one rep the load itself. None above 10 reps, below 1 and without
    load.
    Source: B. Epley, Poundage Chart, in: Boyd Epley Workout, Body Enterprises, Lincoln, 1985. The
    chart is practice, not research; that such estimates are sound up to 10 reps only:
    J. Reynolds, T. Gordon and R. Robergs, Prediction of One Repetition Maximum Strength from
    Multiple Repetition Maximum Testing and Anthropometry, Journal of Strength and Conditioning
    Research 20(3), 2006, pages 584–592.
    """
    if load_kg <= 0 or not 1 <= reps <= SOUND_REPS:
        return None
    if reps == 1:
        return load_kg.quantize(CENTS, ROUND_HALF_UP)
    return (load_kg * (30 + reps) / 30).quantize(CENTS, ROUND_HALF_UP)


class RecordKind(StrEnum):
    ONE_REP_MAX = "one_rep_max"
    HEAVIEST = "heaviest"
    MOST_REPS = "most_reps"
    LONGEST = "longest"
    FURTHEST = "furthest"
    LEAST_HELP = "least_help"


@dataclass(frozen=True)
class Record:
    """One best: kilograms, reps, seconds or metres; most reps are of a load in kilograms."""

    kind: RecordKind
    value: Decimal
    at_kg: Decimal | None = None


@dataclass(frozen=True)
class Records:
    """The best of a variation; None where its sets hold nothing of that kind.

    `most_reps` gives for each load in kilograms the most reps done at it; reps without load stand
    at 0. `least_help_kg` is of assisted sets.
    """

    one_rep_max_kg: Decimal | None = None
    heaviest_kg: Decimal | None = None
    most_reps: dict[Decimal, int] | None = None
    longest_seconds: int | None = None
    furthest_metres: int | None = None
    least_help_kg: Decimal | None = None

    def __iter__(self) -> Iterator[Record]:
        """One by one; most reps by load, the hardest last."""
        for kind, value in (
            (RecordKind.ONE_REP_MAX, self.one_rep_max_kg),
            (RecordKind.HEAVIEST, self.heaviest_kg),
            (RecordKind.LONGEST, self.longest_seconds),
            (RecordKind.FURTHEST, self.furthest_metres),
            (RecordKind.LEAST_HELP, self.least_help_kg),
        ):
            if value is not None:
                yield Record(kind, Decimal(value))
        for load, reps in sorted((self.most_reps or {}).items()):
            yield Record(RecordKind.MOST_REPS, Decimal(reps), load)


def records(sets: Iterable[DoneSet], *, measure: str) -> Records:
    """The records among sets of one variation; warm-ups set none, nor do sets of no rep.

    Only what the measure has boxes for counts. An estimate stands only where the load is all that
    is lifted: to an added load belongs a body whose weight nobody logged. There, and above 10
    reps, the record is the most reps at a load.
    """
    done = [one for one in sets if one.kind != "warm_up"]
    if measure == Measure.DISTANCE_DURATION:
        return Records(
            furthest_metres=max((one.metres for one in done if one.metres), default=None)
        )
    if measure in (Measure.DURATION, Measure.LOAD_DURATION):
        held = [one for one in done if one.seconds]
        return Records(
            longest_seconds=max((one.seconds for one in held if one.seconds), default=None),
            heaviest_kg=_heaviest(held) if measure == Measure.LOAD_DURATION else None,
        )
    lifted = [one for one in done if one.reps]
    most = _most_reps(lifted, loaded=measure != Measure.REPS)
    if measure == Measure.REPS:
        return Records(most_reps=most)
    if measure == Measure.ASSISTED_REPS:
        helped = [one.load_kg for one in lifted if one.load_kg is not None]
        return Records(most_reps=most, least_help_kg=min(helped, default=None))
    best = _best_estimate(lifted) if measure == Measure.LOAD_REPS else None
    return Records(one_rep_max_kg=best, heaviest_kg=_heaviest(lifted), most_reps=most)


def _heaviest(done: Iterable[DoneSet]) -> Decimal | None:
    return max((one.load_kg for one in done if one.load_kg), default=None)


def _best_estimate(done: Iterable[DoneSet]) -> Decimal | None:
    found = (estimated_one_rep_max(one.load_kg or Decimal(0), one.reps or 0) for one in done)
    return max((one for one in found if one is not None), default=None)


def _most_reps(done: Iterable[DoneSet], *, loaded: bool) -> dict[Decimal, int] | None:
    most: dict[Decimal, int] = {}
    for one in done:
        load = one.load_kg if loaded and one.load_kg else Decimal(0)
        most[load] = max(most.get(load, 0), one.reps or 0)
    return most or None


def first_reached(days: Iterable[tuple[date, DoneSet]], *, measure: str) -> dict[Record, date]:
    """Everything that a single one of the sets amounts to, with the first day it was reached.

    So every record among the sets is a key of it.
    """
    first: dict[Record, date] = {}
    for day, one in days:
        for record in records([one], measure=measure):
            first[record] = min(day, first.get(record, day))
    return first


def records_broken(before: Records, now: Records) -> list[Record]:
    """What is better now than before. A first try breaks nothing: there was nothing to break.

    Most reps at a load count only where no estimate says the same: above 10 reps, and where the
    variation has none.
    """
    old = {(one.kind, one.at_kg): one.value for one in before}
    return [one for one in now if _breaks(one, old, now.one_rep_max_kg is not None)]


def _breaks(
    one: Record, old: dict[tuple[RecordKind, Decimal | None], Decimal], estimated: bool
) -> bool:
    if (one.kind, one.at_kg) not in old:
        return False
    if one.kind == RecordKind.LEAST_HELP:
        return one.value < old[one.kind, one.at_kg]
    said = one.kind == RecordKind.MOST_REPS and estimated and one.value <= SOUND_REPS
    return one.value > old[one.kind, one.at_kg] and not said
