"""Filters, and how many results each of their choices would leave."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from exercises.models import BodyPart, Equipment, Level, Muscle
from exercises.search.words import stem, words_of

COUNTED = 1_000
NO_PIECE = 0
WIDTH = 24
MASK = (1 << WIDTH) - 1
ANY = -1
LEVEL_BITS = [1 << WIDTH * level for level in range(len(Level))]


class Option(NamedTuple):
    slug: str
    key: int
    name: str
    called: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choice:
    """A value of a filter; `count` results would be left with it alone (capped: or more)."""

    slug: str
    name: str
    count: int
    capped: bool
    chosen: bool


class Scope(NamedTuple):
    part: int
    muscles: frozenset[int]


class Packed(NamedTuple):
    """Offers as sets: all the equipment and that of each level, all the levels and those of each
    piece.

    A set is an integer, its members the lowest bits of fields of WIDTH bits. So sets can be
    added up: a field of the sum is how often that member occurred.
    """

    pieces: int
    pieces_at: dict[int, int]
    levels: int
    levels_with: dict[int, int]


class Found(NamedTuple):
    """`SearchEntry.scope` and `SearchEntry.offers` of each entry found, in the same order."""

    scope: list[str]
    offers: list[str]


class Tally(NamedTuple):
    """How many results fit all filters, and by parameter the number for each choice's key."""

    total: int
    counts: dict[str, Counter[int]]


@lru_cache(maxsize=10_000)
def read_scope(text: str) -> Scope:
    part, _, muscles = text.partition("|")
    return Scope(int(part), frozenset(map(int, filter(None, muscles.split(",")))))


def read_offers(text: str) -> list[tuple[int, int]]:
    """Pairs of equipment and level."""
    pairs = (pair.partition(":") for pair in text.split(",") if pair)
    return [(int(piece), int(level)) for piece, _, level in pairs]


@lru_cache(maxsize=2)
def packing(keys: tuple[int, ...]) -> Callable[[str], Packed]:
    """A function that packs offers, with a field for each of these keys of equipment."""
    bits = {key: 1 << WIDTH * place for place, key in enumerate(keys)}

    @lru_cache(maxsize=50_000)
    def pack(text: str) -> Packed:
        pieces_at: dict[int, int] = {}
        levels_with: dict[int, int] = {}
        for piece, level in read_offers(text):
            pieces_at[level] = pieces_at.get(level, 0) | bits.get(piece, 0)
            levels_with[piece] = levels_with.get(piece, 0) | LEVEL_BITS[level]
        return Packed(
            _union(pieces_at, pieces_at), pieces_at, _union(levels_with, levels_with), levels_with
        )

    return pack


def _union(sets: dict[int, int], keys: Iterable[int]) -> int:
    union = 0
    for key in keys:
        union |= sets.get(key, 0)
    return union


