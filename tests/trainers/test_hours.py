"""A trainer's weekly hours, the days unlike the others, and what lies outside of them."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Gym
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.hours import outside_hours
from trainers.models import DateOverride, Trainer, WeeklyHours

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
PAGE = "/coach/calendar/hours/"
ADD = f"{PAGE}weekly/new/"
ADD_DATE = f"{PAGE}dates/new/"


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Hackney", timezone="Europe/London")


@pytest.fixture
def trainer(gym: Gym) -> Trainer:
    return make_trainer(gym=gym, user=make_user(second_factor_waived=True))


@pytest.fixture
def coach(client: Client, trainer: Trainer) -> Client:
    client.force_login(trainer.user)
    return client


def send(client: Client, address: str, **values: Any) -> str:
    """The page that answers; empty when it was accepted."""
    answer = client.post(address, values)
    assert answer.status_code in (200, 302)
    return "" if answer.status_code == 302 else answer.content.decode()


def span(gym: Gym, starts: str, ends: str, **more: Any) -> dict[str, Any]:
    return {"weekdays": ["0"], "starts": starts, "ends": ends, "gym": gym.pk, **more}


def hours() -> list[tuple[int, time, time]]:
    return [*WeeklyHours.objects.values_list("weekday", "starts", "ends")]


class TestWeekly:
    def test_several_days_and_several_spans_a_day(self, coach: Client, gym: Gym) -> None:
        assert send(coach, ADD, **span(gym, "09:00", "13:00", weekdays=["0", "2"])) == ""
        assert send(coach, ADD, **span(gym, "16:15", "00:00")) == ""
        nine, one = time(9), time(13)
        assert hours() == [(0, nine, one), (0, time(16, 15), time(0)), (2, nine, one)]
        page = coach.get(PAGE).content.decode()
        assert "09:00–13:00" in page
        assert "16:15–00:00" in page

    def test_hours_that_touch_do_not_overlap(self, coach: Client, gym: Gym) -> None:
        assert send(coach, ADD, **span(gym, "09:00", "13:00")) == ""
        assert send(coach, ADD, **span(gym, "13:00", "14:00")) == ""

    @pytest.mark.parametrize(
        ("starts", "ends"), [("12:45", "14:00"), ("08:00", "09:15"), ("08:00", "00:00")]
    )
    def test_an_overlap_is_refused_in_words(
        self, coach: Client, gym: Gym, starts: str, ends: str
    ) -> None:
        send(coach, ADD, **span(gym, "09:00", "13:00"))
        page = send(coach, ADD, **span(gym, starts, ends, weekdays=["0", "1"]))
        assert "This overlaps Monday 09:00–13:00 at Hackney. Change one of the two." in page
        assert f'value="{starts}"' in page
        assert len(hours()) == 1

    def test_across_gyms_of_one_clock(self, coach: Client, gym: Gym, trainer: Trainer) -> None:
        other = make_gym(timezone="Europe/London")
        trainer.gyms.add(other)
        send(coach, ADD, **span(gym, "09:00", "13:00"))
        assert "This overlaps" in send(coach, ADD, **span(other, "12:00", "14:00"))
        assert send(coach, ADD, **span(other, "13:00", "14:00")) == ""

    def test_across_gyms_of_two_clocks(self, coach: Client, gym: Gym, trainer: Trainer) -> None:
        berlin = make_gym(timezone="Europe/Berlin")
        trainer.gyms.add(berlin)
        send(coach, ADD, **span(gym, "09:00", "13:00"))
        assert "This overlaps" in send(coach, ADD, **span(berlin, "13:00", "14:00"))
        assert send(coach, ADD, **span(berlin, "14:00", "15:00")) == ""

    def test_the_evening_of_one_clock_is_the_next_morning_of_another(
        self, coach: Client, gym: Gym, trainer: Trainer
    ) -> None:
        sydney = make_gym(timezone="Australia/Sydney")
        trainer.gyms.add(sydney)
        send(coach, ADD, **span(gym, "20:00", "23:00"))
        assert "This overlaps" in send(coach, ADD, **span(sydney, "07:30", "09:00", weekdays=["1"]))

    def test_only_at_the_trainer_s_own_gyms(self, coach: Client) -> None:
        page = send(coach, ADD, **span(make_gym(), "09:00", "13:00"))
        assert "Choose one of your gyms." in page
        assert hours() == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"starts": "09:05"}, "Choose a time on a quarter of an hour."),
            ({"ends": "08:00"}, "Hours end after they begin; 00:00 is midnight."),
            ({"starts": "nine"}, "Write a time such as 09:30."),
            ({"ends": ""}, "Choose a time."),
            ({"weekdays": []}, "Choose at least one day."),
            ({"weekdays": ["9"]}, "is not one of the available choices"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, coach: Client, gym: Gym, changes: dict[str, Any], words: str
    ) -> None:
        assert words in send(coach, ADD, **span(gym, "09:00", "13:00") | changes)
        assert hours() == []

    def test_change_and_take_out(self, coach: Client, trainer: Trainer, gym: Gym) -> None:
        make_weekly_hours(trainer=trainer, weekdays=[0, 1])
        row = WeeklyHours.objects.get(weekday=0)
        edit, delete = f"{PAGE}weekly/{row.pk}/edit/", f"{PAGE}weekly/{row.pk}/delete/"
        assert 'value="09:00"' in coach.get(edit).content.decode()
        assert "overlaps" in send(coach, edit, **span(gym, "10:00", "12:00", weekdays="1"))
        assert send(coach, edit, **span(gym, "10:00", "12:00", weekdays="0")) == ""
        assert (0, time(10), time(12)) in hours()
        assert "Monday 10:00–12:00" in coach.get(delete).content.decode()
        assert send(coach, delete) == ""
        assert hours() == [(1, time(9), time(17))]

    def test_another_trainer_s_are_not_there(self, coach: Client) -> None:
        other = make_trainer()
        make_weekly_hours(trainer=other, weekdays=[0])
        closed = DateOverride.objects.create(trainer=other, date=date(2026, 12, 1))
        row = WeeklyHours.objects.get()
        for address in (
            f"{PAGE}weekly/{row.pk}/edit/",
            f"{PAGE}weekly/{row.pk}/delete/",
            f"{PAGE}dates/{closed.pk}/delete/",
            f"{PAGE}weekly/999/edit/",
        ):
            assert coach.get(address).status_code == coach.post(address).status_code == 404
        assert WeeklyHours.objects.exists()
        assert DateOverride.objects.exists()


class TestDates:
    def test_a_day_off_and_a_day_of_other_hours(self, coach: Client, gym: Gym) -> None:
        assert send(coach, ADD_DATE, date="2026-12-24", closed="yes") == ""
        other = {"closed": "no", "gym": gym.pk, "starts": "10:00", "ends": "12:00"}
        assert send(coach, ADD_DATE, date="2026-12-23", **other) == ""
        page = coach.get(PAGE).content.decode()
        assert "Wednesday 23 December 2026" in page
        assert "Not at work" in page
        closed = DateOverride.objects.get(date=date(2026, 12, 24))
        assert send(coach, f"{PAGE}dates/{closed.pk}/delete/") == ""
        assert DateOverride.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"date": "2026-11-24"}, "That day has gone by."),
            ({"date": "9999-12-31"}, "Choose a date of the next two years."),
            ({"date": "soon"}, "Choose a date."),
            ({"closed": ""}, "Choose one."),
            ({"closed": "no"}, "Choose a time."),
            ({"date": "2026-12-01"}, "That day has hours of its own."),
        ],
    )
    def test_what_is_wrong_is_said(
        self, coach: Client, trainer: Trainer, gym: Gym, changes: dict[str, Any], words: str
    ) -> None:
        DateOverride.objects.create(
            trainer=trainer, date=date(2026, 12, 1), gym=gym, starts=time(9), ends=time(12)
        )
        values = {"date": "2026-12-24", "closed": "yes", **changes}
        assert words in send(coach, ADD_DATE, **values)
        assert DateOverride.objects.count() == 1

    def test_hours_on_a_closed_day_and_hours_that_overlap(
        self, coach: Client, trainer: Trainer, gym: Gym
    ) -> None:
        DateOverride.objects.create(trainer=trainer, date=date(2026, 12, 24))
        values = {"closed": "no", "gym": gym.pk, "starts": "10:00", "ends": "12:00"}
        assert "That day is closed." in send(coach, ADD_DATE, date="2026-12-24", **values)
        assert send(coach, ADD_DATE, date="2026-12-23", **values) == ""
        values["starts"] = "11:00"
        page = send(coach, ADD_DATE, date="2026-12-23", **values)
        assert "This overlaps 23 December 2026 10:00–12:00 at Hackney." in page

    def test_past_ones_are_not_listed(self, coach: Client, trainer: Trainer) -> None:
        for day in (date(2026, 11, 24), date(2026, 11, 25)):
            DateOverride.objects.create(trainer=trainer, date=day)
        page = coach.get(PAGE).content.decode()
        assert "25 November" in page
        assert "24 November" not in page


class TestOutside:
    def test_sessions_stay_and_are_listed(self, coach: Client, trainer: Trainer, gym: Gym) -> None:
        make_weekly_hours(trainer=trainer)
        ten = datetime(2026, 11, 26, 10, tzinfo=UTC)
        for days in (0, 1, 7):
            at = ten + timedelta(days=days)
            make_booking(trainer=trainer, user=make_user(name="Ada"), starts_at=at)
        assert "outside your hours" not in coach.get(PAGE).content.decode()
        thursday = WeeklyHours.objects.get(weekday=3)
        coach.post(f"{PAGE}weekly/{thursday.pk}/delete/")
        page = coach.get(PAGE).content.decode()
        assert "2 sessions lie outside your hours now" in page
        assert "Thu 26 Nov, 10:00" in page
        assert trainer.bookings.booked().count() == 3
        send(coach, ADD_DATE, date="2026-11-27", closed="yes")
        assert "3 sessions lie outside" in coach.get(PAGE).content.decode()

    def test_one_that_spans_two_that_touch_lies_inside(self, trainer: Trainer) -> None:
        make_weekly_hours(trainer=trainer, starts=time(9), ends=time(12))
        make_weekly_hours(trainer=trainer, starts=time(12), ends=time(17))
        start = datetime(2026, 11, 26, 11, 30, tzinfo=UTC)
        inside = make_booking(trainer=trainer, user=make_user(), starts_at=start)
        assert outside_hours(trainer) == []
        late = make_booking(trainer=trainer, user=make_user(), starts_at=start + timedelta(hours=5))
        assert outside_hours(trainer) == [late]
        inside.gym = make_gym()
        inside.save()
        assert outside_hours(trainer) == [inside, late]


class TestSessionTypes:
    NEW = f"{PAGE}sessions/new/"
    VALUES = {
        "name": "Hour",
        "minutes": "60",
        "price": "37.50",
        "currency": "EUR",
        "buffer_after": "15",
        "active": "on",
    }

    def test_add_change_and_switch_off(self, coach: Client, trainer: Trainer) -> None:
        assert send(coach, self.NEW, **self.VALUES) == ""
        made = trainer.session_types.get()
        assert (
            "60 minutes · €37.50 · 15 minutes free afterwards" in coach.get(PAGE).content.decode()
        )
        values = {name: value for name, value in self.VALUES.items() if name != "active"}
        assert send(coach, f"{PAGE}sessions/{made.pk}/edit/", **values) == ""
        assert not trainer.session_types.on_offer().exists()
        assert '<span class="tag">Off</span>' in coach.get(PAGE).content.decode()

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "Give it a name."),
            ({"name": "Taken"}, "There is a session of this name already."),
            ({"name": "TÄKEN"}, "There is a session of this name already."),
            ({"minutes": "10"}, "is not one of the available choices"),
            ({"minutes": "195"}, "is not one of the available choices"),
            ({"buffer_after": "75"}, "is not one of the available choices"),
            ({"price": "-1"}, "greater than or equal to 0"),
            ({"price": ""}, "Write a price; 0 where it is free."),
            ({"price": "NaN"}, "Enter a number."),
            ({"currency": "XXX"}, "is not one of the available choices"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, coach: Client, trainer: Trainer, changes: dict[str, str], words: str
    ) -> None:
        make_session_type(trainer=trainer, name="Taken")
        make_session_type(trainer=trainer, name="Täken")
        assert words in send(coach, self.NEW, **self.VALUES | changes)
        assert trainer.session_types.count() == 2

    def test_capitals_of_its_own_name_are_changed(self, coach: Client, trainer: Trainer) -> None:
        mine = make_session_type(trainer=trainer, name="hour")
        make_session_type(trainer=make_trainer(), name="Hour")
        assert send(coach, f"{PAGE}sessions/{mine.pk}/edit/", **self.VALUES) == ""
        mine.refresh_from_db()
        assert mine.name == "Hour"

    def test_another_trainer_s_is_not_there(self, coach: Client) -> None:
        other = make_session_type(trainer=make_trainer())
        address = f"{PAGE}sessions/{other.pk}/edit/"
        assert coach.get(address).status_code == 404
        assert coach.post(address, self.VALUES).status_code == 404


def test_the_page_costs_the_same_with_many_rows(coach: Client, trainer: Trainer, gym: Gym) -> None:
    def fill(number: int) -> None:
        make_session_type(trainer=trainer)
        start = datetime(2026, 12, number + 1, 20, tzinfo=UTC)
        make_booking(trainer=trainer, user=make_user(), starts_at=start)
        DateOverride.objects.create(
            trainer=trainer, date=date(2027, 1, number + 1), gym=gym, starts=time(9), ends=time(10)
        )
        day = datetime(2027, 2, number + 1, tzinfo=UTC)
        trainer.time_off.create(starts_at=day, ends_at=day + timedelta(hours=1))

    make_weekly_hours(trainer=trainer, weekdays=[0, 1])
    for number in range(2):
        fill(number)
    with CaptureQueriesContext(
        connection,
    ) as few:
        coach.get(PAGE)
    make_weekly_hours(trainer=trainer, weekdays=range(7), starts=time(18), ends=time(19))
    for number in range(2, 12):
        fill(number)
    with CaptureQueriesContext(connection) as many:
        assert coach.get(PAGE).status_code == 200
    assert len(many) == len(few)
