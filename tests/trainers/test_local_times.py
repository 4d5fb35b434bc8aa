"""At a gym whose zone is not the site's: every page tells the hour that its clock shows."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from gymsite.environment import BASE_DIR
from members.models import Gym, User
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.members.test_progress_page import words
from trainers.models import Booking, SessionType, Trainer, WaitlistEntry
from trainers.time_off import time_off_create

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
TEN = datetime(2026, 11, 27, 4, 15, tzinfo=UTC)  # Friday, 10:00 in Kathmandu
ELSEWHERE = ("04:15", "23:15")  # in London, where the site is, and in New York
BY_THE_ACTIVE_ZONE = re.compile(
    r"\b(?:local_start|local_end|starts_at|ends_at|free_until|first_chance_until|start|local"
    r"|local:[\w.]+)\|(?:date|time)\b"
)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Thamel", timezone="Asia/Kathmandu")


@pytest.fixture
def trainer(gym: Gym) -> Trainer:
    trainer = make_trainer(gym=gym, name="Tom", slug="tom")
    make_weekly_hours(trainer=trainer, weekdays=[4], starts=time(10), ends=time(11))
    return trainer


@pytest.fixture
def hour(trainer: Trainer) -> SessionType:
    return make_session_type(trainer=trainer, name="Personal training")


@pytest.fixture
def ada() -> User:
    """Who sees her own pages in New York's time."""
    user = make_user(name="Ada", email="ada@example.test")
    user.member.home_gym = make_gym(timezone="America/New_York")
    user.member.save()
    return user


@pytest.fixture
def staff() -> User:
    return make_user(is_staff=True, is_superuser=True)


def read(user: User, address: str, data: Mapping[str, object] | None = None) -> str:
    client = Client()
    client.force_login(user)
    answer = client.post(address, data, follow=True) if data else client.get(address)
    page = words(answer.content.decode())
    assert not [hour for hour in ELSEWHERE if hour in page]
    return page


def booked(trainer: Trainer, **changes: Any) -> Booking:
    return make_booking(trainer=trainer, user=make_user(), starts_at=TEN, **changes)


def test_what_is_in_the_way_of_time_off_and_where_it_can_go(trainer: Trainer) -> None:
    booked(trainer)
    page = read(trainer.user, "/coach/calendar/hours/time-off/new/", {"first_day": "2026-11-27"})
    assert page.count("Friday 27 November, 10:00–11:00") == 2
    assert "Fri 4 Dec, 10:00" in page


def test_when_cancelling_their_own_session_was_free(trainer: Trainer, ada: User) -> None:
    other = make_trainer(gym=trainer.gyms.get(), name="Tess")
    make_booking(trainer=other, user=trainer.user, starts_at=TEN, free_cancellation_hours=72)
    page = read(trainer.user, "/coach/calendar/hours/time-off/new/", {"first_day": "2026-11-27"})
    assert "Cancelling was free until Tue 24 Nov, 10:00." in page


def test_sessions_outside_the_hours(trainer: Trainer) -> None:
    booked(trainer)
    trainer.weekly_hours.all().delete()
    assert "Fri 27 Nov, 10:00" in read(trainer.user, "/coach/calendar/hours/")


def test_cancelling_in_the_admin(trainer: Trainer, staff: User) -> None:
    booking = booked(trainer)
    act = {"action": "cancel", "_selected_action": [booking.pk]}
    page = read(staff, "/admin/trainers/booking/", act)
    assert "Friday 27 November, 10:00–11:00 (Asia/Kathmandu)" in page


@pytest.mark.parametrize("address", ["/me/", "/me/bookings/"])
def test_a_time_to_take_from_the_waitlist(hour: SessionType, ada: User, address: str) -> None:
    WaitlistEntry.objects.create(
        member=ada.member,
        trainer=hour.trainer,
        session_type=hour,
        state="offered",
        offered_start=TEN,
        claim_by=NOW + timedelta(hours=2),
    )
    page = read(ada, address)
    assert "Friday 27 November, 10:00 Asia/Kathmandu time" in page
    assert "Book 10:00" in page


def test_a_time_to_book_in_place_of_waiting(hour: SessionType, ada: User) -> None:
    wish = {"session_type": hour.pk, "when": "day", "first_day": "2026-11-27"}
    page = read(ada, "/trainers/tom/waitlist/", wish)
    assert "Fri 27 Nov, 10:00 , Asia/Kathmandu time" in page


def test_a_booking_in_the_admin(trainer: Trainer, staff: User) -> None:
    booking = booked(trainer, free_anyway_until=NOW + timedelta(hours=24), waived_at=NOW)
    page = read(staff, f"/admin/trainers/booking/{booking.pk}/change/")
    for label, said in (
        ("When", "Fri 27 Nov 2026, 10:00"),
        ("Free anyway until", "Thu 26 Nov 2026, 13:45"),
        ("Waived", "Wed 25 Nov 2026, 13:45"),
        ("Booked", "Wed 25 Nov 2026, 13:45"),
    ):
        assert f"{label}: {said} (Asia/Kathmandu)" in page


def test_time_off_in_the_admin(trainer: Trainer, staff: User) -> None:
    time_off = time_off_create(trainer=trainer, starts_at=TEN, ends_at=TEN + timedelta(hours=1))
    for address in ("", f"{time_off.pk}/change/"):
        page = read(staff, f"/admin/trainers/timeoff/{address}")
        assert "Fri 27 Nov 2026, 10:00 (Asia/Kathmandu)" in page
        assert "Fri 27 Nov 2026, 11:00 (Asia/Kathmandu)" in page


def test_a_place_in_line_in_the_admin(hour: SessionType, ada: User, staff: User) -> None:
    entry = WaitlistEntry.objects.create(
        member=ada.member,
        trainer=hour.trainer,
        session_type=hour,
        state="offered",
        offered_start=TEN,
        claim_by=NOW + timedelta(hours=2),
    )
    page = read(
        make_user(is_staff=True, is_superuser=True),
        f"/admin/trainers/waitlistentry/{entry.pk}/change/",
    )
    for said in ("Fri 27 Nov 2026, 10:00", "Wed 25 Nov 2026, 13:45", "Wed 25 Nov 2026, 15:45"):
        assert f"{said} (Asia/Kathmandu)" in page


def test_no_template_gives_such_times_to_the_active_zone() -> None:
    found = [
        f"{path.relative_to(BASE_DIR)}: {match[0]}"
        for path in (BASE_DIR / "templates").rglob("*.html")
        for match in BY_THE_ACTIVE_ZONE.finditer(path.read_text("utf-8"))
    ]
    assert found == []
