"""How an app describes what it holds about a person: one table a kind of row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from django_tasks_db.models import DBTaskResult

CHUNK = 2_000
KEY = "Internal number of the row; other files name the row by what it is."
OWNER = "The person themselves."
TOLD = "Told by the columns, in parts."


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
    spread: Callable[[Any], Iterable[tuple[Any, ...]]] | None = None
    """Makes the lines of the file of a row that is stored packed."""

    @property
    def withheld(self) -> dict[str, str]:
        """What of `left_out` a person may miss: not the keys that only join rows."""
        return {name: why for name, why in self.left_out.items() if why not in (KEY, OWNER, TOLD)}

    @property
    def columns(self) -> list[str]:
        return list(self.words)

    def read(self) -> "Iterator[tuple[Any, ...]]":
        """The lines in the order of the columns, a few at a time."""
        if self.spread:
            return chain.from_iterable(map(self.spread, self.rows.iterator(chunk_size=CHUNK)))
        paths = [self.sources.get(column, column) for column in self.words]
        return self.rows.values_list(*paths).iterator(chunk_size=CHUNK)


def every(model: type[Model]) -> "QuerySet[Any]":
    """All rows of a model, also those that its own managers hide."""
    return model._base_manager.all()


def tasks_naming(uuid: str) -> "QuerySet[DBTaskResult[..., Any]]":
    """Rows of the task queue that have a row's uuid among their arguments."""
    rows = DBTaskResult.objects.annotate(named=Cast("args_kwargs", TextField()))
    return rows.filter(named__contains=uuid)
