"""Signing in and out, a new password, and where both lead."""

from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from members.models import User
from members.notices import send_due
from tests.factories import make_user
from tests.members.accounts import PASSWORD, last_code, show_it_is_you, sign_in, sign_up

pytestmark = pytest.mark.django_db

OTHER_PLACES = [
    "//evil.example",
    "http://evil.example/",
    "https://evil.example/me/",
    r"/\evil.example",
    r"\\evil.example",
    "///evil.example",
    "javascript:alert(1)",
    "data:text/html,hello",
    "http://localhost/",
    "me/",
    "/\t/evil.example",
    " //evil.example",
]


@pytest.fixture
def alice() -> User:
    return make_user(email="alice@example.test", name="Alice")


def test_e_mail_in_any_case_and_password_sign_in(client: Client, alice: User) -> None:
    answer = client.post("/accounts/login/", {"login": "Alice@Example.TEST", "password": PASSWORD})
    assert answer["Location"] == "/me/"
    assert client.session["_auth_user_id"] == str(alice.pk)
    cookie = answer.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_signed_out_member_is_led_in_and_back(client: Client, alice: User) -> None:
    assert client.get("/me/?tab=1")["Location"] == "/accounts/login/?next=/me/%3Ftab%3D1"
    page = client.get("/accounts/login/?next=/me/%3Ftab%3D1").content.decode()
    assert '<input type="hidden" name="next" value="/me/?tab=1">' in page
    assert "/accounts/signup/?next=%2Fme%2F%3Ftab%3D1" in page
    assert sign_in(client, alice, next="/me/?tab=1")["Location"] == "/me/?tab=1"


