"""A trainer books for a client: once, or every week."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Notice, User
from tests.factories import make_booking, make_client, make_trainer, make_user
from tests.trainers.coach_booking_pages import (
    DAY,
    FRIDAY,
    HOUR,
    NOW,
    alice,
    booked,
    client,
    clock,
    hour,
    text,
    trainer,
)
from trainers.claims_check import claims_differences
from trainers.models import Booking, SessionType, Trainer
from trainers.models import Client as Following

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db
NEW = "/coach/bookings/new/"
TEN = "2026-11-27T10:00Z"


@pytest.fixture
def following(trainer: Trainer, alice: User, hour: SessionType) -> Following:
    return make_client(trainer=trainer, user=alice)


def values(following: Following, hour: SessionType, **changes: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "client": str(following.pk),
        "type": hour.pk,
        "start": TEN,
        "weeks": 1,
        **changes,
    }


def test_whom_and_what_then_when(client: Client, following: Following, hour: SessionType) -> None:
    said = text(client.get(NEW))
    assert "Alice Moss" in said
    assert "Personal training, 60 min, £40" in said
    assert "When?" not in said
    page = client.get(NEW, {"client": str(following.pk)}).content.decode()
    assert f'value="{following.pk}" selected' in page
    assert f"?client={following.pk}&amp;type={hour.pk}&amp;start={TEN}" in page
    confirm = text(
        client.get(NEW, {"client": str(following.pk), "type": str(hour.pk), "start": TEN})
    )
    assert "Book Alice Moss?" in confirm
    assert "is told at once, and may cancel free within 24 hours" in confirm


def test_it_is_booked_once_however_often_it_is_sent(
    client: Client, following: Following, hour: SessionType
) -> None:
    sent = values(following, hour)
    answers = [client.post(NEW, sent) for _ in range(2)]
    booking = Booking.objects.get()
    assert {answer["Location"] for answer in answers} == {f"/coach/bookings/{booking.pk}/"}
    assert booking.starts_at == FRIDAY
    assert booking.free_anyway_until == NOW + DAY
    assert booking.member == following.member
    assert Notice.objects.filter(kind="booking_member").count() == 1
    assert [*claims_differences()] == []


def test_another_time_by_the_same_page_is_another_booking(
    client: Client, following: Following, hour: SessionType
) -> None:
    sent = values(following, hour)
    client.post(NEW, sent)
    client.post(NEW, {**sent, "start": "2026-11-27T12:00Z"})
    assert Booking.objects.count() == 2


def test_a_time_that_is_gone_is_told_with_the_nearest_and_all_kept(
    client: Client, trainer: Trainer, following: Following, hour: SessionType
) -> None:
    booked(trainer, make_user())
    sent = values(following, hour, weeks=4)
    answer = client.post(NEW, sent)
    said, page = text(answer), answer.content.decode()
    assert answer.status_code == 409
    assert "That time has just gone. Fri 27 Nov, 10:00 is no longer free." in said
    assert "Fri 27 Nov, 09:00" in said
    assert "Fri 27 Nov, 11:00" in said
    assert sent["uuid"] in page
    assert '<option value="4" selected>' in page
    shown = client.post(NEW, {**sent, "show": "2026-11-27T11:00Z"})
    assert shown.status_code == 200
    assert "Book Alice Moss?" in text(shown)
    assert Booking.objects.count() == 1


def test_a_client_who_is_booked_elsewhere_then(
    client: Client, following: Following, hour: SessionType, alice: User
) -> None:
    make_booking(trainer=make_trainer(name="Pia"), user=alice, starts_at=FRIDAY)
    answer = client.post(NEW, values(following, hour))
    assert answer.status_code == 409
    assert "Alice Moss has another session at that time." in text(answer)
    assert "Pia" not in text(answer)


def test_every_week_with_those_that_are_taken_listed(
    client: Client, trainer: Trainer, following: Following, hour: SessionType
) -> None:
    booked(trainer, make_user(), FRIDAY + 14 * DAY)
    sent = values(following, hour, weeks=4)
    addresses = [client.post(NEW, sent)["Location"] for _ in range(2)]
    assert addresses[0] == addresses[1]
    theirs = Booking.objects.filter(member=following.member)
    assert [one.starts_at for one in theirs] == [FRIDAY + DAY * 7 * week for week in (0, 1, 3)]
    answer = client.get(addresses[0])
    said = text(answer)
    assert "3 sessions booked" in said
    assert "1 could not be booked" in said
    assert "Fri 11 Dec, 10:00" in said
    assert "start=2026-12-11T09:00Z" in answer.content.decode()
    assert "start=2026-12-11T11:00Z" in answer.content.decode()
    assert Notice.objects.filter(kind="booking_series").count() == 1
    assert [*claims_differences()] == []


def test_weekly_keeps_the_time_of_the_clock_when_it_changes(
    client: Client, following: Following, hour: SessionType
) -> None:
    with time_machine.travel(datetime(2027, 3, 15, 8, tzinfo=UTC), tick=False):
        client.force_login(hour.trainer.user)
        client.post(NEW, values(following, hour, start="2027-03-16T10:00Z", weeks=4))
    made = Booking.objects.order_by("starts_at")
    assert [one.starts_at.hour for one in made] == [10, 10, 9, 9]
    assert {one.local_start.hour for one in made} == {10}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"weeks": "13"}, "Choose once, or up to 12 weeks."),
        ({"weeks": "many"}, "Choose once, or up to 12 weeks."),
        ({"start": "2026-11-27"}, "Show free times"),
        ({"client": "nobody"}, "That member is no longer your client"),
        ({"client": str(uuid4())}, "That member is no longer your client"),
        ({"type": "9"}, "the session is not on offer any more"),
    ],
)
def test_bad_input_books_nothing(
    client: Client,
    following: Following,
    hour: SessionType,
    changes: dict[str, str],
    said: str,
) -> None:
    answer = client.post(NEW, values(following, hour, **changes))
    assert answer.status_code in (200, 409)
    assert said in text(answer)
    assert not Booking.objects.exists()


@pytest.mark.parametrize(
    "query", [{"client": "nobody"}, {"client": str(uuid4())}, {"type": "x"}, {"start": "soon"}]
)
def test_an_address_that_names_what_is_not_there_is_404(
    client: Client, following: Following, query: dict[str, str]
) -> None:
    assert client.get(NEW, query).status_code == 404


def test_neither_a_former_client_nor_one_of_another_trainer(
    client: Client, trainer: Trainer, hour: SessionType, alice: User
) -> None:
    former = make_client(trainer=trainer, user=alice, ended_at=NOW)
    other = make_client(trainer=make_trainer(), user=make_user(name="Ben Okoro"))
    for one in (former, other):
        assert client.get(NEW, {"client": str(one.pk)}).status_code == 404
        assert client.post(NEW, values(one, hour)).status_code == 409
    assert not Booking.objects.exists()
    assert "No clients at the moment" in text(client.get(NEW))
    former.delete()
    assert "No clients yet" in text(client.get(NEW))


def test_without_a_session_type_it_says_what_is_missing(
    client: Client, following: Following, hour: SessionType
) -> None:
    SessionType.objects.update(active=False)
    assert "No session types yet" in text(client.get(NEW))


def test_the_outcome_of_a_series_is_of_a_client_and_a_gym_of_ones_own(
    client: Client, trainer: Trainer, following: Following, hour: SessionType
) -> None:
    address = client.post(NEW, values(following, hour, weeks=2))["Location"]
    assert client.get(address.replace("weeks=2", "weeks=x")).status_code == 404
    assert client.get(address.replace("start=2026", "start=never")).status_code == 404
    client.force_login(make_trainer(gym=trainer.gyms.get()).user)
    assert client.get(address).status_code == 404


def test_two_and_twelve_clients_cost_the_same_queries(
    client: Client, trainer: Trainer, following: Following, hour: SessionType
) -> None:
    counts = []
    for more in (1, 10):
        for number in range(more):
            user = make_user()
            make_client(trainer=trainer, user=user)
            booked(trainer, user, FRIDAY + number * HOUR + DAY * more)
        with CaptureQueriesContext(connection) as captured:
            client.get(NEW, {"client": str(following.pk), "type": str(hour.pk)})
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_other_times_keep_how_often(
    client: Client, following: Following, hour: SessionType
) -> None:
    shown = client.post(NEW, values(following, hour, weeks=6, show=""), follow=True)
    page = shown.content.decode()
    chosen = f"?client={following.pk}&amp;type={hour.pk}&amp;weeks=6"
    assert "The first of 6 weeks" in text(shown)
    assert f'href="{chosen}&amp;week=2026-W49"' in page
    assert f'href="{chosen}&amp;start={TEN}"' in page
    assert '<input type="hidden" name="weeks" value="6">' in page
    query = {"client": str(following.pk), "type": str(hour.pk), "start": TEN, "weeks": "6"}
    assert '<option value="6" selected>' in client.get(NEW, query).content.decode()
    for odd in ("0", "13", "x"):
        page = client.get(NEW, {**query, "weeks": odd}).content.decode()
        assert '<option value="1" selected>' in page
    assert not Booking.objects.exists()
