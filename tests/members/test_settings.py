from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Member, OptionalMail, ReadinessCheck, RefusedMail, User
from members.readiness import readiness_take
from tests.factories import make_gym, make_user
from tests.forms import filled

pytestmark = pytest.mark.django_db

URL = "/me/settings/"


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user(email="alice@example.test", name="Alice")
    client.force_login(user)
    return user


def values(client: Client, **changes: Any) -> dict[str, Any]:
    """The form as it stands; its helper sends one value a name, so the ticks are added."""
    return {**filled(client, URL), "unit": "kg", "mails": OptionalMail.values, **changes}


def test_everything_is_kept_and_shown_again(client: Client, alice: User) -> None:
    gym = make_gym(name="Hackney", timezone="Australia/Lord_Howe")
    typed = values(
        client,
        name="Alice Jones",
        home_gym=gym.pk,
        unit="lb",
        goal="muscle",
        level="advanced",
        mails=["readiness_lapsed", "booking_reminder"],
    )
    page = client.post(URL, typed, follow=True).content.decode()
    assert "Your settings are saved." in page
    member = Member.objects.get(user=alice)
    assert member.user.name == "Alice Jones"
    assert (member.home_gym, member.unit) == (gym, "lb")
    assert (member.goal, member.level) == ("muscle", "advanced")
    assert [row.kind for row in member.refused_mails.all()] == ["export_ready"]
    assert member.wants(OptionalMail.READINESS_LAPSED)
    assert not member.wants(OptionalMail.EXPORT_READY)
    assert 'value="Alice Jones"' in page
    assert "Australia/Lord_Howe" in page
    assert 'href="/gyms/' in page


def test_a_mail_can_be_wanted_again(client: Client, alice: User) -> None:
    RefusedMail.objects.create(member=alice.member, kind="export_ready")
    client.post(URL, values(client, mails=OptionalMail.values))
    assert not RefusedMail.objects.exists()


def test_whoever_has_set_nothing_may_keep_it_so(client: Client, alice: User) -> None:
    client.post(URL, values(client, name="", home_gym="", goal="", level="", mails=[]))
    member = Member.objects.get(user=alice)
    assert (member.user.name, member.home_gym, member.goal, member.level) == ("", None, "", "")
    assert member.refused_mails.count() == len(OptionalMail)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name", "x" * 121, "at most 120 characters"),
        ("name", "Al\x07ice", "control characters"),
        ("name", "<b>Alice</b>", "without HTML"),
        ("unit", "stone", "Select a valid choice"),
        ("unit", "", "This field is required"),
        ("goal", "world peace", "Select a valid choice"),
        ("level", "<script>", "Select a valid choice"),
        ("home_gym", "99999", "Select a valid choice"),
        ("home_gym", "' OR 1=1", "Select a valid choice"),
        ("mails", ["everything"], "Select a valid choice"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_field_and_the_rest_stays_typed(
    client: Client, alice: User, field: str, typed: Any, says: str
) -> None:
    sent = values(client, **{"name": "Typed before", "goal": "muscle", field: typed})
    answer = client.post(URL, sent)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert says in page.replace("\n", " ")
    assert ('value="Typed before"' in page) == (field != "name")
    member = Member.objects.get(user=alice)
    assert (member.user.name, member.goal) == ("Alice", "")


def test_nobody_elses_settings_can_be_changed(client: Client, alice: User) -> None:
    tom = make_user(name="Tom")
    client.post(URL, values(client, name="Changed", user=tom.pk, member=tom.member.pk, pk=1))
    assert User.objects.get(pk=tom.pk).name == "Tom"


@pytest.mark.parametrize("right", ["is_staff", "deletion_requested_at", "health_consent_at"])
def test_only_what_the_form_shows_is_changed(client: Client, alice: User, right: str) -> None:
    before = Member.objects.filter(user=alice).values().get()
    client.post(URL, values(client, **{right: "2020-01-01"}))
    assert Member.objects.filter(user=alice).values().get() == before
    assert not User.objects.get().is_staff


def test_it_leads_to_everything_about_the_account(client: Client, alice: User) -> None:
    page = client.get(URL).content.decode()
    for address in ("/me/settings/consent/", "/me/settings/readiness/", "/me/data/"):
        assert f'href="{address}"' in page
    readiness_take(member=alice.member, outcome=ReadinessCheck.Outcome.CLEAR)
    assert 'href="/me/settings/readiness/outcome/"' in client.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_gyms(client: Client, alice: User) -> None:
    counts = []
    for number in (2, 10):
        for _ in range(number):
            make_gym()
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_wrong_verb_is_refused(client: Client, alice: User) -> None:
    assert client.put(URL).status_code == 405
