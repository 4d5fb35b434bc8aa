"""A member with weeks of workouts, for the pages that show what they add up to."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from exercises.models import Exercise, Measure, Variation
from members.models import User
from tests.factories import make_variation
from tests.members.training import fill_history, make_training, reps

PRESS, HOLD, RETIRED, UNTRIED = 900_001, 900_002, 900_003, 900_004


def fill_progress(user: User) -> None:
    """Eighty sets of guides that ship, a press for fifteen months, a hold, and one retired."""
    now = timezone.now()
    guide = Exercise.objects.get(slug="cardio-2")
    press = make_variation(pk=PRESS, exercise=guide, name="Press", equipment=("barbell",))
    hold = make_variation(pk=HOLD, exercise=guide, name="Hold", measure=Measure.DURATION)
    retired = make_variation(pk=RETIRED, exercise=guide, name="Old press", status="retired")
    make_variation(pk=UNTRIED, exercise=guide, name="Never tried")
    shipped = list(Variation.objects.published().filter(measure=Measure.LOAD_REPS)[:8])
    fill_history(user=user, variations=shipped, sets=80, until=now)
    for week in range(65):
        load = str(Decimal(80) - Decimal("0.5") * week)
        at = now - timedelta(weeks=week, hours=5)
        make_training(*reps(10, 9, 8, at=load), user=user, variation=press, at=at)
    seconds: list[dict[str, object]] = [{"seconds": 30, "reps": None, "load_kg": None}]
    make_training(*seconds, user=user, variation=hold, at=now - timedelta(days=3))
    make_training(*reps(8), user=user, variation=retired, at=now - timedelta(days=9))
