"""What races of bookings share: a trainer, the guards to switch off, and what must hold after."""

import os
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
    make_gym,
    make_session_type,
    make_trainer,
    make_weekly_hours,
)
from trainers.bookings import (
    Actor,
    BookingChanged,
    By,
    MemberBusy,
    TimeGone,
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
)
from trainers.time_off import InTheWay

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


def look_and_wait(*args: Any, **kwargs: Any) -> Gym:
    """Whether it is on offer; a moment passes before anything is done about it."""
    gym = writing.gym_at(*args, **kwargs)
    time.sleep(A_MOMENT)
    return gym


def where_the_trainer_is(trainer: Trainer, *_: Any, **__: Any) -> Gym:
    return trainer.gyms.get()


@contextmanager
def without_guards(*, looking: bool = True) -> Iterator[None]:
    """No lock, no transaction, no constraint; not even a look whether the time is on offer."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(writing, "lock", lambda *_: None))
        stack.enter_context(patch.object(writing, "claims_take", claims_without_guard))
        look = look_and_wait if looking else where_the_trainer_is
        for module in ("creating", "changing"):
            stack.enter_context(patch(f"trainers.bookings.{module}.gym_at", look))
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


class BookingRaces(TransactionTestCase):
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
