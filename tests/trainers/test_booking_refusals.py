"""A time that cannot be booked says why, and nothing typed is lost while looking for another."""

import pytest
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_session_type, make_user
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
from trainers.models import Booking, SessionType

__all__ = ["alice", "client", "clock", "hour", "trainer"]

pytestmark = pytest.mark.django_db


def test_ones_own_booking_from_another_tab_is_told_as_ones_own(
    client: Client, alice: User, hour: SessionType
) -> None:
    client.post(BOOK, values(hour))
    page = text(client.post(BOOK, values(hour)))
    assert "You have Personal training with Tom on Friday 27 November, 10:00–11:00." in page
    assert "has just gone" not in page
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("broken", [{"price": "x"}, {"currency": ""}])
def test_a_time_that_is_not_free_is_told_before_terms_that_are_missing(
    client: Client, hour: SessionType, broken: dict[str, str]
) -> None:
    make_booking(trainer=hour.trainer, user=make_user(), starts_at=FRIDAY)
    answer = client.post(BOOK, values(hour) | broken)
    assert answer.status_code == 409
    assert "That time has just gone." in text(answer)
    assert "Nothing is booked yet" not in text(answer)
    without = text(client.post(BOOK, values(hour, start="") | broken))
    assert "Choose a time" in without
    assert "press the button below" not in without


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2026-11-24T10:00Z", "Tue 24 Nov, 10:00 is past."),
        (
            "2026-11-25T09:00Z",
            "Wed 25 Nov, 09:00 is too soon: a session is booked at least 2 hours before it begins.",
        ),
        (
            "2027-01-29T10:00Z",
            "Fri 29 Jan 2027, 10:00 is too far ahead: a session is booked at most 28 days before",
        ),
        (
            "2026-11-27T10:07Z",
            "Fri 27 Nov, 10:07 is no start: sessions begin on a quarter of an hour.",
        ),
        ("2026-11-27T03:00Z", "Fri 27 Nov, 03:00 does not fit into the hours of Tom."),
        ("2026-11-27T16:30Z", "Fri 27 Nov, 16:30 does not fit into the hours of Tom."),
    ],
)
def test_a_time_that_was_never_on_offer_says_why(
    client: Client, hour: SessionType, start: str, why: str
) -> None:
    hour.trainer.gyms.update(minimum_notice_minutes=120, booking_window_days=28)
    for answer in (
        client.get(BOOK, {"type": f"{hour.pk}", "start": start}),
        client.post(BOOK, values(hour, start=start)),
    ):
        assert answer.status_code == 409
        page = text(answer)
        assert f"That time cannot be booked. {why}" in page
        assert "has just gone" not in page
        within = not start.startswith(("2026-11-24", "2027"))
        assert ("Tell me if that day comes free" in page) is within


def test_a_gym_that_is_closed_and_notice_in_minutes(client: Client, hour: SessionType) -> None:
    hour.trainer.gyms.update(minimum_notice_minutes=90, timezone="Asia/Kathmandu")
    page = text(client.get(f"{BOOK}?start=2026-11-25T09:15Z"))
    assert "Wed 25 Nov, 15:00 is too soon: a session is booked at least 90 minutes before" in page
    hour.trainer.gyms.get().closures.create(date=FRIDAY.date())
    page = text(client.get(f"{BOOK}?start=2026-11-27T09:15Z"))
    assert "Fri 27 Nov, 15:00 does not fit into the hours of Tom." in page


def test_a_note_is_kept_while_another_time_is_looked_for(client: Client, hour: SessionType) -> None:
    make_session_type(trainer=hour.trainer, name="Short", minutes=30, price=25)
    sent = values(hour, note="My left knee.", start="2026-12-04T10:00Z", pick="1")
    answer = client.post(BOOK, sent)
    assert answer.status_code == 302
    assert answer["Location"] == f"/trainers/tom/?type={hour.pk}&from=2026-12-04#times"
    assert not Booking.objects.exists()
    picker = client.get(answer["Location"]).content.decode()
    found = f'href="/trainers/tom/book/?type={hour.pk}&amp;start=2026-12-04T11:00Z"'
    assert found in picker
    assert f"?type={SessionType.objects.get(name='Short').pk}&amp;from=2026-12-04" in picker
    page = client.get(f"{BOOK}?type={hour.pk}&start=2026-12-04T11:00Z")
    assert "My left knee." in page.content.decode()
    client.post(BOOK, sent | {"note": ""})
    page = client.get(f"{BOOK}?type={hour.pk}&start=2026-12-04T11:00Z")
    assert "knee" not in page.content.decode()


def test_both_ways_to_another_time_are_buttons_of_the_form(
    client: Client, hour: SessionType
) -> None:
    for start in ("2026-11-27T10:00Z", "2026-11-27T03:00Z"):
        html = client.get(f"{BOOK}?start={start}").content.decode()
        assert '<button class="button' in html
        assert html.count('name="pick" value="1"') == 1
        assert 'href="/trainers/tom/?' not in html


def test_without_consent_no_note_is_kept_while_looking(client: Client, hour: SessionType) -> None:
    client.force_login(make_user(consent=False))
    client.post(BOOK, values(hour, note="My left knee.", pick="1"))
    assert "knee" not in str(dict(client.session))
