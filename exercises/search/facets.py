"""Filters, and how many results each of their choices would leave."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import NamedTuple

from exercises.models import BodyPart, Equipment, Level, Muscle

COUNTED = 1_000
PARAMETERS = ("part", "muscle", "equipment", "level")
NO_PIECE = 0
WIDTH = 24
MASK = (1 << WIDTH) - 1
ANY = -1


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


def read_offers(text: str) -> list[tuple[int, int]]:
    """`SearchEntry.offers`, read: pairs of equipment and level."""
    pairs = (pair.partition(":") for pair in text.split(",") if pair)
    return [(int(piece), int(level)) for piece, _, level in pairs]


@lru_cache(maxsize=2)
def packing(pieces: tuple[int, ...]) -> Callable[[str], tuple[int, ...]]:
    """What turns offers into one set of equipment a level, each set an integer.

    A piece is the lowest bit of its own field of WIDTH bits, so sets can be added up: a field
    of the sum then counts how often its piece occurred.
    """
    bits = {piece: 1 << WIDTH * place for place, piece in enumerate(pieces)}

    @lru_cache(maxsize=50_000)
    def pack(offers: str) -> tuple[int, ...]:
        sets = [0] * len(Level)
        for piece, level in read_offers(offers):
            sets[level] |= bits.get(piece, 0)
        return tuple(sets)

    return pack


class Found(NamedTuple):
    """Scope and offers of each entry found, in the same order."""

    scope: list[str]
    offers: list[str]


@dataclass(frozen=True)
class Tally:
    """How many results fit all filters, and the number for each choice by its key.

    `fitting` has the values of `scope` and of `offers` that fit, where a filter chooses.
    """

    total: int
    fitting: dict[str, set[str]]
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
        pieces = [option.key for option in self._options["equipment"]]
        self._pack = packing(tuple(pieces))
        self._levels = self._wanted.get("level") or range(len(Level))
        equipment = self._wanted.get("equipment")
        fields = (1 << WIDTH * at for at, key in enumerate(pieces) if key in (equipment or ()))
        self._wanted_pieces = sum(fields) if equipment else ANY

    def names(self, offers: str) -> tuple[str, tuple[str, ...]]:
        """Level and equipment of the variation that offers this."""
        pairs = read_offers(offers)
        pieces = {piece for piece, _ in pairs} - {NO_PIECE}
        return Level.labels[pairs[0][1]], tuple(
            option.name for option in self._options["equipment"] if option.key in pieces
        )

    def tally(self, found: Found) -> Tally:
        """Count what the words alone find."""
        parts, muscles = self._wanted["part"], self._wanted["muscle"]
        by_scope, by_offers = Counter(found.scope), Counter(found.offers)
        of_part = {one for one in by_scope if not parts or read_scope(one).part in parts}
        of_muscle = {one for one in by_scope if not muscles or muscles & read_scope(one).muscles}
        fitting: dict[str, set[str]] = {}
        if parts or muscles:
            fits = fitting["scope"] = of_part & of_muscle
            by_offers = Counter(compress(found.offers, map(fits.__contains__, found.scope)))
        if self._wanted["equipment"] or self._wanted["level"]:
            fits = fitting["offers"] = set(filter(self._offered, set(found.offers)))
            by_scope = Counter(compress(found.scope, map(fits.__contains__, found.offers)))
        total = sum(by_scope[one] for one in of_part & of_muscle)
        counts: dict[str, Counter[int]] = {"part": Counter(), "muscle": Counter()}
        for text, number in by_scope.items():
            scope = read_scope(text)
            if text in of_muscle:
                counts["part"][scope.part] += number
            for muscle in scope.muscles if text in of_part else ():
                counts["muscle"][muscle] += number
        return Tally(total, fitting, {**counts, **self._count_offers(by_offers)})

    def _offered(self, text: str) -> bool:
        sets = self._pack(text)
        return any(sets[level] & self._wanted_pieces for level in self._levels)

    def _count_offers(self, found: Counter[str]) -> dict[str, Counter[int]]:
        levels, wanted = self._levels, self._wanted_pieces
        by_piece, by_level = 0, [0] * len(Level)
        for text, number in found.items():
            sets, pieces = self._pack(text), 0
            for level in levels:
                pieces |= sets[level]
            by_piece += pieces * number
            for level, one in enumerate(sets):
                if one & wanted:
                    by_level[level] += number
        fields = enumerate(option.key for option in self._options["equipment"])
        return {
            "equipment": Counter({key: by_piece >> WIDTH * at & MASK for at, key in fields}),
            "level": Counter(dict(enumerate(by_level))),
        }

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
