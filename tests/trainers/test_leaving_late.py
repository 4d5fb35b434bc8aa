"""What leaving within the late hours costs: said first, and due as of any late cancellation."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client as Browser
from django.utils import timezone

from gymsite.personal_data import leave_everything
from members.deletion import deletion_undo
from members.models import User
from tests.factories import make_booking, make_trainer, make_user
from tests.members.test_progress_page import words
from tests.trainers.test_leaving import PASSWORD
from trainers.models import Booking, Trainer, TrainerClaim

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def tom() -> Trainer:
    return make_trainer()


def session(tom: Trainer, user: User, ahead: timedelta) -> Booking:
    return make_booking(trainer=tom, user=user, starts_at=timezone.now() + ahead)


def test_who_leaves_within_the_late_hours_owes_what_any_late_cancellation_costs(
    alice: User, tom: Trainer
) -> None:
    late, free = session(tom, alice, DAY / 2), session(tom, alice, 2 * DAY)
    graced = session(tom, alice, DAY / 3)
    Booking.objects.filter(pk=graced.pk).update(free_anyway_until=timezone.now() + DAY / 4)
    leave_everything(alice.member)
    deletion_undo(member=alice.member)
    rows = [Booking.objects.get(pk=one.pk) for one in (late, free, graced)]
    assert [(one.state, one.cost) for one in rows] == [
        ("late_cancelled", Decimal(40)),
        ("cancelled", Decimal(0)),
        ("cancelled", Decimal(0)),
    ]
    assert [one.events.get().what for one in rows] == [one.state for one in rows]
    assert not TrainerClaim.objects.filter(booking=late).exists()


def test_a_trainer_who_leaves_late_costs_the_members_nothing(alice: User, tom: Trainer) -> None:
    late = session(tom, alice, DAY / 2)
    leave_everything(tom.user.member)
    late.refresh_from_db()
    assert (late.state, late.cost) == ("cancelled", Decimal(0))


def test_what_becomes_due_stands_before_the_button(alice: User, tom: Trainer) -> None:
    browser = Browser()
    browser.force_login(alice)

    def said() -> str:
        return words(browser.get("/me/data/delete/").content.decode())

    session(tom, alice, 2 * DAY)
    assert "Your 1 coming session is cancelled, at no cost, and" in said()
    session(tom, alice, DAY / 2)
    assert (
        "Your 2 coming sessions are cancelled, 1 of them late for £40, and whoever else is in them"
        " is told. That does not come back by itself. What is late stays due, also if you keep the"
        " account; nothing is paid here, the desk is told."
    ) in said()
    session(tom, alice, DAY / 3)
    euros = session(tom, alice, DAY / 4)
    Booking.objects.filter(pk=euros.pk).update(currency="EUR", price="37.50")
    assert "4 coming sessions are cancelled, 3 of them late for €37.50 and £80, and" in said()
    Booking.objects.exclude(pk=euros.pk).delete()
    assert (
        "Your 1 coming session is cancelled, late for €37.50, and whoever else is in it" in said()
    )
    Booking.objects.update(price=0)
    assert "Your 1 coming session is cancelled, at no cost, and" in said()


def test_what_became_due_since_the_page_is_shown_before_anything_goes(
    alice: User, tom: Trainer
) -> None:
    browser = Browser()
    browser.force_login(alice)
    late = session(tom, alice, DAY / 2)
    answer = browser.post("/me/data/delete/", {"due": ""})
    assert answer.status_code == 409
    assert "What becomes due has changed since" in words(answer.content.decode())
    assert 'name="due" value="£40"' in answer.content.decode()
    late.refresh_from_db()
    assert late.state == "booked"
    asked = browser.post("/me/data/delete/", {"due": "£40"})
    assert browser.post(asked["Location"], PASSWORD)["Location"] == "/me/data/leaving/"
    late.refresh_from_db()
    assert late.state == "late_cancelled"
