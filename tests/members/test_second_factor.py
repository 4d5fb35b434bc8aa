"""Authenticator apps, recovery codes, and staff who have to have a second factor."""

import re
from base64 import b32decode
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import travel

from gymsite.environment import BASE_DIR
from members.models import User
from members.notices import send_due
from tests.factories import make_user
from tests.members.accounts import PASSWORD, last_code, show_it_is_you, sign_in

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture
def alice() -> User:
    return make_user(email="alice@example.test")


def app_shows(secret: str) -> str:
    counter = list(yield_hotp_counters_from_time())[1]
    return str(format_hotp_value(hotp_value(secret, counter)))


def add_app(client: Client) -> str:
    """Give the account of the client an authenticator app; tell its secret."""
    show_it_is_you(client)
    client.get(ACTIVATE)
    secret: str = client.session["mfa.totp.secret"]
    client.post(ACTIVATE, {"code": app_shows(secret)})
    return secret


def test_pages_about_the_second_factor_ask_again_who_it_is(client: Client, alice: User) -> None:
    sign_in(client, alice)
    for page in ("totp/activate", "webauthn/add", "recovery-codes/generate"):
        answer = client.get(f"/accounts/2fa/{page}/")
        assert answer["Location"].startswith("/accounts/reauthenticate/?next="), page
    refused = client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert b"This is not your password" in refused.content
    show_it_is_you(client)
    assert client.get(ACTIVATE).status_code == 200
    with travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert client.get(ACTIVATE).status_code == 302


def test_an_app_is_added_shown_its_key_and_asked_at_sign_in(client: Client, alice: User) -> None:
    sign_in(client, alice)
    show_it_is_you(client)
    page = client.get(ACTIVATE).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert len(b32decode(secret)) == 20
    assert secret in page
    assert "data:image/svg+xml;base64," in page
    assert b"not the code" in client.post(ACTIVATE, {"code": "000000"}).content
    client.post(ACTIVATE, {"code": app_shows(client.session["mfa.totp.secret"])})
    assert Authenticator.objects.filter(user=alice, type="totp").exists()

    browser = Client()
    assert sign_in(browser, alice, next="/me/?a=1")["Location"] == AUTHENTICATE
    assert browser.get("/me/").status_code == 302
    assert b"not the code" in browser.post(AUTHENTICATE, {"code": "000000"}).content
    with travel(timezone.now() + timedelta(seconds=60), tick=False):
        secret = Authenticator.objects.get(user=alice, type="totp").wrap().instance.data["secret"]
        answer = browser.post(AUTHENTICATE, {"code": app_shows(secret)})
    assert answer["Location"] == "/me/?a=1"


def test_a_recovery_code_works_once(client: Client, alice: User) -> None:
    sign_in(client, alice)
    add_app(client)
    text = client.get("/accounts/2fa/recovery-codes/download/").content.decode()
    codes = text.split("\n\n")[1].split()
    assert len(codes) == 10
    for expected in ("/me/", None):
        browser = Client()
        sign_in(browser, alice)
        assert browser.post(AUTHENTICATE, {"code": codes[0]}).get("Location") == expected


def test_a_new_password_opens_nothing_without_the_factor_and_leads_on(
    client: Client, alice: User
) -> None:
    sign_in(client, alice)
    secret = add_app(client)
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": alice.email, "next": "/me/?a=1"})
    browser.post("/accounts/password/reset/confirm/?next=/me/%3Fa%3D1", {"code": last_code()})
    new = {"password1": "purple otter sandwich", "password2": "purple otter sandwich"}
    complete = "/accounts/password/reset/complete/?next=/me/%3Fa%3D1"
    assert browser.post(complete, new)["Location"] == AUTHENTICATE
    assert browser.get("/me/").status_code == 302
    with travel(timezone.now() + timedelta(seconds=60), tick=False):
        answer = browser.post(AUTHENTICATE, {"code": app_shows(secret)})
    assert answer["Location"] == "/me/?a=1"
    assert "way_on" not in browser.session


