"""Many at the same hour: nobody is in two places, nothing is lost; each guard with a control."""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from tests.concurrency.booking_races import (
    A_MOMENT,
    HOUR,
    ROUNDS,
    BookingRaces,
    unguarded,
    without_guards,
)
from tests.concurrency.threads import at_once
from tests.factories import make_booking, make_session_type, make_user
from trainers.bookings import Actor, By, booking_cancel, booking_create, booking_move
from trainers.models import Booking, WaitlistEntry
from trainers.time_off import time_off_create


class BookingRacesTest(BookingRaces):
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
