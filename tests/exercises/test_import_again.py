from pathlib import Path

import pytest

from exercises.importers import merging
from exercises.importers.writing import Writing
from exercises.models import Exercise, Status, Variation, VariationEquipment
from tests.exercises.data_sets import DataSet, catalogue, imported, ship_hip_thrusts
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


def test_a_second_run_changes_nothing(data: DataSet) -> None:
    ship_hip_thrusts()
    data.run("--publish")
    before = catalogue()
    counts = data.run("--publish")
    assert catalogue() == before
    assert counts["unchanged"] == 6
    assert not counts["created"] + counts["updated"] + counts["linked"] + counts["guides made"]


def test_staff_edits_are_kept_and_reported_while_other_fields_follow_the_file(
    data: DataSet,
) -> None:
    data.run()
    curl = imported("Hammer_Curls")
    curl.name = "Thumbs-up curl"
    curl.save()
    curl.equipment.clear()
    Exercise.objects.filter(slug="hammer-curls").update(summary="Ours.")
    data.record("Hammer_Curls")["level"] = "intermediate"
    counts = data.run()
    curl = imported("Hammer_Curls")
    assert (curl.name, curl.level, curl.equipment.count()) == ("Thumbs-up curl", "intermediate", 0)
    assert Exercise.objects.get(slug="hammer-curls").summary == "Ours."
    assert counts["updated"] == 1
    assert "hammer-curls/hammer-curl: name: “Thumbs-up curl” here" in data.output
    assert "hammer-curls/hammer-curl: equipment: nothing here, “dumbbell”" in data.output
    assert "kept as edited: hammer-curls: summary:" in data.output
    assert data.run()["kept as edited"] == 1


def test_equipment_and_muscles_follow_the_file(data: DataSet) -> None:
    data.run()
    for id_ in ("Hammer_Curls", "Incline_Hammer_Curls"):
        data.record(id_).update(equipment="cable", secondaryMuscles=["triceps"])
    data.run()
    curl = imported("Hammer_Curls")
    assert [piece.slug for piece in curl.equipment.all()] == ["cable"]
    assert [muscle.slug for muscle in curl.exercise.secondary_muscles] == [
        "triceps-brachii",
        "brachialis",
    ]


def test_a_moved_variation_stays_where_staff_put_it(data: DataSet) -> None:
    data.run()
    elsewhere = make_exercise(slug="my-curls")
    curl = imported("Hammer_Curls")
    curl.exercise = elsewhere
    curl.save()
    counts = data.run()
    assert imported("Hammer_Curls").exercise == elsewhere
    assert counts["unchanged"] == 6


def test_a_guide_that_staff_renamed_is_found_again(data: DataSet) -> None:
    data.run()
    guide = Exercise.objects.get(slug="hammer-curls")
    guide.slug = "thumb-curls"
    guide.save()
    imported("Hammer_Curls").delete()
    counts = data.run()
    assert imported("Hammer_Curls").exercise == guide
    assert (counts["created"], counts["guides made"]) == (1, 0)


def test_a_guide_merged_into_another_by_staff_does_not_rewrite_it(data: DataSet) -> None:
    data.run()
    kept, gone = (Exercise.objects.get(slug=slug) for slug in ("sofa-wobbles", "hammer-curls"))
    gone.variations.update(exercise=kept)
    gone.delete()
    kept.old_addresses.create(exercise_slug="hammer-curls")
    before = catalogue()
    data.run()
    assert catalogue() == before


def test_a_deleted_variation_comes_again_as_a_draft(data: DataSet) -> None:
    data.run("--publish")
    imported("Sofa_Wobble").delete()
    assert data.run()["created"] == 1
    assert imported("Sofa_Wobble").status == Status.DRAFT


def test_publish_reaches_earlier_drafts_but_not_what_staff_have_touched(data: DataSet) -> None:
    data.run()
    Variation.objects.filter(source_id="Hammer_Curls").update(steps=["Half a thought"])
    Variation.objects.filter(source_id="Sofa_Wobble").update(status=Status.RETIRED)
    data.run("--publish")
    statuses = dict(Variation.objects.values_list("source_id", "status"))
    assert statuses.pop("Hammer_Curls") == Status.DRAFT
    assert statuses.pop("Sofa_Wobble") == Status.RETIRED
    assert set(statuses.values()) == {Status.PUBLISHED}
    assert set(Exercise.objects.values_list("status", flat=True)) == {Status.PUBLISHED}


def test_what_staff_took_back_stays_a_draft(data: DataSet) -> None:
    data.run("--publish")
    Variation.objects.filter(source_id="Hammer_Curls").update(status=Status.DRAFT)
    data.run("--publish")
    assert imported("Hammer_Curls").status == Status.DRAFT
    assert "hammer-curls/hammer-curl: status: stays draft" in data.output


def test_an_import_cut_short_is_completed_by_the_next(
    data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = Writing.apply
    batches = iter([True, True, False])

    def apply_or_die(writing: Writing) -> None:
        apply(writing)
        if not next(batches):
            raise KeyboardInterrupt

    monkeypatch.setattr(merging, "ROWS_A_BATCH", 8)
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "apply", apply_or_die)
        with pytest.raises(KeyboardInterrupt):
            data.run()
    done = Variation.objects.count()
    assert 0 < done < 6
    counts = data.run()
    assert (counts["created"], counts["unchanged"]) == (6 - done, done)
    assert Variation.objects.count() == 6
    assert Exercise.objects.count() == 4


def test_no_transaction_writes_more_rows_than_a_batch(
    data: DataSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "ROWS_A_BATCH", 12)
    sizes = []

    def count_rows() -> int:
        links = sum(guide.exercise_muscles.count() for guide in Exercise.objects.all())
        pieces = VariationEquipment.objects.count()
        return Exercise.objects.count() + Variation.objects.count() + links + pieces

    apply = Writing.apply

    def apply_and_count(writing: Writing) -> None:
        before = count_rows()
        apply(writing)
        sizes.append(count_rows() - before)

    monkeypatch.setattr(Writing, "apply", apply_and_count)
    data.run()
    assert len(sizes) > 1
    assert max(sizes) <= 12


def test_a_dry_run_tells_the_same_and_writes_nothing(data: DataSet) -> None:
    ship_hip_thrusts()
    before = catalogue()
    told = data.run("--dry-run", "--publish", "--pictures")
    assert "nothing was written" in data.output
    assert catalogue() == before
    assert told == data.run("--publish", "--pictures")
