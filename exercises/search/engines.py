"""The full text of each engine: all of search's raw SQL, one class an engine."""

# ruff: noqa: S608 (only constants of this module become SQL, all else is a parameter)

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.utils import timezone

from exercises.search.facets import Found
from exercises.search.words import TIERS

Stems = tuple[tuple[str, ...], ...]
"""Groups of stems; of each group one must be there."""

Match = tuple[tuple[str, ...], ...]
"""The same with the marks of `search.words.tokens`."""

Conditions = Sequence[tuple[str, Sequence[str]]]
"""Columns of the entries with LIKE patterns; of each sequence one has to match."""

GUIDES = "e.listing IS NOT NULL AND e.public_from <= %s"

CARDS = """
    exercises_searchentry e
    JOIN exercises_exercise guide ON guide.id = e.exercise_id
    JOIN exercises_bodypart part ON part.id = guide.body_part_id
    LEFT JOIN exercises_variation variation ON variation.id = e.variation_id
"""


class Card(NamedTuple):
    """What the database knows of a result, each field selected by its name."""

    offers: str
    part: str
    part_slug: str
    guide_pk: int
    guide: str
    guide_slug: str
    guide_summary: str
    variation_pk: int | None
    variation: str | None
    variation_slug: str | None
    variation_summary: str | None


COLUMNS = """
    e.offers, part.name, part.slug, guide.id, guide.name, guide.slug, guide.summary,
    variation.id, variation.name, variation.slug, variation.summary
"""


class Engine:
    """Finds the entries that are public now.

    Words and numbers reach the database as parameters; the SQL is made of constants alone.
    """

    matching: ClassVar[str]
    order: ClassVar[str]
    joined: ClassVar[str]

    def query(self, match: Match) -> str:
        raise NotImplementedError

    def rebuild(self) -> None:
        """Make what the engine derives from the entries anew."""

    def tiers(self, matches: Sequence[Stems]) -> list[str]:
        """For each of them the best tier in which it finds anything, or ""; one query."""
        if not matches:
            return []
        found = f"EXISTS (SELECT 1 FROM {self.matching})"
        steps = " ".join(f"WHEN {found} THEN '{tier}'" for tier in TIERS)
        sql = f"CASE {steps} ELSE '' END"
        tries = [in_tier(one, tier) for one in matches for tier in TIERS]
        given = [value for one in tries for value in self._given(one)]
        return list(_rows(f"SELECT {', '.join([sql] * len(matches))}", given)[0])

    def found(self, stems: Stems | None) -> Found:
        """Scope and offers of each entry that matches in any tier; of each guide for None."""
        if stems is None:
            sources, given = f"exercises_searchentry e WHERE {GUIDES}", [_now()]
        elif stems:
            sources, given = self.matching, self._given(in_tier(stems, TIERS[-1]))
        else:
            return Found([], [])
        columns = ", ".join(self.joined.format(name) for name in Found._fields)
        scopes, offers = _rows(f"SELECT {columns} FROM {sources}", given)[0]
        return Found([], []) if scopes is None else Found(scopes.split(";"), offers.split(";"))

    def ranked(
        self, tries: Sequence[Match], conditions: Conditions, start: int, number: int
    ) -> list[Card]:
        """Entries from `start` on: those of the first try, what the second adds, and so on."""
        steps: list[str] = []
        given: list[Any] = []
        for at, one in enumerate(tries):
            room = self.room([f"try{before}" for before in range(at)])
            steps.append(
                f"try{at} AS (SELECT * FROM (SELECT e.id, {at} AS tier FROM {self.matching}"
                f"{_fits(conditions)} ORDER BY {self.order} LIMIT {room}) x)"
            )
            end = [start + number] * room.count("%s")
            given += [*self._given(one), *_patterns(conditions), *end]
        rows = _rows(
            f"WITH {', '.join(steps)}, page AS (SELECT id, min(tier) AS tier"
            f" FROM ({_union(f'try{at}' for at in range(len(tries)))}) found GROUP BY id"
            f" ORDER BY 2, id LIMIT %s OFFSET %s)"
            f" SELECT {COLUMNS} FROM {CARDS} JOIN page ON page.id = e.id ORDER BY page.tier, e.id",
            [*given, number, start],
        )
        return [Card(*row) for row in rows]

    def room(self, earlier: Sequence[str]) -> str:
        """How many entries a try may find, each %s the end of the page."""
        return "%s"

    def browsed(self, conditions: Conditions, start: int, number: int) -> list[Card]:
        """Guides from `start` on, as they are listed."""
        rows = _rows(
            f"WITH page AS (SELECT e.id, e.listing FROM exercises_searchentry e WHERE {GUIDES}"
            f"{_fits(conditions)} ORDER BY e.listing, e.id LIMIT %s OFFSET %s)"
            f" SELECT {COLUMNS} FROM {CARDS} JOIN page ON page.id = e.id"
            " ORDER BY page.listing, e.id",
            [_now(), *_patterns(conditions), number, start],
        )
        return [Card(*row) for row in rows]

    def _given(self, match: Match) -> list[Any]:
        return [self.query(match), _now()]


