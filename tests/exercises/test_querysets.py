from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from exercises.models import (
    Equipment,
    Exercise,
    Picture,
    RelatedExercise,
    Status,
    Variation,
    catalogue_batch,
)
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
BOTH = ("gluteus-maximus", "hamstrings")


def names(variations: "list[Variation]") -> list[str]:
    return [variation.name for variation in variations]


def pieces(*slugs: str) -> list[Equipment]:
    return list(Equipment.objects.filter(slug__in=slugs))


# published()


@pytest.mark.parametrize("status", Status.values)
def test_only_published_is_public(status: str) -> None:
    variation = make_variation(exercise=make_exercise(status=status))
    hidden = make_variation(exercise=make_exercise(), status=status)
    public = status == Status.PUBLISHED
    assert Exercise.objects.published().filter(pk=variation.exercise_id).exists() is public
    assert Variation.objects.published().filter(pk=variation.pk).exists() is public
    assert Variation.objects.published().filter(pk=hidden.pk).exists() is public


@pytest.mark.parametrize(
    ("seconds", "public"), [(-1, False), (0, True), (1, True)], ids=["before", "then", "after"]
)
def test_a_guide_appears_when_its_date_falls_due(seconds: int, public: bool) -> None:
    guide = make_variation(exercise=make_exercise(publish_at=NOON)).exercise
    with time_machine.travel(NOON + timedelta(seconds=seconds), tick=False):
        assert Exercise.objects.published().exists() is public
        assert Variation.objects.published().exists() is public
        assert guide.is_public is public


def test_a_date_publishes_no_draft() -> None:
    make_variation(exercise=make_exercise(status="draft", publish_at=NOON - timedelta(days=1)))
    assert not Exercise.objects.published().exists()
    assert not Variation.objects.published().exists()


# What a reader needs comes in a constant number of queries


def fill(guide: Exercise, number: int) -> None:
    with catalogue_batch():
        for _ in range(number):
            variation = make_variation(exercise=guide, equipment=("barbell", "bench"))
            RelatedExercise.objects.create(exercise=guide, related=make_exercise())
            Picture.objects.bulk_create(
                Picture(image="a.jpg", width=1, height=1, alt="A", **owner)
                for owner in ({"exercise": guide}, {"variation": variation})
            )


def read_guide_cards() -> None:
    for guide in Exercise.objects.published().for_card():
        render_to_string("components/guide_card.html", {"exercise": guide})


def read_variation_cards() -> None:
    for variation in Variation.objects.published().for_card():
        render_to_string("components/variation_card.html", {"variation": variation})


def read_guides() -> None:
    for guide in Exercise.objects.published().for_page():
        guide.get_absolute_url()
        assert [muscle.body_part.name for muscle in guide.primary_muscles]
        assert [muscle.name for muscle in guide.secondary_muscles]
        [link.related.get_absolute_url() for link in guide.related_links.all()]
        [picture.alt for picture in guide.pictures.all()]
        for variation in guide.variations.all():
            render_to_string("components/variation_card.html", {"variation": variation})


def read_variations() -> None:
    for variation in Variation.objects.published().for_page():
        assert [piece.name for piece in variation.equipment.all()]
        assert [picture.alt for picture in variation.pictures.all()]
        assert [muscle.body_part.name for muscle in variation.exercise.primary_muscles]
        [step.get_absolute_url() for step in variation.neighbours() if step]


