"""A booking's own page: what it says of now, and what happened."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_client, make_trainer, make_user
from tests.trainers.booking_pages import (
    BOOK,
    FRIDAY,
    HOUR,
    LIST,
    NOW,
    alice,
    client,
    clock,
    hour,
    text,
    trainer,
    values,
)
from trainers.bookings import Actor, By, booking_cancel, booking_create, booking_move, booking_waive
from trainers.models import Booking, SessionType

__all__ = ["alice", "client", "clock", "hour", "trainer"]

pytestmark = pytest.mark.django_db


def booked(client: Client, hour: SessionType, start: str = "2026-11-27T10:00Z") -> Booking:
    client.post(BOOK, values(hour, start=start))
    return Booking.objects.get()


def test_only_its_member_reads_it(client: Client, hour: SessionType) -> None:
    booking = booked(client, hour)
    page = booking.get_absolute_url()
    for stranger in (make_user(), make_trainer().user, hour.trainer.user, make_user(is_staff=True)):
        client.force_login(stranger)
        for address in (page, f"{page}move/", f"{page}cancel/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{page}cancel/", {"seen": "0"}).status_code == 404
        assert client.post(f"{page}move/", {"seen": "0"}).status_code == 404
    assert client.get(f"{LIST}{uuid4()}/").status_code == 404
    assert client.post(page).status_code == 405
    booking.refresh_from_db()
    assert booking.state == "booked"


def test_what_the_trainer_wrote_and_every_change_stand_there(
    client: Client, hour: SessionType
) -> None:
    booking = booked(client, hour)
    by_trainer = Actor(hour.trainer.user, By.TRAINER)
    booking_move(
        booking=booking,
        start=FRIDAY + 2 * HOUR,
        actor=by_trainer,
        seen=0,
        message="I have a <course> that morning.",
    )
    page = client.get(booking.get_absolute_url())
    said = text(page)
    assert "Moved from Fri 27 Nov, 10:00 to Fri 27 Nov, 12:00 by Tom" in said
    assert "Booked by you" in said
    assert "Tom wrote" in said
    assert "I have a &lt;course&gt; that morning." in page.content.decode()
    assert page.content.decode().count("that morning") == 1
    booking_cancel(booking=booking, actor=by_trainer, seen=1, message="I am ill.")
    said = text(client.get(booking.get_absolute_url()))
    assert "Cancelled by Tom" in said
    assert "I am ill." in said
    assert "Nothing is due" in said
    assert "Cancel it" not in said


def test_a_cost_and_its_waiver_are_said(client: Client, hour: SessionType) -> None:
    booking = booked(client, hour, "2026-11-25T12:00Z")
    page = booking.get_absolute_url()
    client.post(f"{page}cancel/", {"seen": "0", "late": "on"})
    said = text(client.get(page))
    assert "Cancelled late" in said
    assert "£40 is due at the desk" in said
    booking_waive(booking=booking, actor=Actor(make_user(), By.STAFF))
    said = text(client.get(page))
    assert "£40, waived: nothing is due" in said
    assert "Cost waived by the gym" in said


def test_a_time_that_the_trainer_chose_is_free_to_cancel_for_a_day(
    client: Client, alice: User, hour: SessionType
) -> None:
    make_client(trainer=hour.trainer, user=alice)
    booking = booking_create(
        uuid=uuid4(),
        trainer=hour.trainer,
        member=alice.member,
        session_type=hour,
        start=FRIDAY,
        actor=Actor(hour.trainer.user, By.TRAINER),
    )
    Booking.objects.update(free_cancellation_hours=48)
    chosen = "Tom chose this time, so you have 24 hours to cancel it free."
    for address in ("", "cancel/"):
        said = text(client.get(f"{booking.get_absolute_url()}{address}"))
        assert f"{chosen} Free to cancel or move until Thu 26 Nov, 08:00." in said
    with time_machine.travel(NOW + timedelta(hours=24), tick=False):
        said = text(client.get(f"{booking.get_absolute_url()}cancel/"))
    assert "Cancelling now costs £40." in said


def test_a_past_one_cannot_be_changed_and_can_be_booked_again(
    client: Client, alice: User, hour: SessionType
) -> None:
    booking = make_booking(trainer=hour.trainer, user=alice, starts_at=NOW - 3 * HOUR)
    said = text(client.get(booking.get_absolute_url()))
    assert "Over" in said
    assert "Book again" in said
    assert "Cancel it" not in said
