"""The mails about bookings: when they are true, what they say, and what they keep to themselves."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from icalendar import Calendar

from members.models import Notice, User
from members.notices import KINDS, send_due
from tests.factories import (
    make_client,
    make_session_type,
    make_user,
)
from tests.trainers.booking_mails import (
    DAY,
    FRIDAY_AT_TEN,
    HOUR,
    NOW,
    SECRET,
    book,
    by_member,
    by_trainer,
    calendar,
    make_tom,
    read,
    written,
)
from tests.trainers.calendar_readers import by_ical
from trainers import booking_notices
from trainers.bookings import (
    Actor,
    By,
    booking_cancel,
    booking_mark,
    booking_move,
    booking_waive,
    bookings_create_weekly,
)
from trainers.models import Booking, SessionType, Trainer

pytestmark = pytest.mark.django_db
KINDS_HERE = {
    "booking_member",
    "booking_trainer",
    "booking_series",
    "booking_series_trainer",
    "booking_reminder",
    "booking_waived",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def tom() -> Trainer:
    return make_tom()


@pytest.fixture
def hour(tom: Trainer) -> SessionType:
    return make_session_type(trainer=tom, name="Personal training")


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice Moss", consent=True)


@pytest.fixture
def booking(hour: SessionType, alice: User) -> Booking:
    return book(hour, alice, note=f"My {SECRET} hurts.")


def sent_to(recipient: str) -> list[EmailMultiAlternatives]:
    found = [one for one in mail.outbox if one.to == [recipient]]
    assert all(isinstance(one, EmailMultiAlternatives) for one in found)
    return found  # type: ignore[return-value]


def test_every_kind_is_written_here() -> None:
    kinds = {str(kind) for kind, to in KINDS.items() if to.__module__ == booking_notices.__name__}
    assert kinds == KINDS_HERE


# Booked


def test_a_member_reads_what_was_booked_where_and_what_it_costs(booking: Booking) -> None:
    words = read("booking_member")
    assert words.startswith("Your session is booked: Friday 27 November, 10:00")
    assert "You have booked a session with Tom." in words
    line = "Personal training with Tom, Friday 27 November, 10:00–11:00 (Europe/London)."
    assert line in words
    assert "Hackney, 1 High Street, London E8." in words
    assert "It costs £40, paid at the desk." in words
    assert "free until Thursday 26 November, 10:00 (Europe/London)." in words
    assert f"/me/bookings/{booking.pk}/" in words


def test_a_trainer_reads_who_has_booked_and_that_there_is_a_note(booking: Booking) -> None:
    words = read("booking_trainer")
    assert "Alice Moss has booked a session with you." in words
    assert "Personal training with Alice Moss, Friday 27 November" in words
    assert "There is a note for you with the booking." in words
    assert "£" not in words
    assert f"/coach/bookings/{booking.pk}/" in words


def test_one_that_a_trainer_has_booked_says_so_and_is_free_for_a_day(
    hour: SessionType, alice: User
) -> None:
    make_client(trainer=hour.trainer, user=alice)
    book(hour, alice, NOW + 4 * HOUR, actor=Actor(hour.trainer.user, By.TRAINER))
    assert "Tom has booked a session for you." in read("booking_member")
    assert "£40, paid at the desk. It is free to cancel or move until it starts." in read(
        "booking_member"
    )
    assert "After that" not in read("booking_member")
    assert "You have booked a session for Alice Moss." in read("booking_trainer")


def test_what_costs_nothing_says_so(hour: SessionType, alice: User) -> None:
    SessionType.objects.update(price=0)
    book(hour, alice)
    assert "It costs nothing, and neither does cancelling." in read("booking_member")


@pytest.mark.parametrize("kind", ["booking_member", "booking_trainer"])
def test_an_invitation_comes_with_it(booking: Booking, kind: str) -> None:
    method, event = calendar(kind)
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 0, "CONFIRMED")
    assert event["UID"] == f"{booking.pk}@localhost"
    recipient = Notice.objects.get(kind=kind).recipient
    assert str(event["ATTENDEE"]) == f"mailto:{recipient}"


def test_once_it_is_over_nobody_is_told(booking: Booking, clock: time_machine.Traveller) -> None:
    clock.move_to(booking.ends_at)
    assert written("booking_member") is None
    assert written("booking_trainer") is None


# Moved


def test_a_move_says_from_when_to_when_and_by_whom(booking: Booking) -> None:
    send_due()
    booking_move(booking=booking, start=FRIDAY_AT_TEN + DAY, **by_trainer(booking))
    words = read("booking_member", 1)
    assert words.startswith("Your session has moved: Saturday 28 November, 10:00")
    was = "It was to be on Friday 27 November, 10:00 (Europe/London)."
    assert f"Tom has moved your session. {was}" in words
    assert "Saturday 28 November, 10:00–11:00 (Europe/London)" in words
    assert f"You have moved your session with Alice Moss. {was}" in read("booking_trainer", 1)
    assert written("booking_member", 0) is None
    method, event = calendar("booking_member", 1)
    assert (method, event["SEQUENCE"]) == ("REQUEST", 1)


def test_a_trainer_reads_whose_session_a_member_has_moved(booking: Booking) -> None:
    send_due()
    booking_move(booking=booking, start=FRIDAY_AT_TEN + DAY, **by_member(booking))
    assert "Alice Moss has moved their session with you." in read("booking_trainer", 1)
    assert "You have moved your session with Tom." in read("booking_member", 1)


def test_who_has_not_heard_of_it_yet_hears_that_it_is_booked(booking: Booking) -> None:
    booking_move(booking=booking, start=FRIDAY_AT_TEN + DAY, **by_member(booking))
    for kind in ("booking_member", "booking_trainer"):
        words = read(kind, 1)
        assert "is booked: Saturday 28 November, 10:00" in words
        assert "Friday" not in words.split("Moving")[0]


def test_a_move_tells_the_time_that_was_told_last(booking: Booking) -> None:
    send_due()
    moved = booking_move(booking=booking, start=FRIDAY_AT_TEN + DAY, **by_member(booking))
    moved = booking_move(booking=moved, start=FRIDAY_AT_TEN + 2 * DAY, **by_member(moved))
    assert written("booking_trainer", 1) is None
    assert "It was to be on Friday 27 November, 10:00" in read("booking_trainer", 2)


def test_a_message_is_read_on_the_site_alone(booking: Booking) -> None:
    send_due()
    values = by_trainer(booking)
    booking_move(booking=booking, start=FRIDAY_AT_TEN + DAY, message=f"{SECRET}!", **values)
    assert "Tom has left you a message: read it with the booking." in read("booking_member", 1)
    assert "message" not in read("booking_trainer", 1)


# Cancelled


def test_a_cancellation_makes_sense_by_itself(booking: Booking) -> None:
    booking_cancel(booking=booking, message=f"{SECRET}!", **by_trainer(booking))
    words = read("booking_member", 1)
    assert words.startswith("Your session is cancelled: Friday 27 November, 10:00")
    line = "Personal training with Tom, Friday 27 November, 10:00–11:00 (Europe/London)"
    assert f"Tom has cancelled this session: {line}." in words
    assert "It costs nothing." in words
    assert "Tom has left you a message" in words
    assert "You have cancelled this session: Personal training with Alice" in read(
        "booking_trainer", 1
    )
    method, event = calendar("booking_member", 1)
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")


def test_a_late_one_names_the_cost_to_both_until_it_is_waived(
    hour: SessionType, alice: User
) -> None:
    booking = book(hour, alice, NOW + 4 * HOUR)
    late = booking_cancel(booking=booking, late_accepted=True, **by_member(booking))
    assert "the full price is due: £40, paid at the desk." in read("booking_member", 1)
    assert "£40 is due at the desk" in read("booking_trainer", 1)
    booking_waive(booking=late, actor=Actor(make_user(), By.STAFF))
    assert "waived: nothing is due" in read("booking_member", 1)


def test_a_waiver_is_told_unless_it_was_taken_back(
    hour: SessionType, alice: User, clock: time_machine.Traveller
) -> None:
    booking, staff = book(hour, alice), Actor(make_user(), By.STAFF)
    clock.move_to(booking.ends_at)
    booking_mark(booking=booking, state=Booking.State.NO_SHOW, actor=staff)
    booking_waive(booking=booking, actor=staff, message=SECRET)
    words = read("booking_waived", 1)
    assert words.startswith("Nothing is due for your session of 27 November")
    assert "The gym has waived what your session would have cost: you pay nothing." in words
    booking_mark(booking=booking, state=Booking.State.COMPLETED, actor=staff)
    assert written("booking_waived", 1) is None
    booking_mark(booking=booking, state=Booking.State.NO_SHOW, actor=staff)
    booking_waive(booking=booking, actor=staff)
    assert written("booking_waived", 1) is None
    assert "Nothing is due" in read("booking_waived", 2)


def test_a_second_waiver_is_mailed_as_the_first_was(
    hour: SessionType, alice: User, clock: time_machine.Traveller
) -> None:
    booking, staff = book(hour, alice), Actor(make_user(), By.STAFF)
    clock.move_to(booking.ends_at)
    for _ in range(2):
        booking_mark(booking=booking, state=Booking.State.NO_SHOW, actor=staff)
        booking_waive(booking=booking, actor=staff)
        booking_waive(booking=booking, actor=staff)
        send_due()
        booking_mark(booking=booking, state=Booking.State.BOOKED, actor=staff)
    subjects = [one.subject for one in mail.outbox]
    assert subjects.count("Nothing is due for your session of 27 November") == 2


# A series


def weekly(hour: SessionType, alice: User, weeks: int = 4) -> list[Booking]:
    assert hour.trainer is not None
    make_client(trainer=hour.trainer, user=alice)
    series = bookings_create_weekly(
        uuid=uuid4(),
        trainer=hour.trainer,
        member=alice.member,
        session_type=hour,
        start=FRIDAY_AT_TEN,
        gym=hour.trainer.gyms.get(),
        weeks=weeks,
        actor=Actor(hour.trainer.user, By.TRAINER),
    )
    return series.made


def test_a_series_is_one_mail_a_side_with_all_of_it(
    hour: SessionType, alice: User, clock: time_machine.Traveller
) -> None:
    made = weekly(hour, alice)
    assert send_due() == 0, "not before all are made"
    clock.shift(60)
    assert send_due() == 2
    (to_alice,) = sent_to(alice.email)
    assert to_alice.subject == "4 sessions are booked"
    assert "Tom has booked 4 sessions for you, times in Europe/London:" in to_alice.body
    for one in made:
        assert f"- Personal training, {one.local_start:%A} {one.local_start.day} " in to_alice.body
    assert "for all of them until Thursday 26 November, 08:00" in to_alice.body.replace("\n", " ")
    assert "/me/bookings/" in to_alice.body
    (to_tom,) = sent_to(hour.trainer.user.email)
    assert "You have booked 4 sessions for Alice Moss, times" in to_tom.body


def test_a_series_has_one_file_to_publish(hour: SessionType, alice: User) -> None:
    made = weekly(hour, alice)
    found = written("booking_series")
    assert found is not None
    assert found.calendar is not None
    assert found.calendar.method == "PUBLISH"
    events = by_ical(found.calendar.content)
    assert [event.uid.split("@")[0] for event in events] == [str(one.pk) for one in made]


def test_a_series_that_was_never_made_is_not_told(hour: SessionType, alice: User) -> None:
    for one in weekly(hour, alice):
        booking_cancel(booking=one, **by_trainer(one))
    assert written("booking_series") is None
    assert written("booking_series_trainer") is None


def test_a_series_that_broke_off_tells_what_was_made(hour: SessionType, alice: User) -> None:
    """As when the server was killed in the middle of it: the notice was there first."""
    for one in weekly(hour, alice)[2:]:
        one.delete()
    found = written("booking_series")
    assert found is not None
    assert found.subject == "2 sessions are booked"


def test_one_of_a_series_that_moves_says_from_when(
    hour: SessionType, alice: User, clock: time_machine.Traveller
) -> None:
    first = weekly(hour, alice)[0]
    clock.shift(60)
    send_due()
    booking_move(booking=first, start=FRIDAY_AT_TEN + DAY, **by_trainer(first))
    assert "It was to be on Friday 27 November, 10:00" in read("booking_member", 1)


# As it is sent


def test_the_file_is_among_the_texts_and_beside_them(booking: Booking, alice: User) -> None:
    send_due()
    (message,) = sent_to(alice.email)
    parts = [*message.message().walk()]
    kinds = [part.get_content_type() for part in parts]
    assert kinds == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    among, beside = parts[-2:]
    assert among.get_param("method") == "REQUEST"
    assert among.get_param("charset") == "utf-8"
    assert beside.get_filename() == "session.ics"
    read_back = [
        Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[arg-type]
        for part in (among, beside)
    ]
    assert read_back[0] == read_back[1]
    assert read_back[0]["METHOD"] == "REQUEST"
