"""Instants as addresses and forms carry them: UTC, to the minute, `2026-11-26T10:00Z`."""

import re
from datetime import UTC, datetime

SHAPE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ", re.ASCII)
YEARS = range(2000, 2101)
"""Far from both ends of the calendar, so that any zone and length can be reckoned with."""


def instant_text(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}Z"


def instant_parsed(text: str) -> datetime | None:
    """None for anything but that very form, and for a year in which nothing is booked."""
    if not SHAPE.fullmatch(text):
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year in YEARS else None
