"""Sets as they were done: as values to reckon with, and in words."""

from collections.abc import Iterable
from decimal import Decimal

from exercises.models import Measure, Variation
from members.models import SetEntry, SetKind
from members.progression import DoneSet, set_volume
from members.units import load_words
from members.wording import distance_words, time_words

KIND_WORDS = {SetKind.WARM_UP: "warm-up", SetKind.DROP: "drop set", SetKind.FAILURE: "to failure"}


def done_set(entry: SetEntry) -> DoneSet:
    """The values of a stored set."""
    return DoneSet(
        kind=entry.kind,
        reps=entry.reps,
        load_kg=entry.load_kg,
        seconds=entry.seconds,
        metres=entry.metres,
        rir=entry.rir,
    )


def done_words(one: DoneSet, variation: Variation, unit: str) -> str:
    """What was done, in a line: 60 kg × 10 · 2 left."""
    parts = [_effort(one, variation, unit)]
    if one.rir is not None:
        parts.append(f"{one.rir} left")
    if one.kind in KIND_WORDS:
        parts.append(KIND_WORDS[SetKind(one.kind)])
    return " · ".join(parts)


def _effort(one: DoneSet, variation: Variation, unit: str) -> str:
    reps = f"{one.reps} reps" if one.reps != 1 else "1 rep"
    if one.load_kg is None:
        effort = reps if one.reps is not None else ""
    else:
        effort = _load(one.load_kg, variation, unit)
        effort += f" × {one.reps}" if one.reps is not None else ""
    distance = distance_words(one.metres) if one.metres is not None else ""
    seconds = time_words(one.seconds) if one.seconds is not None else ""
    covered = " in ".join(part for part in (distance, seconds) if part)
    return " × ".join(part for part in (effort, covered) if part)


def _load(load_kg: Decimal, variation: Variation, unit: str) -> str:
    words = load_words(load_kg, unit)
    if variation.measure == Measure.ASSISTED_REPS:
        return f"{words} help"
    return f"+{words}" if variation.measure == Measure.ADDED_LOAD_REPS else words


def volume_of(sets: Iterable[DoneSet], variation: Variation) -> Decimal:
    """Kilograms that the sets of a variation moved."""
    return sum(
        (
            set_volume(
                one,
                measure=variation.measure,
                load_counts=variation.load_counts,
                one_side_at_a_time=variation.one_side_at_a_time,
            )
            for one in sets
        ),
        Decimal(0),
    )
