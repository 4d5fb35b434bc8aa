"""What a visitor asked the catalogue for, read from the address."""

import re
from dataclasses import dataclass
from typing import Self

from django.http import QueryDict

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
            query=query.get("q", "").strip()[:LONGEST_QUERY],
            page=(int(number[:7]) or -1) if WHOLE_NUMBER.fullmatch(number) else 1,
            parts=query.getlist("part"),
            muscles=query.getlist("muscle"),
            equipment=query.getlist("equipment"),
            levels=query.getlist("level"),
        )

    @property
    def active(self) -> bool:
        return any([self.query, self.parts, self.muscles, self.equipment, self.levels])


@dataclass(frozen=True)
class FilterGroup:
    """One dimension of the filters with the choices that would leave something."""

    parameter: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self) -> int:
        return sum(choice.chosen for choice in self.choices)


def filter_groups(page: SearchPage) -> list[FilterGroup]:
    return [
        FilterGroup(
            parameter,
            label,
            [choice for choice in page.facets.get(parameter, []) if choice.count or choice.chosen],
        )
        for parameter, label in PARAMETERS.items()
    ]
