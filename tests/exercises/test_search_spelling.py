"""Words that are spelled right stay as they are."""

import pytest

from exercises.search import search
from tests.exercises.loading import load
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "corrected", "first"),
    [
        ("dumbell row", "dumbbell row", "Single-arm dumbbell row"),
        ("lat puldown", "lat pulldown", "Lat Pulldowns"),
        ("hip trust", "hip thrust", "Hip Thrusts"),
    ],
)
def test_a_mistake_does_not_change_the_word_beside_it(
    query: str, corrected: str, first: str
) -> None:
    load()
    page = search(query)
    assert page.corrected == corrected
    assert page.results[0].name == first


@pytest.mark.parametrize("word", ["bike", "abductor", "elliptical", "sternocleidomastoid"])
def test_the_name_of_a_piece_or_a_muscle_is_no_mistake(word: str) -> None:
    load()
    page = search(word)
    assert (page.corrected, page.results) == ("", [])


@pytest.mark.parametrize(
    ("query", "corrected"),
    [("hard pushh up", "hard push up"), ("hrad push up", "hard push up"), ("push up har", "")],
)
def test_a_word_for_a_level_is_known_and_completed(query: str, corrected: str) -> None:
    make_exercise(name="Hand Walks")
    for level in ("beginner", "advanced"):
        make_variation(name=f"Push-up {level[0]}", level=level)
    page = search(query)
    assert (page.corrected, page.results[0].name) == (corrected, "Push-up a")
