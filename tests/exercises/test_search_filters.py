from itertools import product
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    Level,
    Muscle,
    Status,
    Variation,
    catalogue_batch,
)
from exercises.search import search
from tests.exercises.test_search import make_guide
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

SLUGS = {
    "parts": ["glutes", "legs", "back"],
    "muscles": ["gluteus-maximus", "quadriceps", "soleus", "neck"],
    "equipment": ["none", "barbell", "bench", "cable"],
    "levels": list(Level.values),
}
PARAMETERS = {"parts": "part", "muscles": "muscle", "equipment": "equipment", "levels": "level"}


def fits(thing: Exercise | Variation, filters: dict[str, list[str]]) -> bool:
    """By the rules of the domain alone, without the index."""
    guide = thing if isinstance(thing, Exercise) else thing.exercise
    if filters["parts"] and guide.body_part.slug not in filters["parts"]:
        return False
    muscles = {muscle.slug for muscle in guide.muscles.all()}
    if filters["muscles"] and muscles.isdisjoint(filters["muscles"]):
        return False
    if not filters["equipment"] and not filters["levels"]:
        return True
    variations = guide.variations.all() if isinstance(thing, Exercise) else [thing]
    return any(
        one.status == Status.PUBLISHED
        and (not filters["levels"] or one.level in filters["levels"])
        and (
            not filters["equipment"]
            or not {piece.slug for piece in one.equipment.all() or ()}.isdisjoint(
                filters["equipment"]
            )
            or ("none" in filters["equipment"] and not one.equipment.all())
        )
        for one in variations
    )


@pytest.mark.parametrize("seed", range(3))
def test_counts_of_choices_are_those_of_counting_by_hand(seed: int) -> None:
    random = Random(seed)
    with catalogue_batch():
        for number in range(25):
            exercise = make_exercise(
                name=f"Ham {number}",
                body_part=random.choice(SLUGS["parts"]),
                primary=tuple(random.sample(SLUGS["muscles"], 2)),
                secondary=(),
                status=random.choice(["published", "published", "draft"]),
            )
            for _ in range(random.randrange(4)):
                make_variation(
                    exercise=exercise,
                    name=f"Ham {number} version",
                    level=random.choice(SLUGS["levels"]),
                    equipment=tuple(random.sample(SLUGS["equipment"][1:], random.randrange(3))),
                    status=random.choice(["published", "published", "draft"]),
                )
    whole = ("body_part", "muscles", "variations__equipment")
    guides: list[Exercise | Variation] = [*Exercise.objects.published().prefetch_related(*whole)]
    everything = [
        *guides,
        *Variation.objects.published().prefetch_related(
            "equipment", *(f"exercise__{path}" for path in whole)
        ),
    ]
    for query, _ in product(("ham", ""), range(6)):
        filters: dict[str, Any] = {
            name: random.sample(slugs, random.choice((0, 0, 1, 2))) for name, slugs in SLUGS.items()
        }
        page = search(query, page_size=500, **filters)
        candidates = everything if query else guides
        assert page.total == len(page.results) == sum(fits(one, filters) for one in candidates)
        for name, parameter in PARAMETERS.items():
            for choice in page.facets[parameter]:
                alone = {**filters, name: [choice.slug]}
                by_hand = sum(fits(one, alone) for one in candidates)
                assert (choice.slug, choice.count) == (choice.slug, by_hand)
                assert choice.chosen == (choice.slug in filters[name])


def test_a_choice_is_not_taken_for_one_whose_key_ends_the_same() -> None:
    part, muscle, piece = (
        model.objects.create(pk=int(f"9{model.objects.get(slug=slug).pk}"), slug="z", **values)
        for model, slug, values in (
            (BodyPart, "glutes", {"name": "Z"}),
            (Muscle, "quadriceps", {"name": "Z", "body_part": BodyPart.objects.get(slug="legs")}),
            (Equipment, "barbell", {"name": "Z"}),
        )
    )
    guide = make_exercise(body_part="z", primary=("z",), secondary=())
    make_variation(exercise=guide, equipment=("z",))
    asked: list[tuple[int, dict[str, Any]]] = [
        (0, {"parts": ["glutes"]}),
        (0, {"muscles": ["quadriceps"]}),
        (0, {"equipment": ["barbell"]}),
        (1, {"parts": [part.slug], "muscles": [muscle.slug], "equipment": [piece.slug]}),
    ]
    for found, filters in asked:
        page = search("", **filters)
        assert page.total == len(page.results) == found


def make_many(number: int, **values: Any) -> None:
    exercise = make_guide("Squats")
    Variation.objects.bulk_create(
        Variation(exercise=exercise, name=f"Squat {at}", slug=f"squat-{at}", **values)
        for at in range(number)
    )


@pytest.mark.parametrize(("number", "capped"), [(998, False), (999, True)])
def test_counts_are_exact_to_1000(number: int, capped: bool) -> None:
    make_many(number, status=Status.PUBLISHED, level="advanced")
    page = search("squat", page_size=10, page=1_000)
    level = next(choice for choice in page.facets["level"] if choice.slug == "advanced")
    assert (page.total, page.total_capped) == (1_000, capped)
    assert (level.count, level.capped) == (min(number + 1, 1_000), False)
    assert page.pages == -(-(number + 2) // 10)
    assert len(page.results) == ((number + 1) % 10) + 1


@pytest.mark.parametrize("query", ["squat", "", "sqaut", "zzzz"])
def test_the_number_of_queries_does_not_grow(query: str) -> None:
    make_many(24, status=Status.PUBLISHED)
    few = count_queries(query)
    for _ in range(12):
        make_guide("Squats")
    make_many(300, status=Status.PUBLISHED)
    assert count_queries(query) == few <= 9


def count_queries(query: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        for result in search(query, equipment=["none"]).results:
            str((result.url, result.body_part, result.level, result.equipment, result.guide))
    return len(captured)
