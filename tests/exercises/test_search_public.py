"""Search knows only what is public now."""

from datetime import UTC, datetime

import pytest
import time_machine

from exercises.models import Exercise
from exercises.search import meaning, search, suggest
from tests.exercises.test_search import counts, make_guide, names
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_what_is_not_published_has_no_influence(status: str) -> None:
    make_guide("Squats")
    before = search("squat")
    hidden = make_exercise(status=status, name="Zanzibar", aliases=["squat"], body_part="legs")
    make_variation(exercise=hidden, name="Zanzibar squat", equipment=("sled",))
    make_variation(
        exercise=Exercise.objects.get(name="Squats"), status=status, name="Zanzibar squat"
    )
    assert search("squat") == before
    for query in ("zanzibar", "zanzi", "zanzibra"):
        page = search(query)
        assert (page.total, page.corrected, page.suggestions) == (0, "", [])
        assert suggest(query) == []
    assert names(search("")) == ["Squats"]


def test_a_guide_appears_at_its_moment_and_not_before() -> None:
    moment = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel("2027-02-01T12:00Z", tick=False):
        aliases = [f"zan{number}" for number in range(meaning.COMPLETIONS)]
        exercise = make_guide("Zanzibar Squats", publish_at=moment, aliases=aliases)
        make_variation(exercise=exercise, name="Zanzibar split squat", equipment=("sled",))
    make_guide("Zany Walks")
    queries = ("zanzibar", "zanzi", "zanzibra", "sled", "squats")
    with time_machine.travel("2027-03-01T08:59:59.999Z", tick=False):
        for query in queries:
            page = search(query)
            assert (page.total, page.corrected, page.suggestions) == (0, "", [])
            assert not any(counts(page, parameter) for parameter in page.facets)
            assert suggest(query) == []
        assert names(search("")) == names(search("zan")) == ["Zany Walks"]
        assert search("zan").corrected == ""
    with time_machine.travel(moment, tick=False):
        for query in (*queries, ""):
            assert "Zanzibar Squats" in names(search(query))
        assert search("zanzibra").corrected == "zanzibar"
        assert counts(search("zanzibar"), "equipment") == {"sled": 2}
