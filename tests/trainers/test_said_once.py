"""What is sent twice is done once, and said once on the next page."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_client, make_user
from tests.trainers.coach_booking_pages import (
    FRIDAY,
    HOUR,
    MONDAY,
    alice,
    booked,
    client,
    clock,
    hour,
    page_of,
    text,
    trainer,
)
from trainers.models import CalendarFeed, SessionType, Trainer, WaitlistEntry

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db


def said(client: Client, address: str, sent: dict[str, Any]) -> str:
    """The page that follows on two answers, of which the first was never looked at."""
    answers = [client.post(address, sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    return text(client.get(answers[1]["Location"]))


@pytest.fixture
def member(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def test_booked_for_a_client(
    client: Client, trainer: Trainer, alice: User, hour: SessionType
) -> None:
    following = make_client(trainer=trainer, user=alice)
    sent = {"client": following.pk, "type": hour.pk, "start": "2026-11-27T10:00Z", "weeks": 1}
    page = said(client, "/coach/bookings/new/", {**sent, "uuid": uuid4()})
    assert page.count("Booked: Alice Moss, Fri 27 Nov, 10:00. They are told.") == 1


def test_marked_and_waived(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY)
    page = said(client, page_of(booking, "mark/"), {"state": "no_show"})
    assert page.count("Alice Moss: did not come.") == 1
    page = said(client, page_of(booking, "waive/"), {"message": ""})
    assert page.count("Waived. Nothing is due.") == 1


def test_waiting_and_waiting_no_more(
    member: Client, trainer: Trainer, alice: User, hour: SessionType
) -> None:
    make_booking(trainer=trainer, user=make_user(), starts_at=FRIDAY - HOUR, minutes=480)
    sent = {"session_type": hour.pk, "when": "day", "first_day": "2026-11-27"}
    page = said(member, "/trainers/tom/waitlist/", sent)
    assert page.count("You are in line.") == 1
    page = said(member, f"/me/waitlist/{WaitlistEntry.objects.get().pk}/leave/", {})
    assert page.count("You no longer wait for a time with Tom.") == 1


def test_the_calendar_s_address_is_gone(member: Client, alice: User) -> None:
    CalendarFeed.objects.renew(alice)
    page = said(member, "/me/calendar/delete/", {})
    assert page.count("The address is gone") == 1
