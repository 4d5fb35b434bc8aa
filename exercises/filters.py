"""What a visitor asked the catalogue for, read from the address."""

import re
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

from exercises.models.fields import CONTROL_CHARACTERS
from exercises.search import Choice, SearchPage

LONGEST_QUERY = 200
WHOLE_NUMBER = re.compile(r"-?[0-9]+")
PARAMETERS = {
    "equipment": "Equipment",
    "level": "Level",
    "muscle": "Muscle",
    "part": "Body part",
}


@dataclass(frozen=True)
class CatalogueFilters:
    query: str
    page: int
    parts: list[str]
    muscles: list[str]
    equipment: list[str]
    levels: list[str]

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read an address; what is no whole number is page 1, what is out of range the last."""
        number = query.get("page", "")
        return cls(
            query=CONTROL_CHARACTERS.sub(" ", query.get("q", "")).strip()[:LONGEST_QUERY],
            page=(int(number[:7]) or -1) if WHOLE_NUMBER.fullmatch(number) else 1,
            parts=_values(query, "part"),
            muscles=_values(query, "muscle"),
            equipment=_values(query, "equipment"),
            levels=_values(query, "level"),
        )

    @property
    def active(self) -> bool:
        return any([self.query, self.parts, self.muscles, self.equipment, self.levels])


def _values(query: QueryDict, parameter: str) -> list[str]:
    return [CONTROL_CHARACTERS.sub(" ", value) for value in query.getlist(parameter)]


@dataclass(frozen=True)
class FilterGroup:
    """One dimension of the filters with the choices that would leave something, chosen first."""

    parameter: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.chosen]


def filter_groups(page: SearchPage) -> list[FilterGroup]:
    groups = []
    for parameter, label in PARAMETERS.items():
        choices = page.facets.get(parameter, [])
        left = [choice for choice in choices if choice.count or choice.chosen]
        groups.append(
            FilterGroup(parameter, label, sorted(left, key=lambda choice: not choice.chosen))
        )
    return [group for group in groups if group.choices]
