import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.guide_files import CONTENT, read_guides
from tests.exercises.guide_texts import variation_values, write_guide
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def problems_of(*paths: Path) -> list[str]:
    return [str(problem) for problem in read_guides(paths).problems]


def test_the_guides_that_ship_are_without_fault() -> None:
    reading = read_guides([CONTENT])
    assert [str(problem) for problem in reading.problems] == []
    assert len(reading.guides) >= 14


def test_a_guide_is_read_with_its_defaults_filled_in(tmp_path: Path) -> None:
    (guide,) = read_guides([write_guide(tmp_path, name="  Hip Thrusts\n")]).guides
    assert guide.values["name"] == "Hip Thrusts"
    assert guide.values["featured_order"] is None
    assert guide.variations[0]["load_counts"] == "total"
    assert guide.variations[0]["one_side_at_a_time"] is False


def test_an_error_names_file_line_and_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    changed = variation_values("barbell", level="expert")
    file = write_guide(tmp_path, variations=[variation_values("bodyweight"), changed])
    line = file.read_text().splitlines().index("  level: expert") + 1
    assert problems_of(file) == [
        f"hip-thrusts.yaml:{line}: variations[1].level: "
        '"expert" is not one of beginner, intermediate, advanced'
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"slug": "thrusts"}, "slug", '"thrusts" is not the name of the file, “hip-thrusts”'),
        ({"name": "N" * 121}, "name", "is 121 characters long; at most 120"),
        ({"name": ""}, "name", "is empty"),
        ({"name": None}, "name", "is empty"),
        ({"name": 12}, "name", "12 is not a text"),
        ({"summary": "One\n\ntwo"}, "summary", "is not one line of text"),
        ({"body_part": "legz"}, "body_part", 'not a known body part; did you mean "legs"?'),
        (
            {"muscles": {"primary": ["glutaeus-maximus"], "secondary": []}},
            "muscles.primary[0]",
            'not a known muscle; did you mean "gluteus-maximus"?',
        ),
        (
            {"muscles": {"primary": ["hamstrings"], "secondary": ["hamstrings"]}},
            "muscles.secondary[0]",
            '"hamstrings" is listed above already',
        ),
        ({"muscles": {"primary": [], "secondary": []}}, "muscles.primary", "needs at least 1"),
        ({"related": ["hip-thrusts"]}, "related[0]", "cannot be related to itself"),
        ({"related": ["nowhere"]}, "related[0]", 'there is no guide "nowhere"'),
        ({"tips": ["Use <b>pads</b>."]}, "tips[0]", "without HTML"),
        ({"what_is": "One \x07 bell"}, "what_is", "control characters"),
        ({"what_is": "See [squats](guide:squatz)."}, "what_is", "“guide:squatz” leads nowhere"),
        ({"what_is": "See [it](guide:hip-thrusts/goblet)."}, "what_is", "leads nowhere"),
        ({"tips": ["See [hips](muscle:hips)."]}, "tips[0]", "no such muscle"),
        ({"tips": ["See [all](part:all)."]}, "tips[0]", "no such body part"),
        ({"summary": "See [squats](guide:squats)."}, "summary", "links do not work in this field"),
        ({"reviewed_by_name": "Ana"}, "reviewed_on", "is missing"),
        (
            {"reviewed_by_name": "Ana", "reviewed_on": "2026-13-45"},
            "reviewed_on",
            "is not a date",
        ),
        ({"featured_order": 0}, "featured_order", "0 is out of range"),
        ({"faq": []}, "faq", 'there is no such field; did you mean "faqs"?'),
        ({"faqs": [{"question": "Why?"}]}, "faqs[0].answer", "is missing"),
        ({"variations": []}, "variations", "needs at least 1"),
        (
            {"variations": [variation_values("barbell"), variation_values("barbell")]},
            "variations[1].slug",
            '"barbell" is listed above already',
        ),
        (
            {"variations": [variation_values(equipment=["barbell", "dumbbell"])]},
            "variations[0].equipment[1]",
            "only one piece with a load step",
        ),
        (
            {"variations": [variation_values(equipment=["trampoline"])]},
            "variations[0].equipment[0]",
            "not a known equipment",
        ),
        (
            {"variations": [variation_values(video_url="javascript:alert(1)")]},
            "variations[0].video_url",
            "is not an address that begins with https://",
        ),
        ({"variations": [variation_values(steps=[])]}, "variations[0].steps", "needs at least 1"),
    ],
)
def test_a_fault_is_told(tmp_path: Path, changes: dict[str, Any], field: str, message: str) -> None:
    reading = read_guides([write_guide(tmp_path, **changes)])
    assert not reading.guides
    assert [problem.field for problem in reading.problems] == [field]
    assert message in reading.problems[0].message
    assert reading.problems[0].line > 0


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    variations = [variation_values(level="hard", equipment=["trampoline"])]
    file = write_guide(tmp_path, body_part="legz", tips=["<i>No</i>"], variations=variations)
    assert [problem.field for problem in read_guides([file]).problems] == [
        "body_part",
        "tips[0]",
        "variations[0].level",
        "variations[0].equipment[0]",
    ]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", ":1: the file is empty"),
        (b"# nothing here\n", ":1: the file is empty"),
        (b"~\n", ":1: the file is empty"),
        (b"---\n", ": the file is empty"),
        (b"just words\n", ':1: "just words" is not a group of fields'),
        (b"- a\n- b\n", "is not a group of fields"),
        (b"slug: hip-thrusts\nname: [a, b\n", ":3: not YAML: "),
        (b"slug: hip-thrusts\nname: 'Hip\n", "not YAML: "),
        (b"a: 1\n---\nb: 2\n", ":2: not YAML: but found another document"),
        (b"slug: hip-thrusts\nname: \xff\xfe\n", ":2: not UTF-8"),
        ("slug: hip-thrusts\n".encode("utf-16-be"), ":1: holds the control character U+0000"),
        (b"slug: a\nname: bell \x07\n", ":2: holds the control character U+0007"),
        ("slug: a\nname: next\u0085line\n".encode(), ":2: holds the control character U+0085"),
        (b"slug: hip-thrusts\nname: Hip Thr", ":2: the last line has no end"),
        (b"slug: a\nslug: b\n", ":2: slug: is given twice, first in line 1"),
        (b"slug: &x a\nname: b\n", ":1: not YAML: anchors (&) and aliases (*) are not allowed"),
        (b"name: !!python/object/apply:os.system [ls]\n", ":1: name: a YAML tag such as"),
        (b"name: !!binary aGVsbG8=\n", ":1: name: a YAML tag such as"),
        (b"? [a, b]\n: c\n", ":1: a field needs a name"),
        (b"[" * 100_000 + b"\n", ":1: not YAML: nested too deeply"),
        (b"{a: " * 5_000 + b"\n", ":1: not YAML: nested too deeply"),
        (b"name: a\n" * 80_000, "is larger than 500 kB"),
        (b"featured_order: 1" + b"0" * 6_000 + b"\n", "is not a whole number"),
    ],
)
def test_a_file_that_is_no_guide_is_told(tmp_path: Path, raw: bytes, message: str) -> None:
    file = tmp_path / "hip-thrusts.yaml"
    file.write_bytes(raw)
    started = time.process_time()
    problems = problems_of(file)
    assert any(message in problem for problem in problems), problems
    assert time.process_time() - started < 5


