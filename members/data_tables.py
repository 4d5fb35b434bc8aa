"""How an app describes what it holds about a person: one table a kind of row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

CHUNK = 2_000
KEY = "Internal number of the row; other files name the row by what it is."
OWNER = "The person themselves."


@dataclass(frozen=True)
class Table:
    """One kind of row about a person, as it goes into their download."""

    name: str
    about: str
    rows: "QuerySet[Any]"
    words: Mapping[str, str]
    """Each column and what it holds, with its unit."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Lookup paths of the columns that are not fields of that name."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Fields of the model that do not go into the file, each with the reason."""

    @property
    def withheld(self) -> dict[str, str]:
        """What of `left_out` a person may miss: not the keys that only join rows."""
        return {name: why for name, why in self.left_out.items() if why not in (KEY, OWNER)}

    @property
    def columns(self) -> list[str]:
        return list(self.words)

    def read(self) -> "Iterator[tuple[Any, ...]]":
        """The rows in the order of the columns, a few at a time."""
        paths = [self.sources.get(column, column) for column in self.words]
        return self.rows.values_list(*paths).iterator(chunk_size=CHUNK)


def every(model: type[Model]) -> "QuerySet[Any]":
    """All rows of a model, also those that its own managers hide."""
    return model._base_manager.all()
