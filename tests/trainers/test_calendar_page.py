"""The trainer's week as a page, and their sessions on the first one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import User
from tests.factories import make_client, make_gym, make_user
from tests.trainers.coach_booking_pages import (
    DAY,
    FRIDAY,
    HOUR,
    MONDAY,
    NOW,
    alice,
    booked,
    client,
    clock,
    hour,
    page_of,
    strangers,
    text,
    trainer,
)
from trainers.models import Booking, Trainer
from trainers.time_off import time_off_create

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db
WEEK = "/coach/calendar/"


def test_a_session_with_its_member_and_their_page(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice)
    following = make_client(trainer=trainer, user=alice)
    answer = client.get(WEEK)
    page, said = answer.content.decode(), text(answer)
    assert "23 November – 29 November 2026" in said
    assert "Times are Europe/London time." in said
    assert "10:00–11:00 Alice Moss Personal training · Booked" in said
    assert f'href="{page_of(booking)}"' in page
    assert f'href="{following.get_absolute_url()}"' in page
    assert 'data-at-hour="1" data-at-quarter="0" data-hours="1" data-quarters="0"' in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("hovercraft", "That is no week that we know"),
        ("2026-W99", "That is no week that we know"),
        ("2099-W01", "further away than the calendar reaches"),
        ("1970-W01", "further away than the calendar reaches"),
    ],
)
def test_a_week_that_is_none_or_too_far_is_this_one_and_says_so(
    client: Client, trainer: Trainer, asked: str, said: str
) -> None:
    shown = text(client.get(WEEK, {"week": asked}))
    assert said in shown
    assert "23 November – 29 November 2026" in shown


def test_the_weeks_before_and_after_end_where_the_calendar_does(
    client: Client, trainer: Trainer
) -> None:
    page = client.get(WEEK).content.decode()
    assert '?week=2026-W47"' in page
    assert '?week=2026-W49"' in page
    assert "?week=2027-W48" not in client.get(WEEK, {"week": "2027-W47"}).content.decode()
    assert client.get(WEEK, {"week": "2027-W47"}).context["refused"] == ""


def test_sessions_that_are_over_are_marked_right_there(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice, MONDAY)
    page = client.get(WEEK)
    assert "How did it go? 1 session " in text(page)
    assert '<details class="disclosure week-said">' in page.content.decode()
    answer = client.post(page_of(booking, "mark/"), {"state": "completed", "back": "week 2026-W48"})
    assert answer["Location"] == f"{WEEK}?week=2026-W48&telling=yes"
    said = text(client.get(answer["Location"]))
    assert "Alice Moss: completed. You can correct it." in said
    assert "How did it go?" not in said
    booking.refresh_from_db()
    assert booking.state == "completed"
    booked(trainer, make_user(), MONDAY + HOUR)
    assert 'week-said" open>' in client.get(answer["Location"]).content.decode()


def test_what_was_cancelled_stands_under_the_week(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booked(trainer, alice, state="late_cancelled")
    said = text(client.get(WEEK))
    assert "Cancelled in this week" in said
    assert "Cancelled late £40, due at the desk" in said
    assert "Cancelled in this week" not in text(client.get(WEEK, {"week": "2026-W49"}))


def test_without_hours_it_says_that_nobody_can_book(client: Client, trainer: Trainer) -> None:
    trainer.weekly_hours.all().delete()
    assert "You work no hours in this week" in text(client.get(WEEK))


def test_gyms_and_zones_are_named_where_there_are_several(
    client: Client, trainer: Trainer, alice: User
) -> None:
    island = make_gym(name="Island", timezone="Australia/Lord_Howe")
    trainer.gyms.add(island)
    booked(trainer, alice, FRIDAY - 11 * HOUR, gym=island)
    said = text(client.get(WEEK))
    assert "Each session stands at the time of its own gym" in said
    assert (
        "10:00–11:00 Alice Moss Personal training · Booked · Island (Australia/Lord_Howe)" in said
    )


def test_time_off_names_its_zone_where_there_are_several(client: Client, trainer: Trainer) -> None:
    time_off_create(trainer=trainer, starts_at=FRIDAY, ends_at=FRIDAY + HOUR)
    assert "10:00–11:00 Time off" in text(client.get(WEEK))
    assert "Europe/London time" not in text(client.get(WEEK)).split("10:00–11:00 Time off")[1]
    trainer.gyms.add(make_gym(timezone="Europe/Berlin"))
    assert "10:00–11:00 Time off Europe/London time" in text(client.get(WEEK))


def test_two_and_thirty_sessions_cost_the_same_queries(client: Client, trainer: Trainer) -> None:
    counts = []
    for start, more in ((FRIDAY - 4 * DAY, 2), (FRIDAY - 3 * DAY, 28)):
        for number in range(more):
            user = make_user()
            booked(trainer, user, start + number * HOUR)
            make_client(trainer=trainer, user=user)
        for address in (WEEK, "/coach/"):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
    assert counts[0] == counts[2]
    assert counts[1] >= counts[3]  # the next session is asked for where there is none today


def test_the_first_page_has_todays_sessions_or_the_next(
    client: Client, trainer: Trainer, alice: User
) -> None:
    coming = booked(trainer, alice)
    said = text(client.get("/coach/"))
    assert "No session today. The next one Friday 27 November, 10:00–11:00 Alice Moss" in said
    booked(trainer, make_user(name="Ben Okoro"), NOW + timedelta(hours=2))
    said = text(client.get("/coach/"))
    assert "Today’s sessions 10:00–11:00 Ben Okoro" in said
    assert "Alice Moss" not in said
    assert Booking.objects.filter(pk=coming.pk).exists()


def test_the_clients_page_has_the_next_and_the_last_session(
    client: Client, trainer: Trainer, alice: User
) -> None:
    following = make_client(trainer=trainer, user=alice)
    assert "Sessions with you None yet." in text(client.get(following.get_absolute_url()))
    booked(trainer, alice)
    booked(trainer, alice, MONDAY, state="completed")
    answer = client.get(following.get_absolute_url())
    said = text(answer)
    assert "Next: Friday 27 November, 10:00–11:00" in said
    assert "Last: Monday 23 November, 10:00–11:00 Completed" in said
    assert f"/coach/bookings/new/?client={following.pk}" in answer.content.decode()


def test_only_trainers_have_it_and_only_to_read(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice)
    assert client.post(WEEK).status_code == 405
    for user in strangers(booking):
        client.force_login(user)
        answer = client.get(WEEK)
        assert answer.status_code in (200, 404)
        assert "Alice Moss" not in answer.content.decode()
