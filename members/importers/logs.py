"""What a file of another app says, before anybody decides what it means here."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from members.importers.cells import Nonsense, instant, line, number, within
from members.importers.csv_reading import Refused
from members.models.prescriptions import MOST_METRES

MOST_NAMES = 300
MOST_SETS = 500
MOST_PROBLEMS = 50
MOST_CELL = 1_000
"""Characters of a cell that are looked at."""
LONGEST = timedelta(hours=24)
EARLIEST = datetime(1970, 1, 2)
NAME, NOTE, TITLE, ITEM_NOTE = 120, 500, 80, 300
MOST_LOAD = 2_205
"""In pounds: more than 1,000 kg in either unit."""
LOAD_UNITS = {"kg": "kg", "kgs": "kg", "lb": "lb", "lbs": "lb"}
DISTANCE_UNITS = {
    "km": "km",
    "kilometers": "km",
    "kilometres": "km",
    "mi": "mi",
    "miles": "mi",
    "m": "m",
    "meters": "m",
    "metres": "m",
}


class ReadSet(NamedTuple):
    """One set. Load and distance are numbers, followed by their unit where the file names it."""

    kind: str
    reps: int | None
    load: str
    distance: str
    seconds: int | None
    rir: int | None


@dataclass
class ReadItem:
    """An exercise within a workout, by the other app's name."""

    name: str
    note: str = ""
    superset: str = ""
    last: int = -1
    sets: list[ReadSet] = field(default_factory=list)


@dataclass
class ReadWorkout:
    """A workout by local wall time, which is all that the files know."""

    starts: datetime
    ends: datetime
    title: str
    note: str = ""
    items: list[ReadItem] = field(default_factory=list)
    sets: int = 0


@dataclass(frozen=True)
class Problem:
    """A cell that made no sense; `kept` says whether the rest of its row was taken."""

    row: int
    column: str
    reason: str
    kept: bool = False


@dataclass
class Log:
    source: str
    rows: int
    workouts: list[ReadWorkout]
    problems: list[dict[str, object]]
    problem_count: int
    empty: int

    def sets(self) -> Iterator[tuple[str, ReadSet]]:
        """Every set with the name of its exercise."""
        for workout in self.workouts:
            for item in workout.items:
                for one in item.sets:
                    yield item.name, one


@dataclass
class Gatherer:
    """Puts rows together into workouts; rows of one workout need not stand together.

    Times are in `zone`; workouts after `now` are refused, as are the rows above the limits.
    """

    source: str
    zone: ZoneInfo
    now: datetime
    workouts: dict[tuple[datetime, str], ReadWorkout] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: {"rows": 0, "problems": 0, "empty": 0, "sets": 0}
    )
    names: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)

    def problem(self, row: int, column: str, reason: object, *, kept: bool = False) -> None:
        self.counts["problems"] += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(row, column, str(reason), kept))

    def moment(self, text: str) -> datetime:
        """A cell's date as local time; raises Nonsense where it is none, or lies ahead."""
        found = instant(text)
        if found.tzinfo:
            found = found.astimezone(self.zone).replace(tzinfo=None)
        if found < EARLIEST:
            raise Nonsense(f"{found:%Y-%m-%d} is too long ago")
        if found > self.now:
            raise Nonsense(f"{found.date().isoformat()} lies in the future")
        return found

    def name(self, text: str) -> str:
        """An exercise's name, cleaned; raises Nonsense where it is missing."""
        if text not in self.names:
            named = line(text, NAME)
            if not named:
                raise Nonsense("the name of the exercise is missing")
            self.names[text] = named
            if len(self.names) > MOST_NAMES:
                raise Refused(
                    f"This file names more than {MOST_NAMES} different exercises. Split it by "
                    "year and import the parts one after another."
                )
        return self.names[text]

    def workout(self, starts: datetime, title: str) -> ReadWorkout:
        """The workout that began then under that title, a new one if need be."""
        if title not in self.titles:
            self.titles[title] = line(title, TITLE)
        key = starts, self.titles[title]
        if key not in self.workouts:
            self.workouts[key] = ReadWorkout(starts, starts, key[1])
        return self.workouts[key]

    def add(
        self,
        row: int,
        workout: ReadWorkout,
        name: str,
        place: int | None,
        one: ReadSet,
        superset: str = "",
    ) -> ReadItem | None:
        """Put a set into the workout; a place that does not rise begins the exercise again."""
        workout.sets += 1
        if workout.sets > MOST_SETS:
            self.problem(row, "", f"the workout has more than {MOST_SETS} sets")
            return None
        item = workout.items[-1] if workout.items else None
        again = item is not None and place is not None and place <= item.last
        if item is None or item.name != name or again or item.superset != superset:
            item = ReadItem(name, superset=superset)
            workout.items.append(item)
        item.last = item.last if place is None else place
        item.sets.append(one)
        return item

    def log(self) -> Log:
        kept = [workout for workout in self.workouts.values() if workout.items]
        return Log(
            source=self.source,
            rows=self.counts["rows"],
            workouts=sorted(kept, key=lambda one: (one.starts, one.title)),
            problems=[asdict(one) for one in self.problems],
            problem_count=self.counts["problems"],
            empty=self.counts["empty"],
        )


@lru_cache(maxsize=5_000)
def load_text(text: str, unit: str, *, may_help: bool) -> str:
    """A load as a number with its unit; help may be written below zero."""
    found = number(text)
    if found is None:
        return ""
    load = within(abs(found) if may_help else found, 0, MOST_LOAD)
    return f"{load.normalize():f}{unit}"


@lru_cache(maxsize=5_000)
def distance_text(text: str, unit: str) -> str:
    """A distance as a number with its unit; nothing for 0, which the apps write for none."""
    found = number(text)
    if not found:
        return ""
    return f"{within(found, 0, MOST_METRES).normalize():f}{unit}"


def unit_in(text: str, units: dict[str, str]) -> str:
    """The unit that a cell or a header names, in short."""
    return units.get(text.strip().strip(".").casefold(), "")


def is_some(text: str) -> bool:
    """Whether a load's or distance's text is more than nothing or zero."""
    return bool(text) and Decimal(text.rstrip("kglbmi") or 0) > 0
