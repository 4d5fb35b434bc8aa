"""Many at the same hour: nobody is in two places, nothing is lost; each guard with a control."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from math import ceil
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.test import TransactionTestCase
from django.utils import timezone

from members.models import Gym, User
from tests.concurrency.threads import at_once
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.bookings import (
    Actor,
    BookingChanged,
    By,
    MemberBusy,
    TimeGone,
    booking_cancel,
    booking_create,
    booking_move,
    writing,
)
from trainers.claims import claims_of, claims_release
from trainers.claims_check import claims_differences
from trainers.models import (
    Booking,
    MemberClaim,
    SessionType,
    TimeOff,
    Trainer,
    TrainerClaim,
    WaitlistEntry,
)
from trainers.time_off import InTheWay, time_off_create

ROUNDS = int(os.environ.get("STORM_ROUNDS", "2"))
A_MOMENT = 0.1
HOUR = timedelta(hours=1)
REFUSALS = (TimeGone, MemberBusy, BookingChanged, InTheWay)
Write = Callable[[], Any]


def claims_without_guard(booking: Booking) -> None:
    """Claims as one would write them who trusts what was looked up a moment ago."""
    time.sleep(A_MOMENT)
    claims_release(booking)
    of_trainers, of_member = claims_of(booking)
    TrainerClaim.objects.bulk_create(
        (
            TrainerClaim(trainer_id=trainer, quarter=quarter, booking=booking)
            for trainer, quarter in of_trainers
        ),
        ignore_conflicts=True,
    )
    MemberClaim.objects.bulk_create(
        (
            MemberClaim(member=booking.member, quarter=quarter, booking=booking)
            for quarter in of_member
            if booking.member
        ),
        ignore_conflicts=True,
    )


@contextmanager
def without_guards(*, looking: bool = True) -> Iterator[None]:
    """No lock, no transaction, no constraint; not even a look whether the time is on offer."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(writing, "lock", lambda *_: None))
        stack.enter_context(patch.object(writing, "claims_take", claims_without_guard))
        if not looking:
            for module in ("creating", "changing"):
                where = f"trainers.bookings.{module}.gym_at"
                stack.enter_context(patch(where, lambda trainer, *_, **__: trainer.gyms.get()))
        yield


def unguarded(write: Callable[..., Any]) -> Callable[..., Any]:
    """The write outside its transaction."""
    inner: Callable[..., Any] = write.__wrapped__  # type: ignore[attr-defined]
    return inner


def in_two_places() -> int:
    """Pairs of sessions of one trainer, or of one member, that overlap."""
    held = list(Booking.objects.held().select_related("member__user__trainer"))
    pairs = combinations(held, 2)
    return sum(
        bool(
            claims_of(one).trainers & claims_of(other).trainers
            or (
                one.member_id == other.member_id and claims_of(one).member & claims_of(other).member
            )
        )
        for one, other in pairs
    )


