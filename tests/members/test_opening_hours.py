"""When a gym is open, in instants, through closures, midnights and changes of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.opening_hours import Opening, OpeningHours

LONDON = ZoneInfo("Europe/London")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
HOUR = timedelta(hours=1)
MIDNIGHT = time(0)


def every_day(
    *hours: tuple[time, time], zone: ZoneInfo = LONDON, **more: frozenset[date]
) -> OpeningHours:
    return OpeningHours(zone, dict.fromkeys(range(7), hours), **more)


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


DAILY = every_day((time(6), time(22)))
ROUND_THE_CLOCK = every_day((MIDNIGHT, MIDNIGHT))


# A plain day


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-02 05:59:59", False),
        ("2026-11-02 06:00", True),
        ("2026-11-02 21:59:59", True),
        ("2026-11-02 22:00", False),
    ],
)
def test_it_is_open_from_opening_up_to_not_including_closing(moment: str, is_open: bool) -> None:
    assert DAILY.is_open(at(moment)) == is_open


def test_the_instant_may_come_in_any_zone() -> None:
    assert DAILY.is_open(at("2026-11-02 06:00").astimezone(LORD_HOWE))


def test_a_day_without_hours_and_a_closed_date_are_skipped() -> None:
    weekdays = OpeningHours(
        LONDON, {day: [(time(9), time(17))] for day in range(5)}, frozenset([date(2026, 11, 2)])
    )
    friday_evening = at("2026-10-30 17:00")
    assert not weekdays.is_open(at("2026-11-02 12:00"))
    assert weekdays.next_opening(friday_evening) == at("2026-11-03 09:00")
    assert weekdays.open_time_between(friday_evening, at("2026-11-03 11:00")) == 2 * HOUR
    assert weekdays.after_open_time(friday_evening, 9 * HOUR) == at("2026-11-04 10:00")


def test_a_break_at_noon_counts_as_closed() -> None:
    parted = every_day((time(15), time(20)), (time(9), time(13)))
    assert parted.closes_at(at("2026-11-02 09:00")) == at("2026-11-02 13:00")
    assert parted.next_opening(at("2026-11-02 13:00")) == at("2026-11-02 15:00")
    assert parted.after_open_time(at("2026-11-02 12:00"), 2 * HOUR) == at("2026-11-02 16:00")


# Answers that are due after opening hours


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-11-02 06:00", "2026-11-02 22:00"),  # to the minute of closing
        ("2026-11-02 07:00", "2026-11-03 07:00"),
        ("2026-11-02 23:00", "2026-11-03 22:00"),  # asked while closed: counts from opening
        ("2026-11-02 03:00", "2026-11-02 22:00"),
    ],
)
def test_sixteen_opening_hours_later(asked: str, due: str) -> None:
    assert DAILY.after_open_time(at(asked), 16 * HOUR) == at(due)


def test_the_second_instant_may_be_the_earlier() -> None:
    assert DAILY.open_time_between(at("2026-11-02 12:00"), at("2026-11-02 10:00")) == timedelta()


def test_a_gym_that_never_opens_has_no_answer() -> None:
    for never in (
        OpeningHours(LONDON, {}),
        every_day(
            (time(6), time(22)),
            closed=frozenset(date(2026, 11, 2) + timedelta(days=day) for day in range(500)),
        ),
    ):
        moment = at("2026-11-02 12:00")
        assert not never.is_open(moment)
        assert never.next_opening(moment) is None
        assert never.closes_at(moment) is None
        assert never.after_open_time(moment, HOUR) is None
        assert never.open_time_between(moment, moment + 100 * HOUR) == timedelta()


# Midnight


def test_closing_at_midnight_is_the_end_of_the_day() -> None:
    late = every_day((time(18), MIDNIGHT))
    assert late.is_open(at("2026-11-02 23:59:59"))
    assert not late.is_open(at("2026-11-03 00:00"))
    assert late.closes_at(at("2026-11-02 20:00")) == at("2026-11-03 00:00")


def test_hours_that_go_on_after_midnight_are_one() -> None:
    through = every_day((MIDNIGHT, time(2)), (time(18), MIDNIGHT))
    assert through.closes_at(at("2026-11-02 20:00")) == at("2026-11-03 02:00")
    assert through.next_opening(at("2026-11-02 20:00")) == at("2026-11-03 00:00")
    assert through.after_open_time(at("2026-11-02 20:00"), 5 * HOUR) == at("2026-11-03 01:00")


def test_a_gym_that_never_closes_says_no_closing_time() -> None:
    assert ROUND_THE_CLOCK.is_open(at("2026-11-02 00:00"))
    assert ROUND_THE_CLOCK.closes_at(at("2026-11-02 12:00")) is None


# Changes of the clocks: London on 29 March and 25 October 2026 by an hour at 01:00 UTC,
# Lord Howe on 4 October and 5 April 2026 by half an hour at 02:00 local


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (LONDON, date(2026, 3, 29), 23),
        (LONDON, date(2026, 10, 25), 25),
        (LORD_HOWE, date(2026, 10, 4), 23.5),
        (LORD_HOWE, date(2026, 4, 5), 24.5),
        (LORD_HOWE, date(2026, 4, 6), 24),
    ],
)
def test_a_day_round_the_clock_is_as_long_as_it_is(zone: ZoneInfo, day: date, hours: float) -> None:
    gym = every_day((MIDNIGHT, MIDNIGHT), zone=zone)
    (opening,) = gym.openings(day)
    assert opening.end - opening.start == timedelta(hours=hours)
    assert gym.openings(day + timedelta(days=1))[0].start == opening.end
    assert gym.after_open_time(opening.start, timedelta(hours=hours)) == opening.end
    assert gym.open_time_between(opening.start - HOUR, opening.end + HOUR) == timedelta(
        hours=hours + 2
    )


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        # Spring: the clock goes from 01:00 to 02:00
        (time(0), time(1, 30), ("2026-03-29 00:00", "2026-03-29 01:00")),  # closed on the change
        (time(1, 30), time(6), ("2026-03-29 01:00", "2026-03-29 05:00")),  # open on the change
        (time(1, 15), time(1, 45), None),  # hours that this day leaves out
        (time(2), time(6), ("2026-03-29 01:00", "2026-03-29 05:00")),
    ],
)
def test_london_in_spring(opens: time, closes: time, expected: tuple[str, str] | None) -> None:
    openings = every_day((opens, closes)).openings(date(2026, 3, 29))
    assert openings == ([Opening(*map(utc, expected))] if expected else [])


@pytest.mark.parametrize(
    ("opens", "closes", "start", "end"),
    [
        # Autumn: 01:00 to 02:00 comes twice, first in summer time
        (time(0), time(1, 30), "2026-10-24 23:00", "2026-10-25 00:30"),
        (time(1, 30), time(6), "2026-10-25 00:30", "2026-10-25 06:00"),
        (time(1, 15), time(1, 45), "2026-10-25 00:15", "2026-10-25 00:45"),
        (time(2), time(6), "2026-10-25 02:00", "2026-10-25 06:00"),
    ],
)
def test_london_in_autumn(opens: time, closes: time, start: str, end: str) -> None:
    openings = every_day((opens, closes)).openings(date(2026, 10, 25))
    assert openings == [Opening(utc(start), utc(end))]


@pytest.mark.parametrize(
    ("day", "opens", "closes", "start", "end"),
    [
        # Spring: from 02:00 to 02:30, at 15:30 UTC the day before
        (date(2026, 10, 4), time(2, 15), time(6), "2026-10-03 15:30", "2026-10-03 19:00"),
        (date(2026, 10, 4), time(1), time(2, 15), "2026-10-03 14:30", "2026-10-03 15:30"),
        # Autumn: 01:30 to 02:00 comes twice, at 14:30 and at 15:00 UTC the day before
        (date(2026, 4, 5), time(1, 45), time(6), "2026-04-04 14:45", "2026-04-04 19:30"),
        (date(2026, 4, 5), time(1), time(1, 45), "2026-04-04 14:00", "2026-04-04 14:45"),
    ],
)
def test_lord_howe(day: date, opens: time, closes: time, start: str, end: str) -> None:
    openings = every_day((opens, closes), zone=LORD_HOWE).openings(day)
    assert openings == [Opening(utc(start), utc(end))]


def test_an_answer_due_across_the_change_counts_real_hours() -> None:
    night = every_day((MIDNIGHT, time(4)))
    assert night.after_open_time(utc("2026-03-28 23:00"), 3 * HOUR) == utc("2026-03-29 03:00")
    assert night.after_open_time(utc("2026-03-28 23:00"), 4 * HOUR) == utc("2026-03-30 00:00")
    assert night.after_open_time(utc("2026-10-24 22:00"), 5 * HOUR) == utc("2026-10-25 04:00")


# Properties


@st.composite
def weeks(draw: st.DrawFn) -> OpeningHours:
    """Up to three openings a day that do not overlap, round midnight too, and some closures."""
    week = {}
    for weekday in range(7):
        count = draw(st.integers(0, 3))
        minutes = st.integers(0, 24 * 12)
        marks = draw(st.lists(minutes, min_size=2 * count, max_size=2 * count, unique=True))
        ends = [time(mark // 12 % 24, mark % 12 * 5) for mark in sorted(marks)]
        week[weekday] = list(zip(ends[::2], ends[1::2], strict=True))
    offsets = draw(st.sets(st.integers(-5, 5), max_size=4))
    closed = frozenset(date(2026, 10, 4) + timedelta(days=offset) for offset in offsets)
    return OpeningHours(draw(st.sampled_from([LONDON, LORD_HOWE])), week, closed)


CHANGES = [
    utc("2026-03-29 01:00"),
    utc("2026-10-25 01:00"),
    utc("2026-10-03 15:30"),
    utc("2026-04-04 15:00"),
]
moments = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from(CHANGES),
    st.integers(-400_000, 400_000),
)
spans = st.integers(1, 300_000).map(lambda seconds: timedelta(seconds=seconds))


@settings(deadline=None)
@given(weeks(), moments, spans)
def test_after_so_much_open_time_so_much_open_time_has_passed(
    hours: OpeningHours, start: datetime, amount: timedelta
) -> None:
    due = hours.after_open_time(start, amount)
    if due is None:
        assert hours.open_time_between(start, start + timedelta(days=398)) < amount
        return
    assert hours.open_time_between(start, due) == amount
    assert hours.is_open(due - timedelta(seconds=1))


@settings(deadline=None)
@given(weeks(), moments, spans, spans)
def test_open_time_adds_up(
    hours: OpeningHours, start: datetime, first: timedelta, second: timedelta
) -> None:
    middle, end = start + first, start + first + second
    parts = hours.open_time_between(start, middle), hours.open_time_between(middle, end)
    assert sum(parts, timedelta()) == hours.open_time_between(start, end)
    assert all(timedelta() <= part for part in parts)
    assert parts[0] <= first


@settings(deadline=None)
@given(weeks(), moments)
def test_the_next_opening_is_open_and_nothing_opens_before_it(
    hours: OpeningHours, moment: datetime
) -> None:
    opens, closes = hours.next_opening(moment), hours.closes_at(moment)
    assert hours.is_open(moment) == (closes is not None or not any_gap(hours, moment))
    if closes is not None:
        assert not hours.is_open(closes)
        assert hours.open_time_between(moment, closes) == closes - moment
    if opens is not None and not hours.is_open(moment):
        assert hours.is_open(opens)
        assert hours.open_time_between(moment, opens) == timedelta()


def any_gap(hours: OpeningHours, moment: datetime) -> bool:
    """Whether the gym is closed at any time within 400 days."""
    span = timedelta(days=400)
    return hours.open_time_between(moment, moment + span) < span
