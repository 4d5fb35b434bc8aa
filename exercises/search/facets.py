"""Filters, and how many results each of their choices would leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from exercises.models import BodyPart, Equipment, Level, Muscle

COUNTED = 1_000
PARAMETERS = ("part", "muscle", "equipment", "level")
NO_PIECE = 0


class Option(NamedTuple):
    slug: str
    key: int
    name: str


@dataclass(frozen=True)
class Choice:
    """A value of a filter; `count` results would be left with it alone (capped: or more)."""

    slug: str
    name: str
    count: int
    capped: bool
    chosen: bool


class Facets(NamedTuple):
    """`SearchEntry.facets`, read."""

    part: int
    muscles: frozenset[int]
    offers: tuple[tuple[int, int], ...]
    equipment: frozenset[int]
    levels: frozenset[int]

    def equipment_at(self, levels: set[int]) -> frozenset[int]:
        """The equipment of the variations at these levels, at any without levels."""
        if not levels:
            return self.equipment
        return frozenset(piece for piece, level in self.offers if level in levels)

    def levels_with(self, equipment: set[int]) -> frozenset[int]:
        """The levels of the variations with this equipment, with any without equipment."""
        if not equipment:
            return self.levels
        return frozenset(level for piece, level in self.offers if piece in equipment)


@lru_cache(maxsize=50_000)
def read_facets(text: str) -> Facets:
    part, muscles, pairs = text.split("|")
    offers = tuple(
        (int(piece), int(level))
        for piece, _, level in (pair.partition(":") for pair in pairs.split(",") if pair)
    )
    return Facets(
        int(part),
        frozenset(map(int, muscles.split(","))) if muscles else frozenset(),
        offers,
        frozenset(piece for piece, _ in offers),
        frozenset(level for _, level in offers),
    )


@dataclass(frozen=True)
class Tally:
    """How many results fit all filters, their facets, and the number for each choice by key."""

    total: int
    fitting: list[str]
    counts: dict[str, Counter[int]]


class Filters:
    """The filters asked for, by parameter: part, muscle, equipment, level."""

    def __init__(self, **asked: Iterable[str]) -> None:
        self._options = _options()
        self._wanted: dict[str, set[int]] = {}
        self.unknown: list[tuple[str, str]] = []
        for parameter, values in asked.items():
            keys = {option.slug: option.key for option in self._options[parameter]}
            slugs = list(dict.fromkeys(values))
            self._wanted[parameter] = {keys[slug] for slug in slugs if slug in keys}
            self.unknown += [(parameter, slug) for slug in slugs if slug not in keys]
        self.chosen = any(self._wanted.values())

    def names(self, text: str) -> tuple[str, tuple[str, ...]]:
        """Level and equipment in the facets of one variation."""
        facets = read_facets(text)
        level, equipment = (
            tuple(option.name for option in self._options[parameter] if option.key in keys)
            for parameter, keys in (
                ("level", facets.levels),
                ("equipment", facets.equipment - {NO_PIECE}),
            )
        )
        return level[0], equipment

    def tally(self, found: list[str]) -> Tally:
        """Count the facets of all that the words alone find."""
        parts, muscles, equipment, levels = (self._wanted[name] for name in PARAMETERS)
        total, fitting = 0, []
        counts: dict[str, Counter[int]] = {name: Counter() for name in PARAMETERS}
        for text, number in Counter(found).items():
            facets = read_facets(text)
            pieces = facets.equipment_at(levels)
            by_part = not parts or facets.part in parts
            by_muscle = not muscles or not muscles.isdisjoint(facets.muscles)
            by_offer = not pieces.isdisjoint(equipment) if equipment else bool(pieces or not levels)
            if by_part and by_muscle and by_offer:
                total += number
                fitting.append(text)
            if by_muscle and by_offer:
                counts["part"][facets.part] += number
            if by_part and by_offer:
                _add(counts["muscle"], facets.muscles, number)
            if by_part and by_muscle:
                _add(counts["equipment"], pieces, number)
                _add(counts["level"], facets.levels_with(equipment), number)
        return Tally(total, fitting, counts)

    def choices(self, tally: Tally) -> dict[str, list[Choice]]:
        return {
            parameter: [
                Choice(
                    slug=option.slug,
                    name=option.name,
                    count=min(tally.counts[parameter][option.key], COUNTED),
                    capped=tally.counts[parameter][option.key] > COUNTED,
                    chosen=option.key in self._wanted[parameter],
                )
                for option in options
            ]
            for parameter, options in self._options.items()
        }


def _add(counts: Counter[int], keys: Iterable[int], number: int) -> None:
    for key in keys:
        counts[key] += number


def _options() -> dict[str, list[Option]]:
    rows = {
        "part": BodyPart.objects.values_list("slug", "pk", "name"),
        "muscle": Muscle.objects.values_list("slug", "pk", "name"),
        "equipment": Equipment.objects.values_list("slug", "pk", "name"),
    }
    options = {parameter: [Option(*row) for row in found] for parameter, found in rows.items()}
    options["equipment"].insert(0, Option("none", NO_PIECE, "No equipment"))
    levels = enumerate(Level.choices)
    return {**options, "level": [Option(slug, key, name) for key, (slug, name) in levels]}