class BookingRacesTest(TransactionTestCase):
    gym: Gym

    def setUp(self) -> None:
        self.gym = make_gym(timezone="UTC", booking_window_days=60)
        self.trainer = self.make_trainer()
        self.hour = make_session_type(trainer=self.trainer)
        self.day = timezone.now().replace(hour=10, minute=0, second=0, microsecond=0)
        self.took: list[float] = []

    def make_trainer(self) -> Trainer:
        trainer = make_trainer(gym=self.gym)
        make_weekly_hours(trainer=trainer, starts="00:00", ends="00:00")
        return trainer

    def fresh_day(self) -> datetime:
        """Ten o'clock of a day on which nothing is booked yet."""
        self.day += timedelta(days=1)
        if self.day > timezone.now() + timedelta(days=50):
            self.day = self.day.replace(hour=10) - timedelta(days=48)
            Booking.objects.all().delete()
            TimeOff.objects.all().delete()
        return self.day.replace(tzinfo=UTC) + timedelta(days=1)

    def timed(self, write: Write) -> Write:
        def run() -> Any:
            begun = time.perf_counter()
            try:
                return write()
            finally:
                self.took.append(time.perf_counter() - begun)

        return run

    def race(self, *writes: Write) -> list[Any]:
        return at_once(*(self.timed(write) for write in writes))

    def outcome(self, told: list[Any]) -> str:
        """What each was told, in words; an error that nobody foresaw is raised."""
        words = []
        for one in told:
            if isinstance(one, Exception) and not isinstance(one, REFUSALS):
                raise one
            words.append("done" if not isinstance(one, Exception) else type(one).__name__)
        return ", ".join(f"{number} {word}" for word, number in sorted(Counter(words).items()))

    def finish(self, name: str, outcomes: Counter[str]) -> None:
        """For every guarded race: clean claims, nobody in two places, and the figures."""
        p95 = sorted(self.took)[ceil(len(self.took) * 0.95) - 1] * 1000
        print(f"{name}, {ROUNDS} rounds: {dict(outcomes)}, p95 {p95:.0f} ms")  # noqa: T201
        assert outcomes.total() == ROUNDS
        assert [*claims_differences()] == []
        assert in_two_places() == 0

    def control(self, name: str, broken: int) -> None:
        print(f"{name}, control: {broken} in two places or with claims that are not theirs")  # noqa: T201
        assert broken > 0

    def damage(self) -> int:
        return in_two_places() + len([*claims_differences()])

    def book(
        self,
        user: User,
        start: datetime,
        session_type: SessionType | None = None,
        write: Callable[..., Any] = booking_create,
        **changes: Any,
    ) -> Write:
        session_type = session_type or self.hour
        values = {
            "uuid": uuid4(),
            "trainer": session_type.trainer,
            "member": user.member,
            "session_type": session_type,
            "start": start,
            "actor": Actor(user, By.MEMBER),
            **changes,
        }
        return partial(write, **values)

    def move(
        self, booking: Booking, start: datetime, write: Callable[..., Any] = booking_move
    ) -> Write:
        assert booking.trainer is not None
        actor = Actor(booking.trainer.user, By.TRAINER)
        return partial(write, booking=booking, start=start, actor=actor, seen=booking.sequence)

    # Fifty for one slot

    def test_of_fifty_for_one_slot_one_gets_it(self) -> None:
        users = [make_user() for _ in range(50)]
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            start = self.fresh_day()
            outcomes[self.outcome(self.race(*(self.book(user, start) for user in users)))] += 1
            assert Booking.objects.filter(starts_at=start).count() == 1
        self.finish("Fifty for one slot", outcomes)
        assert dict(outcomes) == {"49 TimeGone, 1 done": ROUNDS}

    def test_control_without_guards_several_get_it(self) -> None:
        users = [make_user() for _ in range(5)]
        start = self.fresh_day()
        create = unguarded(booking_create)
        with without_guards():
            at_once(*(self.book(user, start, write=create) for user in users))
        self.control("Fifty for one slot", self.damage())

    # Sessions of different lengths

    def overlaps(self, create: Callable[..., Any] = booking_create) -> list[Any]:
        types = [
            make_session_type(trainer=self.trainer, minutes=minutes, buffer_after=buffer)
            for minutes, buffer in ((30, 0), (45, 15), (60, 30))
        ]
        start = self.fresh_day()
        writes = [
            self.book(
                make_user(),
                start + timedelta(minutes=15 * random.randrange(12)),
                random.choice(types),
                create,
            )
            for _ in range(12)
        ]
        return self.race(*writes)

    def test_sessions_of_different_lengths_never_overlap(self) -> None:
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            told = self.outcome(self.overlaps())
            outcomes["some booked, the rest refused" if "done" in told else told] += 1
        self.finish("Overlaps of 30, 45 and 60 minutes", outcomes)
        assert dict(outcomes) == {"some booked, the rest refused": ROUNDS}

    def test_control_without_guards_sessions_overlap(self) -> None:
        with without_guards():
            self.overlaps(unguarded(booking_create))
        self.control("Overlaps of 30, 45 and 60 minutes", self.damage())

    # Two tabs

    def two_tabs(self, write: Callable[..., Any] = booking_move) -> list[Any]:
        start = self.fresh_day()
        booking = make_booking(trainer=self.trainer, user=make_user(), starts_at=start)
        return self.race(
            self.move(booking, start + 2 * HOUR, write),
            self.move(booking, start + 4 * HOUR, write),
        )

    def test_of_two_tabs_one_moves_and_the_other_is_told(self) -> None:
        outcomes = Counter(self.outcome(self.two_tabs()) for _ in range(ROUNDS))
        self.finish("Two tabs move one booking", outcomes)
        assert dict(outcomes) == {"1 BookingChanged, 1 done": ROUNDS}

    def test_control_without_guards_claims_belong_to_nobody(self) -> None:
        broken = 0
        with without_guards():
            for _ in range(10):
                self.two_tabs(unguarded(booking_move))
                broken = self.damage()
                if broken:
                    break
        self.control("Two tabs move one booking", broken)

    # Onto each other's time

    def swap(self, write: Callable[..., Any] = booking_move, later: float = 0) -> list[Any]:
        start = self.fresh_day()
        one = make_booking(trainer=self.trainer, user=make_user(), starts_at=start)
        other = make_booking(trainer=self.trainer, user=make_user(), starts_at=start + HOUR)
        second = self.move(other, one.starts_at, write)

        def a_little_later() -> Any:
            time.sleep(later)
            return second()

        return self.race(self.move(one, other.starts_at, write), a_little_later)

    def test_two_moved_onto_each_others_time_are_both_kept(self) -> None:
        outcomes = Counter(self.outcome(self.swap()) for _ in range(ROUNDS))
        self.finish("Moved onto each other's time", outcomes)
        assert set(outcomes) <= {"2 TimeGone", "1 TimeGone, 1 done"}

    def test_control_without_guards_two_moved_onto_each_other_lose_claims(self) -> None:
        with without_guards(looking=False):
            self.swap(unguarded(booking_move), later=A_MOMENT / 2)
        self.control("Moved onto each other's time", self.damage())

    # A move, and the same member elsewhere

    def move_and_elsewhere(
        self,
        move: Callable[..., Any] = booking_move,
        create: Callable[..., Any] = booking_create,
    ) -> list[Any]:
        start, user = self.fresh_day(), make_user()
        other = make_session_type(trainer=self.make_trainer())
        booking = make_booking(trainer=self.trainer, user=user, starts_at=start)
        return self.race(
            self.move(booking, start + 3 * HOUR, move),
            self.book(user, start + 3 * HOUR + HOUR / 2, other, create),
        )

    def test_a_move_against_a_booking_elsewhere(self) -> None:
        outcomes = Counter(self.outcome(self.move_and_elsewhere()) for _ in range(ROUNDS))
        self.finish("A move and the same member elsewhere", outcomes)
        assert dict(outcomes) == {"1 MemberBusy, 1 done": ROUNDS}

    def test_control_without_guards_the_member_is_in_two_places(self) -> None:
        with without_guards():
            self.move_and_elsewhere(unguarded(booking_move), unguarded(booking_create))
        self.control("A move and the same member elsewhere", self.damage())

    # One member at five trainers

    def five_trainers(self, create: Callable[..., Any] = booking_create) -> list[Any]:
        start, user = self.fresh_day(), make_user()
        types = [make_session_type(trainer=self.make_trainer()) for _ in range(5)]
        return self.race(*(self.book(user, start, one, create) for one in types))

    def test_one_member_gets_one_of_five_trainers(self) -> None:
        outcomes = Counter(self.outcome(self.five_trainers()) for _ in range(ROUNDS))
        self.finish("One member at five trainers", outcomes)
        assert dict(outcomes) == {"4 MemberBusy, 1 done": ROUNDS}

    def test_control_without_guards_the_member_gets_several(self) -> None:
        with without_guards():
            self.five_trainers(unguarded(booking_create))
        self.control("One member at five trainers", self.damage())

    # Cancel against move

    def cancel_and_move(
        self,
        cancel: Callable[..., Any] = booking_cancel,
        move: Callable[..., Any] = booking_move,
    ) -> list[Any]:
        start, user = self.fresh_day(), make_user()
        booking = make_booking(trainer=self.trainer, user=user, starts_at=start)
        actor = Actor(user, By.MEMBER)
        return self.race(
            partial(cancel, booking=booking, actor=actor, seen=0, late_accepted=True),
            self.move(booking, start + 3 * HOUR, move),
        )

    def test_a_cancellation_against_a_move(self) -> None:
        outcomes = Counter(self.outcome(self.cancel_and_move()) for _ in range(ROUNDS))
        self.finish("A cancellation against a move", outcomes)
        assert dict(outcomes) == {"1 BookingChanged, 1 done": ROUNDS}

    def test_control_without_guards_both_are_told_that_it_is_done(self) -> None:
        with without_guards():
            told = self.cancel_and_move(unguarded(booking_cancel), unguarded(booking_move))
        both = self.outcome(told) == "2 done"
        self.control("A cancellation against a move", self.damage() + both)

    # Somebody from the waitlist and a walk-in

    def waitlist_and_walk_in(self, create: Callable[..., Any] = booking_create) -> list[Any]:
        start, alice = self.fresh_day(), make_user()
        entry = WaitlistEntry.objects.create(
            member=alice.member,
            trainer=self.trainer,
            session_type=self.hour,
            first_day=start.date(),
            last_day=start.date(),
            state="offered",
            offered_start=start,
            claim_by=start,
        )
        told = self.race(
            self.book(alice, start, write=create), self.book(make_user(), start, write=create)
        )
        entry.refresh_from_db()
        assert (entry.state == "booked") == (not isinstance(told[0], Exception))
        return told

    def test_an_offer_holds_nothing_against_a_walk_in(self) -> None:
        outcomes = Counter(self.outcome(self.waitlist_and_walk_in()) for _ in range(ROUNDS))
        self.finish("From the waitlist against a walk-in", outcomes)
        assert dict(outcomes) == {"1 TimeGone, 1 done": ROUNDS}

    def test_control_without_guards_both_get_it(self) -> None:
        with without_guards():
            self.waitlist_and_walk_in(unguarded(booking_create))
        self.control("From the waitlist against a walk-in", self.damage())

    # The same submit twice

    def sent_twice(self, create: Callable[..., Any] = booking_create) -> list[Any]:
        write = self.book(make_user(), self.fresh_day(), write=create)
        return self.race(write, write)

    def test_the_same_submit_twice_is_one_booking(self) -> None:
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            first, second = self.sent_twice()
            outcomes["the same booking twice" if first == second else f"{first} {second}"] += 1
        self.finish("The same submit twice", outcomes)
        assert dict(outcomes) == {"the same booking twice": ROUNDS}

    def test_control_without_guards_the_second_submit_breaks(self) -> None:
        with without_guards():
            told = self.sent_twice(unguarded(booking_create))
        broken = [one for one in told if isinstance(one, Exception)]
        self.control("The same submit twice", len(broken))

    # Time off, and trainers who book each other

    def time_off_and_booking(self) -> list[Any]:
        start = self.fresh_day()
        off = partial(
            time_off_create, trainer=self.trainer, starts_at=start - HOUR, ends_at=start + HOUR / 2
        )
        return self.race(off, self.book(make_user(), start))

    def test_time_off_against_a_booking(self) -> None:
        outcomes = Counter(self.outcome(self.time_off_and_booking()) for _ in range(ROUNDS))
        self.finish("Time off against a booking", outcomes)
        assert set(outcomes) <= {"1 InTheWay, 1 done", "1 TimeGone, 1 done"}

    def test_trainers_who_book_each_other_at_once_do_not_lock_each_other_out(self) -> None:
        other = self.make_trainer()
        theirs = make_session_type(trainer=other)
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            start = self.fresh_day()
            outcomes[
                self.outcome(
                    self.race(
                        self.book(other.user, start), self.book(self.trainer.user, start, theirs)
                    )
                )
            ] += 1
        self.finish("Trainers who book each other", outcomes)
        assert set(outcomes) <= {"1 MemberBusy, 1 done", "1 TimeGone, 1 done"}
