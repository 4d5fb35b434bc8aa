"""The time zone of a gym stays as it is while sessions lie ahead there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Gym, User
from tests.factories import make_booking, make_gym, make_trainer, make_user
from tests.forms import admin_address, post
from trainers.models import Booking, Trainer

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def trainer() -> Trainer:
    return make_trainer(gym=make_gym(timezone="Europe/London"))


def change(client: Client, gym: Gym, **values: str) -> str:
    return post(client, admin_address(Gym, "change", gym.pk), **values)


def test_refused_with_how_many_lie_ahead(admin_client: Client, trainer: Trainer) -> None:
    gym, now = trainer.gyms.get(), timezone.now()
    for hours in (-3, 1, 3):
        make_booking(trainer=trainer, user=make_user(), starts_at=now + hours * HOUR)
    elsewhere = make_trainer()
    make_booking(trainer=elsewhere, user=make_user(), starts_at=now + HOUR)
    page = change(admin_client, gym, timezone="Europe/Berlin", name="Hackney Wick")
    assert "2 sessions lie ahead at this gym" in page
    assert 'value="Europe/Berlin"' in page
    assert 'value="Hackney Wick"' in page
    gym.refresh_from_db()
    assert gym.timezone == "Europe/London"
    assert change(admin_client, gym, name="Hackney Wick") == ""


def test_changed_once_they_are_over_or_cancelled(admin_client: Client, trainer: Trainer) -> None:
    gym, now = trainer.gyms.get(), timezone.now()
    make_booking(trainer=trainer, user=make_user(), starts_at=now - 3 * HOUR)
    ahead = make_booking(trainer=trainer, user=make_user(), starts_at=now + HOUR)
    assert "1 session lies ahead" in change(admin_client, gym, timezone="Europe/Berlin")
    Booking.objects.filter(pk=ahead.pk).update(state="cancelled")
    assert change(admin_client, gym, timezone="Europe/Berlin") == ""
    gym.refresh_from_db()
    assert gym.timezone == "Europe/Berlin"
