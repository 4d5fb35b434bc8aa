"""Consent to health data: given, gone back from, and what is there deleted on one yes."""

import pytest
from django.test import Client

from members.models import Member, Plan, ReadinessCheck, User, Workout
from members.readiness import readiness_take
from tests.factories import make_plan, make_set, make_user, make_workout, make_workout_item

pytestmark = pytest.mark.django_db

URL = "/me/settings/consent/"
WITHDRAW = f"{URL}withdraw/"
DELETE = f"{URL}delete/"


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user(consent=False)
    client.force_login(user)
    return user


def may(user: User) -> bool:
    return Member.objects.get(user=user).may_keep_health_data


def test_the_page_says_what_why_who_and_what_if_not(client: Client, alice: User) -> None:
    page = client.get(URL).content.decode()
    for heading in ("What it is", "Why we keep it", "Who sees it", "If you say no"):
        assert heading in page
    assert "I agree" in page
    assert not may(alice)


def test_giving_it_goes_back_to_where_it_was_asked_for(client: Client, alice: User) -> None:
    page = client.get(f"{URL}?next=/me/settings/readiness/%3Fa%3D1").content.decode()
    assert 'name="next" value="/me/settings/readiness/?a=1"' in page
    answer = client.post(URL, {"next": "/me/settings/readiness/?a=1"})
    assert answer["Location"] == "/me/settings/readiness/?a=1"
    assert may(alice)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        r"/\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        " https://evil.example",
        "",
    ],
)
def test_it_never_leads_off_the_site(client: Client, alice: User, elsewhere: str) -> None:
    assert client.post(URL, {"next": elsewhere})["Location"] == URL
    page = client.get(URL, {"next": elsewhere}).content.decode()
    assert "evil" not in page
    assert "alert" not in page


def test_a_second_yes_keeps_the_moment_of_the_first(client: Client, alice: User) -> None:
    client.post(URL)
    first = Member.objects.get(user=alice).health_consent_at
    client.post(URL)
    assert Member.objects.get(user=alice).health_consent_at == first


def test_health_data_is_asked_for_first(client: Client, alice: User) -> None:
    answer = client.get("/me/settings/readiness/")
    assert answer["Location"] == f"{URL}?next=%2Fme%2Fsettings%2Freadiness%2F"
    client.post("/me/settings/readiness/", dict.fromkeys(["heart"], "yes"))
    assert not ReadinessCheck.objects.exists()


def test_withdrawn_keeps_what_is_there_and_offers_to_delete_it(client: Client, alice: User) -> None:
    client.post(URL)
    make_set(item=make_workout_item(workout=make_workout(user=alice)))
    assert "Withdraw my consent" in client.get(URL).content.decode()
    page = client.post(WITHDRAW, follow=True).content.decode()
    assert not may(alice)
    assert "Nothing new is kept" in page
    assert "<strong>1</strong> workout with <strong>1</strong> set" in page
    assert f'href="{DELETE}"' in page
    assert Workout.objects.visible_to(alice).count() == 1


def test_with_nothing_there_nothing_is_offered(client: Client, alice: User) -> None:
    assert DELETE not in client.get(URL).content.decode()


def test_deleting_names_what_goes_and_takes_it_from_nobody_else(
    client: Client, alice: User
) -> None:
    tom = make_user()
    for user in (alice, tom):
        make_plan(user=user)
        make_set(item=make_workout_item(workout=make_workout(user=user)))
        readiness_take(member=user.member, outcome=ReadinessCheck.Outcome.CLEAR)
    page = client.get(DELETE).content.decode()
    assert "<strong>1</strong> workout with <strong>1</strong> set" in page
    assert "<strong>1</strong> readiness outcome<" in page
    assert Workout.objects.count() == 2
    assert client.post(DELETE)["Location"] == URL
    assert [row.member.user for row in Workout.objects.all()] == [tom]
    assert [row.member.user for row in ReadinessCheck.objects.all()] == [tom]
    assert Plan.objects.count() == 2


@pytest.mark.parametrize("address", [URL, DELETE, WITHDRAW])
def test_a_wrong_verb_is_refused(client: Client, alice: User, address: str) -> None:
    assert client.put(address).status_code == 405
    assert client.get(address).status_code == (405 if address == WITHDRAW else 200)


def test_without_it_an_open_workout_is_read_and_not_logged(client: Client, alice: User) -> None:
    workout = make_workout(user=alice)
    item = make_workout_item(workout=workout)
    make_set(item=item)
    address = workout.get_absolute_url()
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Logging is off" in page
    assert f'href="{URL}?next={address}"' in page
    assert item.variation.name in page
    assert "60 kg × 10" in page
    assert "Do it again" not in page
    assert "None" not in page
    client.post(URL)
    assert "Logging is off" not in client.get(address).content.decode()
