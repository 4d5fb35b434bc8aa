"""The demo members' plans, built from shipped variations."""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from exercises.models import Variation
from members.models import Goal, Member, Plan, PlanDay, PlanItem
from members.units import to_kg


class Lift(NamedTuple):
    """A variation by the slugs of its address; the load to begin with is in the member's unit."""

    guide: str
    variation: str
    sets: int = 3
    reps: tuple[int, int] | None = (8, 12)
    load: str = ""
    seconds: int | None = None
    rest: int = 90
    rir: int | None = 2
    superset: str = ""


class Day(NamedTuple):
    name: str
    lifts: tuple[Lift, ...]


class DemoPlan(NamedTuple):
    name: str
    goal: Goal
    sessions_per_week: int
    days: tuple[Day, ...]


PLANK = Lift("plank", "forearm", reps=None, seconds=30, rest=60, rir=None)

FULL_BODY = DemoPlan(
    "Full body, three days",
    Goal.MUSCLE,
    3,
    (
        Day(
            "Day A",
            (
                Lift("squats", "barbell", reps=(6, 10), load="40", rest=150),
                Lift("bench-press", "barbell", reps=(6, 10), load="30", rest=120),
                Lift("bent-over-rows", "single-arm", load="12", rest=60),
                PLANK,
            ),
        ),
        Day(
            "Day B",
            (
                Lift("hip-thrusts", "barbell", reps=(8, 12), load="50", rest=120),
                Lift("overhead-press", "seated-dumbbell", reps=(6, 10), load="8", superset="A"),
                Lift("lat-pulldowns", "cable", load="30", superset="A"),
                Lift("lunges", "reverse", reps=(8, 15)),
            ),
        ),
    ),
)

UPPER_LOWER = DemoPlan(
    "Upper and lower, four days",
    Goal.STRENGTH,
    4,
    (
        Day(
            "Upper 1",
            (
                Lift("bench-press", "barbell", 4, (4, 6), "80", rest=180, rir=1),
                Lift("bent-over-rows", "barbell", 4, (6, 8), "70", rest=120),
                Lift("overhead-press", "barbell", reps=(6, 8), load="45", rest=120),
            ),
        ),
        Day(
            "Lower 1",
            (
                Lift("squats", "barbell", 4, (4, 6), "110", rest=180, rir=1),
                Lift("deadlifts", "romanian", reps=(6, 10), load="90", rest=120),
                PLANK._replace(seconds=60),
            ),
        ),
        Day(
            "Upper 2",
            (
                Lift("pull-ups", "weighted", reps=(5, 8), load="5", rest=150),
                Lift("bench-press", "incline-dumbbell", reps=(8, 10), load="26"),
                Lift("lat-pulldowns", "neutral-grip", reps=(8, 12), load="55"),
            ),
        ),
        Day(
            "Lower 2",
            (
                Lift("deadlifts", "barbell", reps=(3, 5), load="140", rest=210, rir=1),
                Lift("squats", "bulgarian-split", reps=(8, 12), load="16"),
                Lift("hip-thrusts", "barbell", reps=(8, 12), load="90", rest=120),
            ),
        ),
    ),
)

AT_HOME = DemoPlan(
    "At home without equipment",
    Goal.HEALTH,
    3,
    (
        Day(
            "Push and hold",
            (
                Lift("push-ups", "knee", reps=(6, 20), rest=60),
                Lift("squats", "bodyweight", reps=(10, 25), rest=60),
                PLANK._replace(seconds=20),
            ),
        ),
        Day(
            "Hips and legs",
            (
                Lift("glute-bridges", "bodyweight", reps=(10, 25), rest=60),
                Lift("lunges", "static", reps=(6, 15), rest=60),
                Lift("glute-kickbacks", "bodyweight", reps=(10, 20), rest=60),
            ),
        ),
    ),
)

PUSH_PULL_LEGS = DemoPlan(
    "Push, pull, legs",
    Goal.MUSCLE,
    3,
    (
        Day(
            "Push",
            (
                Lift("bench-press", "barbell", reps=(6, 10), load="115", rest=150),
                Lift("overhead-press", "dumbbell", reps=(8, 12), load="30"),
            ),
        ),
        Day(
            "Pull",
            (
                Lift("deadlifts", "barbell", reps=(5, 8), load="185", rest=180),
                Lift("lat-pulldowns", "cable", reps=(8, 12), load="90"),
            ),
        ),
        Day(
            "Legs",
            (
                Lift("squats", "barbell", reps=(6, 10), load="135", rest=150),
                Lift("hip-thrusts", "barbell", reps=(8, 12), load="155", rest=120),
                Lift("lunges", "dumbbell", reps=(8, 12), load="20"),
            ),
        ),
    ),
)

GLUTES = DemoPlan(
    "Glutes, twice a week",
    Goal.MUSCLE,
    2,
    (
        Day(
            "Glutes A",
            (
                Lift("hip-thrusts", "barbell", reps=(8, 12), load="40", rest=120),
                Lift("step-ups", "bodyweight", reps=(8, 15), rest=60),
                Lift("glute-kickbacks", "cable", reps=(10, 15), load="5", rest=60),
            ),
        ),
        Day(
            "Glutes B",
            (
                Lift("deadlifts", "dumbbell", reps=(8, 12), load="12"),
                Lift("glute-bridges", "single-leg", reps=(8, 15), rest=60),
                Lift("pull-ups", "assisted-machine", reps=(5, 8), load="40"),
            ),
        ),
    ),
)


class Shipped(dict[tuple[str, str], Variation]):
    """The variations there are, by the slugs of their addresses."""

    @classmethod
    def read(cls) -> "Shipped":
        rows = Variation.objects.select_related("exercise").prefetch_related("equipment")
        return cls({(one.exercise.slug, one.slug): one for one in rows})


def plan_make(
    *, member: Member, given: DemoPlan, shipped: Shipped, today: date, weeks_old: int
) -> list[tuple[PlanDay, list[tuple[PlanItem, Lift]]]]:
    """The member's active plan; a variation that is not in the database is left out."""
    started_on = today - timedelta(weeks=weeks_old)
    plan = Plan.objects.create(
        member=member,
        name=given.name,
        goal=given.goal,
        sessions_per_week=given.sessions_per_week,
        active=True,
        started_on=started_on,
    )
    days = []
    for order, day in enumerate(given.days):
        row = PlanDay(plan=plan, name=day.name, order=order)
        items = [
            (_item(row, place, lift, shipped[lift.guide, lift.variation], member.unit), lift)
            for place, lift in enumerate(day.lifts)
            if (lift.guide, lift.variation) in shipped
        ]
        days.append((row, items))
    PlanDay.objects.bulk_create(row for row, _ in days)
    PlanItem.objects.bulk_create(item for _, items in days for item, _ in items)
    return days


def _item(day: PlanDay, order: int, lift: Lift, variation: Variation, unit: str) -> PlanItem:
    least, most = lift.reps or (None, None)
    item = PlanItem(
        day=day,
        variation=variation,
        order=order,
        sets=lift.sets,
        reps_min=least,
        reps_max=most,
        seconds=lift.seconds,
        rest_seconds=lift.rest,
        target_rir=lift.rir,
        superset=lift.superset,
    )
    item.load_kg = to_kg(Decimal(lift.load), unit) if lift.load else None
    return item
