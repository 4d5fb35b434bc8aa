"""The report on bookings, with numbers worked by hand."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import User
from tests.factories import make_booking, make_gym, make_trainer, make_user
from trainers.models import Booking, Trainer

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # of week 48
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)


def report(**options: Any) -> list[dict[str, str]]:
    out = StringIO()
    call_command("bookings_report", stdout=out, **options)
    return [*csv.DictReader(StringIO(out.getvalue()))]


def lines(**options: Any) -> list[tuple[str, ...]]:
    columns = ("trainer", "week", "state", "bookings", "hours", "due_gbp", "waived_gbp")
    return [tuple(row[name] for name in columns) for row in report(**options)]


@pytest.fixture
def trainer() -> Trainer:
    return make_trainer(name="Ada", gym=make_gym(slug="hackney", timezone="Europe/London"))


@pytest.fixture
def member() -> User:
    return make_user()


def make(trainer: Trainer, member: User, start: datetime, state: str, **changes: Any) -> Booking:
    return make_booking(trainer=trainer, user=member, starts_at=start, state=state, **changes)


def test_worked_numbers(trainer: Trainer, member: User) -> None:
    done: dict[str, Any] = {"state": "completed", "member": member, "trainer": trainer}
    make(start=MONDAY, **done)
    make(start=MONDAY + HOUR, minutes=30, price="22.50", **done)
    make(start=MONDAY + 2 * HOUR, minutes=45, price="50.00", currency="EUR", **done)
    make(trainer, member, MONDAY + 3 * HOUR, "no_show")
    make(trainer, member, MONDAY + 4 * HOUR, "no_show", waived_at=MONDAY + WEEK)
    make(trainer, member, MONDAY + 5 * HOUR, "late_cancelled")
    make(trainer, member, MONDAY + 5 * HOUR, "cancelled")
    make(trainer, member, MONDAY + WEEK, "booked")
    assert lines() == [
        ("Ada", "2026-W48", "cancelled", "1", "1.00", "0.00", "0.00"),
        ("Ada", "2026-W48", "late_cancelled", "1", "1.00", "40.00", "0.00"),
        ("Ada", "2026-W48", "completed", "3", "2.25", "62.50", "0.00"),
        ("Ada", "2026-W48", "no_show", "2", "2.00", "40.00", "40.00"),
        ("Ada", "2026-W49", "booked", "1", "1.00", "0.00", "0.00"),
    ]
    completed = report()[2]
    assert (completed["due_eur"], completed["due_usd"], completed["due_aud"]) == (
        "50.00",
        "0.00",
        "0.00",
    )
    total = sum(float(row["due_gbp"]) for row in report())
    costs = sum(one.cost for one in Booking.objects.filter(currency="GBP"))
    assert total == float(costs) == 142.5


def test_weeks_and_days_are_those_of_the_gym_s_clock(member: User) -> None:
    sydney = make_trainer(name="Sid", gym=make_gym(timezone="Australia/Sydney"))
    sunday_evening = MONDAY.replace(day=22, hour=20)
    make(sydney, member, sunday_evening, "completed")
    london = make_trainer(name="Lou", gym=make_gym(timezone="Europe/London"))
    make(london, make_user(), sunday_evening, "completed")
    assert [row[:2] for row in lines()] == [("Lou", "2026-W47"), ("Sid", "2026-W48")]
    assert [row[0] for row in lines(first="2026-11-23")] == ["Sid"]
    assert [row[0] for row in lines(last="2026-11-22")] == ["Lou"]


def test_a_week_belongs_to_the_year_of_its_thursday(trainer: Trainer, member: User) -> None:
    make(trainer, member, datetime(2027, 1, 1, 10, tzinfo=UTC), "booked")
    assert lines()[0][1] == "2026-W53"


def test_from_to_and_gym(trainer: Trainer, member: User) -> None:
    other = make_gym(slug="hafen", timezone="Europe/Berlin")
    for days in range(4):
        make(trainer, member, MONDAY + timedelta(days=days), "completed")
    make(trainer, member, MONDAY + HOUR, "completed", gym=other)
    both = lines(first="2026-11-23", last="2026-11-24")
    assert [row[3] for row in both] == ["3"]
    assert [row[3] for row in lines(gym="hafen")] == ["1"]
    assert [row[3] for row in lines(gym="hackney", first="2026-11-25")] == ["2"]
    assert lines(first="2027-01-01") == []


def test_a_name_is_never_a_formula(member: User) -> None:
    for name in ("=HYPERLINK(1)", "+1", "@SUM(1)"):
        make(make_trainer(name=name), member, MONDAY, "cancelled")
    assert {row["trainer"] for row in report()} == {"'=HYPERLINK(1)", "'+1", "'@SUM(1)"}


def test_who_left_is_counted_all_the_same(trainer: Trainer, member: User) -> None:
    make(trainer, member, MONDAY, "completed")
    trainer.user.delete()
    member.delete()
    assert lines() == [
        ("A trainer who left", "2026-W48", "completed", "1", "1.00", "40.00", "0.00")
    ]


def test_two_trainers_of_one_name_are_two(member: User) -> None:
    for hour in range(2):
        make(make_trainer(name="Ada"), member, MONDAY + hour * HOUR, "completed")
    assert [row[3] for row in lines()] == ["1", "1"]
    assert len({row["trainer_page"] for row in report()}) == 2


def test_into_a_file(trainer: Trainer, member: User, tmp_path: Path) -> None:
    make(trainer, member, MONDAY, "completed")
    path = tmp_path / "report.csv"
    call_command("bookings_report", output=str(path))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [row["trainer"] for row in csv.DictReader(file)] == ["Ada"]
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("bookings_report", output=str(tmp_path / "no" / "report.csv"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"first": "yesterday"}, "--from: write a date such as 2026-11-01"),
        ({"last": "0001-01-01"}, "--to: write a date"),
        ({"first": "2026-11-02", "last": "2026-11-01"}, "--to lies before --from"),
        ({"gym": "nowhere"}, "There is no gym nowhere"),
    ],
)
def test_what_is_wrong_is_said(options: dict[str, str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        report(**options)


def test_the_queries_do_not_grow(trainer: Trainer, member: User) -> None:
    for hour in range(2):
        make(trainer, member, MONDAY + hour * HOUR, "completed")
    with CaptureQueriesContext(connection) as few:
        report()
    for week in range(1, 11):
        make(make_trainer(), member, MONDAY + week * WEEK, "completed")
    with CaptureQueriesContext(connection) as many:
        assert len(report()) == 11
    assert len(many) == len(few)
