"""Dates at the ends of the calendar, in addresses and in forms, are told or left out."""

from uuid import uuid4

import pytest
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_client
from tests.trainers.booking_pages import (
    BOOK,
    FRIDAY,
    LIST,
    alice,
    client,
    clock,
    hour,
    trainer,
    values,
)
from trainers.instants import instant_parsed
from trainers.models import Booking, SessionType

__all__ = ["alice", "client", "clock", "hour", "trainer"]

pytestmark = pytest.mark.django_db
INSTANTS = ["0001-01-01T00:00Z", "9999-12-31T23:45Z", "1999-12-31T23:45Z", "2101-01-01T00:00Z"]
DATES = ["0001-01-01", "9999-12-31", "1999-12-31", "2101-01-01"]


def test_an_instant_is_of_this_century() -> None:
    assert [instant_parsed(text) for text in INSTANTS] == [None] * 4
    assert instant_parsed("2000-01-01T00:00Z")
    assert instant_parsed("2100-12-31T23:45Z")


@pytest.mark.parametrize("start", INSTANTS)
def test_a_member_books_and_moves_at_no_such_time(
    client: Client, alice: User, hour: SessionType, start: str
) -> None:
    booking = make_booking(trainer=hour.trainer, user=alice, starts_at=FRIDAY)
    move = f"{LIST}{booking.pk}/move/"
    assert client.get(BOOK, {"type": f"{hour.pk}", "start": start}).status_code == 200
    assert client.post(BOOK, values(hour, start=start)).status_code == 200
    assert client.post(BOOK, values(hour, show=start)).status_code == 200
    assert client.get(move, {"start": start}).status_code == 404
    assert client.post(move, {"start": start, "seen": "0"}).status_code == 200
    assert Booking.objects.get().starts_at == FRIDAY


@pytest.mark.parametrize("start", INSTANTS)
def test_a_trainer_books_and_moves_at_no_such_time(
    alice: User, hour: SessionType, start: str
) -> None:
    booking = make_booking(trainer=hour.trainer, user=alice, starts_at=FRIDAY)
    following = make_client(trainer=hour.trainer, user=alice)
    browser = Client()
    browser.force_login(hour.trainer.user)
    new, move = "/coach/bookings/new/", f"/coach/bookings/{booking.pk}/move/"
    chosen = {"client": f"{following.pk}", "type": f"{hour.pk}", "start": start}
    series = f"/coach/bookings/series/{uuid4()}/"
    assert browser.get(new, chosen).status_code == 404
    assert browser.post(new, {**chosen, "uuid": uuid4(), "weeks": "1"}).status_code == 200
    assert browser.get(move, {"start": start}).status_code == 404
    assert browser.post(move, {"start": start, "seen": "0"}).status_code == 200
    assert browser.post(move, {"show": start, "seen": "0"}).status_code == 200
    gym = hour.trainer.gyms.get()
    assert browser.get(series, {**chosen, "gym": f"{gym.pk}", "weeks": "2"}).status_code == 404
    assert Booking.objects.get().starts_at == FRIDAY


@pytest.mark.parametrize("day", DATES)
def test_a_week_that_cannot_be_booked_is_drawn_to_one_that_can(
    client: Client, alice: User, hour: SessionType, day: str
) -> None:
    booking = make_booking(trainer=hour.trainer, user=alice, starts_at=FRIDAY)
    page = client.get(f"{LIST}{booking.pk}/move/", {"from": day})
    assert page.status_code == 200
    assert page.context["days"]
    assert client.get("/trainers/tom/", {"from": day}).status_code == 200
    join = "/trainers/tom/waitlist/"
    assert client.get(join, {"type": f"{hour.pk}", "day": day}).status_code == 200
    sent = {"session_type": hour.pk, "when": "day", "first_day": day, "last_day": day}
    assert client.post(join, sent).status_code == 200


@pytest.mark.parametrize("week", ["0001-W01", "9999-W52", "9999-W53"])
def test_a_trainers_week_at_the_ends_of_the_calendar(
    alice: User, hour: SessionType, week: str
) -> None:
    booking = make_booking(trainer=hour.trainer, user=alice, starts_at=FRIDAY)
    following = make_client(trainer=hour.trainer, user=alice)
    browser = Client()
    browser.force_login(hour.trainer.user)
    chosen = {"client": f"{following.pk}", "type": f"{hour.pk}", "week": week}
    assert browser.get("/coach/bookings/new/", chosen).status_code == 200
    assert browser.get(f"/coach/bookings/{booking.pk}/move/", {"week": week}).status_code == 200
    assert browser.get("/coach/calendar/", {"week": week}).status_code in (200, 404)


@pytest.mark.parametrize("day", DATES)
def test_hours_and_time_off_are_of_days_that_are_near(hour: SessionType, day: str) -> None:
    browser = Client()
    browser.force_login(hour.trainer.user)
    for page, sent in (
        ("dates/new/", {"date": day, "closed": "yes"}),
        ("time-off/new/", {"first_day": day, "last_day": day}),
    ):
        assert browser.post(f"/coach/calendar/hours/{page}", sent).status_code in (200, 409)
