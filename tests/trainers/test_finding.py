"""Free times on public pages: who is free next, and the weeks of one trainer."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Gym, User
from tests.factories import (
    make_booking,
    make_exercise,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_variation,
    make_weekly_hours,
)
from trainers.finding import next_free, week_of
from trainers.models import SessionType, Trainer
from trainers.time_off import time_off_create

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
WEDNESDAY, THURSDAY = 2, 3


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def hackney() -> Gym:
    return make_gym(name="Hackney")


@pytest.fixture
def alice() -> User:
    return make_user()


def offering(gym: Gym, *weekdays: int, minutes: int = 60, **changes: Any) -> SessionType:
    trainer = make_trainer(gym=gym, **changes)
    make_weekly_hours(trainer=trainer, weekdays=weekdays)
    return make_session_type(trainer=trainer, minutes=minutes)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def names(text: str) -> list[str]:
    return [part.partition("<")[0] for part in text.split('">Demo ')[1:]]


class TestList:
    def test_whoever_is_free_first_stands_first_with_the_time_and_its_zone(
        self, client: Client, hackney: Gym
    ) -> None:
        offering(hackney, THURSDAY, name="Demo Anna")
        offering(hackney, WEDNESDAY, name="Demo Zoe")
        make_trainer(gym=hackney, name="Demo Bob")
        text = page(client, "/trainers/")
        assert names(text) == ["Zoe", "Anna", "Bob"]
        assert "Next free: <strong>Wed 25 Nov, 10:00</strong>" in text
        assert "Europe/London time" in text
        assert text.count("Next free") == 2

    def test_the_filter_leaves_those_who_are_free_soon(self, client: Client, hackney: Gym) -> None:
        offering(hackney, THURSDAY, name="Demo Anna")
        offering(hackney, 6, name="Demo Zoe")  # Sunday
        assert names(page(client, "/trainers/?free=3")) == ["Anna"]
        assert names(page(client, "/trainers/?free=7")) == ["Anna", "Zoe"]
        words = "“9” is no choice of when they are free, so that filter was left out."
        assert words in page(client, "/trainers/?free=9")
        nobody = page(client, "/trainers/?free=3&speciality=cardio")
        assert "is free within 3 days" in nobody

    def test_the_filter_leaves_nobody_where_nobody_is_free(
        self, client: Client, hackney: Gym
    ) -> None:
        make_trainer(gym=hackney, name="Demo Bob")
        assert names(page(client, "/trainers/?free=3")) == []

    def test_the_filter_looks_at_all_trainers(
        self, client: Client, hackney: Gym, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("trainers.views.trainers.SORTED_AT_MOST", 2)
        for name in ("Demo A", "Demo B", "Demo C"):
            make_trainer(gym=hackney, name=name)
        offering(hackney, THURSDAY, name="Demo Z")
        assert names(page(client, "/trainers/?free=3")) == ["Z"]

    def test_who_takes_nobody_has_no_free_time(self, client: Client, hackney: Gym) -> None:
        offering(hackney, THURSDAY, accepting=False)
        assert "Next free" not in page(client, "/trainers/")

    def test_the_shortest_session_counts_and_one_that_is_off_does_not(
        self, hackney: Gym, alice: User
    ) -> None:
        hour = offering(hackney, THURSDAY)
        start = NOW + timedelta(days=1, hours=1)
        for number in range(8):
            make_booking(
                trainer=hour.trainer,
                user=alice,
                starts_at=start + timedelta(hours=number),
                minutes=30,
            )
        half = make_session_type(trainer=hour.trainer, minutes=30)
        assert next_free([hour.trainer])[hour.trainer.pk].start == start + timedelta(minutes=30)
        SessionType.objects.filter(pk=half.pk).update(active=False)
        found = next_free([hour.trainer])[hour.trainer.pk]
        assert found.start == start + timedelta(days=7)

    def test_the_home_page_loads_the_next_three(self, client: Client, hackney: Gym) -> None:
        for name in ("Demo A", "Demo B", "Demo C", "Demo D"):
            offering(hackney, THURSDAY, name=name)
        assert 'data-hx-get="/trainers/free/soon/"' in page(client, "/")
        assert page(client, "/trainers/free/soon/").count("Thu 26 Nov, 09:00") == 3


class TestWeeks:
    def test_a_trainer_whose_gym_is_gone_keeps_the_page(self, client: Client, hackney: Gym) -> None:
        trainer = offering(hackney, THURSDAY).trainer
        hackney.delete()
        assert "No sessions are on offer" in page(client, trainer.get_absolute_url())

    def test_the_first_week_with_a_free_time_is_shown_by_day(
        self, client: Client, hackney: Gym
    ) -> None:
        hour = offering(hackney, THURSDAY)
        time_off_create(trainer=hour.trainer, starts_at=NOW, ends_at=NOW + timedelta(days=10))
        week = week_of(hour.trainer, hour, None)
        assert week.first_free == date(2026, 12, 10)
        assert (week.days[0].date, len(week.days)) == (date(2026, 12, 9), 7)
        assert (week.earlier, week.later) == (date(2026, 12, 2), date(2026, 12, 16))
        text = page(client, hour.trainer.get_absolute_url())
        assert "<strong>Thursday 10 December</strong>" in text
        book = f"{hour.trainer.get_absolute_url()}book/?type={hour.pk}&amp;start=2026-12-10T09:00Z"
        assert f'href="{book}">09:00</a>' in text
        assert "Afternoon" in text

    def test_dates_outside_the_window_are_drawn_inside(self, hackney: Gym) -> None:
        hour = offering(hackney, THURSDAY)
        early = week_of(hour.trainer, hour, date(2020, 1, 1))
        late = week_of(hour.trainer, hour, date(2030, 1, 1))
        assert early.days[0].date == NOW.date()
        assert early.earlier is None
        assert late.days[-1].date == date(2026, 12, 23)
        assert late.later is None

    def test_a_day_is_waited_for_only_where_a_time_could_come_free(
        self, client: Client, hackney: Gym
    ) -> None:
        hour = offering(hackney, WEDNESDAY, THURSDAY)
        make_weekly_hours(trainer=hour.trainer, weekdays=[6], ends=time(9, 30))
        for day in range(2):
            for number in range(8):
                start = NOW + timedelta(days=day, hours=number + 1)
                make_booking(trainer=hour.trainer, user=make_user(), starts_at=start)
        with time_machine.travel(NOW + timedelta(hours=7), tick=False):
            week = week_of(hour.trainer, hour, NOW.date())
            text = page(client, f"{hour.trainer.get_absolute_url()}?from=2026-11-25")
        days = [(day.is_worked, day.can_come_free) for day in week.days[:5]]
        assert days == [(True, False), (True, True), (False, False), (False, False), (True, False)]
        said = re.findall(r"day [^<]*</strong> <span class=\"quiet\">(\D*?)</span>", text)
        assert said[:5] == [
            "nothing free",
            "nothing free",
            "not at work",
            "not at work",
            "nothing free",
        ]
        assert re.findall(r"waitlist/\?type=\d+&amp;day=([\d-]+)", text) == ["2026-11-26"]

    def test_a_trainer_who_is_full_says_so(self, client: Client, hackney: Gym) -> None:
        hour = offering(hackney)
        text = page(client, hour.trainer.get_absolute_url())
        assert "Nothing is free in the weeks that can be booked" in text

    def test_times_are_those_of_each_gym(self, hackney: Gym) -> None:
        sydney = make_gym(name="Sydney", timezone="Australia/Sydney")
        hour = offering(sydney, THURSDAY)
        week = week_of(hour.trainer, hour, None)
        thursday = next(day for day in week.days if day.parts)
        assert thursday.date == date(2026, 11, 26)
        assert thursday.parts[0].times[0].words == "09:00"
        assert thursday.parts[0].times[0].value == "2026-11-25T22:00Z"

    def test_a_time_that_was_just_booked_is_gone(
        self, client: Client, hackney: Gym, alice: User
    ) -> None:
        hour = offering(hackney, THURSDAY)
        address = hour.trainer.get_absolute_url()
        make_booking(trainer=hour.trainer, user=alice, starts_at=NOW + timedelta(days=1, hours=1))
        assert ">09:00</a>" not in page(client, address)
        assert client.get(address)["Cache-Control"] == "public, max-age=0, s-maxage=2"

    @pytest.mark.parametrize("query", ["type=x", "type=999", "from=x", "from=2026-02-31", "q=%00"])
    def test_what_does_not_exist_is_left_out(
        self, client: Client, hackney: Gym, query: str
    ) -> None:
        hour = offering(hackney, THURSDAY)
        assert "start=2026-11-26T09:00Z" in page(
            client, f"{hour.trainer.get_absolute_url()}?{query}"
        )

    def test_a_session_that_was_withdrawn_is_told(self, client: Client, hackney: Gym) -> None:
        hour = offering(hackney, THURSDAY)
        make_session_type(trainer=hour.trainer)
        address = hour.trainer.get_absolute_url()
        gone = "The session that you chose is not on offer any more."
        assert gone not in page(client, f"{address}?type={hour.pk}")
        SessionType.objects.filter(pk=hour.pk).update(active=False)
        assert gone in page(client, f"{address}?type={hour.pk}")
        assert gone not in page(client, address)

    def test_without_sessions_or_taking_nobody_nothing_can_be_booked(
        self, client: Client, hackney: Gym
    ) -> None:
        without = make_trainer(gym=hackney)
        assert "No sessions are on offer" in page(client, without.get_absolute_url())
        full = offering(hackney, THURSDAY, accepting=False).trainer
        assert "cannot be booked at the moment" in page(client, full.get_absolute_url())

    def test_four_weeks_cost_the_same_queries_however_much_is_booked(
        self, client: Client, hackney: Gym, alice: User
    ) -> None:
        hour = offering(hackney, *range(7))
        counts = []
        for number in (1, 30):
            for day in range(number):
                start = NOW + timedelta(days=day + 30 * (number > 1), hours=2)
                make_booking(trainer=hour.trainer, user=alice, starts_at=start)
            with CaptureQueriesContext(connection) as queries:
                page(client, hour.trainer.get_absolute_url())
            counts.append(len(queries))
        assert counts == [8, 8]


class TestSubject:
    def test_a_guide_leads_to_booking_with_what_it_is_about(
        self, client: Client, hackney: Gym
    ) -> None:
        exercise = make_exercise(name="Squats", slug="squats", body_part="legs")
        variation = make_variation(exercise=exercise, name="Front squat", slug="front")
        hour = offering(hackney, THURSDAY)
        about = "exercise=squats&amp;variation=front"
        assert f'href="/trainers/?{about}"' in page(client, variation.get_absolute_url())
        listed = page(client, "/trainers/?exercise=squats&variation=front")
        assert "About <strong>Front squat</strong>" in listed
        assert f'href="{hour.trainer.get_absolute_url()}?{about}"' in listed
        text = page(client, f"{hour.trainer.get_absolute_url()}?exercise=squats&variation=front")
        assert f"start=2026-11-26T09:00Z&amp;{about}" in text

    def test_a_question_is_carried_as_a_number_alone(self, client: Client, hackney: Gym) -> None:
        hour, key = offering(hackney, THURSDAY), uuid4()
        with CaptureQueriesContext(connection) as queries:
            text = page(client, f"{hour.trainer.get_absolute_url()}?question={key}")
        assert f"&amp;question={key}" in text
        assert not [one for one in queries if "trainers_question" in one["sql"]]

    @pytest.mark.parametrize(
        "query", ["exercise=nothing", "variation=front", "question=x", "exercise=%00"]
    )
    def test_what_is_not_there_is_dropped(self, client: Client, hackney: Gym, query: str) -> None:
        hour = offering(hackney, THURSDAY)
        text = page(client, f"{hour.trainer.get_absolute_url()}?{query}")
        assert "Leave it out" not in text
        assert query not in text


def test_a_trainer_s_hours_until_midnight_are_offered(hackney: Gym) -> None:
    trainer: Trainer = make_trainer(gym=hackney)
    make_weekly_hours(trainer=trainer, weekdays=[THURSDAY], starts=time(22), ends=time(0))
    hour = make_session_type(trainer=trainer)
    week = week_of(trainer, hour, None)
    times = [one.words for day in week.days for part in day.parts for one in part.times]
    assert times == ["22:00", "22:15", "22:30", "22:45", "23:00"]
