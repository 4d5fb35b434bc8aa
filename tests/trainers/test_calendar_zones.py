"""What a calendar file says of a zone's clock, against the zone database itself."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]
from icalendar import Timezone

from trainers.calendar_zones import zone_component

HOUR = timedelta(hours=1)
ZONES = (
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "America/New_York",
    "America/Havana",
    "Africa/Casablanca",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Europe/Volgograd",
)


def read_back(text: bytes) -> Timezone:
    component = Timezone.from_ical(text)
    assert isinstance(component, Timezone)
    return component


@pytest.mark.parametrize("key", ZONES)
def test_every_hour_of_two_years_is_told_right(key: str) -> None:
    """By dateutil, which reads the definition and knows nothing of the zone's name."""
    text = zone_component(key, 2020, 2021).decode()
    defined = tzical(StringIO(text)).get(key)
    at = datetime(2020, 1, 1, tzinfo=UTC)
    zone = ZoneInfo(key)
    wrong = []
    while at.year < 2022:
        local = at.astimezone(zone)
        if not local.fold and local.replace(tzinfo=defined).utcoffset() != local.utcoffset():
            wrong.append(local)
        at += HOUR / 2
    assert wrong == []


@pytest.mark.parametrize(
    ("key", "forward", "back"),
    [
        ("Europe/London", ("0328T010000", "-1SU"), ("1025T020000", "-1SU")),
        ("Australia/Lord_Howe", ("1004T020000", "1SU"), ("0404T020000", "1SU")),
    ],
)
def test_a_change_is_told_in_the_time_that_it_ends(
    key: str, forward: tuple[str, str], back: tuple[str, str]
) -> None:
    component: Any = read_back(zone_component(key, 2026, 2027))
    parts = {part.name: part for part in component.subcomponents}
    for name, (start, day) in (("DAYLIGHT", forward), ("STANDARD", back)):
        rule = parts[name]["RRULE"]
        assert rule["BYDAY"] == [day]
        first = parts[name].DTSTART
        assert f"{first:%m}" == start[:2]
        assert f"{first:%H%M%S}" == start.split("T")[1]


def test_a_zone_without_changes_has_one_time() -> None:
    (part,) = read_back(zone_component("Asia/Tokyo", 2026, 2027)).subcomponents
    assert part.name == "STANDARD"
    assert "RRULE" not in part


def test_a_zone_whose_changes_follow_the_moon_lists_them() -> None:
    text = zone_component("Africa/Casablanca", 2026, 2027)
    assert b"RRULE" not in text
    assert b"RDATE" in text
