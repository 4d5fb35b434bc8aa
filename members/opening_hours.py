"""When a gym is open: pure, in instants; hours are wall time of the gym's zone.

The first instant at which the gym's clock shows a time, or a later one, is that time's: of a
repeated hour the first counts, a time that a change of clocks leaves out falls on the change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
LOOKS_AHEAD = 400  # days; a gym that stays closed for longer has no next opening


class Opening(NamedTuple):
    """From `start` up to, not including, `end`; both in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class OpeningHours:
    """Hours by weekday as `date.weekday()` counts; a closing time of 00:00 is midnight."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[tuple[time, time]]]
    closed: frozenset[date] = frozenset()

    def openings(self, day: date) -> list[Opening]:
        """The openings that begin on a local date, in order."""
        if day in self.closed:
            return []
        found = []
        for opens, closes in sorted(self.week.get(day.weekday(), ())):
            last_day = day + DAY if closes == time.min else day
            opening = Opening(
                first_instant(datetime.combine(day, opens), self.zone),
                first_instant(datetime.combine(last_day, closes), self.zone),
            )
            if opening.start < opening.end:
                found.append(opening)
        return found

    def opening_at(self, at: datetime) -> Opening | None:
        """The opening that an instant lies in; None while closed.

        One that ends at midnight ends there, though the next may begin at once.
        """
        today = self.openings(at.astimezone(self.zone).date())
        return next((one for one in today if one.start <= at < one.end), None)

    def is_open(self, at: datetime) -> bool:
        return self.opening_at(at) is not None

    def closes_at(self, at: datetime) -> datetime | None:
        """When the gym closes next, across midnights on which it stays open; None while closed.

        None also where it does not close within the days that are looked at.
        """
        end: datetime | None = None
        for opening in self._from(at):
            if end is None and not opening.start <= at < opening.end:
                return None
            if end is not None and opening.start > end:
                return end
            end = opening.end
        return end if end and end < at + DAY * (LOOKS_AHEAD - 1) else None

    def next_opening(self, at: datetime) -> datetime | None:
        """When the gym opens next, after `at`; None if not within 400 days."""
        return next((one.start for one in self._from(at) if one.start > at), None)

    def open_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the gym is open between two instants; zero where the second is the earlier."""
        total = timedelta()
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            for opening in self.openings(day):
                total += max(min(opening.end, end) - max(opening.start, start), timedelta())
            day += DAY
        return total

    def after_open_time(self, start: datetime, amount: timedelta) -> datetime | None:
        """The first instant by which the gym has been open for `amount` (above zero) since `start`.

        None if it is not open for so long within 400 days.
        """
        left = amount
        for opening in self._from(start):
            begins = max(opening.start, start)
            if left <= opening.end - begins:
                return begins + left
            left -= opening.end - begins
        return None

    def _from(self, at: datetime) -> Iterator[Opening]:
        """Openings that have not ended by an instant, in order."""
        first = at.astimezone(self.zone).date()
        for number in range(LOOKS_AHEAD):
            for opening in self.openings(first + DAY * number):
                if opening.end > at:
                    yield opening


def first_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which a zone's clock shows a naive time, or a later one."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if _shown(instant, zone) == wall:
        return instant
    before, after = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant
    while after - before > timedelta(seconds=1):  # the change lies between the two readings
        middle = before + (after - before) // 2
        before, after = (before, middle) if _shown(middle, zone) >= wall else (middle, after)
    return after.replace(microsecond=0)


def _shown(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of a zone shows."""
    return instant.astimezone(zone).replace(tzinfo=None)
