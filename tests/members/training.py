"""Workouts for tests of what they add up to."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from exercises.models import Variation
from members.models import SetEntry, User, Workout, WorkoutItem
from tests.factories import make_set, make_workout, make_workout_item


def make_training(
    *sets: dict[str, Any],
    user: User,
    variation: Variation,
    at: datetime,
    finished: bool = True,
    **changes: Any,
) -> WorkoutItem:
    """A workout of one exercise with these sets, an hour long."""
    workout = make_workout(
        user=user, started_at=at, finished_at=at + timedelta(hours=1) if finished else None
    )
    item = make_workout_item(workout=workout, variation=variation, **changes)
    for one in sets:
        make_set(item=item, done_at=at, **one)
    return item


def reps(*numbers: int, at: str = "60", **changes: Any) -> list[dict[str, Any]]:
    """Sets of so many reps at a load."""
    return [{"reps": number, "load_kg": Decimal(at), **changes} for number in numbers]


def fill_history(
    *, user: User, variations: list[Variation], sets: int, until: datetime, each: int = 4
) -> None:
    """So many sets, five exercises of four sets a workout, a workout every other day."""
    a_workout = 5 * each
    workouts = [
        Workout(
            member=user.member,
            started_at=until - timedelta(days=2 * number, hours=2),
            finished_at=until - timedelta(days=2 * number, hours=1),
        )
        for number in range(-(-sets // a_workout))
    ]
    Workout.objects.bulk_create(workouts, batch_size=2_000)
    items = [
        WorkoutItem(
            workout=workout,
            variation=variations[(5 * number + place) % len(variations)],
            sets=each,
            reps_min=8,
            reps_max=10,
            order=place,
            state="done",
        )
        for number, workout in enumerate(workouts)
        for place in range(5)
    ]
    WorkoutItem.objects.bulk_create(items, batch_size=2_000)
    entries = (
        SetEntry(
            item=item,
            order=place,
            kind="warm_up" if place == 0 else "working",
            reps=6 + (number + place) % 9,
            load_kg=Decimal(20) + Decimal("2.5") * ((len(items) - number) * 40 // len(items)),
            rir=2,
            done_at=item.workout.started_at,
        )
        for number, item in enumerate(items)
        for place in range(each)
    )
    SetEntry.objects.bulk_create(list(entries)[:sets], batch_size=2_000)
