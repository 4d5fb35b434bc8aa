"""Bookings as calendar files, read back by two readers; and their downloads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from members.models import User
from members.notices import send_due
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.trainers.calendar_readers import (
    assert_well_formed,
    by_definition,
    by_ical,
    by_icalendar,
)
from trainers.bookings import Actor, By, booking_cancel, booking_create, booking_move
from trainers.calendars import Method, Side, calendar_file
from trainers.models import Booking, Trainer

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHANGES = {
    "Europe/London": ("2026-10-23T09:00+00:00", "2027-03-26T09:00+00:00"),
    "Australia/Lord_Howe": ("2026-10-01T22:00+00:00", "2027-04-01T22:00+00:00"),
}
"""Two days before each change of the clock."""


def trainer_at(zone: str = "Europe/London", **changes: Any) -> Trainer:
    values = {"name": "Hackney", "address": "1 High Street", "timezone": zone, **changes}
    trainer = make_trainer(name="Tom", gym=make_gym(**values))
    make_weekly_hours(trainer=trainer)
    return trainer


def file_of(booking: Booking, side: Side = Side.MEMBER, **changes: Any) -> bytes:
    content = calendar_file([Booking.objects.for_calendar().get(pk=booking.pk)], side, **changes)
    assert_well_formed(content)
    return content


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Moss")


@pytest.fixture
def tom() -> Trainer:
    return trainer_at()


@pytest.fixture
def booking(tom: Trainer, alice: User) -> Booking:
    return make_booking(
        trainer=tom, user=alice, starts_at=datetime(2026, 11, 27, 10, tzinfo=UTC), note="zebra"
    )


def sent_files(recipient: str) -> list[bytes]:
    """The files of the mails to somebody, and of each the same twice."""
    found: list[bytes] = []
    for message in mail.outbox:
        if message.to == [recipient]:
            parts: list[Any] = [*message.message().walk()]
            among, content = (part.get_payload(decode=True) for part in parts[-2:])
            assert among.splitlines() == content.splitlines()
            assert_well_formed(content)
            found.append(content)
    return found


# A booking through its life


@pytest.mark.parametrize(
    ("zone", "now"), [(zone, now) for zone, days in CHANGES.items() for now in days]
)
def test_made_moved_twice_and_cancelled_is_one_event_that_rises(
    zone: str, now: str, alice: User
) -> None:
    """Over a change of the clock, by the mails as they are sent; times as the site shows them."""
    tom = trainer_at(zone)
    hour, member = make_session_type(trainer=tom), Actor(alice, By.MEMBER)
    with time_machine.travel(datetime.fromisoformat(now), tick=False) as clock:
        gym = tom.gyms.get()
        noon = gym.local(timezone.now()).replace(hour=12, minute=0, second=0, microsecond=0)
        first, *later = (
            (noon.replace(tzinfo=None) + days * DAY).replace(tzinfo=gym.zone).astimezone(UTC)
            for days in (1, 2, 5)
        )
        booking = booking_create(
            uuid=uuid4(),
            trainer=tom,
            member=alice.member,
            session_type=hour,
            start=first,
            actor=member,
        )
        send_due()
        shown = [(booking.local_start, booking.local_end)]
        for start in later:
            clock.shift(60)
            booking = booking_move(
                booking=booking, start=start, actor=member, seen=booking.sequence
            )
            send_due()
            shown.append((booking.local_start, booking.local_end))
        clock.shift(60)
        booking_cancel(booking=booking, actor=member, seen=booking.sequence)
        send_due()
    shown.append(shown[-1])
    offsets = {start.utcoffset() for start, _ in shown}
    assert len(offsets) == 2, "the clock was changed between them"
    for recipient in (alice.email, tom.user.email):
        files = sent_files(recipient)
        for reader in (by_icalendar, by_ical):
            seen = [event for content in files for event in reader(content)]
            assert {event.uid for event in seen} == {f"{booking.pk}@localhost"}
            assert [event.sequence for event in seen] == [0, 1, 2, 3]
            assert [event.status for event in seen] == [*["CONFIRMED"] * 3, "CANCELLED"]
            assert [(event.starts, event.ends) for event in seen] == shown
            walls = [(f"{event.starts:%d %H:%M}", f"{event.ends:%d %H:%M}") for event in seen]
            assert walls == [(f"{start:%d %H:%M}", f"{end:%d %H:%M}") for start, end in shown]
        instants = [(start.astimezone(UTC), end.astimezone(UTC)) for start, end in shown]
        assert [times for content in files for times in by_definition(content)] == instants
        methods = [icalendar.Calendar.from_ical(content)["METHOD"] for content in files]
        assert methods == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        stamps = [
            event.decoded("DTSTAMP")
            for content in files
            for event in icalendar.Calendar.from_ical(content).walk("VEVENT")
        ]
        assert stamps == sorted({*stamps}), "each is newer than the one before"


# What stands in it


def test_a_member_reads_the_trainer_and_the_place(booking: Booking) -> None:
    (event,) = by_ical(file_of(booking))
    assert event.summary == "Personal training with Tom"
    assert event.location == "Hackney, 1 High Street"
    assert event.url == f"http://localhost:8000/me/bookings/{booking.pk}/"


def test_a_trainer_reads_the_member(booking: Booking) -> None:
    (event,) = by_ical(file_of(booking, Side.TRAINER))
    assert event.summary == "Personal training with Alice Moss"
    assert event.url == f"http://localhost:8000/coach/bookings/{booking.pk}/"


@pytest.mark.parametrize("side", [*Side])
def test_no_note_no_price_and_nobodys_address_is_in_it(
    booking: Booking, alice: User, tom: Trainer, side: Side
) -> None:
    lines = file_of(booking, side).decode().replace("\r\n ", "")  # long ones are folded
    for secret in ("zebra", "40", "DESCRIPTION", "ATTENDEE", alice.email, tom.user.email):
        assert secret not in lines.replace(str(booking.pk), "")


def test_a_nameless_or_leaving_member_is_not_named_by_their_address(
    booking: Booking, alice: User
) -> None:
    User.objects.filter(pk=alice.pk).update(name="")
    assert by_ical(file_of(booking, Side.TRAINER))[0].summary == "Personal training"
    User.objects.filter(pk=alice.pk).update(name="Alice Moss")
    alice.member.deletion_requested_at = timezone.now()
    alice.member.save()
    assert by_ical(file_of(booking, Side.TRAINER))[0].summary == "Personal training"


def test_an_invitation_is_from_the_site_to_the_recipient_who_need_not_answer(
    booking: Booking, settings: Any
) -> None:
    settings.DEFAULT_FROM_EMAIL = "The Gym <desk@gym.example>"
    content = file_of(booking, method=Method.REQUEST, recipient="alice@example.test")
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["ORGANIZER"]) == "mailto:desk@gym.example"
    assert event["ORGANIZER"].params["CN"] == "The Gym"
    assert str(event["ATTENDEE"]) == "mailto:alice@example.test"
    params = event["ATTENDEE"].params
    assert (params["PARTSTAT"], params["RSVP"]) == ("ACCEPTED", "FALSE")


def test_whatever_people_type_is_text_and_folds_between_characters(alice: User) -> None:
    address = "Flat 2; rear,\nBEGIN:VEVENT\n“Łódź” \\n 🏋️‍♀️ street " + "ü" * 90
    tom = trainer_at(address=address)
    name = "Stretch, breathe; \\lift"
    make_booking(
        trainer=tom,
        user=alice,
        starts_at=datetime(2026, 11, 27, 10, tzinfo=UTC),
        session_name=name,
    )
    content = file_of(Booking.objects.get())
    for reader in (by_icalendar, by_ical):
        (event,) = reader(content)
        assert event.summary == f"{name} with Tom"
        assert event.location == "Hackney, " + ", ".join(address.splitlines())


def test_an_end_in_the_hour_that_comes_twice_is_after_its_start(alice: User) -> None:
    """01:30 summer time for an hour ends at 01:30 winter time."""
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    booking = make_booking(trainer=trainer_at(), user=alice, starts_at=start)
    assert booking.local_start.replace(tzinfo=None) == booking.local_end.replace(tzinfo=None)
    content = file_of(booking)
    for reader in (by_icalendar, by_ical):
        (event,) = reader(content)
        assert event.ends.astimezone(UTC) - event.starts.astimezone(UTC) == HOUR
    ((starts, ends),) = by_definition(content)
    assert (starts.astimezone(UTC), ends.astimezone(UTC)) == (start, start + HOUR)


def test_a_gym_on_universal_time_needs_no_zone(alice: User) -> None:
    booking = make_booking(
        trainer=trainer_at("UTC"), user=alice, starts_at=datetime(2026, 11, 27, 10, tzinfo=UTC)
    )
    content = file_of(booking)
    assert b"DTSTART:20261127T100000Z" in content
    assert by_ical(content)[0].starts == booking.starts_at


# Downloads


def test_each_side_downloads_its_own(client: Client, booking: Booking) -> None:
    assert booking.trainer is not None
    assert booking.member is not None
    sides = {"/me": (booking.member.user, "with Tom"), "/coach": (booking.trainer.user, "with Al")}
    for path, (user, words) in sides.items():
        client.force_login(user)
        answer = client.get(f"{path}/bookings/{booking.pk}/calendar.ics")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="session-2026-11-27.ics"'
        assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}
        assert_well_formed(answer.content)
        assert words in answer.content.decode()
        assert icalendar.Calendar.from_ical(answer.content)["METHOD"] == "PUBLISH"


def test_a_cancelled_one_says_so(client: Client, booking: Booking, alice: User) -> None:
    booking_cancel(booking=booking, actor=Actor(alice, By.TRAINER), seen=0)
    client.force_login(alice)
    answer = client.get(f"/me/bookings/{booking.pk}/calendar.ics")
    assert by_ical(answer.content)[0].status == "CANCELLED"


def test_others_get_the_404_of_an_unknown_one(client: Client, booking: Booking) -> None:
    assert booking.trainer is not None
    assert booking.member is not None
    staff = make_user(is_staff=True, is_superuser=True)
    for path, user in (
        ("me", booking.trainer.user),
        ("me", make_user()),
        ("me", staff),
        ("coach", make_trainer(gym=booking.gym).user),
        ("coach", booking.member.user),
        ("coach", staff),
    ):
        client.force_login(user)
        answers = [
            client.get(f"/{path}/bookings/{pk}/calendar.ics") for pk in (booking.pk, uuid4())
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].content == answers[1].content


def test_a_trainer_who_no_longer_works_here_downloads_nothing(
    client: Client, booking: Booking
) -> None:
    assert booking.trainer is not None
    client.force_login(booking.trainer.user)
    Trainer.objects.update(active=False)
    assert client.get(f"/coach/bookings/{booking.pk}/calendar.ics").status_code == 404


def test_a_file_is_only_read(client: Client, booking: Booking, alice: User) -> None:
    client.force_login(alice)
    for side in ("me", "coach"):
        assert client.post(f"/{side}/bookings/{booking.pk}/calendar.ics").status_code == 405


@pytest.fixture(autouse=True)
def _clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Before the sessions of these tests, where a test does not set its own."""
    with time_machine.travel(datetime(2026, 11, 25, 8, tzinfo=UTC), tick=False):
        yield
