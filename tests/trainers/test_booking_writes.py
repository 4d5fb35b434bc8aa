"""Booking, moving, cancelling: the numbered rules on bookings in the domain, by name."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from members.models import User
from tests.factories import (
    make_booking,
    make_client,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.bookings import (
    Actor,
    BookingChanged,
    By,
    CostsNow,
    MemberBusy,
    NotAllowed,
    Terms,
    TermsChanged,
    TimeGone,
    booking_cancel,
    booking_create,
    booking_mark,
    booking_move,
    booking_waive,
    bookings_create_weekly,
)
from trainers.claims_check import claims_differences
from trainers.models import Booking, MemberClaim, SessionType, Trainer, TrainerClaim

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
TOMORROW_AT_TEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def trainer() -> Trainer:
    trainer = make_trainer()
    make_weekly_hours(trainer=trainer)
    return trainer


@pytest.fixture
def hour(trainer: Trainer) -> SessionType:
    return make_session_type(trainer=trainer, buffer_after=15)


@pytest.fixture
def alice() -> User:
    return make_user()


def book(
    hour: SessionType, user: User, start: datetime = TOMORROW_AT_TEN, **changes: Any
) -> Booking:
    values = {
        "uuid": uuid4(),
        "trainer": hour.trainer,
        "member": user.member,
        "session_type": hour,
        "start": start,
        "actor": Actor(user, By.MEMBER),
        **changes,
    }
    return booking_create(**values)


def move(booking: Booking, start: datetime, user: User, **changes: Any) -> Booking:
    values = {"actor": Actor(user, By.MEMBER), "seen": booking.sequence, **changes}
    return booking_move(booking=booking, start=start, **values)


def cancel(booking: Booking, user: User, by: By = By.MEMBER, **changes: Any) -> Booking:
    values = {"actor": Actor(user, by), "seen": booking.sequence, **changes}
    return booking_cancel(booking=booking, **values)


class TestRule1:
    """Nobody is in two places: the database itself keeps it."""

    def test_a_quarter_of_a_trainer_is_held_once(self, trainer: Trainer, alice: User) -> None:
        booking = make_booking(trainer=trainer, user=alice, starts_at=TOMORROW_AT_TEN)
        claim = TrainerClaim.objects.filter(booking=booking).first()
        assert claim is not None
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainerClaim.objects.create(trainer=trainer, quarter=claim.quarter, booking=booking)

    def test_a_quarter_of_a_member_is_held_once(self, trainer: Trainer, alice: User) -> None:
        booking = make_booking(trainer=trainer, user=alice, starts_at=TOMORROW_AT_TEN)
        claim = MemberClaim.objects.filter(booking=booking).first()
        assert claim is not None
        with pytest.raises(IntegrityError), transaction.atomic():
            MemberClaim.objects.create(member=alice.member, quarter=claim.quarter, booking=booking)

    def test_the_trainer_is_held_through_the_buffer_and_the_member_is_not(
        self, hour: SessionType, alice: User
    ) -> None:
        booking = book(hour, alice)
        first = int(TOMORROW_AT_TEN.timestamp()) // 900
        of_trainer = TrainerClaim.objects.filter(booking=booking)
        of_member = MemberClaim.objects.filter(booking=booking)
        assert sorted(of_trainer.values_list("quarter", flat=True)) == [*range(first, first + 5)]
        assert sorted(of_member.values_list("quarter", flat=True)) == [*range(first, first + 4)]

    def test_a_member_who_is_a_trainer_is_held_as_one(self, hour: SessionType) -> None:
        rob = make_trainer()
        booking = book(hour, rob.user)
        assert TrainerClaim.objects.filter(booking=booking, trainer=rob).count() == 4
        assert [*claims_differences()] == []

    def test_a_trainer_who_works_then_is_busy_as_a_member(self, hour: SessionType) -> None:
        rob = make_trainer()
        make_booking(trainer=rob, user=make_user(), starts_at=TOMORROW_AT_TEN)
        with pytest.raises(MemberBusy):
            book(hour, rob.user)


def test_the_same_uuid_again_is_the_same_booking(hour: SessionType, alice: User) -> None:
    uuid = uuid4()
    assert book(hour, alice, uuid=uuid) == book(hour, alice, uuid=uuid)
    assert Booking.objects.count() == 1


def test_a_uuid_of_somebody_else_is_no_booking(hour: SessionType, alice: User) -> None:
    uuid = book(hour, alice).pk
    with pytest.raises(Booking.DoesNotExist):
        book(hour, make_user(), uuid=uuid, start=TOMORROW_AT_TEN + 3 * HOUR)


@pytest.mark.parametrize(
    "start",
    [
        TOMORROW_AT_TEN + timedelta(minutes=5),
        NOW - HOUR,
        NOW + HOUR,
        TOMORROW_AT_TEN + timedelta(days=40),
        TOMORROW_AT_TEN.replace(hour=20),
        TOMORROW_AT_TEN.replace(hour=16, minute=15),
    ],
    ids=[
        "off the grid",
        "past",
        "inside the notice",
        "beyond the window",
        "out of hours",
        "ends after hours",
    ],
)
def test_a_time_that_is_not_offered_is_refused(
    start: datetime, hour: SessionType, alice: User
) -> None:
    with pytest.raises(TimeGone):
        book(hour, alice, start)
    assert not Booking.objects.exists()


def test_a_taken_time_is_refused_and_so_is_its_buffer(hour: SessionType, alice: User) -> None:
    book(hour, alice)
    for start in (TOMORROW_AT_TEN, TOMORROW_AT_TEN + HOUR, TOMORROW_AT_TEN - HOUR):
        with pytest.raises(TimeGone):
            book(hour, make_user(), start)
    book(hour, make_user(), TOMORROW_AT_TEN + timedelta(minutes=75))


def test_a_member_with_something_else_then_is_told_what(hour: SessionType, alice: User) -> None:
    other = make_trainer()
    theirs = make_booking(trainer=other, user=alice, starts_at=TOMORROW_AT_TEN + HOUR / 2)
    with pytest.raises(MemberBusy) as refusal:
        book(hour, alice)
    assert refusal.value.booking == theirs


def test_other_terms_than_those_shown_are_not_accepted(hour: SessionType, alice: User) -> None:
    shown = Terms.of(hour, hour.trainer.gyms.get())
    SessionType.objects.update(price=50)
    with pytest.raises(TermsChanged) as refusal:
        book(hour, alice, terms=shown)
    assert refusal.value.terms.price == 50
    assert not Booking.objects.exists()


def test_moving_keeps_the_row_and_adds_one(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, TOMORROW_AT_TEN + 5 * HOUR)
    moved = move(booking, booking.starts_at + timedelta(minutes=15), alice)
    assert (moved.pk, moved.sequence) == (booking.pk, 1)
    assert [*claims_differences()] == []
    assert move(booking, moved.starts_at, alice).sequence == 1
    with pytest.raises(BookingChanged):
        move(booking, TOMORROW_AT_TEN + timedelta(days=2), alice)


def test_a_member_moves_only_while_it_is_free(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, NOW + 4 * HOUR)
    with pytest.raises(NotAllowed):
        move(booking, TOMORROW_AT_TEN, alice)
    by_trainer = Actor(hour.trainer.user, By.TRAINER)
    moved = move(booking, TOMORROW_AT_TEN, alice, actor=by_trainer)
    assert moved.is_free_to_cancel


def test_cancelling_frees_the_time_at_once(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, TOMORROW_AT_TEN + 2 * HOUR)
    cancelled = cancel(booking, alice)
    assert (cancelled.state, cancelled.sequence, cancelled.cost) == ("cancelled", 1, Decimal(0))
    assert not TrainerClaim.objects.exists()
    assert not MemberClaim.objects.exists()
    assert cancel(booking, alice, seen=0).sequence == 1
    book(hour, make_user(), booking.starts_at)


def test_a_late_cancellation_costs_what_was_shown(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, NOW + 4 * HOUR)
    with pytest.raises(CostsNow):
        cancel(booking, alice)
    late = cancel(booking, alice, late_accepted=True)
    assert (late.state, late.cost) == ("late_cancelled", hour.price)
    assert booking_waive(booking=late, actor=Actor(make_user(), By.STAFF)).cost == 0


def test_a_trainer_cancels_without_cost_to_the_member(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, NOW + 4 * HOUR)
    assert cancel(booking, hour.trainer.user, By.TRAINER).cost == 0


def test_a_trainer_books_for_clients_alone(hour: SessionType, alice: User) -> None:
    by_trainer = Actor(hour.trainer.user, By.TRAINER)
    with pytest.raises(NotAllowed):
        book(hour, alice, actor=by_trainer)
    make_client(trainer=hour.trainer, user=alice)
    booking = book(hour, alice, NOW + HOUR, actor=by_trainer)
    assert booking.free_until == booking.starts_at


def test_a_series_books_what_is_free_and_names_the_rest(hour: SessionType, alice: User) -> None:
    make_client(trainer=hour.trainer, user=alice)
    taken = TOMORROW_AT_TEN + timedelta(weeks=2)
    make_booking(trainer=hour.trainer, user=make_user(), starts_at=taken)
    uuid = uuid4()
    for _ in range(2):
        series = bookings_create_weekly(
            uuid=uuid,
            trainer=hour.trainer,
            member=alice.member,
            session_type=hour,
            start=TOMORROW_AT_TEN,
            gym=hour.trainer.gyms.get(),
            weeks=4,
            actor=Actor(hour.trainer.user, By.TRAINER),
        )
        assert (len(series.made), series.missed) == (3, [taken])
    assert Booking.objects.filter(member=alice.member).count() == 3


def test_a_series_leaves_out_the_day_on_which_the_clock_has_no_such_time(alice: User) -> None:
    """At half past one in London; on 28 March 2027 the clock goes from one to two."""
    trainer = make_trainer()
    make_weekly_hours(trainer=trainer, starts=time(1), ends=time(4))
    half = make_session_type(trainer=trainer, minutes=30)
    make_client(trainer=trainer, user=alice)
    with time_machine.travel(datetime(2027, 3, 20, 12, 0, tzinfo=UTC), tick=False):
        series = bookings_create_weekly(
            uuid=uuid4(),
            trainer=trainer,
            member=alice.member,
            session_type=half,
            start=datetime(2027, 3, 21, 1, 30, tzinfo=UTC),
            gym=trainer.gyms.get(),
            weeks=3,
            actor=Actor(trainer.user, By.TRAINER),
        )
    assert [f"{one.local_start:%d %H:%M}" for one in series.made] == ["21 01:30", "04 01:30"]
    assert len(series.missed) == 1


def test_outcomes_are_told_when_it_is_time(hour: SessionType, alice: User) -> None:
    booking = book(hour, alice, NOW + 4 * HOUR)
    by_trainer = Actor(hour.trainer.user, By.TRAINER)
    with pytest.raises(NotAllowed):
        booking_mark(booking=booking, state=Booking.State.NO_SHOW, actor=by_trainer)
    with time_machine.travel(NOW + 5 * HOUR):
        missed = booking_mark(booking=booking, state=Booking.State.NO_SHOW, actor=by_trainer)
        assert missed.cost == hour.price
        booking_waive(booking=missed, actor=by_trainer)
        came = booking_mark(booking=booking, state=Booking.State.ARRIVED, actor=by_trainer)
        assert (came.waived_at, came.cost) == (None, hour.price)
    assert [*claims_differences()] == []
