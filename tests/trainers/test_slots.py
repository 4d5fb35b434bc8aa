"""Free starts as instants: on both days of the year on which a clock changes, and in general."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainers.slots import (
    Place,
    Schedule,
    Slot,
    WallSpan,
    free_slots,
    possible_days,
    quarter_of,
    quarters,
)

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")
ALL_WEEK = range(7)
QUARTER = timedelta(minutes=15)
GYM, OTHER_GYM = 1, 2


def schedule(zone: ZoneInfo, starts: time, ends: time, first: datetime, days: int = 1) -> Schedule:
    place = Place(zone, first, first + timedelta(days=days))
    hours = [WallSpan(starts, ends, GYM)]
    return Schedule({GYM: place}, dict.fromkeys(ALL_WEEK, hours))


def wall(slots: Iterable[Slot], zone: ZoneInfo) -> list[str]:
    return [f"{slot.start.astimezone(zone):%H:%M%z}" for slot in slots]


def on_day(day: date, zone: ZoneInfo, starts: time, ends: time, minutes: int) -> list[str]:
    """The local starts, with the offset, of a day with these hours."""
    midnight = datetime.combine(day, time.min, zone).astimezone(UTC)
    there = schedule(zone, starts, ends, midnight)
    found = free_slots(there, set(), minutes=minutes, buffer_minutes=0)
    return wall((one for one in found if one.start.astimezone(zone).date() == day), zone)


def test_in_london_the_hour_that_is_left_out_has_no_start() -> None:
    found = on_day(date(2027, 3, 28), LONDON, time(0, 30), time(3, 0), 60)
    assert found == ["00:30+0000", "00:45+0000", "02:00+0100"]


def test_in_london_of_the_hour_that_comes_twice_the_first_counts() -> None:
    found = on_day(date(2026, 10, 25), LONDON, time(0, 30), time(2, 30), 60)
    first = ["00:30+0100", "00:45+0100", "01:00+0100", "01:15+0100", "01:30+0100", "01:45+0100"]
    assert found == first
    assert on_day(date(2026, 10, 25), LONDON, time(0, 30), time(3, 0), 60)[-1] == "02:00+0000"


def test_on_lord_howe_island_the_half_hour_that_is_left_out_has_no_start() -> None:
    found = on_day(date(2027, 10, 3), LORD_HOWE, time(1, 30), time(3, 30), 30)
    assert found == ["01:30+1030", "01:45+1030", "02:30+1100", "02:45+1100", "03:00+1100"]


def test_on_lord_howe_island_of_the_half_hour_that_comes_twice_the_first_counts() -> None:
    found = on_day(date(2027, 4, 4), LORD_HOWE, time(1, 0), time(2, 30), 30)
    first = ["01:00+1100", "01:15+1100", "01:30+1100", "01:45+1100"]
    assert found == [*first, "02:00+1030"]


@pytest.mark.parametrize(
    ("now", "first"),
    [
        (datetime(2027, 3, 27, 23, 30, tzinfo=UTC), "02:30+0100"),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), "02:00+0000"),
    ],
    ids=["forwards", "back"],
)
def test_minimum_notice_is_time_that_passes_whatever_the_clock_shows(
    now: datetime, first: str
) -> None:
    there = schedule(LONDON, time.min, time.min, now + timedelta(hours=2))
    assert wall(free_slots(there, set(), minutes=60, buffer_minutes=0), LONDON)[0] == first


def test_a_session_keeps_its_length_across_a_change() -> None:
    """Three hours from half past midnight end at half past four when the clock goes forwards."""
    day = date(2027, 3, 28)
    assert "00:30+0000" not in on_day(day, LONDON, time(0, 30), time(4, 15), 180)
    assert "00:30+0000" in on_day(day, LONDON, time(0, 30), time(4, 30), 180)


def test_a_day_on_which_no_start_is_left_is_not_possible() -> None:
    morning = datetime(2026, 12, 1, 9, 1, tzinfo=UTC)
    there = schedule(LONDON, time(9), time(10), morning, 2)
    assert possible_days(there, minutes=60) == {date(2026, 12, 2), date(2026, 12, 3)}
    assert date(2026, 12, 1) in possible_days(there, minutes=45)
    assert possible_days(there, minutes=75) == set()


def test_midnight_at_the_end_is_an_end() -> None:
    found = on_day(date(2026, 12, 1), LONDON, time(22, 30), time(0, 0), 60)
    assert found == ["22:30+0000", "22:45+0000", "23:00+0000"]


def test_a_date_takes_the_place_of_the_weekday() -> None:
    day = datetime(2026, 12, 1, tzinfo=UTC)
    there = schedule(LONDON, time(9), time(10), day, 2)
    other = Schedule(there.places, there.week, {day.date(): [WallSpan(time(18), time(19), GYM)]})
    off = Schedule(there.places, there.week, {day.date(): []})
    closed = Schedule(there.places, there.week, closed={(GYM, day.date())})
    found = [
        wall(free_slots(one, set(), minutes=60, buffer_minutes=0), LONDON)
        for one in (other, off, closed)
    ]
    assert found == [["18:00+0000", "09:00+0000"], ["09:00+0000"], ["09:00+0000"]]


def test_hours_at_a_gym_that_is_no_longer_the_trainers_do_not_count() -> None:
    there = schedule(LONDON, time(9), time(10), datetime(2026, 12, 1, tzinfo=UTC))
    elsewhere = Schedule(there.places, {1: [WallSpan(time(9), time(10), OTHER_GYM)]})
    assert [*free_slots(elsewhere, set(), minutes=60, buffer_minutes=0)] == []


def test_quarters_are_rounded_outwards() -> None:
    start = datetime(2026, 12, 1, 10, 7, tzinfo=UTC)
    first = quarter_of(datetime(2026, 12, 1, 10, 0, tzinfo=UTC))
    assert quarters(start, start + timedelta(minutes=8)) == range(first, first + 1)
    assert quarters(start, start + timedelta(minutes=9)) == range(first, first + 2)


# Whatever the hours and the claims are

zones = st.sampled_from(
    [ZoneInfo(name) for name in ("Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu")]
)
on_quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
changes = st.sampled_from(
    [date(2027, 3, 27), date(2026, 10, 24), date(2027, 10, 2), date(2027, 4, 3), date(2026, 12, 1)]
)


@st.composite
def spans(draw: st.DrawFn) -> list[WallSpan]:
    """Hours of one day that do not overlap."""
    times = sorted(draw(st.sets(on_quarters, min_size=2, max_size=6)))
    pairs = zip(times[::2], times[1::2], strict=False)
    found = [
        WallSpan(starts, ends, draw(st.sampled_from([GYM, OTHER_GYM]))) for starts, ends in pairs
    ]
    until_midnight = draw(st.booleans())
    if found and until_midnight:
        found[-1] = found[-1]._replace(ends=time.min)
    return found


@st.composite
def cases(draw: st.DrawFn) -> tuple[Schedule, frozenset[int], int, int]:
    first = datetime.combine(draw(changes), time.min, UTC)
    first += timedelta(minutes=draw(st.integers(-600, 600)))
    latest = first + timedelta(hours=draw(st.integers(1, 60)))
    zone, other = draw(zones), draw(zones)
    there = Schedule(
        {GYM: Place(zone, first, latest), OTHER_GYM: Place(other, first, latest)},
        draw(st.dictionaries(st.integers(0, 6), spans(), max_size=7)),
        draw(st.dictionaries(st.just(first.date()), spans(), max_size=1)),
        draw(st.sets(st.tuples(st.just(GYM), st.just(first.date())))),
    )
    start = quarter_of(first)
    claimed = draw(st.frozensets(st.integers(start, start + 240), max_size=60))
    minutes = draw(st.sampled_from([15, 30, 45, 60, 90, 180]))
    return there, claimed, minutes, draw(st.sampled_from([0, 15, 60]))


def offered_by_looking(there: Schedule, day: date, start: datetime, minutes: int) -> list[int]:
    """The gyms where a session lies in the hours of a local day, minute by minute of the clock."""
    found = []
    hours = there.dates.get(day, there.week.get(day.weekday(), ()))
    for span in hours:
        zone = there.places[span.gym].zone
        if (span.gym, day) in there.closed or start.astimezone(zone).date() != day:
            continue
        if start.astimezone(zone).fold:
            continue
        ends = datetime.combine(day + timedelta(days=span.ends == time.min), span.ends)
        begins = datetime.combine(day, span.starts)
        shown = [
            (start + timedelta(minutes=minute)).astimezone(zone).replace(tzinfo=None)
            for minute in range(minutes)
        ]
        if all(begins <= minute < ends for minute in shown):
            found.append(span.gym)
    return found


@settings(max_examples=150, deadline=None)
@given(cases())
def test_offered_starts_are_those_that_lie_in_hours_and_touch_no_claim(
    case: tuple[Schedule, frozenset[int], int, int],
) -> None:
    there, claimed, minutes, buffer = case
    slots = [*free_slots(there, claimed, minutes=minutes, buffer_minutes=buffer)]
    assert len({slot.start for slot in slots}) == len(slots)
    for slot in slots:
        place = there.places[slot.gym]
        assert place.earliest <= slot.start <= place.latest
        assert slot.start.astimezone(place.zone).minute % 15 == 0
        assert slot.start.astimezone(place.zone).fold == 0
        held = quarters(slot.start, slot.start + timedelta(minutes=minutes + buffer))
        assert not claimed.intersection(held)
        day = slot.start.astimezone(place.zone).date()
        assert slot.gym in offered_by_looking(there, day, slot.start, minutes)
        assert day in possible_days(there, minutes=minutes)
    place = there.places[GYM]
    at = datetime.fromtimestamp((quarter_of(place.earliest) + 1) * 900, UTC)
    found = {slot.start for slot in slots}
    while at <= place.latest:
        days = {at.astimezone(one.zone).date() for one in there.places.values()}
        free = claimed.isdisjoint(quarters(at, at + timedelta(minutes=minutes + buffer)))
        if free and any(offered_by_looking(there, day, at, minutes) for day in days):
            assert at in found, at
        at += QUARTER
