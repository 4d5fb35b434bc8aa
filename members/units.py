"""Loads as people see them; kept in kilograms with two places."""

from decimal import ROUND_HALF_UP, Decimal

from exercises.models import Equipment, Variation
from members.models.people import Unit

KG_A_POUND = Decimal("0.45359237")
CENTS = Decimal("0.01")
QUARTER = Decimal("0.25")


def to_kg(load: Decimal, unit: str) -> Decimal:
    """A load typed in a unit as kilograms, rounded to two places."""
    kilograms = load * KG_A_POUND if unit == Unit.LB else load
    return kilograms.quantize(CENTS, ROUND_HALF_UP)


def in_unit(load_kg: Decimal, unit: str) -> Decimal:
    """Kilograms as a number to show: of pounds the nearest quarter, without idle zeros."""
    shown = load_kg
    if unit == Unit.LB:
        shown = (load_kg / KG_A_POUND / QUARTER).quantize(Decimal(1), ROUND_HALF_UP) * QUARTER
    return Decimal(f"{shown:f}".rstrip("0").rstrip(".")) if shown % 1 else Decimal(int(shown))


def load_words(load_kg: Decimal, unit: str) -> str:
    """A load with its unit: 62.5 kg."""
    return f"{in_unit(load_kg, unit)} {unit}"


def step_of(variation: Variation, unit: str) -> Decimal | None:
    """The smallest step of the variation's loaded equipment in the unit; None without such."""
    field = "load_step_lb" if unit == Unit.LB else "load_step_kg"
    steps = (getattr(piece, field) for piece in _pieces(variation))
    return next((step for step in steps if step is not None), None)


def _pieces(variation: Variation) -> list[Equipment]:
    return list(variation.equipment.all())
