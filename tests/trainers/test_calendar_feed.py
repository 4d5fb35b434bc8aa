"""The secret address at which a calendar reads a person's sessions."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone

from members.models import User
from tests.factories import make_booking, make_gym, make_trainer, make_user
from tests.trainers.calendar_readers import (
    assert_well_formed,
    by_definition,
    by_ical,
    by_icalendar,
)
from trainers.bookings import Actor, By, booking_cancel
from trainers.models import Booking, CalendarFeed, Trainer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 20, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
UNKNOWN = "/calendar/AAAAAAAAAAAAAAAAAAAAAA.ics"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Moss")


@pytest.fixture
def tom() -> Trainer:
    return make_trainer(name="Tom", gym=make_gym(name="Hackney"))


@pytest.fixture
def feed(alice: User) -> str:
    return CalendarFeed.objects.renew(alice).get_absolute_url()


def read(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200
    assert_well_formed(answer.content)
    return answer.content


def days(content: bytes) -> list[str]:
    return [f"{event.starts:%Y-%m-%d}" for event in by_ical(content)]


# What is in it


@pytest.mark.parametrize("zone", ["Europe/London", "Australia/Lord_Howe"])
def test_a_year_of_sessions_has_the_times_that_the_site_shows(
    client: Client, alice: User, feed: str, zone: str
) -> None:
    """Three times of every third day, and every half hour of both days of the change."""
    gym = make_gym(timezone=zone)
    tom = make_trainer(gym=gym)
    change_days = {
        date(2026, 10, 25),
        date(2027, 3, 28),
        date(2026, 10, 4),
        date(2027, 4, 4),
    }
    first = date(2026, 9, 22)
    for number in range(362):
        day = first + number * DAY
        hours = [*range(24)] if day in change_days else [6, 13, 21] if number % 3 == 0 else []
        for hour in hours:
            local = datetime.combine(day, time(hour), tzinfo=gym.zone)
            exists = local.astimezone(UTC).astimezone(gym.zone).time() == time(hour)
            if exists:
                make_booking(
                    trainer=tom, user=alice, starts_at=local.astimezone(UTC), minutes=45, gym=gym
                )
    content = read(client, feed)
    shown = [(one.local_start, one.local_end) for one in Booking.objects.order_by("starts_at")]
    assert len(shown) > 400
    assert {start.date() for start, _ in shown} >= {date(2026, 10, 25), date(2027, 3, 28)}
    for reader in (by_icalendar, by_ical):
        events = reader(content)
        assert [(event.starts, event.ends) for event in events] == shown
        assert [f"{event.starts:%d %H:%M}" for event in events] == [
            f"{start:%d %H:%M}" for start, _ in shown
        ]
    instants = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in shown]
    assert by_definition(content) == instants


def test_it_holds_both_sides_of_a_person(client: Client, tom: Trainer, alice: User) -> None:
    feed = CalendarFeed.objects.renew(tom.user).get_absolute_url()
    pia = make_trainer(name="Pia")
    make_booking(trainer=tom, user=alice, starts_at=NOW + DAY)
    make_booking(trainer=pia, user=tom.user, starts_at=NOW + 2 * DAY)
    make_booking(trainer=pia, user=alice, starts_at=NOW + 3 * DAY)
    events = by_ical(read(client, feed))
    assert [event.summary.split(" with ")[1] for event in events] == ["Alice Moss", "Pia"]
    assert ["/coach/bookings/" in event.url for event in events] == [True, False]


def test_a_trainer_who_no_longer_works_here_has_their_own_sessions_alone(
    client: Client, tom: Trainer, alice: User
) -> None:
    feed = CalendarFeed.objects.renew(tom.user).get_absolute_url()
    make_booking(trainer=tom, user=alice, starts_at=NOW + DAY)
    make_booking(trainer=make_trainer(), user=tom.user, starts_at=NOW + 2 * DAY)
    Trainer.objects.filter(pk=tom.pk).update(active=False)
    assert days(read(client, feed)) == ["2026-09-22"]


def test_it_reaches_from_sixty_days_back_to_a_year_ahead(
    client: Client, tom: Trainer, alice: User, feed: str
) -> None:
    for number in (-61, -59, 364, 366):
        make_booking(trainer=tom, user=alice, starts_at=NOW + number * DAY)
    assert days(read(client, feed)) == ["2026-07-23", "2027-09-19"]


def test_what_is_cancelled_is_gone_and_what_has_moved_has_moved(
    client: Client, tom: Trainer, alice: User, feed: str
) -> None:
    gone, kept = (
        make_booking(trainer=tom, user=alice, starts_at=NOW + number * DAY) for number in (2, 3)
    )
    before = by_ical(read(client, feed))
    booking_cancel(booking=gone, actor=Actor(alice, By.MEMBER), seen=0)
    Booking.objects.filter(pk=kept.pk).update(
        sequence=1, starts_at=kept.starts_at + DAY, ends_at=kept.ends_at + DAY
    )
    (event,) = by_ical(read(client, feed))
    assert (event.uid, event.sequence) == (before[1].uid, 1)
    assert event.starts == kept.starts_at + DAY


def test_past_sessions_stay_whatever_came_of_them(
    client: Client, tom: Trainer, alice: User, feed: str
) -> None:
    for number, state in enumerate(("completed", "no_show", "late_cancelled")):
        make_booking(trainer=tom, user=alice, starts_at=NOW - (9 - number) * DAY, state=state)
    assert [event.status for event in by_ical(read(client, feed))] == ["CONFIRMED"] * 2


def test_an_empty_one_is_a_calendar_too(client: Client, feed: str) -> None:
    assert by_ical(read(client, feed)) == []


def test_it_costs_as_many_queries_for_two_as_for_twelve(
    client: Client, alice: User, tom: Trainer, feed: str, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        if number in (2, 11):
            with django_assert_num_queries(2):
                read(client, feed)
        make_booking(trainer=tom, user=alice, starts_at=NOW + number * DAY)


# As calendars read it


def test_it_says_what_it_is_and_is_kept_by_nobody(client: Client, feed: str) -> None:
    answer = client.get(feed)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert {*answer["Cache-Control"].split(", ")} == {"private", "no-store"}
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    for line in (
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Gymsite sessions",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ):
        assert f"\r\n{line}\r\n" in answer.content.decode()


def test_it_can_be_asked_for_by_head(client: Client, feed: str) -> None:
    answer = client.head(feed)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"


def test_unchanged_it_is_the_same_bytes(
    client: Client, tom: Trainer, alice: User, feed: str
) -> None:
    make_booking(trainer=tom, user=alice, starts_at=NOW + DAY)
    first = read(client, feed)
    with time_machine.travel(NOW + timedelta(hours=3), tick=False):
        assert read(client, feed) == first


# Who reads it


@pytest.mark.parametrize(
    "address",
    [
        UNKNOWN,
        "/calendar/short.ics",
        "/calendar/AAAAAAAAAAAAAAAAAAAAA%00.ics",
        "/calendar/AAAAAAAAAAAAAAAAAAAAA%C3%A9.ics",
        "/calendar/AAAAAAAAAAAAAAAAAAAAAA%0A.ics",
        "/calendar/.ics",
        "/calendar/" + "A" * 500 + ".ics",
    ],
)
def test_an_address_that_is_nobodys_is_not_there(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(address).content == client.get("/nowhere/").content


@pytest.mark.parametrize("why", ["renewed", "revoked", "leaving", "closed"])
def test_an_address_that_no_longer_holds_is_not_there(
    client: Client, alice: User, feed: str, why: str
) -> None:
    assert client.get(feed).status_code == 200
    if why == "renewed":
        assert client.get(CalendarFeed.objects.renew(alice).get_absolute_url()).status_code == 200
    elif why == "revoked":
        CalendarFeed.objects.all().delete()
    elif why == "leaving":
        alice.member.deletion_requested_at = timezone.now()
        alice.member.save()
    else:
        User.objects.filter(pk=alice.pk).update(is_active=False)
    answer = client.get(feed)
    assert answer.status_code == 404
    assert answer.content == client.get(UNKNOWN).content


def test_an_address_is_told_in_its_letters_case(client: Client, feed: str) -> None:
    CalendarFeed.objects.update(token="AbCdEfGhIjKlMnOpQrStUv")
    assert client.get("/calendar/AbCdEfGhIjKlMnOpQrStUv.ics").status_code == 200
    assert client.get("/calendar/aBcDeFgHiJkLmNoPqRsTuV.ics").status_code == 404


def test_every_token_is_128_bits_of_its_own(alice: User) -> None:
    tokens = {CalendarFeed.objects.renew(alice).token for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {22}


# On the pages


def test_a_person_makes_renews_and_removes_their_address(client: Client, alice: User) -> None:
    client.force_login(alice)
    make, remove = "/me/calendar/", "/me/calendar/delete/"
    answer = client.post(make, {"next": "/coach/calendar/"})
    assert answer["Location"] == "/coach/calendar/#calendar-feed"
    first = CalendarFeed.objects.get(user=alice).token
    assert client.post(make)["Location"] == "/me/bookings/#calendar-feed"
    second = CalendarFeed.objects.get(user=alice).token
    assert first != second
    client.post(remove)
    assert not CalendarFeed.objects.exists()
    assert client.post(remove).status_code == 302


def test_nobody_is_led_elsewhere(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.post("/me/calendar/", {"next": "https://evil.example/"})
    assert answer["Location"] == "/me/bookings/#calendar-feed"


def test_a_strangers_address_stays(client: Client, feed: str) -> None:
    client.force_login(make_user())
    client.post("/me/calendar/")
    client.post("/me/calendar/delete/")
    assert client.get(feed).status_code == 200


@pytest.mark.parametrize("address", ["/me/calendar/", "/me/calendar/delete/"])
def test_it_is_changed_by_a_form_alone(client: Client, alice: User, address: str) -> None:
    client.force_login(alice)
    assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address).status_code == 302
    assert not CalendarFeed.objects.exists()


def section(user: User) -> str:
    request = RequestFactory().get("/me/bookings/")
    template = Template("{% load calendars %}{% calendar_feed user %}")
    return template.render(Context({"request": request, "user": user}))


def test_the_section_says_what_whoever_has_the_address_can_read(alice: User, tom: Trainer) -> None:
    assert "Get an address" in section(alice)
    assert "the names of the members whom you train" in section(tom.user)
    assert "members whom you train" not in section(alice)


def test_the_section_shows_the_address_to_copy_and_to_open(alice: User, feed: str) -> None:
    shown = section(alice)
    assert f'value="http://localhost:8000{feed}"' in shown
    assert f'href="webcal://localhost:8000{feed}"' in shown
    assert 'name="next" value="/me/bookings/"' in shown
    assert "Get a new address" in shown
    assert "Remove the address" in shown
