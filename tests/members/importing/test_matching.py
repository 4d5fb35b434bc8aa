"""Names of Strong and Hevy against the guides that ship with the project."""

import pytest
from django.test import TestCase

from members.importers.matching import Candidate, match, queries
from members.imports import match_names
from tests.exercises.loading import load

SHIPPED = {
    "Squat (Barbell)": ("Barbell back squat", "alias"),
    "Bench Press (Barbell)": ("Barbell bench press", "name"),
    "Incline Bench Press (Dumbbell)": ("Incline dumbbell bench press", "name"),
    "Deadlift (Barbell)": ("Barbell deadlift", "name"),
    "Romanian Deadlift (Dumbbell)": ("Dumbbell Romanian deadlift", "name"),
    "Hip Thrust (Barbell)": ("Barbell hip thrust", "name"),
    "Overhead Press (Barbell)": ("Barbell overhead press", "name"),
    "Shoulder Press (Dumbbell)": ("Seated dumbbell overhead press", "alias"),
    "Bent Over Row (Barbell)": ("Barbell bent-over row", "name"),
    "Lat Pulldown (Cable)": ("Cable lat pulldown", "name"),
    "Goblet Squat": ("Goblet squat", "name"),
    "Bulgarian Split Squat": ("Bulgarian split squat", "name"),
    "Chin Up": ("Chin-up", "name"),
    "Pull Up": ("Strict pull-up", "alias"),
    "Pull Up (Assisted)": ("Machine-assisted pull-up", "alias"),
    "Pull Up (Weighted)": ("Weighted pull-up", "name"),
    "Push Up": ("Full push-up", "alias"),
    "Plank": ("Forearm plank", "alias"),
    "Lat Pulldown - Close Grip (Cable)": ("Neutral-grip lat pulldown", "search"),
}


class ShippedNamesTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load()

    def test_everyday_names_find_their_variation(self) -> None:
        from exercises.models import Variation

        names = {one.pk: one.name for one in Variation.objects.all()}
        found = {name: (names[one.pk], one.how) for name, one in match_names(SHIPPED).items()}
        assert found == SHIPPED

    def test_what_the_guides_do_not_have_is_not_taken_for_something_else(self) -> None:
        names = [
            "Bicep Curl (Dumbbell)",
            "Leg Press",
            "Squat (Smith Machine)",
            "Hip Thrust (Machine)",
            "Running",
            "Face Pull (Cable)",
            "Leg Extension (Machine)",
            "zzqx",
            "(Barbell)",
            "''",
        ]
        assert {name: one for name, one in match_names(names).items() if one.confidence >= 85} == {}


BENCH = Candidate(1, "Barbell bench press", ("flat bench press", "press"), ("barbell", "bench"))
DUMBBELL = Candidate(2, "Dumbbell bench press", ("press",), ("dumbbell", "bench"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bench press (BARBELL)", (1, "name", 100)),
        ("Press Bench (Dumbbell)", (2, "name", 100)),
        ("Flat Bench-Press", (1, "alias", 100)),
        ("Paused Bench Press (Barbell)", (1, "search", 80)),
    ],
)
def test_same_words_are_the_name_and_a_share_of_them_a_search(
    name: str, expected: tuple[int, str, int]
) -> None:
    found = match(name, [BENCH, DUMBBELL])
    assert found is not None
    assert (found.pk, found.how, found.confidence) == expected


def test_what_two_share_is_never_sure() -> None:
    found = match("Press", [BENCH, DUMBBELL])
    assert found is not None
    assert (found.how, found.confidence) == ("search", 84)


@pytest.mark.parametrize("name", ["Bench Press (Kettlebell)", "Leg Curl", "", "(Barbell)", "!"])
def test_other_equipment_and_other_words_are_no_match(name: str) -> None:
    assert match(name, [BENCH, DUMBBELL]) is None


def test_nothing_to_choose_from() -> None:
    assert match("Bench Press", []) is None


def test_searches_first_for_the_whole_name() -> None:
    assert queries("Row (Barbell)") == ["Row (Barbell)", "Row"]
    assert queries("(x)") == ["(x)"]
    assert queries("Row") == ["Row"]
