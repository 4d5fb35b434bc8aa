"""The catalogue's version moves with every write, in the write's own transaction."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from inspect import getsource
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exercises.models import (
    BodyPart,
    CatalogueModel,
    CatalogueState,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Faq,
    Muscle,
    Picture,
    RelatedExercise,
    SearchEntry,
    SlugRedirect,
    Tip,
    Variation,
    VariationEquipment,
    catalogue_batch,
    catalogue_version,
)
from exercises.models.state import note_change
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

Rows = Any
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def guide() -> Exercise:
    return Exercise.objects.first() or make_exercise()


def variation() -> Variation:
    return Variation.objects.first() or make_variation()


NEW: dict[type[CatalogueModel], Callable[[], dict[str, Any]]] = {
    BodyPart: lambda: {"slug": "new", "name": "New", "adjective": "new"},
    Muscle: lambda: {"slug": "new", "name": "New", "body_part": BodyPart.objects.all()[0]},
    Equipment: lambda: {"slug": "new", "name": "New"},
    Exercise: lambda: {"slug": "new", "name": "New", "body_part": BodyPart.objects.all()[0]},
    ExerciseMuscle: lambda: {"exercise": guide(), "muscle": Muscle.objects.get(slug="neck")},
    RelatedExercise: lambda: {"exercise": guide(), "related": make_exercise()},
    Tip: lambda: {"exercise": guide(), "text": "Pad the bar."},
    Faq: lambda: {"exercise": guide(), "question": "Every day?", "answer": "No."},
    Variation: lambda: {"exercise": guide(), "slug": "new", "name": "New"},
    VariationEquipment: lambda: {"variation": variation(), "equipment": piece("mat")},
    Picture: lambda: {"variation": variation(), "image": "a.jpg", "width": 1, "height": 1},
    SlugRedirect: lambda: {"exercise": guide(), "exercise_slug": "new"},
}
CHANGED = {Tip: "text", Faq: "answer", Picture: "alt", SlugRedirect: "exercise_slug"}
ORDERED = {ExerciseMuscle, RelatedExercise}


def piece(slug: str) -> Equipment:
    return Equipment.objects.get(slug=slug)


def changed_field(model: type[CatalogueModel]) -> str:
    if model is VariationEquipment:
        return "equipment"
    return "order" if model in ORDERED else CHANGED.get(model, "name")


def create(rows: Rows, values: dict[str, Any]) -> None:
    rows.create(**values)


def bulk_create(rows: Rows, values: dict[str, Any]) -> None:
    rows.bulk_create([rows.model(**values)])


def get_or_create(rows: Rows, values: dict[str, Any]) -> None:
    assert rows.get_or_create(**values)[1]


def update_or_create(rows: Rows, values: dict[str, Any]) -> None:
    assert rows.update_or_create(**values)[1]


def save(row: Any, rows: Rows, field: str) -> None:
    row.save()


def delete(row: Any, rows: Rows, field: str) -> None:
    row.delete()


def update(row: Any, rows: Rows, field: str) -> None:
    assert rows.update(**{field: getattr(row, field)})


def delete_many(row: Any, rows: Rows, field: str) -> None:
    assert rows.delete()[0]


def bulk_update(row: Any, rows: Rows, field: str) -> None:
    rows.bulk_update([row], [field])


def update_existing(row: Any, rows: Rows, field: str) -> None:
    assert not rows.update_or_create(pk=row.pk, defaults={field: getattr(row, field)})[1]


MAKE = [create, bulk_create, get_or_create, update_or_create]
CHANGE = [save, update, bulk_update, update_existing, delete_many, delete]


def version() -> int:
    return CatalogueState.objects.get().version


def test_every_catalogue_model_is_tried() -> None:
    assert set(NEW) == {model for model in apps.get_models() if issubclass(model, CatalogueModel)}


@pytest.mark.parametrize("model", NEW, ids=lambda model: model.__name__)
def test_every_write_moves_the_version_by_one(model: type[CatalogueModel]) -> None:
    rows, values = model._default_manager, NEW[model]()
    for make in MAKE:
        with transaction.atomic():
            before = version()
            make(rows, values)
            assert version() == before + 1, make.__name__
            transaction.set_rollback(True)
    for change in CHANGE:
        with transaction.atomic():
            row = rows.create(**values)
            before = version()
            change(row, rows.filter(pk=row.pk), changed_field(model))
            assert version() == before + 1, change.__name__
            transaction.set_rollback(True)


def test_every_way_to_change_a_set_moves_the_version() -> None:
    with catalogue_batch():
        thrust = make_variation(equipment=("barbell", "box"))
        other = make_variation()
        tip = Tip.objects.create(exercise=other.exercise, text="Pad the bar.")
    guide, mat = thrust.exercise, Equipment.objects.get(slug="mat")
    for change in (
        lambda: thrust.equipment.add(mat),
        lambda: thrust.equipment.remove(mat),
        lambda: thrust.equipment.set([mat]),
        lambda: thrust.equipment.clear(),
        lambda: mat.variations.add(thrust),
        lambda: guide.muscles.add(Muscle.objects.get(slug="neck")),
        lambda: guide.muscles.clear(),
        lambda: guide.related.set([other.exercise]),
        lambda: guide.tips.add(tip),
        lambda: guide.tips.create(text="Start light."),
        lambda: guide.variations.set([thrust, other]),
    ):
        before = version()
        change()
        assert version() > before, getsource(change)


def test_what_writes_nothing_leaves_the_version() -> None:
    thrust = make_variation(equipment=("barbell",))
    before = catalogue_version()
    with catalogue_batch():
        thrust.equipment.set(Equipment.objects.filter(slug="barbell"))
        Exercise.objects.get_or_create(slug=thrust.exercise.slug)
        list(Variation.objects.for_page())
    assert catalogue_version() == before


# In the write's own transaction


def test_the_version_is_rolled_back_with_its_write() -> None:
    before = catalogue_version()
    with transaction.atomic():
        make_exercise()
        assert catalogue_version() != before
        transaction.set_rollback(True)
    assert catalogue_version() == before


def test_a_batch_moves_the_version_once_and_indexes_each_guide_once() -> None:
    before = version()
    with catalogue_batch(), CaptureQueriesContext(connection) as captured:
        guide = make_exercise()
        with catalogue_batch():
            thrust = make_variation(exercise=guide)
        Exercise.objects.update(summary="Other.")
        assert version() == before
    assert version() == before + 1
    assert not [query for query in captured if "searchentry" in query["sql"]]
    assert SearchEntry.objects.filter(variation=thrust).exists()


def test_a_batch_that_fails_leaves_nothing_behind() -> None:
    before = catalogue_version()
    with pytest.raises(IntegrityError), catalogue_batch():
        [make_exercise(slug="half") for _ in range(2)]
    assert not Exercise.objects.filter(slug="half").exists()
    assert catalogue_version() == before
    with catalogue_batch():
        pass
    assert catalogue_version() == before


def test_a_part_of_a_batch_may_fail_alone() -> None:
    with catalogue_batch():
        make_exercise(slug="whole")
        with pytest.raises(IntegrityError), catalogue_batch():
            make_exercise(slug="whole")
    assert Exercise.objects.filter(slug="whole").count() == 1


def test_a_change_is_noted_inside_a_batch_only() -> None:
    with pytest.raises(RuntimeError, match="catalogue_batch"):
        note_change([1])


def test_a_lost_state_row_comes_back_with_the_next_write() -> None:
    CatalogueState.objects.all().delete()
    empty = catalogue_version()
    make_exercise()
    assert catalogue_version() != empty
    assert CatalogueState.objects.count() == 1


# Both guides that a moved row concerns


def moved_by_save(thrust: Variation) -> None:
    thrust.save()


def moved_by_update(thrust: Variation) -> None:
    Variation.objects.filter(pk=thrust.pk).update(exercise=thrust.exercise)


def moved_by_bulk_update(thrust: Variation) -> None:
    Variation.objects.bulk_update([thrust], ["exercise"])


@pytest.mark.parametrize("move", [moved_by_save, moved_by_update, moved_by_bulk_update])
def test_a_moved_variation_is_indexed_where_it_went_and_no_longer_where_it_was(
    move: Callable[[Variation], None],
) -> None:
    source, target = make_exercise(), make_exercise()
    alone = SearchEntry.objects.values().get(exercise=source)
    thrust = make_variation(exercise=source, equipment=("kettlebell",))
    assert SearchEntry.objects.values().get(exercise=source, variation=None) != alone
    thrust.exercise = target
    move(thrust)
    assert SearchEntry.objects.get(variation=thrust).exercise == target
    assert SearchEntry.objects.values().get(exercise=source) == alone


# What time alone changes


def test_a_date_that_falls_due_moves_the_version_without_a_write() -> None:
    with time_machine.travel(NOON, tick=False) as now:
        make_exercise(publish_at=NOON + timedelta(hours=1))
        make_exercise(publish_at=NOON + timedelta(hours=2))
        make_exercise(status="draft", publish_at=NOON + timedelta(minutes=1))
        seen = []
        for minutes in (0, 59, 60, 61, 120):
            now.move_to(NOON + timedelta(minutes=minutes))
            seen.append(catalogue_version())
    assert seen[0] == seen[1] != seen[2] == seen[3] != seen[4]


def test_the_version_costs_one_query() -> None:
    with CaptureQueriesContext(connection) as captured:
        catalogue_version()
    assert len(captured) == 1
