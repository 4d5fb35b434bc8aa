"""What every catalogue starts with: body parts, muscles, equipment."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from exercises.models import BodyPart, Equipment, Muscle, catalogue_version
from exercises.reference import load_reference

BODY_PARTS = "glutes legs back chest shoulders arms abs full-body cardio mobility"
MUSCLES = (
    "gluteus-maximus gluteus-medius quadriceps hamstrings adductors abductors hip-flexors "
    "gastrocnemius soleus rectus-abdominis obliques transverse-abdominis erector-spinae "
    "latissimus-dorsi trapezius rhomboids rear-deltoid side-deltoid front-deltoid rotator-cuff "
    "pectoralis-major serratus-anterior biceps-brachii brachialis triceps-brachii forearms neck"
)
LOADED = {"barbell", "dumbbell", "kettlebell", "cable", "machine"}
EVERYDAY = {
    "bum": "gluteus-maximus",
    "abs": "rectus-abdominis",
    "quads": "quadriceps",
    "pecs": "pectoralis-major",
    "lats": "latissimus-dorsi",
}


def slugs(model: type[BodyPart] | type[Muscle] | type[Equipment]) -> set[str]:
    return set(model._default_manager.values_list("slug", flat=True))


@pytest.mark.django_db
def test_a_new_database_has_it_all() -> None:
    assert " ".join(BodyPart.objects.values_list("slug", flat=True)) == BODY_PARTS
    assert slugs(Muscle) >= {*MUSCLES.split()}
    assert slugs(Equipment) >= LOADED


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_has_it_again() -> None:
    before = slugs(BodyPart), slugs(Muscle), slugs(Equipment)
    call_command("flush", interactive=False, verbosity=0)
    assert (slugs(BodyPart), slugs(Muscle), slugs(Equipment)) == before


@pytest.mark.django_db
def test_a_second_time_changes_nothing() -> None:
    before = catalogue_version()
    assert load_reference() == 0
    assert catalogue_version() == before


@pytest.mark.django_db
def test_what_staff_edited_is_kept_and_what_is_missing_comes_back() -> None:
    Equipment.objects.filter(slug="barbell").update(load_step_kg=Decimal("1.25"), name="Long bar")
    Muscle.objects.filter(slug="neck").delete()
    assert load_reference() == 1
    barbell = Equipment.objects.get(slug="barbell")
    assert (barbell.name, barbell.load_step_kg) == ("Long bar", Decimal("1.25"))
    assert Muscle.objects.filter(slug="neck").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("model", [BodyPart, Muscle, Equipment])
def test_a_row_that_staff_gave_another_address_is_not_made_twice(
    model: type[BodyPart] | type[Muscle] | type[Equipment],
) -> None:
    row = model._default_manager.all()[0]
    row.slug = "elsewhere"
    row.save()
    assert load_reference() == 0


@pytest.mark.django_db
def test_a_step_is_there_for_what_is_loaded_and_for_nothing_else() -> None:
    steps = dict(Equipment.objects.values_list("slug", "load_step_kg"))
    assert steps["barbell"] == Decimal("2.5")
    assert all(steps[slug] for slug in LOADED)
    assert {steps[slug] for slug in ("bench", "mat", "resistance-band", "other")} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize(("word", "slug"), EVERYDAY.items())
def test_muscles_know_their_everyday_names(word: str, slug: str) -> None:
    muscle = Muscle.objects.get(slug=slug)
    assert word in [muscle.common_name, *muscle.aliases]


@pytest.mark.django_db
def test_every_row_passes_its_own_rules() -> None:
    for model in (BodyPart, Muscle, Equipment):
        for row in model._default_manager.all():
            row.full_clean()
