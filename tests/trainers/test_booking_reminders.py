"""The mail a day before a session; and who hears nothing of a booking any more."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from members.models import Notice, OptionalMail, RefusedMail, User
from members.notices import send_due
from tests.factories import (
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
    calendar,
    make_tom,
    read,
    written,
)
from trainers.bookings import (
    Actor,
    By,
    booking_cancel,
    booking_mark,
    booking_move,
    bookings_leave,
)
from trainers.models import Booking, SessionType, Trainer

pytestmark = pytest.mark.django_db


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


# The day before


def reminded(clock: time_machine.Traveller, booking: Booking) -> str:
    mail.outbox.clear()
    clock.move_to(booking.starts_at - DAY)
    send_due()
    return " ".join(str(one.subject) for one in mail.outbox if "tomorrow" in one.subject)


def test_a_reminder_comes_a_day_before(booking: Booking, clock: time_machine.Traveller) -> None:
    send_due()
    clock.move_to(booking.starts_at - DAY - timedelta(seconds=1))
    mail.outbox.clear()
    assert send_due() == 0
    assert reminded(clock, booking) == "Your session is tomorrow at 10:00"
    (one,) = mail.outbox
    assert one.to == [booking.member.user.email]  # type: ignore[union-attr]
    words = str(one.body).replace("\n", " ")
    assert "It can no longer be moved, and cancelling would cost the full price." in words
    assert "You can switch this mail off in your settings." in words


def test_a_reminder_that_is_late_says_today(
    booking: Booking, clock: time_machine.Traveller
) -> None:
    clock.move_to(booking.starts_at - HOUR)
    assert "Your session is today at 10:00" in read("booking_reminder")
    clock.move_to(booking.starts_at)
    assert written("booking_reminder") is None


def test_a_cancelled_session_has_no_reminder(
    booking: Booking, clock: time_machine.Traveller
) -> None:
    booking_cancel(booking=booking, **by_member(booking))
    assert reminded(clock, booking) == ""


def test_a_moved_session_has_the_one_for_its_new_time(
    booking: Booking, clock: time_machine.Traveller
) -> None:
    moved = booking_move(booking=booking, start=FRIDAY_AT_TEN + 3 * DAY, **by_member(booking))
    send_due()
    assert reminded(clock, booking) == ""
    assert reminded(clock, moved) == "Your session is tomorrow at 10:00"


def test_one_booked_within_the_day_has_none(hour: SessionType, alice: User) -> None:
    book(hour, alice, NOW + 4 * HOUR)
    assert not Notice.objects.filter(kind="booking_reminder").exists()


def test_who_has_arrived_is_not_reminded(
    booking: Booking, tom: Trainer, clock: time_machine.Traveller
) -> None:
    clock.move_to(booking.starts_at - HOUR / 2)
    assert written("booking_reminder") is not None
    by_tom = Actor(tom.user, By.TRAINER)
    booking_mark(booking=booking, state=Booking.State.ARRIVED, actor=by_tom)
    assert written("booking_reminder") is None


def test_who_wants_no_reminder_gets_none(booking: Booking, clock: time_machine.Traveller) -> None:
    assert booking.member is not None
    RefusedMail.objects.create(member=booking.member, kind=OptionalMail.BOOKING_REMINDER)
    send_due()
    assert reminded(clock, booking) == ""


# Whoever leaves


def test_of_a_leaving_member_the_trainer_hears_no_name(booking: Booking, alice: User) -> None:
    bookings_leave(alice)
    alice.member.deletion_requested_at = NOW
    alice.member.save()
    words = read("booking_trainer", 1)
    assert "A member has cancelled this session: Personal training, Friday 27 November" in words
    assert "Alice" not in words
    assert "Alice" not in str(calendar("booking_trainer", 1)[1]["SUMMARY"])
    assert "You have cancelled this session: Personal training with Tom" in read(
        "booking_member", 1
    )


def test_a_leaving_trainer_hears_nothing_and_the_member_does(
    booking: Booking, tom: Trainer
) -> None:
    bookings_leave(tom.user)
    tom.user.member.deletion_requested_at = NOW
    tom.user.member.save()
    assert written("booking_trainer", 1) is None
    assert "Tom has cancelled this session" in read("booking_member", 1)


@pytest.mark.parametrize("left", ["inactive trainer", "closed account", "gone"])
def test_a_trainer_who_no_longer_works_here_hears_nothing(
    booking: Booking, tom: Trainer, left: str
) -> None:
    if left == "inactive trainer":
        Trainer.objects.update(active=False)
    elif left == "closed account":
        User.objects.filter(pk=tom.user.pk).update(is_active=False)
    else:
        Booking.objects.update(trainer=None)
    assert written("booking_trainer") is None


def test_a_member_who_is_gone_hears_nothing(booking: Booking) -> None:
    Booking.objects.update(member=None)
    for kind in ("booking_member", "booking_reminder"):
        assert written(kind) is None
