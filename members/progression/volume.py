"""How much was trained."""

from decimal import Decimal

from exercises.models import LoadCounts, Measure
from members.progression.sets import DoneSet

LOADED = (Measure.LOAD_REPS, Measure.ADDED_LOAD_REPS)
"""Measures whose sets move a load."""

PRIMARY_SHARE, SECONDARY_SHARE = Decimal(1), Decimal("0.5")


def set_volume(
    one: DoneSet, *, measure: str, load_counts: str, one_side_at_a_time: bool
) -> Decimal:
    """Kilograms moved by a set: load × reps, both hands and both sides counted.

    0 for a warm-up, for help (it is not load), for a load that is held, and where there is no load
    or no reps: nothing is invented for the body's own weight.
    Source: load × reps is what training logs call volume load; that warm-ups stay out and that
    both hands and sides count is the product's own rule.
    """
    if one.kind == "warm_up" or measure not in LOADED or not one.load_kg or not one.reps:
        return Decimal(0)
    hands = 2 if load_counts == LoadCounts.PER_HAND else 1
    return one.load_kg * one.reps * hands * (2 if one_side_at_a_time else 1)


def share(role: str) -> Decimal:
    """How much of a set, or of its kilograms, counts for a muscle: primary 1, secondary ½.

    Source: the "fractional" way of counting in J. Pelland and others, The Resistance Training
    Dose-Response, SportRxiv, 2024 (a preprint), where a set that trains a muscle indirectly
    counts one half.
    """
    return PRIMARY_SHARE if role == "primary" else SECONDARY_SHARE
