import pytest
from django.db import IntegrityError

from exercises.models import Exercise, SlugRedirect, Variation, catalogue_version
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def test_a_draft_is_not_published() -> None:
    make_exercise(status="draft")
    assert not Exercise.objects.published().exists()


def test_a_variation_is_public_only_when_its_guide_is() -> None:
    make_variation(exercise=make_exercise(status="draft"))
    shown = make_variation()
    assert list(Variation.objects.published()) == [shown]


def test_slug_is_unique_within_its_guide() -> None:
    variation = make_variation()
    make_variation(slug=variation.slug)
    with pytest.raises(IntegrityError):
        make_variation(exercise=variation.exercise, slug=variation.slug)


def test_renaming_leaves_a_redirect_and_taking_the_name_back_removes_it() -> None:
    exercise = make_exercise(slug="old")
    exercise.slug = "new"
    exercise.save()
    assert SlugRedirect.objects.get(exercise_slug="old").exercise == exercise
    exercise.slug = "old"
    exercise.save()
    assert [row.exercise_slug for row in SlugRedirect.objects.all()] == ["new"]


def test_every_write_moves_the_version() -> None:
    exercise = make_exercise()
    seen = {catalogue_version()}
    for write in (
        exercise.save,
        lambda: Exercise.objects.update(summary="Other."),
        lambda: Exercise.objects.bulk_update([exercise], ["summary"]),
        lambda: Variation.objects.bulk_create([Variation(exercise=exercise, slug="a", name="A")]),
        lambda: make_variation(exercise=exercise).equipment.clear,
        lambda: Variation.objects.all().delete(),
        exercise.delete,
    ):
        write()
        version = catalogue_version()
        assert version not in seen
        seen.add(version)
