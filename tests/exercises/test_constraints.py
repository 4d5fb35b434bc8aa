"""Rules that the database itself keeps, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Model, ProtectedError

from exercises.models import (
    BodyPart,
    CatalogueModel,
    CatalogueState,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Muscle,
    Picture,
    RelatedExercise,
    SlugRedirect,
    Tip,
    Variation,
    VariationEquipment,
)
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

TABLES = [
    model for model in apps.get_models() if issubclass(model, CatalogueModel | CatalogueState)
]


def change(row: Model, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def picture(**values: Any) -> Picture:
    row = Picture(image="a.jpg", width=1, height=1, alt="A", **values)
    return Picture.objects.bulk_create([row])[0]


def double(row: Model) -> None:
    row.pk = None
    type(row)._default_manager.bulk_create([row])


def related() -> RelatedExercise:
    return RelatedExercise.objects.create(exercise=make_exercise(), related=make_exercise())


def redirect(**values: Any) -> SlugRedirect:
    return SlugRedirect.objects.create(exercise_slug="old", exercise=make_exercise(), **values)


def a_piece() -> VariationEquipment:
    return make_variation(equipment=("barbell",)).variation_equipment.get()


BREAK: dict[str, list[Callable[[], object]]] = {
    "exercises_equipment_steps_together": [
        lambda: Equipment.objects.filter(slug="barbell").update(load_step_lb=None),
        lambda: Equipment.objects.filter(slug="bench").update(load_step_kg=1),
        lambda: Equipment.objects.filter(slug="barbell").update(load_step_kg=0),
        lambda: Equipment.objects.filter(slug="barbell").update(load_step_lb=-5),
    ],
    "exercises_guide_status": [lambda: make_exercise(status="public")],
    "exercises_guide_slug_filled": [lambda: make_exercise(slug="")],
    "exercises_guide_review_whole": [
        lambda: make_exercise(reviewed_by_name="Tom"),
        lambda: make_exercise(reviewed_on="2026-11-23"),
    ],
    "exercises_muscle_once_a_guide": [lambda: make_exercise(secondary=("gluteus-maximus",))],
    "exercises_muscle_role": [
        lambda: change(make_exercise().exercise_muscles.all()[0], role="third")
    ],
    "exercises_related_once_a_guide": [lambda: double(related())],
    "exercises_related_to_another": [
        lambda: RelatedExercise.objects.create(exercise=(guide := make_exercise()), related=guide)
    ],
    "exercises_variation_slug_once_a_guide": [lambda: double(make_variation())],
    "exercises_variation_source_once": [
        lambda: [make_variation(source="elsewhere", source_id="1") for _ in range(2)]
    ],
    "exercises_variation_status": [lambda: make_variation(status="")],
    "exercises_variation_level": [lambda: make_variation(level="expert")],
    "exercises_variation_measure": [lambda: make_variation(measure="steps")],
    "exercises_variation_load_counts": [lambda: make_variation(load_counts="half")],
    "exercises_variation_slug_filled": [lambda: make_variation(slug="")],
    "exercises_equipment_once_a_variation": [lambda: double(a_piece())],
    "exercises_picture_of_one_thing": [
        lambda: picture(),
        lambda: picture(exercise=make_exercise(), variation=make_variation()),
    ],
    "exercises_picture_role": [lambda: picture(exercise=make_exercise(), role="middle")],
    "exercises_redirect_address_once": [lambda: [redirect() for _ in range(2)]],
    "exercises_redirect_to_one_thing": [
        lambda: change(redirect(), exercise=None),
        lambda: redirect(variation=make_variation()),
    ],
    "exercises_state_one_row": [lambda: CatalogueState.objects.create(pk=2)],
}
CONSTRAINTS = {rule.name: rule for table in TABLES for rule in table._meta.constraints}


def test_every_constraint_is_tried() -> None:
    assert BREAK.keys() == CONSTRAINTS.keys()


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name in BREAK for number in range(len(BREAK[name]))]
)
def test_the_database_refuses_what_breaks(name: str, number: int) -> None:
    named = isinstance(CONSTRAINTS[name], CheckConstraint) or connection.vendor == "postgresql"
    with pytest.raises(IntegrityError, match=name if named else "UNIQUE"), transaction.atomic():
        BREAK[name][number]()


DOUBLES: dict[str, tuple[Callable[[], Model], dict[str, Any]]] = {
    "BodyPart.name": (lambda: BodyPart.objects.get(slug="legs"), {"name": "Glutes"}),
    "BodyPart.slug": (lambda: BodyPart.objects.get(slug="legs"), {"slug": "glutes"}),
    "Muscle.name": (lambda: Muscle.objects.get(slug="neck"), {"name": "Forearms"}),
    "Muscle.slug": (lambda: Muscle.objects.get(slug="neck"), {"slug": "forearms"}),
    "Equipment.name": (lambda: Equipment.objects.get(slug="mat"), {"name": "Barbell"}),
    "Equipment.slug": (lambda: Equipment.objects.get(slug="mat"), {"slug": "barbell"}),
    "Exercise.slug": (make_exercise, {"slug": "taken"}),
}


def test_every_unique_field_is_tried() -> None:
    unique = {
        f"{table.__name__}.{field.name}"
        for table in TABLES
        for field in table._meta.local_fields
        if field.unique and not field.primary_key
    }
    assert DOUBLES.keys() == unique


@pytest.mark.parametrize("field", DOUBLES)
def test_the_database_refuses_a_double(field: str) -> None:
    make_exercise(slug="taken")
    make, values = DOUBLES[field]
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        change(row, **values)


# What the constraints leave open


def test_another_guide_may_have_the_same_variation_slug_and_hand_written_ones_no_source() -> None:
    first, second = make_variation(slug="barbell"), make_variation(slug="barbell")
    assert (first.source, second.source_id) == ("", "")
    make_variation(source="a", source_id="1")
    make_variation(source="b", source_id="1")


def test_what_a_guide_needs_cannot_be_taken_away() -> None:
    variation = make_variation(equipment=("barbell",))
    for row in (
        variation.exercise.body_part,
        Muscle.objects.get(slug="gluteus-maximus"),
        Equipment.objects.get(slug="barbell"),
    ):
        with pytest.raises(ProtectedError):
            row.delete()


def test_foreign_keys_are_kept_by_the_database() -> None:
    change(make_exercise(), body_part_id=0)
    with pytest.raises(IntegrityError):
        connection.check_constraints()
    transaction.set_rollback(True)


def test_a_deleted_guide_takes_its_parts_along() -> None:
    variation = make_variation(equipment=("barbell",))
    guide = variation.exercise
    Tip.objects.create(exercise=guide, text="Pad the bar.")
    RelatedExercise.objects.create(exercise=make_exercise(), related=guide)
    picture(variation=variation)
    redirect(variation=None)
    guide.slug = "moved"
    guide.save()
    guide.delete()
    for table in (Variation, Tip, RelatedExercise, Picture, VariationEquipment):
        assert not table._default_manager.exists(), table
    assert not SlugRedirect.objects.exclude(exercise_slug="old").exists()
    assert not ExerciseMuscle.objects.exclude(exercise__in=Exercise.objects.all()).exists()