class Filters:
    """The filters asked for, by parameter: part, muscle, equipment, level."""

    def __init__(self, **asked: Iterable[str]) -> None:
        self._options = _options()
        self._wanted: dict[str, set[int]] = {}
        self.unknown: list[tuple[str, str]] = []
        for parameter, options in self._options.items():
            keys = {option.slug: option.key for option in options}
            slugs = dict.fromkeys(asked.get(parameter, ()))
            self._wanted[parameter] = {keys[slug] for slug in slugs if slug in keys}
            self.unknown += [(parameter, slug) for slug in slugs if slug not in keys]
        self._keys = tuple(option.key for option in self._options["equipment"])
        self._pack = packing(self._keys)

    def called(self) -> set[str]:
        """Stems of what body parts, muscles and equipment are called, shown by a guide or not."""
        names = (
            name for options in self._options.values() for one in options for name in one.called
        )
        return {stem(word) for name in names for word in words_of(name)}

    @property
    def conditions(self) -> list[tuple[str, list[str]]]:
        """Columns of the entries with LIKE patterns; of each list one has to match."""
        parts, muscles, pieces, levels = self._wanted.values()
        conditions = [
            ("scope", [f"{part}|%" for part in parts]),
            ("scope", [f"%,{muscle},%" for muscle in muscles]),
        ]
        if pieces or levels:
            pairs = [f"%,{piece}:{level},%" for piece in pieces or "%" for level in levels or "%"]
            conditions.append(("offers", pairs))
        return [(column, patterns) for column, patterns in conditions if patterns]

    def names(self, offers: str) -> tuple[str, tuple[str, ...]]:
        """Level and equipment of the variation that offers this."""
        pairs = read_offers(offers)
        pieces = {piece for piece, _ in pairs} - {NO_PIECE}
        return Level.labels[pairs[0][1]], tuple(
            option.name for option in self._options["equipment"] if option.key in pieces
        )

    def tally(self, found: Found) -> Tally:
        """Count what the words alone find."""
        parts, muscles, equipment, levels = self._wanted.values()
        by_scope, by_offers = Counter(found.scope), Counter(found.offers)
        of_part = {text for text in by_scope if not parts or read_scope(text).part in parts}
        of_muscle = {text for text in by_scope if not muscles or muscles & read_scope(text).muscles}
        fitting = of_part & of_muscle
        pieces, left = self._offers(by_offers)
        if parts or muscles:
            by_offers = Counter(compress(found.offers, map(fitting.__contains__, found.scope)))
        if equipment or levels:
            wanted = sum(LEVEL_BITS[level] for level in levels) if levels else ANY
            offered = {text for text, one in left.items() if one & wanted}
            by_scope = Counter(compress(found.scope, map(offered.__contains__, found.offers)))
        counts: dict[str, Counter[int]] = {"part": Counter(), "muscle": Counter()}
        for text, number in by_scope.items():
            scope = read_scope(text)
            if text in of_muscle:
                counts["part"][scope.part] += number
            for muscle in scope.muscles if text in of_part else ():
                counts["muscle"][muscle] += number
        by_piece = sum(number * pieces[text] for text, number in by_offers.items())
        by_level = sum(number * left[text] for text, number in by_offers.items())
        counts["equipment"] = _unpacked(by_piece, self._keys)
        counts["level"] = _unpacked(by_level, range(len(Level)))
        return Tally(sum(by_scope[text] for text in fitting), counts)

    def _offers(self, texts: Iterable[str]) -> tuple[dict[str, int], dict[str, int]]:
        """The equipment at the levels asked for, and the levels with the equipment asked for."""
        equipment, levels = self._wanted["equipment"], self._wanted["level"]
        packed = {text: self._pack(text) for text in texts}
        return (
            {
                text: _union(one.pieces_at, levels) if levels else one.pieces
                for text, one in packed.items()
            },
            {
                text: _union(one.levels_with, equipment) if equipment else one.levels
                for text, one in packed.items()
            },
        )

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


def _unpacked(sum_of_sets: int, keys: Iterable[int]) -> Counter[int]:
    fields = enumerate(keys)
    return Counter({key: sum_of_sets >> WIDTH * place & MASK for place, key in fields})


def _called(name: str, aliases: Sequence[str] = (), common_name: str = "") -> tuple[str, ...]:
    return (name, common_name, *aliases)


def _options() -> dict[str, list[Option]]:
    rows: dict[str, Iterable[Any]] = {
        "part": BodyPart.objects.values_list("slug", "pk", "name"),
        "muscle": Muscle.objects.values_list("slug", "pk", "name", "aliases", "common_name"),
        "equipment": Equipment.objects.values_list("slug", "pk", "name", "aliases"),
    }
    options = {
        parameter: [
            Option(slug, pk, name, _called(name, *others)) for slug, pk, name, *others in found
        ]
        for parameter, found in rows.items()
    }
    options["equipment"].insert(0, Option("none", NO_PIECE, "No equipment"))
    levels = enumerate(Level.choices)
    return {**options, "level": [Option(slug, key, name) for key, (slug, name) in levels]}
