"""Leaving: what would go, the password once more, 14 days in which the account can be kept."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.utils import timezone

from gymsite.personal_data import erasures_due
from members import deletion
from members.models import Member, Notice, User
from members.notices import KINDS
from tests.factories import make_plan, make_set, make_user, make_workout, make_workout_item

pytestmark = pytest.mark.django_db

DELETE = "/me/data/delete/"
LEAVING = "/me/data/leaving/"
KEEP = "/me/data/keep/"
PASSWORD = "correct horse battery"


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user(email="alice@example.test", name="Alice")
    client.force_login(user)
    return user


def leave(client: Client) -> None:
    """Ask for it, and give the password again where that is asked for."""
    answer = client.post(DELETE)
    if answer["Location"] != LEAVING:
        answer = client.post(answer["Location"], {"password": PASSWORD})
    assert answer["Location"] == LEAVING


def asked_at(user: User) -> datetime | None:
    return Member.objects.get(user=user).deletion_requested_at


def test_the_page_names_what_goes_in_numbers(client: Client, alice: User) -> None:
    make_plan(user=alice)
    make_set(item=make_workout_item(workout=make_workout(user=alice)))
    page = client.get(DELETE).content.decode()
    assert "<strong>1</strong> workout with every set" in page
    assert "<strong>1</strong> plan and <strong>0</strong> saved exercises" in page
    assert "In 14 days it is gone" in page
    assert "alice@example.test" in page


def test_it_asks_for_the_password_again_and_then_goes_on(client: Client, alice: User) -> None:
    answer = client.post(DELETE)
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert asked_at(alice) is None
    wrong = client.post(answer["Location"], {"password": "not it"})
    assert wrong.status_code == 200
    assert asked_at(alice) is None
    right = client.post(answer["Location"], {"password": PASSWORD})
    assert right["Location"] == LEAVING
    assert asked_at(alice)


def test_with_a_passkey_alone_it_asks_for_the_passkey(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    client.force_login(alice)
    Authenticator.objects.create(user=alice, type="webauthn", data={})
    assert client.post(DELETE)["Location"].startswith("/accounts/2fa/webauthn/reauthenticate/")
    assert asked_at(alice) is None


def test_a_confirmation_of_long_ago_does_not_count(client: Client, alice: User) -> None:
    leave(client)
    client.post(KEEP)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        client.post(DELETE)
    assert asked_at(alice) is None


def test_whoever_is_leaving_finds_one_page_only(client: Client, alice: User) -> None:
    leave(client)
    for address in ("/me/", "/me/data/", "/me/settings/", "/me/settings/consent/", DELETE):
        assert client.get(address)["Location"] == LEAVING, address
        moved = client.get(address, headers={"HX-Request": "true"})
        assert moved["HX-Redirect"] == LEAVING, address
    assert client.post("/me/data/exports/")["Location"] == LEAVING
    client.post("/me/settings/", {"name": "Changed", "unit": "kg"})
    assert User.objects.get().name == "Alice"
    page = client.get(LEAVING).content.decode()
    assert "Keep my account" in page
    assert client.get("/exercises/").status_code == 200


def test_the_page_says_when_in_the_zone_of_the_member(client: Client, alice: User) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-06-01T22:30:00+00:00"), tick=False):
        leave(client)
        page = client.get(LEAVING).content.decode()
    assert "to be deleted on 15 June 2026" in page
    assert "at 23:30 (Europe/London)" in page


def test_signing_in_again_leads_to_keeping_it_and_all_is_as_before(
    client: Client, alice: User
) -> None:
    plan = make_plan(user=alice)
    leave(client)
    again = Client()
    again.force_login(alice)
    assert again.get("/me/")["Location"] == LEAVING
    answer = again.post(KEEP, follow=True)
    assert answer.redirect_chain[-1][0] == "/me/"
    assert "Your account stays" in answer.content.decode()
    assert asked_at(alice) is None
    erasures_due(timezone.now() + timedelta(days=30))
    assert alice.member.plans.get() == plan


def test_without_having_asked_the_page_leads_on(client: Client, alice: User) -> None:
    assert client.get(LEAVING)["Location"] == "/me/data/"


@pytest.mark.parametrize("left", [timedelta(seconds=1), timedelta(0)])
def test_it_can_be_kept_until_the_very_end(client: Client, alice: User, left: timedelta) -> None:
    now = timezone.now().replace(microsecond=0)
    with time_machine.travel(now, tick=False):
        leave(client)
    with time_machine.travel(now + timedelta(days=14) - left, tick=False):
        client.force_login(alice)
        client.post(KEEP)
        assert (asked_at(alice) is None) == bool(left)
        page = client.get(LEAVING, follow=True).content.decode()
        assert ("can no longer be kept" in page) == (not left)


def test_two_mails_are_written_down_and_hold_only_for_this_leaving(
    client: Client, alice: User
) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        leave(client)
    first, last = Notice.objects.order_by("due_at")
    assert [first.kind, last.kind] == ["deletion_requested", "deletion_tomorrow"]
    assert {first.recipient, last.recipient} == {alice.email}
    assert (first.due_at, last.due_at) == (now, now + timedelta(days=13))
    for notice in (first, last):
        mail = KINDS[notice.kind](notice)
        assert mail
        assert "/me/data/leaving/" in mail.text
    client.post(KEEP)
    assert [KINDS[notice.kind](notice) for notice in (first, last)] == [None, None]
    leave(client)
    assert [KINDS[notice.kind](notice) for notice in (first, last)] == [None, None]
    assert Notice.objects.count() == 4


def test_asking_twice_starts_the_days_once(alice: User) -> None:
    deletion.deletion_request(member=alice.member)
    first = asked_at(alice)
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        deletion.deletion_request(member=Member.objects.get(user=alice))
    assert asked_at(alice) == first
    assert Notice.objects.count() == 2


def test_one_whom_the_clock_has_erased_is_signed_out(client: Client, alice: User) -> None:
    leave(client)
    erasures_due(timezone.now() + timedelta(days=14))
    assert not User.objects.exists()
    assert client.get("/me/")["Location"].startswith(settings.LOGIN_URL)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/me/data/", "GET, HEAD"),
        ("/me/data/exports/", "POST"),
        (f"/me/data/exports/{UUID(int=404)}/", "GET, HEAD"),
        (DELETE, "GET, HEAD, POST"),
        (LEAVING, "GET, HEAD"),
        (KEEP, "POST"),
    ],
)
def test_a_wrong_verb_is_refused(client: Client, alice: User, address: str, allowed: str) -> None:
    verb: Any = client.get if allowed == "POST" else client.put
    answer = verb(address)
    assert answer.status_code == 405
    assert answer["Allow"] == allowed


@pytest.mark.parametrize("guess", ["not-a-uuid", str(UUID(int=404)), "0"])
def test_an_unknown_download_is_not_found(client: Client, alice: User, guess: str) -> None:
    answer = client.get(f"/me/data/exports/{guess}/")
    assert answer.status_code == 404
    assert answer.content == client.get("/nowhere/").content
