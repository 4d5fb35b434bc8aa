"""The shape of a guide file: `exercises/content/guide.schema.json`, with its errors in words."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from exercises.guide_files.source import FieldPath, Source

SCHEMA_FILE = Path(__file__).parent.parent / "content" / "guide.schema.json"
KINDS = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "object": "a group of fields",
    "string": "a text; put it in quotes",
}


def check_shape(source: Source) -> None:
    for error in _validator().iter_errors(source.data):
        for path, message in _in_words(error):
            source.blame((*error.absolute_path, *path), message)


@cache
def _validator() -> Any:
    return Draft202012Validator(
        json.loads(SCHEMA_FILE.read_text("utf-8")), format_checker=FormatChecker(["date"])
    )


def _in_words(error: Any) -> Iterator[tuple[FieldPath, str]]:
    value, rule = error.instance, error.validator_value
    match error.validator:
        case "required":
            yield from (((name,), "is missing") for name in rule if name not in value)
        case "dependentRequired":
            needed = {other for name, others in rule.items() if name in value for other in others}
            yield from (((name,), "is missing") for name in sorted(needed - value.keys()))
        case "additionalProperties":
            known = error.schema["properties"]
            for name in value.keys() - known.keys():
                yield (name,), f"there is no such field{did_you_mean(name, known)}"
        case "type":
            yield (), "is empty" if value is None else f"{shown(value)} is not {KINDS[rule]}"
        case "enum":
            yield (), f"{shown(value)} is not one of {', '.join(rule)}"
        case "maxLength":
            yield (), f"is {len(value)} characters long; at most {rule} are allowed"
        case "minLength" | "pattern" if value == "":
            yield (), "is empty"
        case "pattern":
            yield (), f"{shown(value)} is not {error.schema['description']}"
        case "format":
            yield (), f"{shown(value)} is not a date such as 2026-11-23"
        case "uniqueItems":
            yield from (((at,), "is listed twice") for at in _repeats(value))
        case "minItems":
            yield (), f"needs at least {rule}"
        case "maxItems":
            yield (), f"has {len(value)} entries; at most {rule} are allowed"
        case _:
            yield (), f"{shown(value)} is out of range"


def shown(value: Any) -> str:
    """A value as its file has it, cut to fit a line."""
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= 60 else f"{written[:59]}…"


def did_you_mean(word: str, known: Any) -> str:
    near = get_close_matches(word, known, 1)
    return f"; did you mean {shown(near[0])}?" if near else ""


def _repeats(entries: list[Any]) -> Iterator[int]:
    return (at for at, entry in enumerate(entries) if entry in entries[:at])