@pytest.mark.parametrize("place", OTHER_PLACES)
def test_no_way_leads_to_another_place(client: Client, alice: User, place: str) -> None:
    assert sign_in(client, alice, next=place)["Location"] == "/me/"
    assert client.post("/accounts/logout/", {"next": place})["Location"] == "/accounts/login/"
    sign_up(client, email="new@example.test", next=place)
    answer = client.post("/accounts/confirm-email/", {"code": last_code()})
    assert answer["Location"] == "/me/"


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(
    client: Client, alice: User
) -> None:
    answers = [
        client.post("/accounts/login/", {"login": email, "password": "wrong"})
        for email in ("alice@example.test", "nobody@example.test")
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "do not belong together" in answer.content.decode()
    assert b'value="alice@example.test"' in answers[0].content


def test_the_sixth_try_within_five_minutes_is_refused(client: Client, alice: User) -> None:
    for _ in range(5):
        assert sign_in(client, alice, password="wrong").status_code == 200
    answer = sign_in(client, alice)
    assert answer.status_code == 429
    assert answer["Retry-After"] == "300"
    assert b"Wait five minutes" in answer.content
    assert "_auth_user_id" not in client.session


def test_tries_are_counted_in_the_cache_that_all_processes_share(
    client: Client, alice: User
) -> None:
    for _ in range(5):
        sign_in(client, alice, password="wrong")
    cache.clear()
    assert sign_in(client, alice)["Location"] == "/me/"


def test_only_a_trusted_proxy_says_who_asks(settings: Any, alice: User) -> None:
    def sixth_try(proxies: int) -> int:
        cache.clear()
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
        for number in range(31):
            status: int = (
                Client()
                .post(
                    "/accounts/login/",
                    {"login": f"{number}@example.test"},
                    headers={"X-Forwarded-For": f"10.0.0.{number}"},
                )
                .status_code
            )
        return status

    assert sixth_try(0) == 429
    assert sixth_try(1) == 200


def test_a_closed_account_is_told_so(client: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()
    assert sign_in(client, alice)["Location"] == "/accounts/inactive/"
    assert b"This account is closed" in client.get("/accounts/inactive/").content


def test_signing_out_takes_a_post(client: Client, alice: User) -> None:
    sign_in(client, alice)
    assert b"Sign out of this device?" in client.get("/accounts/logout/").content
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session


def test_someone_whose_address_is_not_confirmed_gets_a_code(client: Client) -> None:
    erin = User.objects.create_user("erin@example.test", PASSWORD)
    assert sign_in(client, erin, next="/me/?a=1")["Location"] == "/accounts/confirm-email/"
    answer = client.post("/accounts/confirm-email/", {"code": last_code()})
    assert answer["Location"] == "/me/?a=1"


# A new password


def ask(client: Client, email: str, **more: str) -> Any:
    return client.post("/accounts/password/reset/", {"email": email, **more})


def test_a_code_leads_to_a_new_password_and_on(client: Client, alice: User) -> None:
    other = Client()
    sign_in(other, alice)
    answer = ask(client, alice.email, next="/me/?a=1")
    assert answer["Location"] == "/accounts/password/reset/confirm/?next=%2Fme%2F%3Fa%3D1"
    answer = client.post(answer["Location"], {"code": last_code()})
    new = {"password1": "purple otter sandwich", "password2": "purple otter sandwich"}
    answer = client.post(answer["Location"], new)
    assert answer["Location"] == "/me/?a=1"
    alice.refresh_from_db()
    assert alice.check_password("purple otter sandwich")
    assert other.get("/me/").status_code == 302, "other devices are signed out"
    send_due()
    assert "password of your account was changed" in mail.outbox[-1].body


def test_the_code_works_in_the_browser_that_asked_alone(client: Client, alice: User) -> None:
    ask(client, alice.email)
    stranger = Client()
    answer = stranger.post("/accounts/password/reset/confirm/", {"code": last_code()})
    assert answer["Location"] == "/accounts/login/"


def test_no_password_is_set_before_the_code(client: Client, alice: User) -> None:
    ask(client, alice.email)
    answer = client.post("/accounts/password/reset/complete/", {"password1": "x", "password2": "x"})
    assert answer["Location"] == "/accounts/password/reset/confirm/"


def test_an_unknown_address_gets_the_same_answer_and_a_mail(client: Client, alice: User) -> None:
    answers = []
    for email in ("alice@example.test", "nobody@example.test"):
        browser = Client()
        answer = ask(browser, email)
        wrong = browser.post(answer["Location"], {"code": "0000-0000"})
        answers.append((answer.status_code, answer["Location"], wrong.status_code))
    assert answers[0] == answers[1]
    send_due()
    assert [message.subject for message in mail.outbox] == [
        "Your code for a new password",
        "There is no account with this address",
    ]


def test_codes_for_one_address_are_limited(client: Client, alice: User) -> None:
    statuses = [ask(Client(), alice.email).status_code for _ in range(6)]
    assert statuses == [302] * 5 + [429]


# Changes by its owner


def test_a_changed_password_is_told_by_mail(client: Client, alice: User) -> None:
    sign_in(client, alice)
    new = {"password1": "purple otter sandwich", "password2": "purple otter sandwich"}
    page = client.post("/accounts/password/change/", {"oldpassword": "wrong", **new})
    assert b"This is not your password" in page.content
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new})
    assert client.get("/me/").status_code == 200, "this device stays signed in"
    send_due()
    assert "from an unknown browser." in " ".join(str(mail.outbox[-1].body).split())
    assert len(mail.outbox) == 1


def test_a_new_address_counts_once_its_code_is_entered(client: Client, alice: User) -> None:
    sign_in(client, alice)
    show_it_is_you(client)
    client.post("/accounts/email/", {"email": "new@example.test", "action_add": ""})
    alice.refresh_from_db()
    assert alice.email == "alice@example.test"
    client.post("/accounts/confirm-email/", {"code": last_code()})
    alice.refresh_from_db()
    assert alice.email == "new@example.test"
    send_due()
    assert mail.outbox[-1].to == ["alice@example.test"]
    assert "is now new@example.test" in mail.outbox[-1].body


def test_a_new_address_wants_the_password_first(client: Client, alice: User) -> None:
    sign_in(client, alice)
    answer = client.post("/accounts/email/", {"email": "new@example.test", "action_add": ""})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
