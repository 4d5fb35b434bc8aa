"""A session moved to a gym in another zone: each time is told on the clock of its own gym."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from members.models import User
from members.notices import send_due
from tests.factories import (
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.members.test_progress_page import words
from tests.trainers.booking_mails import FRIDAY_AT_TEN, NOW, book, by_trainer, read
from trainers.booking_data import tables_as_booked, tables_as_booker
from trainers.bookings import booking_move
from trainers.models import Booking

pytestmark = pytest.mark.django_db
TOLD = "Moved from Fri 27 Nov, 11:00 at Hafen (Europe/Berlin) to Sat 28 Nov, 10:00 at Hackney"
BACK = "Moved from Sat 28 Nov, 10:00 at Hackney (Europe/London) to Fri 27 Nov, 12:00 at Hafen"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Moss")


@pytest.fixture
def booking(alice: User) -> Booking:
    """On Friday in Hamburg; Tom works in London on Saturdays."""
    hafen = make_gym(name="Hafen", timezone="Europe/Berlin")
    hackney = make_gym(name="Hackney", timezone="Europe/London")
    tom = make_trainer(name="Tom", gym=hafen)
    tom.gyms.add(hackney)
    make_weekly_hours(trainer=tom, gym=hafen, weekdays=[4])
    make_weekly_hours(trainer=tom, gym=hackney, weekdays=[5])
    return book(make_session_type(trainer=tom), alice)


def moved(booking: Booking, hours: int) -> Booking:
    start = FRIDAY_AT_TEN + timedelta(hours=hours)
    return booking_move(booking=booking, start=start, **by_trainer(booking))


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    return words(client.get(address).content.decode())


def test_the_history_tells_it_to_both_sides(booking: Booking, alice: User) -> None:
    moved(moved(booking, 24), 1)
    assert booking.trainer
    for user, address in (
        (alice, booking.get_absolute_url()),
        (booking.trainer.user, f"/coach/bookings/{booking.pk}/"),
    ):
        said = page(user, address)
        assert f"{TOLD} (Europe/London) by" in said
        assert f"{BACK} (Europe/Berlin) by" in said


def test_within_one_zone_the_gyms_are_named_alone(booking: Booking, alice: User) -> None:
    booking.gym.__class__.objects.update(timezone="Europe/London")
    moved(booking, 24)
    said = page(alice, booking.get_absolute_url())
    assert "Moved from Fri 27 Nov, 10:00 at Hafen to Sat 28 Nov, 10:00 at Hackney by Tom" in said


def test_the_mail_tells_the_old_time_on_the_old_clock(booking: Booking) -> None:
    send_due()
    moved(booking, 24)
    was = "It was to be on Friday 27 November, 11:00 (Europe/Berlin), Hafen."
    assert was in read("booking_member", 1)
    assert was in read("booking_trainer", 1)


def test_the_time_told_last_is_told_on_its_own_clock(booking: Booking) -> None:
    send_due()
    moved(moved(booking, 24), 1)
    assert "It was to be on Friday 27 November, 11:00 (Europe/Berlin)." in read("booking_member", 2)


def test_what_is_held_about_a_person_has_the_old_gym(booking: Booking, alice: User) -> None:
    moved(booking, 24)
    assert booking.trainer
    for tables, name in (
        (tables_as_booker(alice), "booking_changes"),
        (tables_as_booked(booking.trainer.user), "session_changes"),
    ):
        table = next(one for one in tables if one.name == name)
        assert [line[table.columns.index("was_gym")] for line in table.read()] == [None, "Hafen"]
