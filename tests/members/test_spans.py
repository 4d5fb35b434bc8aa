from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from members.spans import Bins, Range, Span, monday
from tests.factories import make_gym, make_user

LONDON, LORD_HOWE = ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")


def test_a_week_begins_on_monday() -> None:
    assert monday(date(2026, 11, 23)) == date(2026, 11, 23)
    assert monday(date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("chosen", "first"),
    [
        # Wednesday 25 November 2026 lies in the week from 23 November
        (Range.TWELVE_WEEKS, date(2026, 9, 7)),  # 11 weeks earlier
        (Range.SIX_MONTHS, date(2026, 6, 1)),  # 25 weeks earlier
        (Range.YEAR, date(2025, 12, 1)),  # 51 weeks earlier
        (Range.ALL, None),
    ],
)
def test_a_range_is_whole_weeks_with_the_current_one(chosen: Range, first: date | None) -> None:
    assert Span(chosen, date(2026, 11, 25), LONDON).first == first


def test_it_begins_at_midnight_of_the_gym() -> None:
    span = Span(Range.TWELVE_WEEKS, date(2026, 11, 25), LONDON)
    assert span.since == datetime(2026, 9, 6, 23, tzinfo=UTC)  # summer time
    assert Span(Range.ALL, date(2026, 11, 25), LONDON).since is None


@pytest.mark.django_db
def test_today_is_the_gym_s() -> None:
    user = make_user()
    with time_machine.travel("2026-11-22 23:30:00Z", tick=False):
        assert Span.of(user.member).today == date(2026, 11, 22)
        user.member.home_gym = make_gym(timezone="Australia/Lord_Howe")
        assert Span.of(user.member).today == date(2026, 11, 23)


@pytest.mark.django_db
def test_an_unknown_range_is_twelve_weeks() -> None:
    assert Span.of(make_user().member, "a fortnight").range == Range.TWELVE_WEEKS


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [
        # 29 March 2026, 01:00 UTC: London's clocks go from 01:00 to 02:00
        (LONDON, "2026-03-29T00:30Z", date(2026, 3, 29)),
        (LONDON, "2026-03-29T22:59Z", date(2026, 3, 29)),  # 23:59 of Sunday
        (LONDON, "2026-03-29T23:00Z", date(2026, 3, 30)),  # 00:00 of Monday
        # 25 October 2026, 01:00 UTC: back from 02:00 to 01:00
        (LONDON, "2026-10-25T23:30Z", date(2026, 10, 25)),
        (LONDON, "2026-10-26T00:00Z", date(2026, 10, 26)),
        # 5 April 2026, 02:00 of +11:00: Lord Howe's clocks go back by half an hour
        (LORD_HOWE, "2026-04-05T13:29Z", date(2026, 4, 5)),  # 23:59 of Sunday at +10:30
        (LORD_HOWE, "2026-04-05T13:30Z", date(2026, 4, 6)),
    ],
)
def test_days_follow_the_gym_s_clock(zone: ZoneInfo, at: str, day: date) -> None:
    span = Span(Range.ALL, date(2026, 11, 25), zone)
    assert span.day_of(datetime.fromisoformat(at)) == day


def test_weeks_follow_one_another_without_gaps() -> None:
    bins = Bins(date(2026, 3, 25), date(2026, 4, 6))
    assert list(bins) == [date(2026, 3, 23), date(2026, 3, 30), date(2026, 4, 6)]
    assert bins.start_of(date(2026, 3, 29)) == date(2026, 3, 23)
    assert bins.noun == "week"


def test_more_than_a_year_is_shown_by_month() -> None:
    assert not Bins(date(2025, 11, 24), date(2026, 11, 25)).monthly  # 53 weeks
    bins = Bins(date(2025, 11, 23), date(2026, 11, 25))
    assert bins.monthly
    months = list(bins)
    assert months[0] == date(2025, 11, 1)
    assert months[-1] == date(2026, 11, 1)
    assert len(months) == 13
    assert bins.start_of(date(2026, 2, 28)) == date(2026, 2, 1)
