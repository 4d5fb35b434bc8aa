"""Sets of other apps in the boxes of each measure."""

from decimal import Decimal

import pytest

from exercises.models import Measure
from members.importers.fitting import Fit, TooMuch, filled, fit, fitted
from members.importers.logs import ReadSet

FULL = ReadSet("working", 8, "100lb", "0.5mi", 60, None)


def fitted_in(
    one: ReadSet, measure: str, *, unit: str = "kg", distance_unit: str = "km"
) -> dict[str, object] | None:
    values = fitted(one, measure, unit=unit, distance_unit=distance_unit)
    if values is None:
        return None
    return {box: value for box, value in values.items() if value is not None}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (Measure.LOAD_REPS, {"reps": 8, "load_kg": Decimal("45.36")}),
        (Measure.REPS, {"reps": 8}),
        (Measure.ADDED_LOAD_REPS, {"reps": 8, "load_kg": Decimal("45.36")}),
        (Measure.ASSISTED_REPS, {"reps": 8, "load_kg": Decimal("45.36")}),
        (Measure.DURATION, {"seconds": 60}),
        (Measure.LOAD_DURATION, {"seconds": 60, "load_kg": Decimal("45.36")}),
        (Measure.DISTANCE_DURATION, {"seconds": 60, "metres": 805}),
    ],
)
def test_each_measure_takes_the_boxes_that_it_has(
    measure: str, expected: dict[str, object]
) -> None:
    assert fitted_in(FULL, measure) == expected


@pytest.mark.parametrize(
    ("one", "measure"),
    [
        (ReadSet("working", None, "80kg", "", 60, None), Measure.LOAD_REPS),
        (ReadSet("working", 8, "", "", None, None), Measure.DURATION),
        (ReadSet("working", 8, "80", "", None, None), Measure.DISTANCE_DURATION),
    ],
)
def test_a_set_without_the_main_box_is_not_bent_into_another(one: ReadSet, measure: str) -> None:
    assert fitted_in(one, measure) is None


@pytest.mark.parametrize(
    ("text", "unit", "kilograms"),
    [
        ("80", "kg", "80"),
        ("100", "lb", "45.36"),
        ("100kg", "lb", "100"),
        ("225lb", "kg", "102.06"),
        ("0", "kg", "0"),
    ],
)
def test_the_file_s_own_unit_counts_before_the_one_chosen(
    text: str, unit: str, kilograms: str
) -> None:
    one = ReadSet("working", 8, text, "", None, None)
    found = fitted_in(one, Measure.LOAD_REPS, unit=unit)
    assert found is not None
    assert found["load_kg"] == Decimal(kilograms)


@pytest.mark.parametrize(
    ("text", "unit", "metres"),
    [("5.2", "km", 5200), ("1", "mi", 1609), ("2000", "m", 2000), ("2.4mi", "m", 3862)],
)
def test_distances_become_metres(text: str, unit: str, metres: int) -> None:
    one = ReadSet("working", None, "", text, None, None)
    found = fitted_in(one, Measure.DISTANCE_DURATION, distance_unit=unit)
    assert found == {"metres": metres}


@pytest.mark.parametrize(("load", "distance"), [("1001", ""), ("", "201")])
def test_more_than_a_set_can_have_in_the_unit_chosen(load: str, distance: str) -> None:
    with pytest.raises(TooMuch):
        fitted_in(ReadSet("working", 8, load, distance, None, None), Measure.LOAD_REPS)


def test_a_load_of_nothing_fills_no_box() -> None:
    assert filled(ReadSet("working", 8, "0", "", None, None)) == "reps"
    assert filled(FULL) == "load_kg reps seconds metres"


def test_what_becomes_of_sets_is_known_before() -> None:
    boxes = {"load_kg reps": 12, "reps": 3, "seconds": 2}
    assert fit(boxes, Measure.REPS) == Fit(kept=15, lost=2, dropped={"load_kg": 12})
    assert fit(boxes, Measure.LOAD_REPS) == Fit(kept=15, lost=2, dropped={})
