import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from exercises.importers import merging
from exercises.importers.writing import Writing
from exercises.models import (
    CatalogueState,
    Exercise,
    Picture,
    Status,
    Variation,
    VariationEquipment,
)
from exercises.pictures import store_picture
from tests.factories import make_exercise, make_variation
from tests.photos import photo, stored_files

pytestmark = pytest.mark.django_db

SAMPLE: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("samples").joinpath("free-exercise-db.json").read_text("utf-8")
)
SHIPPED = {"source": "content", "fields": {"slug": "hip-thrusts"}}


class DataSet:
    """A folder with records, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: list[Any] = json.loads(json.dumps(SAMPLE))
        self.output = ""
        self.errors = ""

    def record(self, id_: str) -> dict[str, Any]:
        return next(record for record in self.records if record["id"] == id_)

    def run(self, *flags: str, path: Path | None = None) -> dict[str, int]:
        """Import the records and return the numbers of the summary."""
        if path is None:
            path = self.folder / "exercises.json"
            path.write_text(json.dumps(self.records), "utf-8")
        output, errors = StringIO(), StringIO()
        try:
            call_command(
                "import_exercises", "free-exercise-db", path, *flags, stdout=output, stderr=errors
            )
        finally:
            self.output, self.errors = output.getvalue(), errors.getvalue()
        lines = (line.rpartition(":") for line in self.output.splitlines())
        return {name: int(number) for name, _, number in lines if number.strip().isdecimal()}

    def fail(self, *flags: str, path: Path | None = None) -> str:
        with pytest.raises(CommandError) as caught:
            self.run(*flags, path=path)
        return str(caught.value)


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


def imported(id_: str) -> Variation:
    return Variation.objects.get(source="free-exercise-db", source_id=id_)


def catalogue() -> list[Any]:
    """Everything that the importer may write, to be compared."""
    guides = Exercise.objects.order_by("pk").values()
    variations = Variation.objects.order_by("pk").values()
    pieces = VariationEquipment.objects.order_by("pk").values()
    return [list(guides), list(variations), list(pieces), CatalogueState.objects.get().version]


def ship_hip_thrusts(**changes: Any) -> Variation:
    guide = make_exercise(slug="hip-thrusts", name="Hip Thrusts", loaded_state=SHIPPED)
    values = {"slug": "barbell", "name": "Barbell hip thrust", "order": 4, **changes}
    return make_variation(exercise=guide, loaded_state=SHIPPED, **values)


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


def test_the_easiest_comes_first_and_of_its_level_what_needs_no_equipment(data: DataSet) -> None:
    for level, equipment in (("beginner", "cable"), ("expert", None), ("beginner", None)):
        name = f"Hammer Curls {level} {equipment}"
        record = {**data.record("Hammer_Curls"), "id": name.replace(" ", "_"), "name": name}
        data.records.append({**record, "level": level, "equipment": equipment})
    data.run()
    ladder = Variation.objects.filter(exercise__slug="hammer-curls")
    assert list(ladder.values_list("source_id", flat=True)) == [
        "Hammer_Curls_beginner_None",
        "Hammer_Curls",
        "Hammer_Curls_beginner_cable",
        "Hammer_Curls_expert_None",
        "Incline_Hammer_Curls",
    ]


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


def test_a_second_run_changes_nothing(data: DataSet) -> None:
    ship_hip_thrusts()
    data.run("--publish")
    before = catalogue()
    counts = data.run("--publish")
    assert catalogue() == before
    assert counts["unchanged"] == 6
    assert not counts["created"] + counts["updated"] + counts["linked"] + counts["guides made"]


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


def test_publish_leaves_a_draft_guide_of_staff_alone(data: DataSet) -> None:
    make_exercise(slug="hammer-curls", name="Ours", status=Status.DRAFT)
    data.run("--publish")
    guide = Exercise.objects.get(slug="hammer-curls")
    assert (guide.name, guide.status, guide.variations.count()) == ("Ours", Status.DRAFT, 2)


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


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"level": "guru"}, 'level: "guru" is not one of beginner, intermediate, expert'),
        ({"name": " \n"}, "name: is empty"),
        ({"name": 7}, "name: 7 is not a text"),
        ({"name": "Curl " * 40}, "name: Ensure this value has at most 120 characters"),
        ({"name": "深蹲"}, "name: has no letter or digit"),
        ({"name": "<b>Curls</b>"}, "name: Write plain text"),
        ({"primaryMuscles": ["thighs"]}, 'primaryMuscles[0]: "thighs" is not one of abdominals'),
        ({"primaryMuscles": []}, "primaryMuscles: is empty"),
        ({"secondaryMuscles": "biceps"}, 'secondaryMuscles: "biceps" is not a list'),
        ({"equipment": "hovercraft"}, 'equipment: "hovercraft" is not one of null, bands'),
        ({"category": None}, "category: null is not one of cardio"),
        ({"force": "sideways"}, 'force: "sideways" is not one of null, static'),
        ({"instructions": ["Up.", 7]}, "instructions[1]: 7 is not a text"),
        ({"instructions": ["<script>"]}, "instructions: Write plain text or Markdown"),
        ({"images": ["../../secret/0.jpg"]}, 'images[0]: "../../secret/0.jpg" is not of the form'),
    ],
)
def test_a_broken_record_is_listed_and_the_rest_imported(
    data: DataSet, change: dict[str, Any], complaint: str
) -> None:
    data.record("Hammer_Curls").update(change)
    assert data.fail() == "1 problem, listed above; all else is imported."
    assert f"Hammer_Curls: {complaint}" in data.errors
    assert Variation.objects.count() == 5
    assert not Variation.objects.filter(source_id="Hammer_Curls").exists()


@pytest.mark.parametrize("field", [key for key in SAMPLE[0] if key not in ("id", "force")])
def test_a_missing_field_is_named(data: DataSet, field: str) -> None:
    del data.record("Hammer_Curls")[field]
    data.fail()
    assert f"Hammer_Curls: {field}: is missing" in data.errors
    assert Variation.objects.count() == 5


@pytest.mark.parametrize("id_", [None, "", "../up", "a b", "Line\n", "x" * 121, ["list"]])
def test_a_record_without_a_usable_id_is_told_by_its_place_or_id(data: DataSet, id_: Any) -> None:
    data.record("Hammer_Curls")["id"] = id_
    data.fail()
    assert "id: " in data.errors
    assert Variation.objects.count() == 5


@pytest.mark.parametrize("entry", [None, 7, "curl", [], {}])
def test_what_is_no_record_is_told_by_its_place(data: DataSet, entry: Any) -> None:
    data.records.insert(1, entry)
    data.fail()
    assert data.errors.startswith("record 2: ")
    assert Variation.objects.count() == 6


def test_the_second_of_two_records_with_one_id_is_left_out(data: DataSet) -> None:
    data.records.append({**data.record("Hammer_Curls"), "name": "Nail Curls"})
    data.fail()
    assert data.errors == "Hammer_Curls: id: is in the file twice; record 7 is left out\n"
    assert imported("Hammer_Curls").name == "Hammer curl"


def test_control_characters_and_lone_surrogates_are_cleaned_away(data: DataSet) -> None:
    data.record("Hammer_Curls").update(
        name="Hammer\x00 Curls\u2028", instructions=["Up\ud800 and\x1b down, 3 < 4."]
    )
    data.run()
    curl = imported("Hammer_Curls")
    assert (curl.name, curl.steps) == ("Hammer curl", ["Up and down, 3 < 4."])


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (None, "no such file or folder"),
        (b"", "not JSON, or cut off"),
        (json.dumps(SAMPLE).encode()[:-40], "not JSON, or cut off"),
        (b"\xff\xfe", "cannot be read"),
        (b"[" * 100_000, "cannot be read"),
        (b"{}", "must hold a list of records"),
    ],
)
def test_a_file_that_is_no_list_of_records_gets_one_clear_error(
    data: DataSet, text: bytes | None, complaint: str
) -> None:
    before = catalogue()
    path = data.folder / "broken.json"
    if text is not None:
        path.write_bytes(text)
    assert complaint in data.fail(path=path)
    assert data.output == data.errors == ""
    assert catalogue() == before


def test_a_folder_is_searched_for_the_file(data: DataSet) -> None:
    assert "no dist/exercises.json or exercises.json in it" in data.fail(path=data.folder)
    (data.folder / "dist").mkdir()
    (data.folder / "dist/exercises.json").write_text(json.dumps(data.records))
    assert data.run(path=data.folder)["created"] == 6


@pytest.fixture
def photographs(data: DataSet, settings: Settings) -> Path:
    """Two photographs of the barbell hip thrust; the cable one's second is no picture."""
    settings.MEDIA_ROOT = data.folder / "media"
    for name, content in (
        ("Barbell_Hip_Thrust/0.jpg", photo(size=(400, 300)).getvalue()),
        ("Barbell_Hip_Thrust/1.jpg", photo(size=(300, 400)).getvalue()),
        ("Cable_Hip_Thrust/0.jpg", photo(size=(500, 300)).getvalue()),
        ("Cable_Hip_Thrust/1.jpg", b"no picture"),
    ):
        path = data.folder / "exercises" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return data.folder


