"""CSV of Strong, in the shapes that it has had since 2018.

One row a set; `Set Order` is a number, W (warm-up), D (drop), F (to failure), or names a row that
is no set (Rest Timer, Note). Units stand in a column of their own, in a header's brackets, as the
header itself, or nowhere. Zero is written for "does not apply".
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from members.importers.cells import Nonsense, length, line, number, reserve, whole
from members.importers.csv_reading import Table
from members.importers.logs import (
    DISTANCE_UNITS,
    ITEM_NOTE,
    LOAD_UNITS,
    LONGEST,
    MOST_CELL,
    NOTE,
    Gatherer,
    ReadSet,
    ReadWorkout,
    distance_text,
    load_text,
    unit_in,
)
from members.models.prescriptions import MOST_REPS, MOST_SECONDS

NAMES = {
    "date": ("date", "datum"),
    "workout": ("workout name", "workout-name"),
    "duration": ("duration", "workout duration", "dauer", "workout-dauer"),
    "exercise": ("exercise name", "name der übung"),
    "order": ("set order", "reihenfolge festlegen"),
    "weight": ("weight", "gewicht", "kg", "lb", "lbs"),
    "weight unit": ("weight unit", "gewichtseinheit"),
    "reps": ("reps", "wiederh.", "wiederholungen"),
    "distance": ("distance", "entfernung", "km", "mi", "miles"),
    "distance unit": ("distance unit", "entfernungseinheit"),
    "seconds": ("seconds", "sekunden"),
    "note": ("notes", "notizen"),
    "workout note": ("workout notes", "workout-notizen"),
    "rpe": ("rpe",),
}
"""Columns in the app's English and German; other languages are asked to switch."""
NEEDED = ("date", "exercise", "order", "reps")
EXPECTED = ("Date", "Workout Name", "Exercise Name", "Set Order", "Weight", "Reps")
BRACKETS = re.compile(r"(.+?)\s*\(([^)]*)\)")
KINDS = {"w": "warm_up", "d": "drop", "f": "failure"}
NO_SETS = ("rest timer", "note", "rest")


class Column(NamedTuple):
    place: int
    header: str
    unit: str


def columns(header: Iterable[str]) -> dict[str, Column]:
    """The known columns by their name here, the first of two alike."""
    found: dict[str, Column] = {}
    for place, cell in enumerate(header):
        plain = " ".join(cell.split()).casefold()
        brackets = BRACKETS.fullmatch(plain)
        base, unit = (brackets[1], brackets[2]) if brackets else (plain, "")
        for name, spellings in NAMES.items():
            if base in spellings:
                unit = unit or (base if base in LOAD_UNITS or base in DISTANCE_UNITS else "")
                found.setdefault(name, Column(place, line(cell, 40), unit))
    return found


def recognises(header: Iterable[str]) -> bool:
    return all(name in columns(header) for name in NEEDED)


def read(table: Table, gathered: Gatherer) -> None:
    """Gather the table's workouts."""
    known = columns(table.header)
    for row, cells in table.rows:
        gathered.counts["rows"] += 1
        _Row(row, cells, known, gathered).read()


class _Row:
    def __init__(
        self, row: int, cells: list[str], known: dict[str, Column], gathered: Gatherer
    ) -> None:
        self.row, self.cells, self.known, self.gathered = row, cells, known, gathered
        self.column = ""

    def text(self, name: str) -> str:
        """The cell of a column; remembers which was looked at last, for a problem's sake."""
        column = self.known.get(name)
        if column is None or column.place >= len(self.cells):
            return ""
        self.column = column.header
        return self.cells[column.place][:MOST_CELL].strip()

    def read(self) -> None:
        order = self.text("order").casefold()
        if order in NO_SETS or self.text("exercise").casefold() in NO_SETS:
            return
        try:
            name = self.gathered.name(self.text("exercise"))
            starts = self.gathered.moment(self.text("date"))
            kind, place = self._kind(self.text("order").casefold())
            one = self._set(kind, name)
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense)
            return
        if one.reps is None and one.seconds is None and not one.distance:
            self.gathered.counts["empty"] += 1
            return
        workout = self.gathered.workout(starts, self.text("workout"))
        item = self.gathered.add(self.row, workout, name, place, one)
        self._about(workout, starts)
        if item is not None and not item.note:
            item.note = line(self.text("note"), ITEM_NOTE)

    def _kind(self, order: str) -> tuple[str, int | None]:
        if order in KINDS:
            return KINDS[order], None
        place = whole(order, 10_000)
        if place is None:
            raise Nonsense("is empty; a number, W, D or F belongs here")
        return "working", place

    def _set(self, kind: str, name: str) -> ReadSet:
        reps = whole(self.text("reps"), MOST_REPS)
        unit = self._unit("weight", LOAD_UNITS)
        load = load_text(self.text("weight"), unit, may_help="assisted" in name.casefold())
        away = self._unit("distance", DISTANCE_UNITS)
        distance = distance_text(self.text("distance"), away)
        seconds = number(self.text("seconds"))
        lasted = whole(str(seconds.to_integral_value()), MOST_SECONDS) if seconds else None
        return ReadSet(kind, reps or None, load, distance, lasted, self._reserve())

    def _unit(self, of: str, units: dict[str, str]) -> str:
        column = self.known.get(of)
        in_header = unit_in(column.unit, units) if column else ""
        return unit_in(self.text(f"{of} unit"), units) or in_header

    def _reserve(self) -> int | None:
        try:
            return reserve(self.text("rpe"))
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense, kept=True)
            return None

    def _about(self, workout: ReadWorkout, starts: datetime) -> None:
        """What each row of a workout repeats."""
        if not workout.note:
            workout.note = line(self.text("workout note"), NOTE)
        if workout.ends > workout.starts:
            return
        try:
            unit = self.known["duration"].unit if "duration" in self.known else ""
            lasted = length(self.text("duration"), unit=unit)
            if lasted and lasted > LONGEST:
                raise Nonsense("the workout lasted longer than a day")
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense, kept=True)
            return
        workout.ends = starts + lasted if lasted else starts
