"""Calendar files read back: by icalendar, by ical, and by a reader that knows no zone by name."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import StringIO
from typing import Any, NamedTuple

import icalendar
from dateutil.tz import tzical  # type: ignore[import-untyped]
from ical.calendar_stream import IcsCalendarStream


class Seen(NamedTuple):
    """What a calendar shows of an event."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    status: str
    summary: str
    location: str
    url: str


def by_icalendar(content: bytes) -> list[Seen]:
    calendar: Any = icalendar.Calendar.from_ical(content)
    return [
        Seen(
            str(event["UID"]),
            int(event["SEQUENCE"]),
            event.decoded("DTSTART"),
            event.decoded("DTEND"),
            str(event["STATUS"]),
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
            str(event["URL"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def by_ical(content: bytes) -> list[Seen]:
    events: Iterable[Any] = IcsCalendarStream.calendar_from_ics(content.decode()).events
    return [
        Seen(
            event.uid,
            event.sequence,
            event.dtstart,
            event.dtend,
            event.status.value,
            event.summary,
            event.location,
            str(event.url),
        )
        for event in events
    ]


def by_definition(content: bytes) -> list[tuple[datetime, datetime]]:
    """From when to when in UTC, by the zones as the file itself defines them."""
    text = content.decode()
    zones = tzical(StringIO(text)) if "BEGIN:VTIMEZONE" in text else None
    calendar: Any = icalendar.Calendar.from_ical(content)

    def moment(event: Any, name: str) -> datetime:
        key = event[name].params.get("TZID")
        at: datetime = event.decoded(name)
        return (at.replace(tzinfo=zones.get(key)) if key and zones else at).astimezone(UTC)

    return [(moment(event, "DTSTART"), moment(event, "DTEND")) for event in calendar.walk("VEVENT")]


def assert_well_formed(content: bytes) -> None:
    """As RFC 5545, 3.1: lines end in CRLF and hold at most 75 octets; characters stay whole."""
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
