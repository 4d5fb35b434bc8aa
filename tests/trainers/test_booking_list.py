"""What a member has booked: the next one, those after it, and the past."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_trainer, make_user, make_variation
from tests.members.plan_forms import queries
from tests.trainers.booking_pages import (
    FRIDAY,
    HOUR,
    LIST,
    NOW,
    alice,
    client,
    clock,
    text,
    trainer,
)
from trainers.booking_words import money_words
from trainers.models import Trainer

__all__ = ["alice", "client", "clock", "trainer"]

pytestmark = pytest.mark.django_db


def test_nothing_yet_leads_to_the_trainers(client: Client) -> None:
    page = client.get(LIST)
    assert "No session ahead of you." in text(page)
    assert 'href="/trainers/"' in page.content.decode().split("<main")[1]


def test_the_next_comes_first_then_the_others_then_the_past(
    client: Client, alice: User, trainer: Trainer
) -> None:
    for start in (FRIDAY + timedelta(days=3), FRIDAY):
        make_booking(trainer=trainer, user=alice, starts_at=start)
    make_booking(trainer=trainer, user=alice, starts_at=FRIDAY - HOUR, state="cancelled")
    past = NOW - timedelta(days=7)
    for hours, state in enumerate(("completed", "no_show", "late_cancelled", "booked")):
        make_booking(trainer=trainer, user=alice, starts_at=past + hours * HOUR, state=state)
    waived = make_booking(
        trainer=trainer, user=alice, starts_at=past - HOUR, state="no_show", waived_at=NOW
    )
    page = text(client.get(LIST))
    assert "Your next session Friday 27 November 10:00–11:00" in page
    assert page.index("Friday 27 November 10:00") < page.index("Mon 30 Nov, 10:00")
    for said in (
        "Cancelled Nothing is due",
        "Completed £40",
        "Did not come £40 is due at the desk",
        "Cancelled late £40 is due at the desk",
        "Over £40",
        "Did not come £40, waived: nothing is due",
    ):
        assert said in page
    assert waived.get_absolute_url() in client.get(LIST).content.decode()


def test_the_past_comes_in_pages_with_the_same_queries_and_mine_alone(
    client: Client, alice: User
) -> None:
    make_booking(trainer=make_trainer(), user=make_user(), starts_at=FRIDAY)

    def book(first: int, times: int) -> None:
        for number in range(first, first + times):
            for start in (FRIDAY, NOW - timedelta(days=100)):
                make_booking(
                    trainer=make_trainer(),
                    user=alice,
                    starts_at=start + timedelta(days=number),
                    variation=make_variation(),
                )

    book(0, 2)
    few = queries(client, LIST)
    book(2, 10)
    assert queries(client, LIST) == few <= 9
    book(12, 14)
    answer = client.get(LIST)
    assert (len(answer.context["page"]), len(answer.context["coming"])) == (24, 25)
    assert len(client.get(f"{LIST}?page=99").context["page"]) == 2


def test_the_next_session_stands_on_today(client: Client, alice: User, trainer: Trainer) -> None:
    assert "Your next session" not in text(client.get("/me/"))
    make_booking(trainer=trainer, user=make_user(), starts_at=FRIDAY - HOUR)
    for days in (3, 0):
        make_booking(trainer=trainer, user=alice, starts_at=FRIDAY + timedelta(days=days))
    page = text(client.get("/me/"))
    assert "Your next session Friday 27 November 10:00–11:00" in page
    assert "30 November" not in page


def test_a_booking_of_a_trainer_who_has_left_is_still_a_line(
    client: Client, alice: User, trainer: Trainer
) -> None:
    booking = make_booking(
        trainer=trainer, user=alice, starts_at=NOW - HOUR * 30, state="completed"
    )
    type(booking).objects.update(trainer=None)
    booking.refresh_from_db()
    assert "with" not in render_to_string("trainers/_booking_card.html", {"booking": booking})
    assert client.get(booking.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [("40.00", "GBP", "£40"), ("37.5", "GBP", "£37.50"), ("0", "EUR", "€0"), ("9", "CHF", "CHF 9")],
)
def test_money(amount: str, currency: str, said: str) -> None:
    assert money_words(Decimal(amount), currency) == said
