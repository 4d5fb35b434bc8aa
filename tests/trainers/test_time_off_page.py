"""Time off: first who is in its way, then one button for all of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Gym, User
from tests.factories import make_booking, make_gym, make_trainer, make_user, make_weekly_hours
from trainers import time_off_clearing
from trainers.bookings import Actor, By, booking_cancel
from trainers.claims_check import claims_differences
from trainers.models import Booking, TimeOff, Trainer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
TEN = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)  # a Tuesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADD = "/coach/calendar/hours/time-off/new/"
TUESDAY = {"first_day": "2026-12-01", "note": "Dentist"}
FREE = "2026-12-02T10:00Z"


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def trainer() -> Trainer:
    gym = make_gym(name="Hackney", timezone="Europe/London")
    trainer = make_trainer(gym=gym, user=make_user(second_factor_waived=True))
    make_weekly_hours(trainer=trainer)
    return trainer


@pytest.fixture
def coach(client: Client, trainer: Trainer) -> Client:
    client.force_login(trainer.user)
    return client


@pytest.fixture
def ada() -> User:
    return make_user(name="Ada")


def send(client: Client, status: int = 200, /, **values: Any) -> str:
    answer = client.post(ADD, {**TUESDAY, **values})
    assert answer.status_code == status
    return answer.content.decode()


def choose(booking: Booking, do: str, **more: str) -> dict[str, str]:
    """What the page sends about one session."""
    return {
        "clearing": "1",
        f"do-{booking.pk}": do,
        f"seen-{booking.pk}": str(booking.sequence),
        **more,
    }


def spans() -> list[tuple[datetime, datetime]]:
    return [*TimeOff.objects.values_list("starts_at", "ends_at")]


class TestFromTo:
    def test_a_whole_day_of_the_gym(self, coach: Client) -> None:
        send(coach, 302)
        midnight = datetime(2026, 12, 1, tzinfo=UTC)
        assert spans() == [(midnight, midnight + DAY)]
        page = coach.get("/coach/calendar/hours/").content.decode()
        assert "Tue 1 December 2026, all day (Europe/London)" in page
        assert "Dentist" in page

    def test_twice_it_is_there_once(self, coach: Client) -> None:
        for _ in range(2):
            send(coach, 302)
        assert TimeOff.objects.count() == 1

    def test_days_with_times(self, coach: Client) -> None:
        send(coach, 302, starts="12:00", last_day="2026-12-04", ends="15:30")
        assert spans() == [(TEN + 2 * HOUR, datetime(2026, 12, 4, 15, 30, tzinfo=UTC))]

    def test_whole_days_across_a_change_of_the_clock(self, coach: Client) -> None:
        send(coach, 302, first_day="2027-03-27", last_day="2027-03-28")
        assert spans() == [
            (datetime(2027, 3, 27, tzinfo=UTC), datetime(2027, 3, 28, 23, tzinfo=UTC))
        ]

    def test_with_gyms_in_two_zones_it_asks_whose_clock(
        self, coach: Client, trainer: Trainer
    ) -> None:
        assert "On the clock of" not in coach.get(ADD).content.decode()
        berlin = make_gym(name="Hafen", timezone="Europe/Berlin")
        trainer.gyms.add(berlin)
        assert "Hafen (Europe/Berlin)" in coach.get(ADD).content.decode()
        assert "Choose a gym." in send(coach)
        send(coach, 302, clock=berlin.pk)
        assert spans() == [(datetime(2026, 11, 30, 23, tzinfo=UTC),) * 1 + (TEN + 13 * HOUR,)]
        page = coach.get("/coach/calendar/hours/").content.decode()
        assert "Tue 1 December 2026, all day (Europe/Berlin)" in page

    def test_today_begins_now(self, coach: Client, trainer: Trainer, ada: User) -> None:
        make_booking(trainer=trainer, user=ada, starts_at=NOW - 2 * HOUR, state="completed")
        send(coach, 302, first_day="2026-11-25")
        assert spans()[0][0] == NOW
        assert [*claims_differences()] == []

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"first_day": ""}, "Choose the first day."),
            ({"first_day": "9999-12-31"}, "Choose a date of the next two years."),
            ({"first_day": "0001-01-01"}, "Choose a date of the next two years."),
            ({"last_day": "2026-11-30"}, "The last day comes after the first."),
            ({"last_day": "2027-03-20"}, "That is more than 92 days."),
            ({"first_day": "2026-11-24"}, "That is over already."),
            ({"starts": "12:00", "ends": "11:00"}, "It ends after it begins."),
            ({"starts": "12:05"}, "Choose a time on a quarter of an hour."),
            ({"note": "x" * 121}, "at most 120 characters"),
        ],
    )
    def test_what_is_wrong_is_said(
        self, coach: Client, changes: dict[str, str], words: str
    ) -> None:
        assert words in send(coach, **changes)
        assert spans() == []

    def test_other_time_off_in_it_is_said(self, coach: Client) -> None:
        send(coach, 302)
        page = send(coach, 409, last_day="2026-12-02")
        assert "You have time off in it already." in page
        assert 'value="2026-12-02"' in page

    def test_take_it_out_again(self, coach: Client, trainer: Trainer) -> None:
        send(coach, 302)
        address = f"/coach/calendar/hours/time-off/{TimeOff.objects.get().pk}/delete/"
        assert "Tue 1 December 2026, all day" in coach.get(address).content.decode()
        assert coach.post(address).status_code == 302
        assert spans() == []
        assert coach.get(address).status_code == 404
        theirs = make_trainer().time_off.create(starts_at=TEN, ends_at=TEN + HOUR)
        other = f"/coach/calendar/hours/time-off/{theirs.pk}/delete/"
        assert coach.post(other).status_code == coach.get(other).status_code == 404


class TestInTheWay:
    def test_who_and_when_and_nothing_is_done_yet(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        page = send(coach)
        assert "1 session in the way" in page
        assert "Tuesday 1 December, 10:00–11:00" in page
        assert "Ada: Personal training" in page
        assert f'value="{FREE}"' in page
        assert "2026-12-01T" not in page
        assert 'value="Dentist"' in page
        assert spans() == []
        booking.refresh_from_db()
        assert booking.state == "booked"

    def test_one_button_moves_one_and_cancels_another(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        moved = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        gone = make_booking(trainer=trainer, user=make_user(), starts_at=TEN + 2 * HOUR)
        values = choose(moved, FREE) | choose(gone, "cancel")
        answer = coach.post(ADD, {**TUESDAY, **values, "message": "I am ill."}, follow=True)
        assert "1 session moved and 1 session cancelled." in answer.content.decode()
        moved.refresh_from_db()
        gone.refresh_from_db()
        assert moved.starts_at == TEN + DAY
        assert (gone.state, gone.cost) == ("cancelled", Decimal(0))
        for booking in (moved, gone):
            event = booking.events.get()
            assert (event.by, event.message) == ("trainer", "I am ill.")
        assert TimeOff.objects.count() == 1
        assert [*claims_differences()] == []

    def test_each_must_be_chosen_before_anything_is_done(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        one = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        other = make_booking(trainer=trainer, user=make_user(), starts_at=TEN + 2 * HOUR)
        values = choose(one, "cancel") | choose(other, "") | {"message": "Sorry."}
        page = send(coach, **values)
        assert page.count("Choose what happens to it.") == 1
        assert '<option value="cancel" selected>' in page
        assert "Sorry." in page
        one.refresh_from_db()
        assert one.state == "booked"

    @pytest.mark.parametrize(
        ("do", "words"),
        [
            ("2026-12-01T15:00Z", "That time lies in your time off."),
            ("2026-11-30T23:30Z", "That time lies in your time off."),
            ("2026-12-02T10:00", "Choose what happens to it."),
            ("2026-12-02T10:05Z", "Choose what happens to it."),
            ("9999-12-31T23:45Z", "Choose what happens to it."),
            ("delete", "Choose what happens to it."),
        ],
    )
    def test_a_start_that_is_none(
        self, coach: Client, trainer: Trainer, ada: User, do: str, words: str
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        assert words in send(coach, **choose(booking, do))
        assert spans() == []

    def test_somebody_who_booked_meanwhile_is_listed(
        self,
        coach: Client,
        trainer: Trainer,
        ada: User,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        clear = time_off_clearing._clear

        def cleared(*args: Any) -> Booking:
            make_booking(trainer=trainer, user=make_user(name="Bo"), starts_at=TEN + 3 * HOUR)
            return clear(*args)

        monkeypatch.setattr(time_off_clearing, "_clear", cleared)
        page = send(coach, 409, **choose(booking, "cancel"))
        assert "something has changed meanwhile" in page
        assert "Bo: Personal training" in page
        assert "Choose what happens to it." in page
        assert "Ada" not in page

    def test_one_that_its_member_moved_meanwhile(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        values = choose(booking, "cancel")
        Booking.objects.update(sequence=1)
        page = send(coach, 409, **values)
        assert "This has changed meanwhile." in page
        assert f'name="seen-{booking.pk}" value="1"' in page

    def test_one_that_its_member_cancelled_meanwhile(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=TEN)
        booking_cancel(booking=booking, actor=Actor(ada, By.MEMBER), seen=0)
        send(coach, 302, **choose(booking, FREE))

    def test_one_that_has_begun_cannot_be_chosen_for(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        make_booking(trainer=trainer, user=ada, starts_at=NOW - HOUR / 2, state="arrived")
        page = send(coach, first_day="2026-11-25")
        assert "It has begun, or is over. Let your time off begin after it." in page
        send(coach, 302, first_day="2026-11-25", starts="08:30")

    def test_its_member_s_other_sessions_are_no_time_to_move_to(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        make_booking(trainer=trainer, user=ada, starts_at=TEN)
        make_booking(trainer=make_trainer(), user=ada, starts_at=TEN + DAY)
        assert f'value="{FREE}"' not in send(coach)

    def test_nobody_is_moved_to_a_time_that_comes_too_soon(
        self, coach: Client, trainer: Trainer, ada: User
    ) -> None:
        make_booking(trainer=trainer, user=ada, starts_at=NOW + DAY + HOUR)
        page = send(coach, first_day="2026-11-26")
        assert 'value="2026-11-25T09:00Z"' not in page
        assert 'value="2026-11-25T10:00Z"' in page

    def test_the_same_number_of_queries_for_many(self, coach: Client, trainer: Trainer) -> None:
        for place in range(2):
            make_booking(trainer=trainer, user=make_user(), starts_at=TEN + place * HOUR)
        with CaptureQueriesContext(connection) as few:
            send(coach)
        for place in range(2, 12):
            make_booking(trainer=trainer, user=make_user(), starts_at=TEN + place * HOUR)
        with CaptureQueriesContext(connection) as many:
            assert "12 sessions in the way" in send(coach)
        assert len(many) == len(few)


class TestOwn:
    """The trainer's own sessions, as a member with another trainer."""

    def test_free_it_is_cancelled_as_by_a_member(self, coach: Client, trainer: Trainer) -> None:
        other = make_trainer(name="Rob Reed")
        own = make_booking(trainer=other, user=trainer.user, starts_at=TEN)
        page = send(coach)
        assert "Your own session with Rob Reed" in page
        assert "Cancel it, free of charge" in page
        assert "Move it to" not in page
        send(coach, 302, **choose(own, "cancel"), message="For my members.")
        own.refresh_from_db()
        event = own.events.get()
        assert (own.state, event.by, event.message) == ("cancelled", "member", "")

    def test_late_it_costs_and_the_cost_is_shown_first(
        self, coach: Client, trainer: Trainer
    ) -> None:
        start = NOW + 4 * HOUR
        own = make_booking(trainer=make_trainer(), user=trainer.user, starts_at=start)
        today = {"first_day": "2026-11-25"}
        unseen = send(coach, 409, **today, **choose(own, "cancel"))
        assert "has begun to cost something" in unseen
        page = send(coach, **today)
        assert "Cancel it, which costs you £40" in page
        assert f'name="late-{own.pk}" value="1"' in page
        send(coach, 302, **today, **choose(own, "cancel", **{f"late-{own.pk}": "1"}))
        own.refresh_from_db()
        assert (own.state, own.cost) == ("late_cancelled", Decimal(40))

    def test_it_cannot_be_moved_here(self, coach: Client, trainer: Trainer, gym: Gym) -> None:
        own = make_booking(trainer=make_trainer(), user=trainer.user, starts_at=TEN)
        assert "Choose what happens to it." in send(coach, **choose(own, FREE))


@pytest.fixture
def gym(trainer: Trainer) -> Gym:
    return trainer.gyms.get()


def test_a_stop_halfway_leaves_what_can_be_sent_again(
    coach: Client, trainer: Trainer, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make_booking(trainer=trainer, user=ada, starts_at=TEN)
    other = make_booking(trainer=trainer, user=make_user(), starts_at=TEN + 2 * HOUR)
    values = {**TUESDAY, **choose(one, FREE), **choose(other, "cancel")}
    clear = time_off_clearing._clear

    def stops(trainer: Trainer, way: Any, *args: Any) -> Booking:
        if way.booking == other:
            raise KeyboardInterrupt
        return clear(trainer, way, *args)

    monkeypatch.setattr(time_off_clearing, "_clear", stops)
    with pytest.raises(KeyboardInterrupt):
        coach.post(ADD, values)
    assert [*claims_differences()] == []
    assert spans() == []
    monkeypatch.undo()
    send(coach, 302, **values)
    one.refresh_from_db()
    assert (one.starts_at, one.events.count()) == (TEN + DAY, 1)
    assert TimeOff.objects.count() == 1
