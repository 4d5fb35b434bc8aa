"""Which targets a measure has, what they are to begin with, and which survive a swap."""

from decimal import Decimal
from typing import Any

from exercises.models import Measure, Variation
from members.models import BOXES, Prescription

FIELDS_OF_BOX = {
    "load_kg": ("load_kg",),
    "reps": ("reps_min", "reps_max", "target_rir"),
    "seconds": ("seconds",),
    "metres": ("metres",),
}
REPS = {"sets": 3, "reps_min": 8, "reps_max": 12, "target_rir": 2, "rest_seconds": 90}
HOLD = {"sets": 3, "seconds": 30, "rest_seconds": 60}
TO_BEGIN_WITH: dict[str, dict[str, int]] = {
    Measure.DURATION: HOLD,
    Measure.LOAD_DURATION: HOLD,
    Measure.DISTANCE_DURATION: {"sets": 1, "seconds": 1_200, "rest_seconds": 0},
}


def measured_fields(measure: str) -> tuple[str, ...]:
    """The target fields that sets of this measure have, in the order of its boxes."""
    return tuple(field for box in BOXES[Measure(measure)] for field in FIELDS_OF_BOX[box])


def first_targets(measure: str) -> dict[str, int]:
    """Targets for a variation that has just been added."""
    return TO_BEGIN_WITH.get(measure, REPS)


def fitting_targets(
    old: Prescription, variation: Variation, *, load_kg: Decimal | None
) -> dict[str, Any]:
    """The targets of a prescription for another variation: those that its measure has.

    The load is never carried over; it is `load_kg`, where the measure has one.
    """
    fields = measured_fields(variation.measure)
    kept = {name: getattr(old, name) for name in fields}
    if all(kept[name] is None for name in fields if name not in ("load_kg", "target_rir")):
        kept |= first_targets(variation.measure)
    return {
        **kept,
        "sets": old.sets,
        "rest_seconds": old.rest_seconds,
        "superset": old.superset,
        "note": old.note,
        **({"load_kg": load_kg} if "load_kg" in fields else {}),
    }
