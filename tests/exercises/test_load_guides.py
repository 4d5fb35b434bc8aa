from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.guide_files import CONTENT
from exercises.models import (
    Exercise,
    RelatedExercise,
    Variation,
)
from tests.exercises.guide_texts import variation_values, write_guide
from tests.exercises.loading import ladder, load, load_broken, version, writes

REFUSE = {
    "sqlite": "CREATE TRIGGER refuse BEFORE INSERT ON exercises_tip WHEN NEW.text = 'refused' "
    "BEGIN SELECT RAISE(ABORT, 'refused'); END",
    "postgresql": "ALTER TABLE exercises_tip ADD CONSTRAINT refuse CHECK (text <> 'refused')",
}

pytestmark = pytest.mark.django_db


def test_a_guide_is_loaded_whole_and_published(tmp_path: Path) -> None:
    barbell = variation_values("barbell", equipment=["bench", "barbell"], figure="hip-thrust")
    write_guide(
        tmp_path,
        reviewed_by_name="Ana",
        reviewed_on="2026-11-23",
        featured_order=3,
        variations=[variation_values("bodyweight"), barbell],
    )
    assert "Guides: 1 created, 0 updated, 0 unchanged, 0 kept as edited, 0 broken." in load(
        tmp_path
    )
    guide = Exercise.objects.published().get()
    assert (guide.name, guide.body_part.slug, guide.featured_order) == ("Hip Thrusts", "glutes", 3)
    assert (guide.reviewed_by_name, str(guide.reviewed_on)) == ("Ana", "2026-11-23")
    assert [muscle.slug for muscle in guide.primary_muscles] == ["gluteus-maximus"]
    assert [muscle.slug for muscle in guide.secondary_muscles] == ["hamstrings"]
    assert [tip.text for tip in guide.tips.all()] == ["**Pad the bar.**"]
    assert [faq.question for faq in guide.faqs.all()] == ["Every day?"]
    assert ladder() == ["bodyweight", "barbell"]
    loaded = Variation.objects.published().get(slug="barbell")
    assert {piece.slug for piece in loaded.equipment.all()} == {"bench", "barbell"}
    assert (loaded.figure, loaded.steps[0]) == ("hip-thrust", "Sit against the bench.")


def test_the_second_load_of_all_that_ships_writes_nothing() -> None:
    load()
    before = version()
    with CaptureQueriesContext(connection) as queries:
        said = load()
    assert writes(queries) == []
    assert version() == before
    assert said.endswith("0 changes.\n")
    guides = len(list(CONTENT.glob("*.yaml")))
    assert f"Guides: 0 created, 0 updated, {guides} unchanged, 0 kept as edited, 0 broken." in said


def test_check_writes_nothing_and_still_fails_on_errors(tmp_path: Path) -> None:
    write_guide(tmp_path)
    with CaptureQueriesContext(connection) as queries:
        assert "1 guide, 2 variations without fault." in load("--check", tmp_path)
        write_guide(tmp_path, "squats", body_part="legz")
        assert "squats.yaml" in load_broken("--check", tmp_path)
    assert writes(queries) == []
    assert not Exercise.objects.exists()


def test_the_rest_loads_when_one_is_broken(tmp_path: Path) -> None:
    write_guide(tmp_path)
    broken = write_guide(tmp_path, "squats", summary="Use <b>force</b>.")
    line = broken.read_text().splitlines().index("summary: Use <b>force</b>.") + 1
    said = load_broken(tmp_path, tmp_path / "nowhere")
    assert f"{broken}:{line}: summary: Write plain text or Markdown, without HTML." in said
    assert "nowhere: there is no such file or folder" in said
    assert "Guides: 1 created, 0 updated, 0 unchanged, 0 kept as edited, 1 broken." in said
    assert "Variations: 2 created, 0 updated, 0 unchanged, 0 kept as edited, 2 broken." in said
    assert [guide.slug for guide in Exercise.objects.all()] == ["hip-thrusts"]


def test_a_database_error_in_one_guide_leaves_no_trace_of_it_and_all_of_the_rest(
    tmp_path: Path,
) -> None:
    write_guide(tmp_path, "a")
    write_guide(tmp_path, "c", related=["b"])
    write_guide(tmp_path, "b", tips=["refused"])
    with connection.cursor() as cursor:
        cursor.execute(REFUSE[connection.vendor])
    said = load_broken(tmp_path)
    assert "b.yaml: could not be stored: " in said
    assert "related: not there yet: b" in said
    assert {guide.slug for guide in Exercise.objects.all()} == {"a", "c"}
    assert Variation.objects.count() == 4


def test_related_guides_load_whatever_the_order(tmp_path: Path) -> None:
    for name, related in (("a", ["c", "b"]), ("b", ["c"]), ("c", ["a"])):
        write_guide(tmp_path, name, related=related)
    said = load(tmp_path)
    assert "Guides: 3 created, 0 updated" in said
    links = RelatedExercise.objects.order_by("exercise__slug", "order")
    assert list(links.values_list("exercise__slug", "related__slug")) == [
        ("a", "c"),
        ("a", "b"),
        ("b", "c"),
        ("c", "a"),
    ]
    assert load(tmp_path).endswith("0 changes.\n")


def test_a_changed_file_changes_what_staff_have_not_touched(tmp_path: Path) -> None:
    write_guide(tmp_path)
    load(tmp_path)
    barbell = variation_values("barbell", level="advanced", equipment=["barbell"])
    write_guide(
        tmp_path,
        body_part="legs",
        tips=["One.", "Two."],
        muscles={"primary": ["hamstrings"], "secondary": ["gluteus-maximus"]},
        variations=[variation_values("bodyweight"), barbell],
    )
    said = load(tmp_path)
    assert "Guides: 0 created, 1 updated, 0 unchanged" in said
    assert "Variations: 0 created, 1 updated, 1 unchanged" in said
    guide = Exercise.objects.get()
    assert guide.body_part.slug == "legs"
    assert [tip.text for tip in guide.tips.all()] == ["One.", "Two."]
    assert [muscle.slug for muscle in guide.primary_muscles] == ["hamstrings"]
    changed = Variation.objects.get(slug="barbell")
    assert changed.level == "advanced"
    assert [piece.slug for piece in changed.equipment.all()] == ["barbell"]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({}, id="nothing changed"),
        pytest.param({"level": "advanced"}, id="a column"),
        pytest.param({"equipment": ["barbell"]}, id="the equipment"),
    ],
)
def test_a_load_costs_the_same_queries_with_two_variations_and_with_twelve(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    counts: list[tuple[int, int]] = []
    for number in (2, 12):
        steps = []
        for changes in ({}, change):
            rungs = [variation_values(f"v{rung}", **changes) for rung in range(number)]
            file = write_guide(tmp_path, f"guide-{number}", variations=rungs)
            with CaptureQueriesContext(connection) as queries:
                load(file)
            steps.append(
                len([query for query in queries if "exercises_search" not in query["sql"]])
            )
        counts.append((steps[0], steps[1]))
    assert counts[0] == counts[1]
    assert Variation.objects.count() == 14