@pytest.mark.parametrize(
    ("read", "most"),
    [(read_guide_cards, 1), (read_variation_cards, 2), (read_guides, 7), (read_variations, 6)],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_number_of_queries_does_not_grow(read: Callable[[], None], most: int) -> None:
    counts = []
    guide = make_exercise()
    for number in (2, 10):
        fill(guide, number)
        with CaptureQueriesContext(connection) as captured:
            read()
        counts.append(len(captured))
    assert counts == [counts[0]] * 2
    assert counts[0] <= most


def test_a_guides_card_counts_its_public_variations() -> None:
    guide = make_variation().exercise
    make_variation(exercise=guide)
    make_variation(exercise=guide, status="draft")
    assert [card.variation_count for card in Exercise.objects.for_card()] == [2]


def test_a_guides_page_holds_only_what_is_public() -> None:
    guide = make_exercise()
    shown = make_variation(exercise=guide)
    make_variation(exercise=guide, status="draft")
    RelatedExercise.objects.create(exercise=guide, related=make_exercise(status="draft"))
    page = Exercise.objects.for_page().get(pk=guide.pk)
    assert list(page.variations.all()) == [shown]
    assert not page.related_links.all()


def test_a_preview_also_holds_drafts_but_nothing_retired() -> None:
    guide = make_exercise(status="draft")
    draft = make_variation(exercise=guide, status="draft")
    make_variation(exercise=guide, status="retired")
    assert list(Exercise.objects.for_preview().get(pk=guide.pk).variations.all()) == [draft]


def test_muscles_are_told_apart_by_role_and_kept_in_order() -> None:
    guide = make_exercise(primary=("hamstrings", "gluteus-maximus"), secondary=("quadriceps",))
    page = Exercise.objects.for_page().get(pk=guide.pk)
    assert [muscle.slug for muscle in page.primary_muscles] == ["hamstrings", "gluteus-maximus"]
    assert [muscle.slug for muscle in page.secondary_muscles] == ["quadriceps"]


# alternatives_to()


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(primary=BOTH, secondary=("quadriceps",))
    return make_variation(
        exercise=guide, name="Thrust", level="intermediate", equipment=("barbell", "bench")
    )


def test_an_alternative_shares_a_primary_muscle(thrust: Variation) -> None:
    for name, primary, secondary in (
        ("Curl", ("hamstrings",), ()),
        ("Press", ("triceps-brachii",), BOTH),
        ("Squat", ("quadriceps",), ()),
    ):
        make_variation(exercise=make_exercise(primary=primary, secondary=secondary), name=name)
    assert names(list(Variation.objects.alternatives_to(thrust))) == ["Curl"]


def test_alternatives_come_by_level_then_guide_then_shared_muscles_then_ladder(
    thrust: Variation,
) -> None:
    near, two = make_exercise(secondary=()), make_exercise(primary=BOTH, secondary=())
    for name, guide, level, order in (
        ("7 elsewhere, a level away", near, "beginner", 0),
        ("6 here, a level away", thrust.exercise, "advanced", 2),
        ("5 here, a level away", thrust.exercise, "beginner", 1),
        ("4 elsewhere, higher up", near, "intermediate", 9),
        ("3 elsewhere", near, "intermediate", 8),
        ("2 elsewhere, two muscles", two, "intermediate", 10),
        ("1 here", thrust.exercise, "intermediate", 11),
    ):
        make_variation(exercise=guide, name=name, level=level, order=order)
    found = names(list(Variation.objects.alternatives_to(thrust)))
    assert [int(name[0]) for name in found] == [1, 2, 3, 4, 5, 6, 7]


def test_two_levels_away_is_farther_than_one() -> None:
    guide = make_exercise()
    easy = make_variation(exercise=guide, level="beginner")
    hard = make_variation(exercise=guide, level="advanced", order=0)
    middle = make_variation(exercise=make_exercise(), level="intermediate", order=9)
    assert list(Variation.objects.alternatives_to(easy)) == [middle, hard]


def test_alternatives_are_public(thrust: Variation) -> None:
    make_variation(exercise=thrust.exercise, status="draft")
    make_variation(exercise=make_exercise(status="draft"))
    make_variation(exercise=make_exercise(publish_at=NOON + timedelta(days=36500)))
    assert not Variation.objects.alternatives_to(thrust)


def test_with_equipment_nothing_else_is_needed(thrust: Variation) -> None:
    for name, needs in (
        ("bare", ()),
        ("bench", ("bench",)),
        ("dumbbell", ("dumbbell",)),
        ("both", ("bench", "dumbbell")),
    ):
        make_variation(exercise=thrust.exercise, name=name, equipment=needs)
    found = Variation.objects.alternatives_to(thrust, equipment=pieces("bench", "barbell"))
    assert names(list(found)) == ["bare", "bench"]
    assert names(list(Variation.objects.alternatives_to(thrust, equipment=()))) == ["bare"]


def test_without_a_piece_whatever_needs_it_stays_away(thrust: Variation) -> None:
    for name, needs in (("bare", ()), ("both", ("bench", "dumbbell")), ("box", ("box",))):
        make_variation(exercise=thrust.exercise, name=name, equipment=needs)
    found = Variation.objects.alternatives_to(thrust, without=thrust.equipment.all())
    assert names(list(found)) == ["bare", "box"]


def test_alternatives_cost_one_query(thrust: Variation) -> None:
    make_variation(exercise=thrust.exercise)
    bench, barbell = pieces("bench"), pieces("barbell")
    with CaptureQueriesContext(connection) as captured:
        list(Variation.objects.alternatives_to(thrust, equipment=bench, without=barbell))
    assert len(captured) == 1


# neighbours()


def test_the_neighbours_are_the_next_public_ones_on_the_ladder() -> None:
    guide = make_exercise()
    first = make_variation(exercise=guide, order=1)
    make_variation(exercise=guide, order=2, status="draft")
    third = make_variation(exercise=guide, order=3)
    last = make_variation(exercise=guide, order=4)
    make_variation(order=2)
    found = Variation.objects.published().for_page().in_bulk()
    assert found[first.pk].neighbours() == (None, third)
    assert found[third.pk].neighbours() == (first, last)
    assert found[last.pk].neighbours() == (third, None)


def test_a_variation_that_is_not_on_the_ladder_has_no_neighbours() -> None:
    guide = make_variation().exercise
    draft = make_variation(exercise=guide, status="draft")
    assert Variation.objects.for_page().get(pk=draft.pk).neighbours() == (None, None)


def test_a_stretch_stands_in_only_for_a_stretch() -> None:
    lift = make_variation(
        exercise=make_exercise(body_part="legs", primary=("hamstrings",), secondary=())
    )
    stretches = [
        make_variation(
            exercise=make_exercise(body_part="mobility", primary=("hamstrings",), secondary=())
        )
        for _ in range(2)
    ]
    assert not Variation.objects.alternatives_to(lift).exists()
    assert set(Variation.objects.alternatives_to(stretches[0])) == {lift, stretches[1]}
