"""Sets of another app in the boxes that a variation has; what has no box is left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from exercises.models import Measure
from members.importers.logs import ReadSet, is_some
from members.models.prescriptions import BOXES, MOST_KG, MOST_METRES
from members.units import to_kg

METRES = {"km": Decimal(1_000), "mi": Decimal("1609.344"), "m": Decimal(1)}
MAIN = {
    Measure.LOAD_REPS: ("reps",),
    Measure.REPS: ("reps",),
    Measure.ADDED_LOAD_REPS: ("reps",),
    Measure.ASSISTED_REPS: ("reps",),
    Measure.DURATION: ("seconds",),
    Measure.LOAD_DURATION: ("seconds",),
    Measure.DISTANCE_DURATION: ("metres", "seconds"),
}
"""Without one of these a set of the measure says nothing."""


class TooMuch(ValueError):
    """More kilograms or metres than a set can have, in the unit chosen."""


def filled(one: ReadSet) -> str:
    """The boxes that a set fills, as one text to count by; a load of nothing fills none."""
    boxes = {
        "load_kg": is_some(one.load),
        "reps": one.reps is not None,
        "seconds": one.seconds is not None,
        "metres": bool(one.distance),
    }
    return " ".join(box for box, there in boxes.items() if there)


@dataclass(frozen=True)
class Fit:
    """How many sets a variation takes, how many not, and how often a box is left out."""

    kept: int
    lost: int
    dropped: dict[str, int]


def fit(filled_boxes: Mapping[str, int], measure: str) -> Fit:
    """What becomes of sets, counted by the boxes they fill, in a variation of the measure."""
    kept = lost = 0
    dropped: dict[str, int] = {}
    for boxes, number in filled_boxes.items():
        if not set(boxes.split()) & set(MAIN[Measure(measure)]):
            lost += number
            continue
        kept += number
        for box in boxes.split():
            if box not in BOXES[Measure(measure)]:
                dropped[box] = dropped.get(box, 0) + number
    return Fit(kept, lost, dropped)


def fitted(
    one: ReadSet, measure: str, *, unit: str, distance_unit: str
) -> dict[str, int | Decimal | None] | None:
    """The set's values for the boxes of the measure; None where it fills no main box.

    `unit` and `distance_unit` hold where the file names none. Raises TooMuch.
    """
    values = {
        "reps": one.reps,
        "load_kg": kilograms(one.load, unit),
        "seconds": one.seconds,
        "metres": metres(one.distance, distance_unit),
    }
    if all(values[box] is None for box in MAIN[Measure(measure)]):
        return None
    return {box: value if box in BOXES[Measure(measure)] else None for box, value in values.items()}


def kilograms(load: str, unit: str) -> Decimal | None:
    if not load:
        return None
    named = load[-2:] if load[-1].isalpha() else ""
    found = to_kg(Decimal(load.removesuffix(named)), named or unit)
    if found > MOST_KG:
        raise TooMuch(load)
    return found


def metres(distance: str, unit: str) -> int | None:
    if not distance:
        return None
    number = distance.rstrip("kmi")
    found = Decimal(number) * METRES[distance.removeprefix(number) or unit]
    if found > MOST_METRES:
        raise TooMuch(distance)
    return int(found.quantize(Decimal(1), ROUND_HALF_UP))
