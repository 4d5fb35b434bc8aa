"""How a zone's clock changes, written for calendars that do not know the zone by its name.

icalendar's own generator puts the start of summer time an hour late, in the new time instead of
the old, and lists every change one by one, which Outlook does not read.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(NamedTuple):
    """The clock goes from one distance to UTC to another."""

    at: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """What the clock showed when it was changed."""
        return (self.at + self.offset_from).replace(tzinfo=None)


Kind = tuple[timedelta, timedelta, str]


@lru_cache(maxsize=64)
def zone_component(key: str, first_year: int, last_year: int) -> bytes:
    """The VTIMEZONE of a zone, right at least from the one year to the other."""
    zone = ZoneInfo(key)
    start = datetime(first_year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 3, 1, 1, tzinfo=UTC)
    changes = [*_changes(zone, start, end)]
    if not changes or changes[0].at.year >= first_year:
        changes.insert(0, _unchanged(zone, start))
    kinds: dict[Kind, list[Change]] = {}
    for change in changes:
        kinds.setdefault(change[1:], []).append(change)
    component = Timezone()
    component.add("tzid", key)
    for alike in kinds.values():
        component.add_component(_observance(alike))
    content: bytes = component.to_ical()
    return content


def _unchanged(zone: ZoneInfo, at: datetime) -> Change:
    """What holds until the first change, for calendars that look for the last one before."""
    local = at.astimezone(zone)
    offset = local.utcoffset() or timedelta()
    return Change(at, offset, offset, local.tzname() or zone.key)


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Change]:
    while start < end:
        after = start + DAY
        if start.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _change(zone, start, after)
        start = after


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> Change:
    """The one change of a day, to the minute."""
    old = before.astimezone(zone).utcoffset() or timedelta()
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    local = after.astimezone(zone)
    return Change(after, old, local.utcoffset() or timedelta(), local.tzname() or zone.key)


def _observance(changes: list[Change]) -> TimezoneStandard | TimezoneDaylight:
    first, *others = changes
    forward = first.offset_to > first.offset_from
    part = TimezoneDaylight() if forward else TimezoneStandard()
    part.add("dtstart", first.wall)
    part.add("tzoffsetfrom", first.offset_from)
    part.add("tzoffsetto", first.offset_to)
    part.add("tzname", first.name)
    if rule := _yearly(changes):
        part.add("rrule", rule)
    elif others:
        part.add("rdate", [change.wall for change in others])
    return part


def _yearly(changes: list[Change]) -> dict[str, object] | None:
    """The rule by which it comes every year, such as on the last Sunday of March."""
    walls = [change.wall for change in changes]
    every_year = [wall.year for wall in walls] == [
        *range(walls[0].year, walls[0].year + len(walls))
    ]
    alike = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(walls) < 3 or not every_year or len(alike) > 1:
        return None
    places = {(wall.day + 6) // 7 for wall in walls}
    if all(wall.day + 7 > monthrange(wall.year, wall.month)[1] for wall in walls):
        places = {-1}
    if len(places) > 1:
        return None
    return {
        "freq": "yearly",
        "bymonth": walls[0].month,
        "byday": f"{places.pop()}{WEEKDAYS[walls[0].weekday()]}",
    }
