"""A trainer's week by the clocks of their gyms."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.factories import make_booking, make_gym, make_trainer, make_user, make_weekly_hours
from trainers.models import Booking, Trainer
from trainers.time_off import time_off_create
from trainers.week import Block, CalendarDay, Week, calendar_week, parts, sessions_today, unmarked

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    "asked", ["", "2026", "2026-W54", "2026-W00", "2026-48", "2026-W4８", " 2026-W48", "0000-W01"]
)
def test_what_is_no_week(asked: str) -> None:
    assert Week.parsed(asked) is None


@pytest.mark.parametrize(
    ("asked", "monday"), [("2026-W48", date(2026, 11, 23)), ("2026-W53", date(2026, 12, 28))]
)
def test_a_week_is_read_and_written_alike(asked: str, monday: date) -> None:
    week = Week.parsed(asked)
    assert week == Week(monday)
    assert str(week) == asked
    assert Week.of(monday + timedelta(days=6)) == week


def test_a_span_over_midnight_lies_on_both_days() -> None:
    found = parts(
        datetime(2026, 11, 26, 22, 10, tzinfo=UTC), datetime(2026, 11, 27, 1, 5, tzinfo=UTC), LONDON
    )
    assert list(found) == [(date(2026, 11, 26), 88, 96), (date(2026, 11, 27), 0, 5)]


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 2, 10),  # 00:30 to 02:30, an hour long
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 6, 10),  # 01:30 to 01:30 again
    ],
)
def test_where_the_clock_changes_a_session_stands_at_what_the_clock_shows(
    start: datetime, first: int, last: int
) -> None:
    (found,) = parts(start, start + HOUR, LONDON)
    assert found[1:] == (first, last)


@pytest.fixture
def trainer(db: None) -> Trainer:
    return make_trainer(gym=make_gym(name="Hackney"))


def day(trainer: Trainer, at: date) -> CalendarDay:
    return next(one for one in calendar_week(trainer, Week.of(at)).days if one.date == at)


def places(blocks: list[Block]) -> list[tuple[int, int, int, int]]:
    return [(one.at_hour, one.at_quarter, one.hours, one.quarters) for one in blocks]


@time_machine.travel(NOW, tick=False)
def test_blocks_stand_at_their_place_and_length(trainer: Trainer) -> None:
    make_weekly_hours(trainer=trainer, weekdays=[3])
    start = datetime(2026, 11, 26, 10, 15, tzinfo=UTC)
    make_booking(trainer=trainer, user=make_user(), starts_at=start, minutes=45)
    time_off_create(
        trainer=trainer, starts_at=start + 2 * HOUR, ends_at=start + timedelta(hours=30)
    )
    shown = calendar_week(trainer, Week(date(2026, 11, 23)))
    thursday, friday = shown.days[3:5]
    assert shown.hours == range(9, 17)
    assert places(thursday.hours) == [(0, 0, 8, 0)]
    assert thursday.hours_words == "09:00–17:00"
    assert places(thursday.blocks) == [(1, 1, 0, 3), (3, 1, 4, 3)]
    assert [one.words for one in (thursday.blocks[1], friday.blocks[0])] == [
        "From 12:15",
        "Until 16:15",
    ]
    assert [one.date for one in shown.days if one.is_today] == [date(2026, 11, 25)]


@time_machine.travel(NOW, tick=False)
def test_an_empty_week_shows_usual_hours(trainer: Trainer) -> None:
    shown = calendar_week(trainer, Week(date(2026, 11, 23)))
    assert shown.hours == range(8, 18)
    assert not shown.has_hours
    assert not shown.bookings


@time_machine.travel(NOW, tick=False)
def test_each_session_stands_on_the_day_and_at_the_time_of_its_own_gym(trainer: Trainer) -> None:
    island = make_gym(name="Island", timezone="Australia/Lord_Howe")
    trainer.gyms.add(island)
    make_weekly_hours(trainer=trainer, gym=island, weekdays=[4], starts=time(7), ends=time(12))
    at_ten = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    make_booking(
        trainer=trainer, user=make_user(), starts_at=at_ten, gym=trainer.gyms.get(name="Hackney")
    )
    at_nine_on_friday = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)
    make_booking(trainer=trainer, user=make_user(), starts_at=at_nine_on_friday, gym=island)
    shown = calendar_week(trainer, Week(date(2026, 11, 23)))
    assert shown.zones == ["Australia/Lord_Howe", "Europe/London"]
    assert [len(one.blocks) for one in shown.days] == [0, 0, 0, 1, 1, 0, 0]
    assert [one.blocks[0].first for one in shown.days[3:5]] == [40, 36]
    assert shown.days[4].hours_words == "07:00–12:00 Island"


@time_machine.travel(NOW, tick=False)
def test_times_of_two_clocks_that_meet_stand_side_by_side(trainer: Trainer) -> None:
    island = make_gym(timezone="Australia/Lord_Howe")
    home = trainer.gyms.get()
    trainer.gyms.add(island)
    for at, gym in (
        (datetime(2026, 11, 26, 10, 0, tzinfo=UTC), home),
        (datetime(2026, 11, 25, 23, 15, tzinfo=UTC), island),
    ):
        make_booking(trainer=trainer, user=make_user(), starts_at=at, gym=gym)
    found = day(trainer, date(2026, 11, 26))
    assert [one.lane for one in found.blocks] == [1, 2]
    assert found.lanes == 2


@time_machine.travel(NOW, tick=False)
def test_time_off_stands_on_the_clock_of_its_day(trainer: Trainer) -> None:
    """Thursday has hours in London, Friday a session in Sydney; on Saturday there is nothing."""
    sydney = make_gym(name="Sydney", timezone="Australia/Sydney")
    trainer.gyms.add(sydney)
    home = trainer.gyms.get(name="Hackney")
    make_weekly_hours(trainer=trainer, gym=home, weekdays=[3])
    friday = datetime(2026, 11, 26, 22, 0, tzinfo=UTC)  # 09:00 there
    make_booking(trainer=trainer, user=make_user(), starts_at=friday, gym=sydney)
    for hours in (-11, 3, 39):
        start = friday + timedelta(hours=hours)
        time_off_create(trainer=trainer, starts_at=start, ends_at=start + HOUR)
    found = [
        (block.words, block.zone)
        for at in (26, 27, 28)
        for block in day(trainer, date(2026, 11, at)).blocks
        if block.time_off
    ]
    assert found == [
        ("11:00–12:00", "Europe/London"),
        ("12:00–13:00", "Australia/Sydney"),
        ("13:00–14:00", "Europe/London"),
    ]


@time_machine.travel(NOW, tick=False)
def test_on_a_day_of_two_clocks_time_off_stands_on_that_of_the_first_gym(trainer: Trainer) -> None:
    berlin = make_gym(name="Quay", timezone="Europe/Berlin")
    trainer.gyms.add(berlin)
    home = trainer.gyms.get(name="Hackney")
    make_weekly_hours(trainer=trainer, gym=home, weekdays=[3], ends=time(12))
    make_weekly_hours(trainer=trainer, gym=berlin, weekdays=[3], starts=time(14))
    start = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    time_off_create(trainer=trainer, starts_at=start, ends_at=start + HOUR)
    (block,) = day(trainer, date(2026, 11, 26)).blocks
    assert (block.words, block.zone) == ("12:00–13:00", "Europe/London")


@time_machine.travel(NOW, tick=False)
def test_time_off_between_the_days_of_two_clocks_is_there_too(trainer: Trainer) -> None:
    """Thursday ends in Berlin an hour before Friday begins in London."""
    berlin = make_gym(name="Quay", timezone="Europe/Berlin")
    trainer.gyms.add(berlin)
    make_weekly_hours(trainer=trainer, gym=berlin, weekdays=[3])
    start = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
    time_off_create(trainer=trainer, starts_at=start, ends_at=start + HOUR)
    (block,) = day(trainer, date(2026, 11, 26)).blocks
    assert (block.words, block.zone) == ("From 23:00", "Europe/London")


@pytest.mark.parametrize(
    ("zone", "at", "said"),
    [
        ("Europe/London", date(2026, 10, 25), ["Europe/London goes back by an hour"]),
        ("Europe/London", date(2027, 3, 28), ["Europe/London goes forward by an hour"]),
        (
            "Australia/Lord_Howe",
            date(2026, 10, 4),
            ["Australia/Lord_Howe goes forward by 30 minutes"],
        ),
        ("Europe/London", date(2026, 11, 25), []),
    ],
)
def test_a_day_on_which_the_clock_changes_says_so(
    db: None, zone: str, at: date, said: list[str]
) -> None:
    assert day(make_trainer(gym=make_gym(timezone=zone)), at).changes == said


@time_machine.travel(NOW, tick=False)
def test_what_a_trainer_booked_as_a_member_is_there_as_their_own(trainer: Trainer) -> None:
    other = make_trainer(gym=trainer.gyms.get())
    start = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
    make_booking(trainer=other, user=trainer.user, starts_at=start)
    (block,) = day(trainer, date(2026, 11, 26)).blocks
    assert block.is_own


@time_machine.travel(NOW, tick=False)
def test_unmarked_are_those_of_14_days_that_are_over(trainer: Trainer) -> None:
    def at(hours: int, **changes: Any) -> Booking:
        start = NOW + timedelta(hours=hours)
        return make_booking(trainer=trainer, user=make_user(), starts_at=start, **changes)

    at(-24 * 15)
    late, last = at(-24 * 13), at(-1)
    at(0)
    at(-4, state="completed")
    at(-6, state="cancelled")
    assert list(unmarked(trainer)) == [late, last]


@time_machine.travel(datetime(2026, 11, 25, 23, 0, tzinfo=UTC), tick=False)
def test_today_is_the_date_of_the_gyms_clock(trainer: Trainer) -> None:
    island = make_gym(timezone="Australia/Lord_Howe")
    home = trainer.gyms.get()
    trainer.gyms.add(island)
    found = [
        make_booking(trainer=trainer, user=make_user(), starts_at=at, gym=gym)
        for at, gym in (
            (datetime(2026, 11, 25, 9, 0, tzinfo=UTC), home),
            (datetime(2026, 11, 26, 9, 0, tzinfo=UTC), home),
            (datetime(2026, 11, 25, 12, 0, tzinfo=UTC), island),
            (datetime(2026, 11, 25, 14, 0, tzinfo=UTC), island),
        )
    ]
    assert sessions_today(trainer) == [found[0], found[3]]
