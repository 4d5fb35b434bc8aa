"""One session as its trainer sees it, and what they do there."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_client, make_question, make_variation
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
    strangers,
    text,
    trainer,
)
from trainers.bookings import Actor, By, booking_move
from trainers.models import ClientRequest, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db


def test_all_that_is_known_of_it(client: Client, trainer: Trainer, alice: User) -> None:
    variation = make_variation(name="Barbell hip thrust")
    question = make_question(
        user=alice, gym=trainer.gyms.get(), exercise=variation.exercise, claimed_by=trainer
    )
    booking = booked(
        trainer,
        alice,
        exercise=variation.exercise,
        variation=variation,
        question=question,
        note="My left knee.\n<b>It aches</b>",
    )
    booking_move(
        booking=booking,
        start=FRIDAY + HOUR,
        actor=Actor(trainer.user, By.TRAINER),
        seen=0,
        message="The room is taken.",
    )
    answer = client.get(page_of(booking))
    page, said = answer.content.decode(), text(answer)
    assert "Friday 27 November 11:00–12:00 Europe/London time" in said
    assert "Who Alice Moss" in said
    assert "Price £40" in said
    assert variation.get_absolute_url() in page
    assert f"/coach/questions/{question.pk}/" in page
    assert "&lt;b&gt;It aches&lt;/b&gt;" in page
    assert "Booked by Alice Moss" in said
    assert "Moved from Fri 27 Nov, 10:00 to Fri 27 Nov, 11:00 by you" in said
    assert "The room is taken." in said
    assert "They can cancel free until Thu 26 Nov, 11:00." in said
    assert "Alice" not in page[: page.index("</title>")]


def test_it_is_nobody_elses(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY)
    for user in strangers(booking):
        client.force_login(user)
        for act in ("", "move/", "cancel/"):
            assert client.get(page_of(booking, act)).status_code == 404
        for act in ("mark/", "waive/", "ask-to-follow/", "move/", "cancel/"):
            assert client.post(page_of(booking, act), {"state": "no_show"}).status_code == 404
    booking.refresh_from_db()
    assert booking.state == "booked"


@pytest.mark.parametrize("state", ["arrived", "completed", "no_show"])
def test_how_it_went_is_told_and_corrected(
    client: Client, trainer: Trainer, alice: User, state: str
) -> None:
    booking = booked(trainer, alice, MONDAY)
    answer = client.post(page_of(booking, "mark/"), {"state": state})
    assert answer["Location"] == page_of(booking)
    booking.refresh_from_db()
    assert booking.state == state
    said = text(client.get(page_of(booking)))
    assert "Correct it" in said
    with time_machine.travel(NOW + 13 * DAY, tick=False):
        assert "Correct it" not in text(client.get(page_of(booking)))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose how it went."),
        ({"state": "cancelled"}, "Choose how it went."),
        ({"state": "completed"}, "That can no longer be told, or not yet."),
    ],
)
def test_what_is_not_told(
    client: Client, trainer: Trainer, alice: User, sent: dict[str, str], said: str
) -> None:
    booking = booked(trainer, alice)
    assert said in text(client.post(page_of(booking, "mark/"), sent, follow=True))
    booking.refresh_from_db()
    assert booking.state == "booked"


@pytest.mark.parametrize(
    ("back", "page"),
    [
        ("coach", "/coach/"),
        ("week 2026-W48", "/coach/calendar/?week=2026-W48&telling=yes"),
        ("week https://evil.example", ""),
        ("https://evil.example", ""),
    ],
)
def test_it_leads_back_to_where_the_button_was_and_nowhere_else(
    client: Client, trainer: Trainer, alice: User, back: str, page: str
) -> None:
    booking = booked(trainer, alice, MONDAY)
    answer = client.post(page_of(booking, "mark/"), {"state": "arrived", "back": back})
    assert answer["Location"] == (page or page_of(booking))


def test_what_a_missed_session_costs_is_waived_once(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice, MONDAY, state="no_show")
    assert "Waive £40" in text(client.get(page_of(booking)))
    for _ in range(2):
        client.post(page_of(booking, "waive/"), {"message": "You were ill."})
    said = text(client.get(page_of(booking)))
    assert "£40, waived: nothing is due" in said
    assert said.count("You were ill.") == 1
    assert "Waive £40" not in said


def test_waiving_keeps_a_message_that_is_too_long_and_says_so(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice, MONDAY, state="no_show")
    said = text(client.post(page_of(booking, "waive/"), {"message": "x" * 1001}))
    assert "Cut it to 1000." in said
    assert "x" * 1001 in said
    booking.refresh_from_db()
    assert booking.waived_at is None


def test_nothing_to_waive(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice)
    assert "There is nothing to waive now." in text(
        client.post(page_of(booking, "waive/"), follow=True)
    )


def ask(client: Client, booking: Any) -> str:
    return text(client.post(page_of(booking, "ask-to-follow/"), follow=True))


def test_whoever_booked_can_be_asked_to_follow(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice)
    assert "Ask to follow this member" in text(client.get(page_of(booking)))
    assert "Asked. You see nothing of theirs until they say yes." in ask(client, booking)
    assert ClientRequest.objects.open().filter(member=alice.member, trainer=trainer).count() == 1
    assert "You have asked to follow this member." in text(client.get(page_of(booking)))


def test_after_a_no_only_a_new_booking_lets_ask_again(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice)
    ask(client, booking)
    with time_machine.travel(NOW + HOUR, tick=False):
        ClientRequest.objects.update(state="declined", decided_at=NOW + HOUR)
        assert "You have asked this member not long ago." in ask(client, booking)
    with time_machine.travel(NOW + 2 * HOUR, tick=False):
        again = booked(trainer, alice, FRIDAY + DAY)
        assert "Asked." in ask(client, again)


def test_what_was_cancelled_lets_nobody_ask(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, state="cancelled")
    assert "Ask to follow this member" not in text(client.get(page_of(booking)))
    assert "You can ask only members" in ask(client, booking)
    assert not ClientRequest.objects.exists()


def test_what_the_trainer_booked_for_a_former_client_lets_nobody_ask(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice)
    booking.events.update(by="trainer")
    assert "You can ask only members" in ask(client, booking)


def test_the_clients_page_is_one_tap_away(client: Client, trainer: Trainer, alice: User) -> None:
    following = make_client(trainer=trainer, user=alice)
    page = client.get(page_of(booked(trainer, alice))).content.decode()
    assert following.get_absolute_url() in page
    assert "Ask to follow" not in page


def test_a_member_who_has_left_is_not_named(client: Client, trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY, state="completed")
    type(booking).objects.update(member=None)
    assert "Who A former member" in text(client.get(page_of(booking)))
    assert client.post(page_of(booking, "ask-to-follow/")).status_code == 404