def test_photographs_are_stored_once_as_start_and_end(photographs: Path, data: DataSet) -> None:
    (photographs / "exercises/Cable_Hip_Thrust/1.jpg").unlink()
    assert data.run("--pictures")["pictures stored"] == 3
    pictures = imported("Barbell_Hip_Thrust").pictures.all()
    assert [(one.role, one.alt, one.licence, one.width) for one in pictures] == [
        ("start", "Barbell hip thrust, start position", "Unlicense (public domain)", 400),
        ("end", "Barbell hip thrust, end position", "Unlicense (public domain)", 300),
    ]
    before = (catalogue(), stored_files(photographs / "media"))
    assert data.run("--pictures")["pictures stored"] == 0
    assert (catalogue(), stored_files(photographs / "media")) == before


def test_a_refused_photograph_is_listed_and_the_rest_stored(
    photographs: Path, data: DataSet
) -> None:
    data.fail("--pictures")
    assert data.errors == (
        "Cable_Hip_Thrust: Cable_Hip_Thrust/1.jpg: This is not a JPEG, PNG or WebP picture.\n"
    )
    assert Picture.objects.count() == 3


def test_a_picture_that_staff_chose_is_not_joined_by_another(
    photographs: Path, data: DataSet
) -> None:
    data.run()
    store_picture(photo(), variation=imported("Barbell_Hip_Thrust"), alt="Ours", role="start")
    data.fail("--pictures")
    roles = imported("Barbell_Hip_Thrust").pictures.values_list("role", "alt")
    assert sorted(roles) == [("end", "Barbell hip thrust, end position"), ("start", "Ours")]


def test_a_dry_run_counts_photographs_and_stores_none(photographs: Path, data: DataSet) -> None:
    data.run()
    assert data.run("--pictures", "--dry-run")["pictures stored"] == 4
    assert not Picture.objects.exists()
    assert stored_files(photographs / "media") == []


def test_photographs_are_left_alone_unless_asked_for(photographs: Path, data: DataSet) -> None:
    counts = data.run()
    assert not Picture.objects.exists()
    assert counts["without photographs"] == 4
