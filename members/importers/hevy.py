"""CSV of Hevy: one row a set, units in the names of the columns.

`set_type` is normal, warmup, dropset or failure; exercises with one `superset_id` are a superset.
"""

from collections.abc import Iterable

from members.importers.cells import Nonsense, line, reserve, whole
from members.importers.csv_reading import Table
from members.importers.logs import (
    ITEM_NOTE,
    LONGEST,
    MOST_CELL,
    NOTE,
    Gatherer,
    ReadSet,
    ReadWorkout,
    distance_text,
    load_text,
)
from members.models.prescriptions import LETTERS, MOST_REPS, MOST_SECONDS

NEEDED = ("start_time", "exercise_title", "set_index", "reps")
EXPECTED = ("title", "start_time", "exercise_title", "set_index", "set_type", "weight_kg", "reps")
LOADS = {"weight_kg": "kg", "weight_lbs": "lb", "weight_lb": "lb"}
DISTANCES = {
    "distance_km": "km",
    "distance_miles": "mi",
    "distance_mi": "mi",
    "distance_meters": "m",
}
KINDS = {
    "": "working",
    "normal": "working",
    "warmup": "warm_up",
    "dropset": "drop",
    "failure": "failure",
}


def columns(header: Iterable[str]) -> dict[str, int]:
    """Where each column stands, by its name in small letters with underscores."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        found.setdefault("_".join(cell.split()).casefold(), place)
    return found


def recognises(header: Iterable[str]) -> bool:
    return all(name in columns(header) for name in NEEDED)


def read(table: Table, gathered: Gatherer) -> None:
    """Gather the table's workouts."""
    known = columns(table.header)
    letters: dict[int, dict[str, str]] = {}
    for row, cells in table.rows:
        gathered.counts["rows"] += 1
        _Row(row, cells, known, gathered, letters).read()


class _Row:
    def __init__(
        self,
        row: int,
        cells: list[str],
        known: dict[str, int],
        gathered: Gatherer,
        letters: dict[int, dict[str, str]],
    ) -> None:
        self.row, self.cells, self.known, self.gathered = row, cells, known, gathered
        self.letters = letters
        self.column = ""

    def text(self, name: str) -> str:
        """The cell of a column; remembers which was looked at last, for a problem's sake."""
        place = self.known.get(name)
        if place is None or place >= len(self.cells):
            return ""
        self.column = name
        return self.cells[place][:MOST_CELL].strip()

    def read(self) -> None:
        try:
            name = self.gathered.name(self.text("exercise_title"))
            starts = self.gathered.moment(self.text("start_time"))
            place = whole(self.text("set_index"), 10_000)
            one = self._set(name)
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense)
            return
        if one.reps is None and one.seconds is None and not one.distance:
            self.gathered.counts["empty"] += 1
            return
        workout = self.gathered.workout(starts, self.text("title"))
        superset = self._letter(workout, self.text("superset_id"))
        item = self.gathered.add(self.row, workout, name, place, one, superset)
        self._about(workout)
        if item is not None and not item.note:
            item.note = line(self.text("exercise_notes"), ITEM_NOTE)

    def _set(self, name: str) -> ReadSet:
        kind = KINDS.get(self.text("set_type").casefold().replace("_", ""))
        if kind is None:
            raise Nonsense("is none of normal, warmup, dropset and failure")
        load = distance = ""
        for column, unit in LOADS.items():
            load = load or load_text(
                self.text(column), unit, may_help="assisted" in name.casefold()
            )
        for column, unit in DISTANCES.items():
            distance = distance or distance_text(self.text(column), unit)
        reps = whole(self.text("reps"), MOST_REPS)
        seconds = whole(self.text("duration_seconds"), MOST_SECONDS)
        return ReadSet(kind, reps, load, distance, seconds or None, self._reserve())

    def _reserve(self) -> int | None:
        try:
            return reserve(self.text("rpe"))
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense, kept=True)
            return None

    def _letter(self, workout: ReadWorkout, group: str) -> str:
        """The superset's letter within its workout; none past the last letter there is."""
        if not group:
            return ""
        given = self.letters.setdefault(id(workout), {})
        free = LETTERS[len(given)][0] if len(given) < len(LETTERS) else ""
        return given.setdefault(group, free)

    def _about(self, workout: ReadWorkout) -> None:
        """What each row of a workout repeats."""
        if not workout.note:
            workout.note = line(self.text("description"), NOTE)
        ends = self.text("end_time")
        if workout.ends > workout.starts or not ends:
            return
        try:
            ended = self.gathered.moment(ends)
            if not workout.starts <= ended <= workout.starts + LONGEST:
                raise Nonsense("the workout ends before it starts, or more than a day after")
        except Nonsense as nonsense:
            self.gathered.problem(self.row, self.column, nonsense, kept=True)
            return
        workout.ends = ended
