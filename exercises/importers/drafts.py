"""What every importer makes of a foreign file, before anything is written."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class ImportFailed(Exception):
    """The file as a whole cannot be imported; the message says why."""


@dataclass(frozen=True)
class Problem:
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.record, self.field, self.reason) if part)


@dataclass
class VariationDraft:
    """`fields` are those of Variation that may be updated later; equipment as sorted slugs."""

    source_id: str
    slug: str
    fields: dict[str, Any]
    order: int = 0
    same_as_shipped: bool = False
    photographs: list[Path] = field(default_factory=list)


@dataclass
class GuideDraft:
    """`fields` are those of Exercise; body part and muscles (by role) as slugs."""

    slug: str
    fields: dict[str, Any]
    variations: list[VariationDraft] = field(default_factory=list)


@dataclass
class Drafts:
    """A whole file; `counts` tells how much was there and what was missing in it."""

    guides: list[GuideDraft]
    problems: list[Problem]
    counts: dict[str, int]

    @property
    def variations(self) -> list[VariationDraft]:
        return [variation for guide in self.guides for variation in guide.variations]