def test_guesses_of_codes_are_limited(client: Client, alice: User) -> None:
    sign_in(client, alice)
    add_app(client)
    browser = Client()
    sign_in(browser, alice)
    pages = [browser.post(AUTHENTICATE, {"code": "000000"}).content.decode() for _ in range(6)]
    assert "not the code" in pages[4]
    assert "Wait five minutes" in pages[5]


def test_adding_and_removing_are_told_by_mail(
    client: Client, alice: User, django_capture_on_commit_callbacks: Any
) -> None:
    sign_in(client, alice)
    with django_capture_on_commit_callbacks(execute=True):
        add_app(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=alice).exists()
    send_due()
    assert [str(message.body).splitlines()[0] for message in mail.outbox] == [
        "An authenticator app now confirms your sign-in.",
        "The authenticator app was removed from your account.",
    ]


# Staff


@pytest.fixture
def erin() -> User:
    return make_user(
        email="erin@example.test", is_staff=True, is_superuser=True, second_factor_waived=False
    )


def test_staff_pages_open_with_a_second_factor_alone(client: Client, erin: User) -> None:
    sign_in(client, erin)
    answer = client.get("/admin/exercises/exercise/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/2fa/"
    assert "Staff pages open with a second factor" in answer.content.decode()
    assert "Go on to the staff pages" not in answer.content.decode()
    add_app(client)
    assert client.get("/admin/exercises/exercise/").status_code == 200
    assert "Go on to the staff pages" in client.get("/accounts/2fa/").content.decode()


def test_recovery_codes_alone_are_no_second_factor(client: Client, erin: User) -> None:
    sign_in(client, erin)
    Authenticator.objects.create(
        user=erin, type="recovery_codes", data={"seed": "", "used_mask": 0}
    )
    assert client.get("/admin/").status_code == 302


def test_staff_who_sign_in_at_the_admin_are_led_through_the_sites_own_sign_in(
    client: Client, erin: User
) -> None:
    answer = client.get("/admin/exercises/exercise/")
    assert answer["Location"] == "/admin/login/?next=/admin/exercises/exercise/"
    answer = client.get(answer["Location"])
    assert answer["Location"] == "/accounts/login/?next=/admin/exercises/exercise/"
    answer = client.post("/admin/login/", {"username": erin.email, "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_members_find_no_way_into_the_admin(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_the_admins_own_password_page_leads_to_ours(client: Client, erin: User) -> None:
    client.force_login(erin)
    erin.second_factor_waived = True
    erin.save()
    assert client.get("/admin/password_change/")["Location"] == "/accounts/password/change/"
    assert client.post("/admin/logout/")["Location"] == "/accounts/login/"


def test_nobody_waives_the_second_factor_in_the_admin(client: Client, erin: User) -> None:
    boss = make_user(is_staff=True, is_superuser=True)
    client.force_login(boss)
    address = f"/admin/members/user/{erin.pk}/change/"
    assert 'name="second_factor_waived"' not in client.get(address).content.decode()
    client.post(
        address,
        {"email": erin.email, "name": "Erin", "is_active": "on", "second_factor_waived": "on"},
    )
    erin.refresh_from_db()
    assert erin.name == "Erin"
    assert not erin.second_factor_waived


def test_only_the_demo_waives_the_second_factor() -> None:
    writes = re.compile(r"second_factor_waived\"?\s*[=:]\s*True")
    apps = ("gymsite", "members", "exercises", "trainers")
    modules = (path for app in apps for path in (BASE_DIR / app).rglob("*.py"))
    found = [path.name for path in modules if writes.search(path.read_text("utf-8"))]
    assert found == ["people.py"]


def test_staff_remove_a_lost_factor_and_never_see_its_secret(client: Client, erin: User) -> None:
    lost = Authenticator.objects.create(user=erin, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(f"/admin/mfa/authenticator/{lost.pk}/change/")
    assert page.status_code == 200
    assert b"JBSWY3DPEHPK3PXP" not in page.content
    client.post(f"/admin/mfa/authenticator/{lost.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(pk=lost.pk).exists()
