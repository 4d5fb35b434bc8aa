"""Filters, and how many results each of their choices would leave."""

from collections import Counter
from collections.abc import Collection, Iterable
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


class Scope(NamedTuple):
    """`SearchEntry.scope`, read."""

    part: int
    muscles: frozenset[int]


@lru_cache(maxsize=10_000)
def read_scope(text: str) -> Scope:
    part, _, muscles = text.partition("|")
    return Scope(int(part), frozenset(map(int, muscles.split(","))) if muscles else frozenset())


class Offers(NamedTuple):
    """`SearchEntry.offers`, read."""

    pairs: tuple[tuple[int, int], ...]
    equipment: frozenset[int]
    levels: frozenset[int]

    def equipment_at(self, levels: set[int]) -> frozenset[int]:
        """The equipment of the variations at these levels, at any without levels."""
        if not levels:
            return self.equipment
        return frozenset(piece for piece, level in self.pairs if level in levels)

    def levels_with(self, equipment: set[int]) -> frozenset[int]:
        """The levels of the variations with this equipment, with any without equipment."""
        if not equipment:
            return self.levels
        return frozenset(level for piece, level in self.pairs if piece in equipment)


@lru_cache(maxsize=20_000)
def read_offers(text: str) -> Offers:
    pairs = [pair.split(":") for pair in text.split(",") if pair]
    offers = tuple((int(piece), int(level)) for piece, level in pairs)
    return Offers(
        offers,
        frozenset(piece for piece, _ in offers),
        frozenset(level for _, level in offers),
    )


class Found(NamedTuple):
    """Scope and offers of each entry found, in the same order; or of those that fit, each once."""

    scope: Collection[str]
    offers: Collection[str]


@dataclass(frozen=True)
class Tally:
    """How many results fit all filters, what fits, and the number for each choice by its key."""

    total: int
    fitting: Found
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

    def names(self, offers: str) -> tuple[str, tuple[str, ...]]:
        """Level and equipment of the variation that offers this."""
        _, equipment, levels = read_offers(offers)
        level, pieces = (
            tuple(option.name for option in self._options[parameter] if option.key in keys)
            for parameter, keys in (("level", levels), ("equipment", equipment - {NO_PIECE}))
        )
        return level[0], pieces

    def tally(self, found: Found) -> Tally:
        """Count what the words alone find."""
        parts, muscles, equipment, levels = (self._wanted[name] for name in PARAMETERS)
        all_scopes, all_offers = set(found.scope), set(found.offers)
        of_part = {one for one in all_scopes if not parts or read_scope(one).part in parts}
        of_muscle = {one for one in all_scopes if not muscles or muscles & read_scope(one).muscles}
        fitting = Found(of_part & of_muscle, {one for one in all_offers if self._offered(one)})
        pairs = list(zip(found.scope, found.offers, strict=True))
        by_scope = Counter(scope for scope, offers in pairs if offers in fitting.offers)
        by_offers = Counter(offers for scope, offers in pairs if scope in fitting.scope)
        counts: dict[str, Counter[int]] = {name: Counter() for name in PARAMETERS}
        for text, number in by_scope.items():
            scope = read_scope(text)
            if text in of_muscle:
                counts["part"][scope.part] += number
            for muscle in scope.muscles if text in of_part else ():
                counts["muscle"][muscle] += number
        for text, number in by_offers.items():
            offers = read_offers(text)
            for piece in offers.equipment_at(levels):
                counts["equipment"][piece] += number
            for level in offers.levels_with(equipment):
                counts["level"][level] += number
        total = sum(number for text, number in by_scope.items() if text in fitting.scope)
        return Tally(total, fitting, counts)

    def _offered(self, text: str) -> bool:
        equipment, levels = self._wanted["equipment"], self._wanted["level"]
        pieces = read_offers(text).equipment_at(levels)
        return bool(pieces & equipment) if equipment else bool(pieces) or not levels

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