class SqliteEngine(Engine):
    matching = (
        "exercises_searchtext CROSS JOIN exercises_searchentry e"
        " INDEXED BY exercises_search_narrow ON e.id = exercises_searchtext.rowid"
        " WHERE exercises_searchtext MATCH %s AND e.public_from <= %s"
    )
    order = "exercises_searchtext.rowid"
    joined = "group_concat(e.{}, ';')"

    def query(self, match: Match) -> str:
        groups = (" OR ".join(f'"{token}"' for token in group) for group in match)
        return " AND ".join(f"({group})" for group in groups)

    def rebuild(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO exercises_searchtext (exercises_searchtext) VALUES ('rebuild')"
            )


class PostgresqlEngine(Engine):
    # As the index has it, see migration 0005. The sub-select hides the words from the planner,
    # which takes frequent ones to be cheaper to look for row by row.
    matching = (
        "exercises_searchentry e WHERE exercises_search_tokens(e.words) @@ (SELECT %s::tsquery)"
        " AND e.public_from <= %s"
    )
    # Not the bare key: in its order, a rare word would be looked for row by row.
    order = "e.id + 0"
    joined = "string_agg(e.{}, ';')"

    def room(self, earlier: Sequence[str]) -> str:
        """None where the earlier tries fill the page: a broad one reads all that it finds."""
        if not earlier:
            return "%s"
        return f"%s * (SELECT (count(DISTINCT id) < %s)::int FROM ({_union(earlier)}) earlier)"

    def query(self, match: Match) -> str:
        groups = (" | ".join(f"'{token}'" for token in group) for group in match)
        return " & ".join(f"({group})" for group in groups)


def engine() -> Engine:
    return SqliteEngine() if connection.vendor == "sqlite" else PostgresqlEngine()


def in_tier(stems: Stems, tier: str) -> Match:
    """The stems with the mark of this tier or of a better one."""
    marks = TIERS[: TIERS.index(tier) + 1]
    return tuple(tuple(mark + stem for mark in marks for stem in group) for group in stems)


def _union(names: Iterable[str]) -> str:
    return " UNION ALL ".join(f"SELECT * FROM {name}" for name in names)


def _fits(conditions: Conditions) -> str:
    tests = (" OR ".join([f"e.{column} LIKE %s"] * len(given)) for column, given in conditions)
    return "".join(f" AND ({test})" for test in tests)


def _patterns(conditions: Conditions) -> list[str]:
    return [pattern for _, patterns in conditions for pattern in patterns]


def _now() -> object:
    return connection.ops.adapt_datetimefield_value(timezone.now())


def _rows(sql: str, parameters: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
    return rows
