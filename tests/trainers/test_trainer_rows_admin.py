"""Rows on a trainer's page in the admin that somebody else has deleted meanwhile."""

from typing import Any

import pytest
from django.test import Client

from members.models import User
from tests.factories import make_session_type, make_trainer, make_user, make_weekly_hours
from tests.forms import Fields, admin_address, filled
from trainers.models import SessionType, Trainer, WeeklyHours

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.fixture
def address() -> str:
    trainer = make_trainer()
    make_weekly_hours(trainer=trainer, weekdays=range(3))
    make_session_type(trainer=trainer)
    return admin_address(Trainer, "change", trainer.pk)


def fields(page: str) -> dict[str, Any]:
    found = Fields(page).values
    return {name: value for name, value in found.items() if "__prefix__" not in name}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_it_is_said_beside_them_and_nothing_typed_is_lost(
    admin_client: Client, address: str, place: int
) -> None:
    sent = filled(admin_client, address, bio="I coach barbells.")
    sent |= {f"weekly_hours-{row}-starts": f"1{row}:00:00" for row in range(3)}
    sent["weekly_hours-1-ends"] = ""
    WeeklyHours.objects.all()[place].delete()
    page = admin_client.post(address, sent).content.decode()
    assert page.count("Somebody has deleted this meanwhile.") == 1
    assert page.count('<span class="inline_label">deleted meanwhile') == 1
    assert f'name="weekly_hours-{place}-DELETE"' in page
    shown = fields(page)
    assert {name: shown[name] for name in sent if name != "csrfmiddlewaretoken"} == {
        name: value for name, value in sent.items() if name != "csrfmiddlewaretoken"
    }


def test_left_out_once_it_is_ticked(admin_client: Client, address: str) -> None:
    sent = filled(admin_client, address, bio="I coach barbells.")
    WeeklyHours.objects.all()[0].delete()
    SessionType.objects.all().delete()
    sent |= {"weekly_hours-0-DELETE": "on", "session_types-0-DELETE": "on"}
    assert admin_client.post(address, sent).status_code == 302
    assert Trainer.objects.get().bio == "I coach barbells."
    assert WeeklyHours.objects.count() == 2
