from pathlib import Path
from typing import Any

import pytest

from exercises.models import (
    Exercise,
    ExerciseMuscle,
    Faq,
    RelatedExercise,
    SlugRedirect,
    Tip,
    Variation,
    VariationEquipment,
)
from tests.exercises.guide_texts import variation_values, write_guide
from tests.exercises.loading import ladder, load, version
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def content() -> list[Any]:
    """Everything that files write, but for the bookkeeping."""
    return [
        *Exercise.objects.order_by("pk").values("summary", "body_part", "reviewed_by_name"),
        *Tip.objects.order_by("order").values("text"),
        *Faq.objects.order_by("order").values("question", "answer"),
        *ExerciseMuscle.objects.order_by("pk").values("muscle", "role"),
        *RelatedExercise.objects.order_by("order").values("related"),
        *Variation.objects.order_by("pk").values("slug", "steps", "order"),
        *VariationEquipment.objects.order_by("pk").values("variation", "equipment"),
    ]


def edit_summary() -> None:
    Exercise.objects.update(summary="By staff.")


def edit_body_part() -> None:
    guide = Exercise.objects.get()
    guide.body_part = make_exercise(slug="other", body_part="back").body_part
    guide.save()


def edit_tips() -> None:
    Tip.objects.create(exercise=Exercise.objects.get(), text="By staff.", order=9)


def edit_faqs() -> None:
    Faq.objects.all().delete()


def edit_review() -> None:
    Exercise.objects.update(reviewed_by_name="By staff", reviewed_on="2026-01-01")


def edit_muscles() -> None:
    Exercise.objects.get().exercise_muscles.filter(role="secondary").update(role="primary")


def edit_related() -> None:
    RelatedExercise.objects.create(exercise=Exercise.objects.get(), related=make_exercise())


def edit_equipment() -> None:
    VariationEquipment.objects.all().delete()


def edit_steps() -> None:
    Variation.objects.filter(slug="barbell").update(steps=["By staff."])


@pytest.mark.parametrize(
    ("edit", "name", "changes"),
    [
        (edit_summary, "hip-thrusts: summary", {"summary": "From the file."}),
        (edit_body_part, "hip-thrusts: body_part", {"body_part": "legs"}),
        (edit_tips, "hip-thrusts: tips", {"tips": ["From the file."]}),
        (edit_faqs, "hip-thrusts: faqs", {"faqs": [{"question": "File?", "answer": "Yes."}]}),
        (
            edit_review,
            "hip-thrusts: review",
            {"reviewed_by_name": "File", "reviewed_on": "2026-02-02"},
        ),
        (
            edit_muscles,
            "hip-thrusts: muscles",
            {"muscles": {"primary": ["quadriceps"], "secondary": []}},
        ),
        (edit_related, "hip-thrusts: related", {"related": []}),
        (
            edit_equipment,
            "hip-thrusts/barbell: equipment",
            {"variations": [variation_values("barbell", equipment=["barbell"])]},
        ),
        (
            edit_steps,
            "hip-thrusts/barbell: steps",
            {"variations": [variation_values("barbell", steps=["From the file."])]},
        ),
    ],
)
def test_what_staff_have_edited_stays_and_is_told(
    tmp_path: Path, edit: Any, name: str, changes: dict[str, Any]
) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    edit()
    edited = content()
    assert f"kept: {name}: " in load(tmp_path)
    write_guide(tmp_path, **changes)
    assert f"kept: {name}: " in load(tmp_path)
    assert content() == edited
    before = version()
    assert load(tmp_path).endswith("0 changes.\n")
    assert version() == before


def test_it_is_told_how_an_edited_field_differs(tmp_path: Path) -> None:
    write_guide(tmp_path, summary="Drive the hips up from a bench.")
    load(tmp_path)
    Exercise.objects.update(summary="Drive the hips high.")
    assert "kept: hip-thrusts: summary: “…high.” here, “…up from a bench.” in the file" in load(
        tmp_path
    )


def test_what_staff_have_put_back_follows_the_file_again(tmp_path: Path) -> None:
    write_guide(tmp_path, summary="First.")
    load(tmp_path)
    Exercise.objects.update(summary="By staff.")
    write_guide(tmp_path, summary="Second.")
    load(tmp_path)
    Exercise.objects.update(summary="First.")
    assert "1 change." in load(tmp_path)
    assert Exercise.objects.get().summary == "Second."


