"""The devices on which an account is signed in."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from members.user_agents import device_name
from tests.factories import make_user
from tests.members.accounts import sign_in

pytestmark = pytest.mark.django_db

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"


def test_one_device_is_signed_out_from_another() -> None:
    alice = make_user()
    phone, desk = Client(), Client(headers={"User-Agent": WINDOWS})
    sign_in(phone, alice)
    sign_in(desk, alice)
    page = phone.get("/accounts/sessions/").content.decode()
    assert "Firefox on Windows" in page
    assert "This device" in page
    there = UserSession.objects.get(user_agent=WINDOWS)
    assert phone.post(f"/accounts/sessions/{there.pk}/end/")["Location"] == "/accounts/sessions/"
    assert desk.get("/me/").status_code == 302
    assert phone.get("/me/").status_code == 200


def test_all_others_are_signed_out_at_once() -> None:
    alice = make_user()
    here, *others = (Client(), Client(), Client())
    for client in (here, *others):
        sign_in(client, alice)
    here.post("/accounts/sessions/")
    assert [client.get("/me/").status_code for client in (here, *others)] == [200, 302, 302]


def test_ending_ones_own_is_signing_out() -> None:
    client = Client()
    sign_in(client, make_user())
    own = UserSession.objects.get()
    assert client.post(f"/accounts/sessions/{own.pk}/end/")["Location"] == "/accounts/login/"
    assert client.get("/me/").status_code == 302
    assert not UserSession.objects.exists()


def test_somebody_elses_is_not_found() -> None:
    alice, charlie = Client(), Client()
    sign_in(alice, make_user())
    sign_in(charlie, make_user())
    hers = UserSession.objects.order_by("pk")[0]
    assert charlie.post(f"/accounts/sessions/{hers.pk}/end/").status_code == 404
    assert charlie.post("/accounts/sessions/999/end/").status_code == 404
    assert charlie.get(f"/accounts/sessions/{hers.pk}/end/").status_code == 405
    assert alice.get("/me/").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (WINDOWS, "Firefox on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/128.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            " Chrome/128.0.0.0 Safari/537.36 Edg/128.0.0.0",
            "Edge on Windows",
        ),
        ("curl/8.5.0", "an unknown browser"),
        ("", "an unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name
