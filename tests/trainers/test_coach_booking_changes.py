"""A trainer moves and cancels: free for the member, with a message."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import Notice, User
from tests.factories import make_trainer, make_user
from tests.trainers.coach_booking_pages import (
    DAY,
    FRIDAY,
    HOUR,
    MONDAY,
    NOW,
    alice,
    booked,
    client,
    clock,
    hour,
    page_of,
    text,
    trainer,
)
from trainers.claims_check import claims_differences
from trainers.models import Booking, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db
ELEVEN = "2026-11-27T11:00Z"


@pytest.fixture
def booking(trainer: Trainer, alice: User) -> Booking:
    return booked(trainer, alice)


def move(client: Client, booking: Booking, **changes: Any) -> Any:
    values = {"start": ELEVEN, "seen": booking.sequence, "message": "The room is taken."}
    return client.post(page_of(booking, "move/"), {**values, **changes})


def now(booking: Booking) -> Booking:
    return Booking.objects.get(pk=booking.pk)


def test_free_times_by_week(client: Client, booking: Booking) -> None:
    answer = client.get(page_of(booking, "move/"))
    said = text(answer)
    assert "It is on Friday 27 November, 10:00–11:00 now." in said
    for week in ("23 Nov – 29 Nov", "30 Nov – 6 Dec", "7 Dec – 13 Dec", "14 Dec – 20 Dec"):
        assert week in said
    assert f"?start={ELEVEN}" in answer.content.decode()
    assert "?start=2026-11-27T10:00Z" not in answer.content.decode()
    later = client.get(page_of(booking, "move/"), {"week": "2026-W52"})
    assert "Monday 21 December" in text(later)


def test_it_is_moved_with_a_message_and_free_for_the_member_for_24_hours(
    client: Client, booking: Booking
) -> None:
    shown = text(client.get(page_of(booking, "move/"), {"start": ELEVEN}))
    assert "It costs Alice Moss nothing." in shown
    answer = move(client, booking)
    assert answer["Location"] == page_of(booking)
    moved = now(booking)
    assert moved.starts_at == FRIDAY + HOUR
    assert moved.free_anyway_until == NOW + DAY
    assert [event.message for event in moved.events.all()] == ["", "The room is taken."]
    assert [*claims_differences()] == []
    assert Notice.objects.filter(kind="booking_member", sequence=1).count() == 1


def test_moved_twice_by_the_same_form_is_moved_once(client: Client, booking: Booking) -> None:
    assert [move(client, booking).status_code for _ in range(2)] == [302, 302]
    assert now(booking).sequence == 1


def test_a_time_that_is_gone_is_told_with_the_nearest_and_the_message_kept(
    client: Client, trainer: Trainer, booking: Booking
) -> None:
    booked(trainer, make_user(), FRIDAY + HOUR)
    answer = move(client, booking)
    said = text(answer)
    assert answer.status_code == 409
    assert "That time has just gone. Fri 27 Nov, 11:00 is no longer free." in said
    assert "Fri 27 Nov, 12:00" in said
    assert "The room is taken." in said
    again = move(client, booking, show="2026-11-27T12:00Z")
    assert again.status_code == 200
    assert "Move it?" in text(again)
    assert "The room is taken." in text(again)
    assert now(booking).sequence == 0


def test_other_times_keep_the_message(client: Client, booking: Booking) -> None:
    kept = '<input type="hidden" name="message" value="The room is taken."'
    for changes in ({"show": ""}, {"week": "2026-W52"}):
        answer = move(client, booking, **changes)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert kept in page
        assert 'name="week" value="2026-W52"' in page
        assert "The room" not in page.partition("<title>")[2].partition("</title>")[0]
    assert 'name="show" value="2026-12-21T10:00Z"' in page
    chosen = move(client, booking, show="2026-12-21T10:00Z")
    assert "Move it?" in text(chosen)
    assert "The room is taken." in text(chosen)
    assert now(booking).sequence == 0


def test_a_stale_page_is_told_how_it_is_now(client: Client, booking: Booking) -> None:
    Booking.objects.update(sequence=3)
    answer = move(client, booking, seen=0)
    assert answer.status_code == 409
    assert "It has changed meanwhile." in text(answer)
    assert 'name="seen" value="3"' in answer.content.decode()


def test_a_member_who_is_booked_elsewhere_then_is_not_moved_there(
    client: Client, booking: Booking, alice: User
) -> None:
    booked(make_trainer(name="Pia"), alice, FRIDAY + HOUR)
    answer = move(client, booking)
    assert answer.status_code == 409
    assert "Alice Moss has another session at that time." in text(answer)
    assert "Pia" not in text(answer)
    assert now(booking).sequence == 0


@pytest.mark.parametrize("start", ["2026-11-27", "2026-11-27T11:00", "hovercraft"])
def test_an_address_with_no_instant_is_404_and_a_form_is_asked_again(
    client: Client, booking: Booking, start: str
) -> None:
    assert client.get(page_of(booking, "move/"), {"start": start}).status_code == 404
    answer = move(client, booking, start=start)
    assert answer.status_code == 200
    assert "Choose one of the times." in text(answer)


def test_what_has_begun_is_not_moved(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY)
    assert "It cannot be moved It has begun already." in " ".join(
        text(client.get(page_of(booking, "move/"))).split(" Alice Moss, Personal training ")
    )


def test_cancelled_with_a_message_and_free_for_the_member(client: Client, booking: Booking) -> None:
    with time_machine.travel(FRIDAY - HOUR, tick=False):
        shown = text(client.get(page_of(booking, "cancel/")))
        assert "Free for the member. What you cancel costs Alice Moss nothing" in shown
        sent = {"seen": 0, "message": "I am ill."}
        answers = [client.post(page_of(booking, "cancel/"), sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    cancelled = now(booking)
    assert (cancelled.state, cancelled.sequence) == ("cancelled", 1)
    assert not cancelled.cost
    assert [event.message for event in cancelled.events.all()] == ["", "I am ill."]
    assert [*claims_differences()] == []
    again = client.get(page_of(booking, "cancel/"), follow=True)
    assert "It is cancelled already." in text(again)


def test_a_stale_page_does_not_cancel(client: Client, booking: Booking) -> None:
    Booking.objects.update(sequence=2)
    answer = client.post(page_of(booking, "cancel/"), {"seen": 0, "message": "I am ill."})
    assert answer.status_code == 409
    assert "I am ill." in text(answer)
    assert 'name="seen" value="2"' in answer.content.decode()
    assert now(booking).state == "booked"


def test_what_is_over_is_not_cancelled(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY)
    answer = client.post(page_of(booking, "cancel/"), {"seen": 0})
    assert answer.status_code == 409
    assert "It cannot be cancelled" in text(answer)
    assert now(booking).state == "booked"


def test_a_message_that_is_too_long_is_kept(client: Client, booking: Booking) -> None:
    answer = client.post(page_of(booking, "cancel/"), {"seen": 0, "message": "x" * 1001})
    assert "Cut it to 1000." in text(answer)
    assert "x" * 1001 in text(answer)
    assert now(booking).state == "booked"
