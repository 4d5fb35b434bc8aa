"""Who books, on which terms, and about what."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from exercises.models import Exercise, Variation
from members.models import Gym, User
from trainers.models import BookingEvent, Question, SessionType

By = BookingEvent.By


class Terms(NamedTuple):
    """What a member accepts by booking."""

    price: Decimal
    currency: str
    free_cancellation_hours: int

    @classmethod
    def of(cls, session_type: SessionType, gym: Gym) -> "Terms":
        return cls(session_type.price, session_type.currency, gym.free_cancellation_hours)


class About(NamedTuple):
    """What a session is to be about."""

    question: Question | None = None
    exercise: Exercise | None = None
    variation: Variation | None = None


@dataclass(frozen=True)
class Actor:
    """Who does it, and as whom."""

    user: User
    by: By