def test_a_file_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    file = write_guide(tmp_path)
    whole = file.read_bytes()
    for end in range(0, len(whole), 7):
        file.write_bytes(whole[:end])
        reading = read_guides([file])
        assert not reading.guides or whole[end - 1 : end] == b"\n", end


def test_nested_aliases_are_refused_before_they_grow(tmp_path: Path) -> None:
    laughs = ["a0: &a0 [lol]"]
    laughs += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    file = tmp_path / "laughs.yaml"
    file.write_text("\n".join(laughs) + "\n")
    assert "aliases (*) are not allowed" in problems_of(file)[0]


def test_paths_that_lead_to_no_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert problems_of(tmp_path / "nowhere", tmp_path / "empty", tmp_path / "pipe") == [
        f"{tmp_path}/nowhere: there is no such file or folder",
        f"{tmp_path}/empty: the folder holds no .yaml file",
        f"{tmp_path}/pipe: there is no such file or folder",
    ]
    assert "cannot be read" in problems_of(tmp_path)[0]


def test_the_rest_is_read_when_one_is_broken(tmp_path: Path) -> None:
    write_guide(
        tmp_path, "squats", what_is="As [deep](guide:lunges/deep) as [lunges](guide:lunges)."
    )
    (tmp_path / "lunges.yaml").write_text("slug: [\n")
    reading = read_guides([tmp_path])
    assert [guide.slug for guide in reading.guides] == ["squats"]
    assert (reading.broken_guides, len(reading.problems)) == (1, 1)


def test_the_second_file_of_a_slug_is_refused(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    first, second = write_guide(tmp_path), write_guide(tmp_path / "more")
    copy = write_guide(tmp_path, "a-copy", slug="hip-thrusts")
    reading = read_guides([copy, first, second])
    assert [guide.file for guide in reading.guides] == [str(first)]
    told = {(problem.file, problem.message) for problem in reading.problems}
    taken = f'"hip-thrusts" is already the slug of {first}'
    assert {(str(second), taken), (str(copy), taken)} < told


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write_guide(tmp_path)
    reading = read_guides([tmp_path, file, tmp_path / ".." / tmp_path.name / file.name])
    assert (len(reading.guides), reading.problems) == (1, [])


def test_guides_may_link_to_one_another_whatever_the_order(tmp_path: Path) -> None:
    write_guide(tmp_path, "a", related=["b"], tips=["See [b](guide:b/barbell)."])
    write_guide(tmp_path, "b", related=["a"], tips=["See [a](guide:a)."])
    assert problems_of(tmp_path) == []


def test_a_guide_may_link_to_what_the_database_has(tmp_path: Path) -> None:
    variation = make_variation(slug="deep", exercise=make_exercise(slug="squats", status="draft"))
    text = "[All](guide:squats), [deep](guide:squats/deep), [ask](ask:), [us](trainers:)."
    assert problems_of(write_guide(tmp_path, related=["squats"], what_is=text)) == []
    variation.delete()
    assert len(problems_of(write_guide(tmp_path, related=["squats"], what_is=text))) == 1


def test_reading_costs_the_same_queries_for_one_guide_and_for_ten(tmp_path: Path) -> None:
    counts = []
    for number in (1, 10):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in "abcdefghij"[:number]:
            write_guide(folder, name, tips=["See [a](guide:a), [b](guide:a/barbell)."])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert problems_of(folder) == []
        counts.append(len(queries))
    assert counts == [4, 4]