def test_line_ends_that_a_form_sends_are_no_edit(tmp_path: Path) -> None:
    write_guide(tmp_path, what_is="One.\n\nTwo.", tips=["One.\n\nTwo."])
    load(tmp_path)
    Exercise.objects.update(what_is="One.\r\n\r\nTwo.")
    Tip.objects.update(text="One.\r\n\r\nTwo.")
    assert "kept" not in load(tmp_path).replace("kept as edited", "")


def test_status_is_the_business_of_staff_after_the_first_load(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    Exercise.objects.update(status="retired")
    Variation.objects.update(status="draft")
    write_guide(tmp_path, summary="Changed.", variations=[variation_values("barbell", name="B")])
    load(tmp_path)
    assert Exercise.objects.get().status == "retired"
    assert {row.status for row in Variation.objects.all()} == {"draft"}


def test_a_variation_that_is_no_longer_in_the_file_stays(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    write_guide(tmp_path, variations=[variation_values("barbell")])
    for _ in range(2):
        assert "kept: hip-thrusts/bodyweight: is no longer in the file; it stays" in load(tmp_path)
    assert ladder() == ["bodyweight", "barbell"]


def test_a_variation_that_staff_have_deleted_is_not_made_again(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    Variation.objects.get(slug="bodyweight").delete()
    for _ in range(2):
        said = load(tmp_path)
        assert "kept: hip-thrusts/bodyweight: staff have taken it out" in said
        assert said.endswith("0 changes.\n")
    assert ladder() == ["barbell"]


def test_a_new_variation_takes_its_place_on_the_ladder(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    guide = Exercise.objects.get()
    make_variation(exercise=guide, slug="by-staff", order=1)
    make_variation(exercise=guide, slug="imported", order=100)
    rungs = [variation_values(slug) for slug in ("bodyweight", "band", "barbell", "single-leg")]
    write_guide(tmp_path, variations=rungs)
    assert "Variations: 2 created" in load(tmp_path)
    assert ladder() == ["bodyweight", "band", "by-staff", "barbell", "single-leg", "imported"]
    assert Variation.objects.get(slug="imported").order == 100


def test_an_order_that_staff_have_changed_stays(tmp_path: Path) -> None:
    rungs = [variation_values(slug) for slug in ("a", "b", "c")]
    write_guide(tmp_path, variations=rungs)
    load(tmp_path)
    Variation.objects.filter(slug="a").update(order=9)
    write_guide(tmp_path, variations=[*rungs[:2], variation_values("new"), rungs[2]])
    assert "kept: hip-thrusts: order: " in load(tmp_path)
    assert ladder() == ["b", "new", "c", "a"]
    assert load(tmp_path).endswith("0 changes.\n")


def test_a_new_order_in_the_file_is_taken_while_staff_have_not_changed_it(tmp_path: Path) -> None:
    rungs = [variation_values(slug) for slug in ("a", "b", "c")]
    write_guide(tmp_path, variations=rungs)
    load(tmp_path)
    write_guide(tmp_path, variations=rungs[::-1])
    load(tmp_path)
    assert ladder() == ["c", "b", "a"]


def test_a_guide_and_variation_that_staff_have_renamed_are_found_again(tmp_path: Path) -> None:
    write_guide(tmp_path)
    write_guide(tmp_path, "squats", related=["hip-thrusts"])
    load(tmp_path)
    guide = Exercise.objects.get(slug="hip-thrusts")
    guide.slug = "thrusts"
    guide.save()
    variation = guide.variations.get(slug="barbell")
    variation.slug = "bar"
    variation.save()
    write_guide(tmp_path, summary="Changed.")
    said = load(tmp_path)
    assert "kept: hip-thrusts: slug: “thrusts” here, “hip-thrusts” in the file" in said
    assert "kept: hip-thrusts/barbell: slug: “bar” here, “barbell” in the file" in said
    assert "kept: squats" not in said
    assert Exercise.objects.get(slug="thrusts").summary == "Changed."
    assert (Exercise.objects.count(), Variation.objects.count()) == (2, 4)


def test_a_guide_that_staff_have_merged_into_another_is_left_alone(tmp_path: Path) -> None:
    write_guide(tmp_path)
    other = make_exercise(slug="glute-bridges")
    SlugRedirect.objects.create(exercise_slug="hip-thrusts", exercise=other)
    said = load(tmp_path)
    assert "kept: hip-thrusts: staff have led this address to glute-bridges" in said
    assert [guide.slug for guide in Exercise.objects.all()] == ["glute-bridges"]


def test_a_guide_made_by_hand_keeps_what_is_filled_in(tmp_path: Path) -> None:
    guide = make_exercise(
        slug="hip-thrusts", name="By hand", what_is="", status="draft", secondary=()
    )
    make_variation(exercise=guide, slug="barbell", level="advanced", steps=[], status="draft")
    make_variation(exercise=guide, slug="own")
    write_guide(tmp_path)
    said = load(tmp_path)
    for name in ("hip-thrusts: name", "hip-thrusts: muscles", "hip-thrusts/barbell: level"):
        assert f"kept: {name}: " in said
    guide.refresh_from_db()
    assert (guide.name, guide.what_is, guide.status) == (
        "By hand",
        "It trains the glutes.",
        "draft",
    )
    barbell = guide.variations.get(slug="barbell")
    assert (barbell.level, barbell.status) == ("advanced", "draft")
    assert barbell.steps == ["Sit against the bench.", "Drive the hips up."]
    assert ladder() == ["bodyweight", "barbell", "own"]
    before = version()
    assert load(tmp_path).endswith("0 changes.\n")
    assert version() == before


def test_a_guide_made_by_hand_keeps_its_order(tmp_path: Path) -> None:
    guide = make_exercise(slug="hip-thrusts")
    for order, slug in enumerate(("barbell", "bodyweight")):
        make_variation(exercise=guide, slug=slug, order=order)
    write_guide(tmp_path)
    for _ in range(2):
        assert "kept: hip-thrusts: order: “barbell · bodyweight” here, " in load(tmp_path)
        assert ladder() == ["barbell", "bodyweight"]


def test_what_an_importer_made_is_taken_over_but_for_the_edits_of_staff(tmp_path: Path) -> None:
    imported = {"name": "Imported", "summary": "Imported.", "what_is": ""}
    guide = make_exercise(
        slug="hip-thrusts",
        status="draft",
        loaded_state={"source": "free-exercise-db", "fields": imported},
        name="Imported",
        summary="By staff.",
        what_is="",
    )
    fields = {"name": "Imported", "level": "advanced", "steps": ["Imported."], "equipment": []}
    make_variation(
        exercise=guide,
        slug="barbell",
        status="draft",
        source="free-exercise-db",
        source_id="Barbell_Hip_Thrust",
        name="Imported",
        level="advanced",
        steps=["By staff."],
        loaded_state={"source": "free-exercise-db", "fields": fields},
    )
    write_guide(tmp_path)
    said = load(tmp_path)
    assert "kept: hip-thrusts: summary: " in said
    assert "kept: hip-thrusts/barbell: steps: " in said
    guide = Exercise.objects.published().get()
    assert (guide.name, guide.summary) == ("Hip Thrusts", "By staff.")
    barbell = Variation.objects.published().get(slug="barbell")
    assert (barbell.name, barbell.level) == ("Barbell hip thrust", "beginner")
    assert barbell.steps == ["By staff."]
    assert barbell.source_id == "Barbell_Hip_Thrust"
    assert [piece.slug for piece in barbell.equipment.all()] == ["bench"]
    assert load(tmp_path).endswith("0 changes.\n")


def test_an_imported_row_whose_status_staff_have_set_keeps_it(tmp_path: Path) -> None:
    make_exercise(
        slug="hip-thrusts",
        status="retired",
        loaded_state={"source": "free-exercise-db", "fields": {}},
    )
    write_guide(tmp_path)
    load(tmp_path)
    assert Exercise.objects.get().status == "retired"


def test_questions_added_below_stay_while_the_file_s_own_improve(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    added = Faq.objects.create(
        exercise=Exercise.objects.get(), order=1, question="Added?", answer="Yes."
    )
    before = content()
    assert load(tmp_path).endswith("0 changes.\n")
    assert content() == before
    one, two = ({"question": f"Question {n}?", "answer": "Better."} for n in (1, 2))
    write_guide(tmp_path, faqs=[one, two])
    assert "kept" not in load(tmp_path).replace("kept as edited", "")
    questions = [faq.question for faq in Exercise.objects.get().faqs.all()]
    assert questions == ["Question 1?", "Question 2?", "Added?"]
    assert Faq.objects.get(question="Added?").pk == added.pk
    ours = {"question": "Added?", "answer": "Yes."}
    write_guide(tmp_path, faqs=[one, two, ours])
    assert load(tmp_path).endswith("0 changes.\n")
    assert Faq.objects.count() == 3
