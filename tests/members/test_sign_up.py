"""From the sign-up form to signed in."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import travel

from members.models import Member, Notice, User
from members.notices import send_due
from tests.factories import make_gym, make_user
from tests.members.accounts import SIGN_UP, is_confirmed, last_code, sign_up

pytestmark = pytest.mark.django_db

CONFIRM = "/accounts/confirm-email/"


def test_the_code_from_the_mail_signs_in_and_leads_on(client: Client) -> None:
    answer = sign_up(client, next="/exercises/?q=hip")
    assert answer["Location"] == CONFIRM
    assert "_auth_user_id" not in client.session
    assert not is_confirmed("alice@example.test")
    answer = client.post(CONFIRM, {"code": last_code()})
    assert answer["Location"] == "/exercises/?q=hip"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)
    assert is_confirmed("alice@example.test")


def test_the_session_from_before_is_still_there(client: Client) -> None:
    session = client.session
    session["unsent"] = "Is this hip thrust for me?"
    session.save()
    client.cookies["sessionid"] = str(session.session_key)
    sign_up(client)
    client.post(CONFIRM, {"code": last_code()})
    assert client.session["unsent"] == "Is this hip thrust for me?"


def test_user_and_member_are_made_together(client: Client) -> None:
    gym = make_gym()
    sign_up(client, home_gym=str(gym.pk), health_consent="on")
    user = User.objects.get()
    assert (user.name, user.email) == ("Alice", "alice@example.test")
    assert user.check_password(SIGN_UP["password1"])
    assert not user.second_factor_waived
    assert user.member.home_gym == gym
    assert user.member.age_confirmed_at is not None
    assert user.member.may_keep_health_data


def test_a_member_that_cannot_be_made_takes_the_user_along(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**fields: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Member.objects, "create", full)
    with pytest.raises(OSError, match="No space"):
        sign_up(client)
    assert not User.objects.exists()


def test_consent_to_health_data_is_asked_and_off_until_given(client: Client) -> None:
    page = client.get("/accounts/signup/").content.decode()
    box = re.search(r'<input[^>]*name="health_consent"[^>]*>', page)
    assert box
    assert "checked" not in box[0]
    assert "required" not in box[0]
    assert "Without it you can read every guide" in page
    sign_up(client)
    assert not Member.objects.get().may_keep_health_data


def test_a_gym_is_asked_for_only_where_there_is_one(client: Client) -> None:
    assert b"home_gym" not in client.get("/accounts/signup/").content
    make_gym(name="Riverside")
    assert b"Riverside" in client.get("/accounts/signup/").content


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age": None}, "16 and over"),
        ({"name": ""}, "Fill this in."),
        ({"name": "<b>Alice</b>"}, "Write plain words, without HTML."),
        ({"name": "Al\x07ice"}, "control characters"),
        ({"email": "alice"}, "valid email address"),
        ({"password1": "short"}, "too short"),
        ({"password1": "password1"}, "too common"),
        ({"password1": "alice@example.test"}, "too similar"),
        ({"home_gym": "999"}, "not one of the available"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_bad_input_is_told_beside_the_box_and_keeps_the_rest(
    client: Client, changes: dict[str, Any], words: str
) -> None:
    make_gym()
    page = sign_up(client, **changes)
    assert page.status_code == 200
    assert words in page.content.decode()
    if "email" not in changes:
        assert b'value="alice@example.test"' in page.content
    assert not User.objects.exists()


# The code


def test_a_wrong_code_is_said_and_the_fifth_ends_it(client: Client) -> None:
    sign_up(client)
    code = last_code()
    for _ in range(4):
        assert b"This is not the code" in client.post(CONFIRM, {"code": "0000-0000"}).content
    assert client.post(CONFIRM, {"code": "0000-0000"})["Location"] == "/accounts/login/"
    client.post(CONFIRM, {"code": code})
    assert not is_confirmed("alice@example.test")


def test_a_code_lapses_after_a_quarter_of_an_hour(client: Client) -> None:
    sign_up(client)
    code = last_code()
    with travel(timezone.now() + timedelta(minutes=15, seconds=1), tick=False):
        client.post(CONFIRM, {"code": code})
    assert not is_confirmed("alice@example.test")


def test_a_code_that_lapsed_before_its_mail_went_out_is_not_sent(client: Client) -> None:
    sign_up(client)
    with travel(timezone.now() + timedelta(minutes=16), tick=False):
        send_due()
    notice = Notice.objects.get()
    assert (notice.outcome, notice.details, mail.outbox) == ("dropped", {}, [])


def test_the_code_is_forgotten_once_it_is_sent(client: Client) -> None:
    sign_up(client)
    assert "code" in Notice.objects.get().details
    last_code()
    assert Notice.objects.get().details == {}


def test_another_code_can_be_asked_for(client: Client) -> None:
    sign_up(client)
    first = last_code()
    with travel(timezone.now() + timedelta(seconds=11), tick=False):
        client.post(CONFIRM, {"action": "resend"})
        second = last_code()
        assert first != second
        assert b"not the code" in client.post(CONFIRM, {"code": first}).content
        assert client.post(CONFIRM, {"code": second})["Location"] == "/me/"


def test_another_browser_cannot_use_the_code(client: Client) -> None:
    sign_up(client)
    code = last_code()
    stranger = Client()
    assert stranger.post(CONFIRM, {"code": code})["Location"] == "/accounts/login/"
    assert not is_confirmed("alice@example.test")


# Who has an account is nobody's business


def test_an_address_that_has_an_account_gets_the_same_answer(client: Client) -> None:
    make_user(email="alice@example.test", name="Alice the first")
    pages = []
    for email in ("alice@example.test", "nobody@example.test"):
        browser = Client()
        answer = sign_up(browser, email=email)
        page = browser.get(answer["Location"]).content.decode()
        wrong = browser.post(CONFIRM, {"code": "0000-0000"}).content.decode()
        pages.append(
            (answer.status_code, answer["Location"], *(shape(one, email) for one in (page, wrong)))
        )
    assert pages[0] == pages[1]
    send_due()
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told["alice@example.test"] == "You already have an account"
    assert User.objects.get(email="alice@example.test").name == "Alice the first"


def shape(page: str, email: str) -> str:
    """A page without what differs by visit."""
    lines = (line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
    return "\n".join(lines).replace(email, "…")
