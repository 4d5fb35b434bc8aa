"""Exercises given after a session, to a client or not."""

from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_variation
from tests.trainers.coach_booking_pages import (
    DAY,
    FRIDAY,
    MONDAY,
    NOW,
    alice,
    booked,
    client,
    clock,
    hour,
    page_of,
    strangers,
    text,
    trainer,
)
from trainers.models import Assignment, AssignmentSet, Booking, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db
NEW = "/coach/assign/new/"


@pytest.fixture
def booking(trainer: Trainer, alice: User) -> Booking:
    return booked(trainer, alice, MONDAY, state="completed")


def draft(client: Client, booking: Booking) -> AssignmentSet:
    client.post(f"{NEW}?booking={booking.pk}")
    made = AssignmentSet.objects.get()
    made.items.create(variation=make_variation(), sets=3, reps_min=8, reps_max=8)
    return made


def send(client: Client, made: AssignmentSet) -> str:
    sent = {"sending": str(uuid4()), "to": "asker"}
    return client.post(f"/coach/assign/{made.pk}/send/", sent)["Location"]


def test_whoever_booked_gets_it_though_no_client(
    client: Client, booking: Booking, alice: User
) -> None:
    made = draft(client, booking)
    assert made.booking == booking
    said = text(client.get(made.get_absolute_url()))
    assert "After the session" in said
    assert "Alice Moss, Monday 23 November" in said
    assert send(client, made) == page_of(booking)
    given = Assignment.objects.get()
    assert (given.member, given.booking) == (alice.member, booking)
    assert not AssignmentSet.objects.exists()
    assert given.variation.name in text(client.get(page_of(booking)))


def test_what_was_given_is_changed_and_still_comes_from_the_session(
    client: Client, booking: Booking
) -> None:
    send(client, draft(client, booking))
    given = Assignment.objects.get()
    address = f"/coach/assignments/{given.pk}/edit/"
    sent = {"sets": 5, "reps_min": 5, "reps_max": 5, "rest_seconds": 90}
    answer = client.post(address, sent)
    assert answer["Location"] == page_of(booking)
    assert [one.booking for one in Assignment.objects.all()] == [booking]
    assert Assignment.objects.get().sets == 5


def test_an_empty_draft_for_a_session_is_opened_again(client: Client, booking: Booking) -> None:
    addresses = {client.post(f"{NEW}?booking={booking.pk}")["Location"] for _ in range(2)}
    assert len(addresses) == 1
    client.post(NEW)
    assert AssignmentSet.objects.filter(booking=None).count() == 1


@pytest.mark.parametrize("state", ["cancelled", "late_cancelled"])
def test_not_after_one_that_was_cancelled(
    client: Client, trainer: Trainer, alice: User, state: str
) -> None:
    booking = booked(trainer, alice, MONDAY, state=state)
    assert client.post(f"{NEW}?booking={booking.pk}").status_code == 404


def test_not_before_it_has_begun(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, FRIDAY)
    assert "Assigned after it" not in text(client.get(page_of(booking)))
    assert client.post(f"{NEW}?booking={booking.pk}").status_code == 404


def test_not_after_30_days(client: Client, booking: Booking) -> None:
    made = draft(client, booking)
    with time_machine.travel(NOW + 30 * DAY, tick=False):
        client.force_login(booking.trainer.user)  # type: ignore[union-attr]
        said = text(client.get(made.get_absolute_url()))
        assert "The session is longer ago than 30 days, or was cancelled." in said
        assert send(client, made) == made.get_absolute_url()
        assert client.post(f"{NEW}?booking={booking.pk}").status_code == 404
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("key", ["", "nothing", "3f9785b5-95c8-4f95-9323-42c0ae7bc671"])
def test_a_session_that_is_not_there(client: Client, trainer: Trainer, key: str) -> None:
    answer = client.post(f"{NEW}?booking={key}")
    assert answer.status_code == (404 if key else 302)


def test_nobody_elses_session(client: Client, booking: Booking) -> None:
    for user in strangers(booking):
        client.force_login(user)
        assert client.post(f"{NEW}?booking={booking.pk}").status_code == 404
    assert not AssignmentSet.objects.exists()
