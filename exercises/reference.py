"""Body parts, muscles and equipment from `reference.yaml`, made where they are missing."""

from pathlib import Path
from typing import Any

import yaml
from django.db import DEFAULT_DB_ALIAS, router

from exercises.models import BodyPart, CatalogueState, Equipment, Muscle, catalogue_batch

REFERENCE_FILE = Path(__file__).with_name("reference.yaml")


def load_reference(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """Create the rows that are missing, touch no other, and return how many were made."""
    if not router.allow_migrate_model(using, BodyPart):
        return 0
    data: dict[str, list[dict[str, Any]]] = yaml.safe_load(REFERENCE_FILE.read_text("utf-8"))
    CatalogueState.objects.using(using).get_or_create(pk=1)
    with catalogue_batch():
        made = _create_missing(BodyPart, data["body_parts"], using)
        parts = {part.slug: part for part in BodyPart.objects.using(using)}
        named = {part.name: part for part in parts.values()}
        names = {row["slug"]: row["name"] for row in data["body_parts"]}
        muscles = [
            {**row, "body_part": parts.get(row["body_part"]) or named[names[row["body_part"]]]}
            for row in data["muscles"]
        ]
        made += _create_missing(Muscle, muscles, using, ordered=False)
        made += _create_missing(Equipment, data["equipment"], using)
    return made


def _create_missing(
    model: Any, rows: list[dict[str, Any]], using: str, *, ordered: bool = True
) -> int:
    rows_there = model.objects.using(using).values_list("slug", "name")
    there = {text for row in rows_there for text in row}
    missing = [
        model(**row, **({"order": order} if ordered else {}))
        for order, row in enumerate(rows, 1)
        if row["slug"] not in there and row["name"] not in there
    ]
    if missing:
        model.objects.using(using).bulk_create(missing)
    return len(missing)
