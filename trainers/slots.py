"""Which starts are free: pure. Working hours as wall time and claimed quarters in, instants out.

A quarter is a number: Unix time in seconds // 900. Starts lie on quarter hours of the gym's wall
clock, which are those of UTC in every zone of today; one that the clock leaves out that day is
skipped, of one that it shows twice the first counts. Lengths are added in UTC, so that a session
has its length across a change of the clock.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from members.opening_hours import first_instant

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)
SECONDS = 900


class WallSpan(NamedTuple):
    """From one wall time to another at a gym; an end of 00:00 is midnight at the end of the day."""

    starts: time
    ends: time
    gym: int


class Span(NamedTuple):
    """Working time as instants in UTC, `end` not included."""

    start: datetime
    end: datetime
    gym: int


class Slot(NamedTuple):
    """A start that can be booked, in UTC, and the gym's number."""

    start: datetime
    gym: int


class Place(NamedTuple):
    """A gym's clock, with the earliest and the latest start that may be booked, both included."""

    zone: ZoneInfo
    earliest: datetime
    latest: datetime


@dataclass(frozen=True)
class Schedule:
    """When a trainer works: by weekday as `date.weekday()` counts, or by date in its place.

    A date with an empty sequence is a day off. Hours at a gym that `places` does not name do not
    count; `closed` are the dates on which a gym stays closed.
    """

    places: Mapping[int, Place]
    week: Mapping[int, Sequence[WallSpan]] = field(default_factory=dict)
    dates: Mapping[date, Sequence[WallSpan]] = field(default_factory=dict)
    closed: Collection[tuple[int, date]] = frozenset()

    def on(self, day: date) -> list[Span]:
        """The working time that begins on a local date, in order."""
        found = []
        for starts, ends, gym in self.dates.get(day, self.week.get(day.weekday(), ())):
            if gym not in self.places or (gym, day) in self.closed:
                continue
            last_day = day + DAY if ends == time.min else day
            zone = self.places[gym].zone
            start = first_instant(datetime.combine(day, starts), zone)
            end = first_instant(datetime.combine(last_day, ends), zone)
            if start < end:
                found.append(Span(start, end, gym))
        return sorted(found)

    def spans(self) -> Iterator[Span]:
        """The working time of all days on which a start may lie, day by day."""
        places = self.places.values()
        if not places:
            return
        day = min(place.earliest.astimezone(place.zone).date() for place in places)
        last = max(place.latest.astimezone(place.zone).date() for place in places)
        while day <= last:
            yield from self.on(day)
            day += DAY


def quarter_of(at: datetime) -> int:
    """The quarter in which an instant lies."""
    return int(at.timestamp()) // SECONDS


def quarters(start: datetime, end: datetime) -> range:
    """Those of which `[start, end)` has a part: rounded outwards."""
    return range(quarter_of(start), -int(-end.timestamp() // SECONDS))


def free_slots(
    schedule: Schedule, claimed: Set[int], *, minutes: int, buffer_minutes: int
) -> Iterator[Slot]:
    """The starts, in order of days, at which a session of `minutes` is in working hours and free.

    The minutes kept free afterwards must be free too, but may lie outside working hours. Both are
    whole quarters. A start that two gyms have at once is that of the hours that begin first.
    """
    length = timedelta(minutes=minutes)
    needed = (minutes + buffer_minutes) // 15
    given: set[int] = set()
    for span in schedule.spans():
        for quarter, start in _starts(span, schedule.places[span.gym], length):
            if quarter not in given and claimed.isdisjoint(range(quarter, quarter + needed)):
                given.add(quarter)
                yield Slot(start, span.gym)


def possible_days(schedule: Schedule, *, minutes: int) -> set[date]:
    """The local dates on which a session could begin if nothing were claimed."""
    length = timedelta(minutes=minutes)
    found = set()
    for span in schedule.spans():
        place = schedule.places[span.gym]
        for _, start in _starts(span, place, length):
            found.add(start.astimezone(place.zone).date())
            break
    return found


def _starts(span: Span, place: Place, length: timedelta) -> Iterator[tuple[int, datetime]]:
    """Every quarter of working time at which a session may begin, and its instant."""
    first, last = max(span.start, place.earliest), min(span.end - length, place.latest)
    for quarter in range(quarter_of(first), quarter_of(last) + 1):
        start = datetime.fromtimestamp(quarter * SECONDS, UTC)
        if start >= first and not start.astimezone(place.zone).fold:
            yield quarter, start


class Nearest(NamedTuple):
    """Free starts on both sides of a time, each in order."""

    before: list[Slot]
    after: list[Slot]


def nearest(slots: Sequence[Slot], start: datetime, *, each: int = 3) -> Nearest:
    """Of `slots`, which are in order, the `each` last before an instant and the first after it."""
    before = [slot for slot in slots if slot.start < start]
    after = [slot for slot in slots if slot.start > start]
    return Nearest(before[-each:], after[:each])
