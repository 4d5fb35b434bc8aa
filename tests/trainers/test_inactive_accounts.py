"""A trainer whose account is switched off works with nobody any more."""

from typing import Any

import pytest
from django.test import Client

from exercises.models import catalogue_version
from members.models import User
from tests.factories import make_booking, make_client, make_user
from tests.forms import admin_address, filled
from tests.trainers.booking_pages import (
    BOOK,
    FRIDAY,
    alice,
    client,
    clock,
    hour,
    text,
    trainer,
    values,
)
from trainers import bookings, waitlist
from trainers.bookings import Actor, By
from trainers.models import Booking, SessionType, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def gone(trainer: Trainer) -> Trainer:
    User.objects.filter(pk=trainer.user_id).update(is_active=False)
    return Trainer.objects.get(pk=trainer.pk)


def test_is_neither_listed_nor_shown(client: Client, gone: Trainer, hour: SessionType) -> None:
    assert "Tom" not in text(client.get("/trainers/"))
    assert "Tom" not in text(client.get(gone.gyms.get().get_absolute_url()))
    pages = (gone.get_absolute_url(), BOOK, "/trainers/tom/waitlist/")
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert Trainer.objects.of(gone.user) is None


def test_cannot_be_booked(client: Client, gone: Trainer, hour: SessionType, alice: User) -> None:
    assert client.post(BOOK, values(hour)).status_code == 404
    make_client(trainer=gone, user=alice)
    for actor in (Actor(alice, By.MEMBER), Actor(gone.user, By.TRAINER)):
        with pytest.raises(bookings.NotAllowed):
            bookings.booking_create(
                uuid=values(hour)["uuid"],
                trainer=gone,
                member=alice.member,
                session_type=hour,
                start=FRIDAY,
                actor=actor,
            )
    assert not Booking.objects.exists()


def test_cannot_be_waited_for(gone: Trainer, hour: SessionType, alice: User) -> None:
    with pytest.raises(bookings.NotAllowed):
        waitlist.waitlist_join(trainer=gone, member=alice.member, session_type=hour)


def test_no_page_of_a_session_leads_to_theirs(client: Client, gone: Trainer, alice: User) -> None:
    booking = make_booking(trainer=gone, user=alice, starts_at=FRIDAY)
    page = client.get(booking.get_absolute_url()).content.decode()
    assert "Tom" in page
    assert gone.get_absolute_url() not in page


def test_public_pages_are_made_anew_with_the_account(
    admin_client: Client, trainer: Trainer
) -> None:
    address = admin_address(User, "change", trainer.user_id)
    form: dict[str, Any] = filled(admin_client, address)
    before = catalogue_version()
    assert admin_client.post(address, form).status_code == 302
    assert catalogue_version() == before
    del form["is_active"]
    assert admin_client.post(address, form).status_code == 302
    assert catalogue_version() != before
    assert not Trainer.objects.published().exists()
