"""The demo gym's people. All of them are plainly no real ones."""

from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from exercises.models import Exercise, Level
from gymsite.demo.plans import (
    AT_HOME,
    FULL_BODY,
    GLUTES,
    PLANK,
    PUSH_PULL_LEGS,
    UPPER_LOWER,
    DemoPlan,
    Lift,
    Shipped,
    plan_make,
)
from gymsite.demo.workouts import WEEKS, Habits, History
from members.accounts import email_confirm
from members.models import Goal, Gym, Member, ReadinessCheck, SavedExercise, Unit, User

DOMAIN = "@demo.gymsite.example"
READINESS_VERSION = 1
Outcome = ReadinessCheck.Outcome


class DemoPerson(NamedTuple):
    mailbox: str
    name: str
    role: str = "member"
    gym: str = ""
    goal: str = ""
    level: str = ""
    unit: str = Unit.KG
    plan: DemoPlan | None = None
    habits: Habits | None = None
    readiness: str = ""
    saved: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        return f"{self.mailbox}{DOMAIN}"


EDITOR = DemoPerson("editor", "Demo Editor", role="editor")

PEOPLE = (
    EDITOR,
    DemoPerson(
        "mia",
        "Demo Mia",
        gym="demo-riverside",
        goal=Goal.MUSCLE,
        level=Level.BEGINNER,
        plan=FULL_BODY,
        habits=Habits(
            (0, 2, 4),
            18,
            missed=5,
            swap=(7, "bench-press/barbell", Lift("bench-press", "dumbbell", load="12")),
            ad_hoc=(9, (Lift("push-ups", "incline", reps=(8, 15), rest=60), PLANK)),
            notes=((2, "Squat felt light."), (6, "Back after a week away.")),
        ),
        readiness=Outcome.CLEAR,
        saved=("hip-thrusts", "hip-thrusts/dumbbell", "plank/side"),
    ),
    DemoPerson(
        "ben",
        "Demo Ben",
        gym="demo-riverside",
        goal=Goal.STRENGTH,
        level=Level.ADVANCED,
        plan=UPPER_LOWER,
        habits=Habits(
            (0, 1, 3, 4),
            7,
            missed=8,
            plateau=("bench-press/barbell", range(4, 11)),
            skipped=6,
            notes=((7, "Bench has not moved for weeks."),),
        ),
        readiness=Outcome.CLEAR,
        saved=("deadlifts", "squats/front"),
    ),
    DemoPerson(
        "priya",
        "Demo Priya",
        gym="demo-hafen",
        goal=Goal.HEALTH,
        level=Level.BEGINNER,
        plan=AT_HOME,
        habits=Habits((1, 3, 5), 20, missed=3),
        readiness=Outcome.CLEAR,
        saved=("push-ups", "glute-bridges/marching"),
    ),
    DemoPerson(
        "jack",
        "Demo Jack",
        gym="demo-hafen",
        goal=Goal.MUSCLE,
        level=Level.INTERMEDIATE,
        unit=Unit.LB,
        plan=PUSH_PULL_LEGS,
        habits=Habits((0, 2, 4), 12, plateau=("squats/barbell", range(6, 10))),
        readiness=Outcome.CLEAR,
        saved=("bench-press/close-grip",),
    ),
    DemoPerson(
        "omar",
        "Demo Omar",
        gym="demo-riverside",
        goal=Goal.WEIGHT,
        level=Level.BEGINNER,
        plan=GLUTES,
        habits=Habits((1, 4), 17, missed=6, stopped_days_ago=12),
        readiness=Outcome.PROFESSIONAL,
        saved=("step-ups/low",),
    ),
    DemoPerson("nora", "Demo Nora"),
    DemoPerson("tara", "Demo Tara", role="trainer"),
    DemoPerson("rob", "Demo Rob", role="trainer"),
    DemoPerson("lena", "Demo Lena", role="trainer"),
    DemoPerson("kofi", "Demo Kofi", role="trainer"),
)


@transaction.atomic
def person_make(*, given: DemoPerson, password: str, shipped: Shipped, today: date) -> None:
    """An account with all that its person has done; `password` is hashed already."""
    user = User.objects.create_user(given.email, name=given.name)
    user.password = password
    user.is_staff = user.is_superuser = given.role == "editor"
    user.second_factor_waived = True  # for a demo account, and for no other
    user.save()
    email_confirm(user=user)
    member = user.member
    if given.plan is None or given.habits is None:
        return
    _fill(member, given, today)
    days = plan_make(member=member, given=given.plan, shipped=shipped, today=today, weeks_old=WEEKS)
    if any(items for _, items in days):
        History(member, given.habits, Random(given.mailbox), shipped).make(days, today)  # noqa: S311
    _save_exercises(member, given.saved, shipped)


def _fill(member: Member, given: DemoPerson, today: date) -> None:
    joined = timezone.now() - timedelta(weeks=WEEKS + 1)
    member.home_gym = Gym.objects.get(slug=given.gym)
    member.goal, member.level, member.unit = given.goal, given.level, given.unit
    member.age_confirmed_at = member.health_consent_at = joined
    member.save()
    ReadinessCheck.objects.create(
        member=member,
        version=READINESS_VERSION,
        outcome=given.readiness,
        taken_on=today - timedelta(weeks=WEEKS),
    )


def _save_exercises(member: Member, saved: tuple[str, ...], shipped: Shipped) -> None:
    guides = {one.slug: one for one in Exercise.objects.all()}
    for address in saved:
        guide, _, variation = address.partition("/")
        if variation and (guide, variation) in shipped:
            SavedExercise.objects.create(member=member, variation=shipped[guide, variation])
        elif not variation and guide in guides:
            SavedExercise.objects.create(member=member, exercise=guides[guide])
