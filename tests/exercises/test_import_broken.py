import json
from pathlib import Path
from typing import Any

import pytest

from exercises.models import Variation
from tests.exercises.data_sets import SAMPLE, DataSet, catalogue, imported

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"level": "guru"}, 'level: "guru" is not one of beginner, intermediate, expert'),
        ({"name": " \n"}, "name: is empty"),
        ({"name": 7}, "name: 7 is not a text"),
        ({"name": "Curl " * 40}, "name: Ensure this value has at most 120 characters"),
        ({"name": "深蹲"}, "name: has no letter or digit"),
        ({"name": "<b>Curls</b>"}, "name: Write plain words"),
        ({"primaryMuscles": ["thighs"]}, 'primaryMuscles[0]: "thighs" is not one of abdominals'),
        ({"primaryMuscles": []}, "primaryMuscles: is empty"),
        ({"secondaryMuscles": "biceps"}, 'secondaryMuscles: "biceps" is not a list'),
        ({"equipment": "hovercraft"}, 'equipment: "hovercraft" is not one of null, bands'),
        ({"category": None}, "category: null is not one of cardio"),
        ({"force": "sideways"}, 'force: "sideways" is not one of null, static'),
        ({"instructions": ["Up.", 7]}, "instructions[1]: 7 is not a text"),
        ({"instructions": ["<script>"]}, "instructions: Write plain words"),
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
