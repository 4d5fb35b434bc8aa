import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from exercises.models import Exercise, Status, Variation
from exercises.search import search
from tests.exercises.data_sets import SAMPLE, SHIPPED, DataSet, imported, ship_hip_thrusts
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


def test_each_record_becomes_one_draft_that_remembers_where_it_came_from(data: DataSet) -> None:
    counts = data.run()
    assert sorted(Variation.objects.values_list("source_id", flat=True)) == sorted(
        record["id"] for record in SAMPLE
    )
    assert set(Variation.objects.values_list("source", flat=True)) == {"free-exercise-db"}
    assert set(Variation.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert set(Exercise.objects.values_list("status", flat=True)) == {Status.DRAFT}
    assert (counts["records"], counts["created"], counts["left out"]) == (6, 6, 0)


def test_records_of_one_movement_share_a_guide(data: DataSet) -> None:
    counts = data.run()
    guide = Exercise.objects.get(slug="hammer-curls")
    assert (guide.name, guide.singular, guide.body_part.slug) == (
        "Hammer Curls",
        "hammer curl",
        "arms",
    )
    assert guide.variations.count() == 2
    assert [muscle.slug for muscle in guide.primary_muscles] == ["biceps-brachii"]
    assert counts["guides made"] == Exercise.objects.count() == 4


def test_the_easiest_comes_first_and_of_its_level_what_steadies_the_load(data: DataSet) -> None:
    ladder = [
        "beginner-body only-A",
        "beginner-bands-B",
        "beginner-cable-A",
        "beginner-machine-B",
        "beginner-dumbbell-A",
        "beginner-dumbbell-B",
        "beginner-kettlebells-A",
        "beginner-barbell-A",
        "intermediate-body only-A",
        "expert-body only-B",
        "expert-bands-A",
    ]
    curl = data.record("Hammer_Curls")
    data.records = []
    for rung in reversed(ladder):
        level, equipment, name = rung.split("-")
        record = {**curl, "id": rung.replace(" ", "_"), "name": f"{name} {rung} Hammer Curl"}
        data.records.append({**record, "level": level, "equipment": equipment})
    data.run()
    stored = [
        one.replace("_", " ") for one in Variation.objects.values_list("source_id", flat=True)
    ]
    assert stored == ladder


def test_a_bench_makes_nothing_harder_and_a_bar_with_bands_is_a_bar(data: DataSet) -> None:
    curl = data.record("Hammer_Curls")
    data.records = [
        {**curl, "id": "A", "name": "A Hammer Curl with Bands", "equipment": "barbell"},
        {**curl, "id": "B", "name": "B Hammer Curl on Flat Bench", "equipment": "dumbbell"},
        {**curl, "id": "C", "name": "C Hammer Curl", "equipment": "dumbbell"},
    ]
    data.run()
    assert list(Variation.objects.values_list("source_id", flat=True)) == ["B", "C", "A"]


def test_a_record_without_a_rule_gets_a_guide_of_its_own(data: DataSet) -> None:
    data.run()
    guide = imported("Sofa_Wobble").exercise
    assert (guide.name, guide.singular, guide.with_article, guide.slug) == (
        "Sofa Wobbles",
        "sofa wobble",
        "a sofa wobble",
        "sofa-wobbles",
    )
    assert guide.body_part.slug == "abs"
    assert guide.summary == "One way to train the abs, with no equipment."


def test_fields_of_a_variation_come_from_its_record(data: DataSet) -> None:
    data.run()
    curl = imported("Incline_Hammer_Curls")
    assert (curl.name, curl.aliases) == ("Incline hammer curl", ["Incline Hammer Curls"])
    assert (curl.level, curl.measure, curl.load_counts) == ("advanced", "load_reps", "per_hand")
    assert {piece.slug for piece in curl.equipment.all()} == {"bench", "dumbbell"}
    stretch = imported("Seated_Calf_Stretch")
    assert stretch.steps == ["Pull your toes towards you.", "Hold, then switch sides."]
    assert (stretch.measure, stretch.one_side_at_a_time) == ("duration", True)


def test_what_records_lack_is_counted(data: DataSet) -> None:
    counts = data.run()
    assert counts["without instructions"] == 1
    assert counts["without photographs"] == 6
    assert counts["equipment not told"] == 2


def test_other_equipment_is_not_no_equipment_and_still_not_told(data: DataSet) -> None:
    data.record("Sofa_Wobble")["equipment"] = "other"
    counts = data.run("--publish")
    sofa = imported("Sofa_Wobble")
    assert [piece.name for piece in sofa.equipment.all()] == ["Other equipment"]
    assert sofa.exercise.summary == "One way to train the abs."
    assert counts["equipment not told"] == 2
    found = {slug: search("wobble", equipment=[slug]).total for slug in ("none", "other")}
    assert found == {"none": 0, "other": 2}


@pytest.mark.parametrize(
    ("pieces", "kit"),
    [
        (["other"], ""),
        (["other", "dumbbell", None], ", with a dumbbell, other equipment or no equipment"),
        (["cable"], ", with a cable machine"),
    ],
)
def test_the_summary_says_what_is_needed(data: DataSet, pieces: list[str | None], kit: str) -> None:
    curl = data.record("Hammer_Curls")
    data.records = [
        {**curl, "id": f"{piece}", "name": f"{piece} Hammer Curl", "equipment": piece}
        for piece in pieces
    ]
    data.run()
    number = f"{len(pieces)} ways" if len(pieces) > 1 else "One way"
    assert Exercise.objects.get().summary == f"{number} to train the biceps{kit}."


def test_the_same_thing_as_a_shipped_variation_is_linked_and_keeps_its_text(
    data: DataSet,
) -> None:
    shipped = ship_hip_thrusts(steps=["Our own words."])
    counts = data.run()
    linked = imported("Barbell_Hip_Thrust")
    assert linked == shipped
    assert (linked.name, linked.steps, linked.status, linked.loaded_state) == (
        "Barbell hip thrust",
        ["Our own words."],
        Status.PUBLISHED,
        SHIPPED,
    )
    assert (counts["linked"], counts["created"]) == (1, 5)


def test_what_belongs_to_a_shipped_guide_becomes_a_further_draft_after_its_own(
    data: DataSet,
) -> None:
    shipped = ship_hip_thrusts()
    data.run()
    guide = Exercise.objects.get(slug="hip-thrusts")
    assert [row.slug for row in guide.variations.all()] == ["barbell", "cable-hip-thrust"]
    assert imported("Cable_Hip_Thrust").status == Status.DRAFT
    assert (guide.status, guide.summary) == (Status.PUBLISHED, shipped.exercise.summary)


def test_without_the_shipped_guide_the_same_thing_takes_its_address(data: DataSet) -> None:
    data.run()
    thrust = imported("Barbell_Hip_Thrust")
    assert (thrust.exercise.slug, thrust.slug) == ("hip-thrusts", "barbell")


def test_a_variation_of_another_source_is_not_taken_over(data: DataSet) -> None:
    other = ship_hip_thrusts(source="elsewhere", source_id="1")
    data.run()
    assert imported("Barbell_Hip_Thrust").slug == "barbell-2"
    other.refresh_from_db()
    assert other.source == "elsewhere"


def test_a_namesake_that_staff_wrote_is_not_taken_for_the_same_thing(data: DataSet) -> None:
    ours = ship_hip_thrusts(slug="cable-hip-thrust", name="Our own")
    data.run()
    assert imported("Cable_Hip_Thrust").slug == "cable-hip-thrust-2"
    ours.refresh_from_db()
    assert ours.source == ""


def test_publish_makes_everything_public(data: DataSet) -> None:
    data.run("--publish")
    assert Variation.objects.published().count() == 6


def test_every_published_record_is_reached_by_links_from_the_hub(
    data: DataSet, client: Client
) -> None:
    data.run("--publish")
    hub = reverse("exercises:exercise_list")
    seen, waiting = {hub}, [hub]
    while waiting:
        page = client.get(waiting.pop()).content.decode()
        links = {link for link in re.findall(r'href="([^"?#]+)"', page) if link.startswith(hub)}
        waiting += links - seen
        seen |= links
    addresses = {row.get_absolute_url() for row in Variation.objects.all()}
    assert addresses - seen == set()


def test_publish_leaves_a_draft_guide_of_staff_alone(data: DataSet) -> None:
    make_exercise(slug="hammer-curls", name="Ours", status=Status.DRAFT)
    data.run("--publish")
    guide = Exercise.objects.get(slug="hammer-curls")
    assert (guide.name, guide.status, guide.variations.count()) == ("Ours", Status.DRAFT, 2)
