"""What a record of free-exercise-db must look like, with its faults in words."""

import json
from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from exercises.importers import wording
from exercises.importers.drafts import Problem
from exercises.importers.free_exercise_db_rules import Record, Rules

ID = r"\A[0-9A-Za-z_-]+\Z"
IMAGE = r"\A[\w-]+/[\w-]+\.\w+\Z"
OPTIONAL = "force"


class RecordCheck:
    """Checks the records of one file; `problems` lists those that were left out, and why."""

    def __init__(self, rules: Rules) -> None:
        self.problems: list[Problem] = []
        self._fields = _fields(rules)
        self._validator = Draft202012Validator({"properties": self._fields})
        self._seen: set[str] = set()

    def records(self, raw: list[Any]) -> Iterator[Record]:
        for place, entry in enumerate(raw, 1):
            id_ = entry.get("id") if isinstance(entry, dict) else None
            label = id_[:120] if isinstance(id_, str) and id_.isprintable() and id_ else ""
            label = label or f"record {place}"
            faults = list(self._faults(entry))
            if not faults and label in self._seen:
                faults = [("id", f"is in the file twice; record {place} is left out")]
            self.problems += [Problem(label, *fault) for fault in faults]
            if not faults:
                self._seen.add(label)
                yield _record(entry)

    def _faults(self, entry: Any) -> Iterator[tuple[str, str]]:
        if not isinstance(entry, dict):
            yield "", f"{_shown(entry)} is not a record"
            return
        yield from ((key, "is missing") for key in self._fields if key not in {*entry, OPTIONAL})
        yield from sorted(_in_words(error) for error in self._validator.iter_errors(entry))
        if isinstance(name := entry.get("name"), str) and not slugify(name):
            yield "name", "has no letter or digit for an address" if name.strip() else "is empty"


def _fields(rules: Rules) -> dict[str, dict[str, Any]]:
    words = rules.words
    muscles = {"type": "array", "items": {"enum": list(words["muscles"])}}
    image = {"type": "string", "pattern": IMAGE, "description": "folder/file.jpg"}
    return {
        "id": {"type": "string", "pattern": ID, "maxLength": 120, "description": "id"},
        "name": {"type": "string"},
        "force": {"enum": [None, "static", "pull", "push"]},
        "level": {"enum": list(words["levels"])},
        "mechanic": {"enum": [None, "compound", "isolation"]},
        "equipment": {"enum": [None, *words["equipment"]]},
        "primaryMuscles": {**muscles, "minItems": 1},
        "secondaryMuscles": muscles,
        "instructions": {"type": "array", "items": {"type": "string"}},
        "category": {"enum": words["categories"]},
        "images": {"type": "array", "items": image},
    }


def _in_words(error: Any) -> tuple[str, str]:
    name = "".join(f"[{step}]" if isinstance(step, int) else step for step in error.absolute_path)
    value, rule = error.instance, error.validator_value
    match error.validator:
        case "type":
            return name, f"{_shown(value)} is not a {'list' if rule == 'array' else 'text'}"
        case "enum":
            return (
                name,
                f"{_shown(value)} is not one of {', '.join(word or 'null' for word in rule)}",
            )
        case "minItems":
            return name, "is empty"
        case "maxLength":
            return name, f"is {len(value)} characters long; at most {rule} are allowed"
        case _:
            return name, f"{_shown(value)} is not of the form {error.schema['description']}"


def _shown(value: Any) -> str:
    written = json.dumps(value)
    return written if len(written) <= 60 else f"{written[:59]}…"


def _record(entry: dict[str, Any]) -> Record:
    steps = (wording.one_line(step) for step in entry["instructions"])
    return Record(
        id=entry["id"],
        name=wording.one_line(entry["name"]),
        category=entry["category"],
        level=entry["level"],
        force=entry.get("force"),
        equipment=entry["equipment"],
        primary=entry["primaryMuscles"],
        secondary=entry["secondaryMuscles"],
        steps=[step for step in steps if step],
        images=entry["images"],
    )
