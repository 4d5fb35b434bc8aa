from decimal import Decimal
from typing import Any

import pytest

from exercises.models import Variation
from members.models import PlanItem
from members.wording import distance_words, rest_words, targets_words, time_words

LOADED = {"reps_min": 8, "reps_max": 10, "load_kg": Decimal(60), "target_rir": 2}


@pytest.mark.parametrize(
    ("variation", "targets", "unit", "words"),
    [
        ({}, LOADED, "kg", "3 × 8–10 at 60 kg, 2 in reserve, rest 90 s"),
        ({}, LOADED, "lb", "3 × 8–10 at 132.25 lb, 2 in reserve, rest 90 s"),
        (
            {"load_counts": "per_hand", "one_side_at_a_time": True},
            {**LOADED, "reps_max": 8},
            "kg",
            "3 × 8 each side at 60 kg per hand, 2 in reserve, rest 90 s",
        ),
        ({"measure": "reps"}, {"reps_min": 5, "reps_max": 12}, "kg", "3 × 5–12, rest 90 s"),
        (
            {"measure": "assisted_reps"},
            {"reps_min": 5, "reps_max": 8, "load_kg": Decimal("12.5"), "rest_seconds": 150},
            "kg",
            "3 × 5–8 with 12.5 kg of help, rest 2 min 30 s",
        ),
        (
            {"measure": "added_load_reps"},
            {"reps_min": 5, "reps_max": 5, "load_kg": Decimal(10)},
            "kg",
            "3 × 5 with 10 kg added, rest 90 s",
        ),
        ({"measure": "duration"}, {"seconds": 45, "rest_seconds": 0}, "kg", "3 × 45 s"),
        (
            {"measure": "distance_duration"},
            {"sets": 1, "metres": 5000, "seconds": 1500, "rest_seconds": 0},
            "kg",
            "1 × 5 km in 25 min",
        ),
        ({"measure": "reps"}, {"rest_seconds": 0}, "kg", "3 × as many as feel right"),
    ],
)
def test_targets_in_words(
    variation: dict[str, Any], targets: dict[str, Any], unit: str, words: str
) -> None:
    assert targets_words(PlanItem(variation=Variation(**variation), **targets), unit) == words


def test_times_and_distances_in_words() -> None:
    assert [time_words(seconds) for seconds in (119, 120, 150, 3600, 3900)] == [
        "119 s",
        "2 min",
        "2 min 30 s",
        "1 h",
        "1 h 5 min",
    ]
    assert [distance_words(metres) for metres in (999, 1000, 1500, 10_000)] == [
        "999 m",
        "1 km",
        "1.5 km",
        "10 km",
    ]


def test_a_rest_is_short_enough_for_a_button() -> None:
    said = {seconds: rest_words(seconds) for seconds in (30, 119, 120, 150, 605)}
    assert said == {30: "30 s", 119: "119 s", 120: "2:00", 150: "2:30", 605: "10:05"}
