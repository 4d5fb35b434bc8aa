from typing import Any

import pytest
from django.core.exceptions import ValidationError

from exercises.models import Exercise, Tip, Variation

PLAIN = [
    "Hip thrust",
    "3 < 4 and 5 > 2",
    "reps < ten",
    "a & b",
    "I <3 squats",
    "“Quoted” – with dashes",
    "Übung 臀部 🏋",
]
REFUSED = [
    ("control", "bell \x07"),
    ("control", "nothing \x00"),
    ("control", "escape \x1b[31m"),
    ("control", "next line \x85"),
    ("control", "separator \u2028"),
    ("control", "no character \ufffe"),
    ("html", "<b>bold</b>"),
    ("html", "<script>alert(1)</script>"),
    ("html", "</p>"),
    ("html", "<!-- hidden -->"),
    ("html", "<?php ?>"),
]


def codes(row: Any, field: str, value: object) -> list[str]:
    """What full_clean() finds wrong with the field."""
    setattr(row, field, value)
    others = {one.name for one in row._meta.fields} - {field}
    try:
        row.full_clean(exclude=others, validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        return [str(one.code) for one in error.error_dict[field]]
    return []


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_kept(text: str) -> None:
    assert codes(Exercise(), "name", text) == []
    assert codes(Tip(), "text", text) == []
    assert codes(Variation(), "steps", [text]) == []


@pytest.mark.parametrize(("code", "text"), REFUSED)
def test_control_characters_and_html_are_refused(code: str, text: str) -> None:
    assert codes(Exercise(), "name", text) == [code]
    assert codes(Tip(), "text", text) == [code]
    assert codes(Variation(), "steps", ["Sit.", text]) == [code]


def test_markdown_has_lines_and_a_name_is_one() -> None:
    assert codes(Tip(), "text", "First.\n\n- second\n\tthird\r\n") == []
    assert codes(Exercise(), "name", "First\nsecond") == ["control"]
    assert codes(Variation(), "steps", ["First\nsecond"]) == ["control"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("Sit.", "list"),
        ({"1": "Sit."}, "list"),
        ([1], "list"),
        ([["Sit."]], "list"),
        ([None], "list"),
        (["Sit.", ""], "empty"),
        (["  "], "empty"),
    ],
)
def test_a_list_holds_filled_texts_alone(value: object, code: str) -> None:
    assert codes(Variation(), "steps", value) == [code]


def test_a_list_may_be_empty_and_is_nobody_elses() -> None:
    assert codes(Variation(), "steps", []) == []
    first, second = Variation(), Variation()
    first.steps.append("Sit.")
    assert second.steps == []


@pytest.mark.django_db
def test_a_list_keeps_its_order_in_the_database() -> None:
    from tests.factories import make_variation

    steps = ["Zebra.", "Apple.", "Mango — ü."]
    variation = make_variation(steps=steps)
    variation.refresh_from_db()
    assert variation.steps == steps
