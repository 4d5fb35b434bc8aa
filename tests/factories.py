"""Plain functions that make rows for tests; every argument can be changed."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Muscle,
    Status,
    Variation,
)
from members.accounts import email_confirm
from members.models import (
    Gym,
    GymHours,
    ImportedName,
    Plan,
    PlanDay,
    PlanItem,
    SetEntry,
    User,
    Workout,
    WorkoutImport,
    WorkoutItem,
)
from trainers.claims import claims_take
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Booking,
    Question,
    SessionType,
    Trainer,
    WeeklyHours,
)
from trainers.models import Client as TrainersClient

_numbers = count(1)


def make_user(*, consent: bool = True, **changes: Any) -> User:
    """An account with its member, who by default lets us keep health data.

    Its address is confirmed, and nothing asks it for a second factor.
    """
    number = next(_numbers)
    values = {
        "email": f"person{number}@example.test",
        "name": f"Person {number}",
        "second_factor_waived": True,
        **changes,
    }
    user = User.objects.create_user(password="correct horse battery", **values)
    email_confirm(user=user)
    if consent:
        user.member.health_consent_at = timezone.now()
        user.member.save()
    return user


def make_gym(**changes: Any) -> Gym:
    """A gym that is open from 6 to 22 every day."""
    number = next(_numbers)
    values = {
        "name": f"Gym {number}",
        "slug": f"gym-{number}",
        "address": "1 High Street",
        **changes,
    }
    gym = Gym.objects.create(**values)
    for weekday in range(7):
        GymHours.objects.create(gym=gym, weekday=weekday, opens=time(6), closes=time(22))
    return gym


def make_plan(*, user: User, **changes: Any) -> Plan:
    values = {"name": "My plan", "active": True, **changes}
    return Plan.objects.create(member=user.member, **values)


def make_plan_day(*, plan: Plan, **changes: Any) -> PlanDay:
    values = {"name": "Day A", "order": plan.days.count(), **changes}
    return PlanDay.objects.create(plan=plan, **values)


def make_plan_item(*, day: PlanDay, **changes: Any) -> PlanItem:
    values = {"sets": 3, "reps_min": 8, "reps_max": 10, "order": day.items.count(), **changes}
    return PlanItem.objects.create(
        day=day, variation=values.pop("variation", None) or make_variation(), **values
    )


def make_workout(*, user: User, **changes: Any) -> Workout:
    """Unfinished; with `finished_at` alone it began an hour before."""
    if changes.get("finished_at"):
        changes.setdefault("started_at", changes["finished_at"] - timedelta(hours=1))
    return Workout.objects.create(member=user.member, **changes)


def make_workout_item(*, workout: Workout, **changes: Any) -> WorkoutItem:
    values = {"sets": 3, "reps_min": 8, "reps_max": 10, "order": workout.items.count(), **changes}
    return WorkoutItem.objects.create(
        workout=workout, variation=values.pop("variation", None) or make_variation(), **values
    )


def make_set(*, item: WorkoutItem, **changes: Any) -> SetEntry:
    values = {"reps": 10, "load_kg": Decimal(60), "order": item.entries.count(), **changes}
    return SetEntry.objects.create(item=item, **values)


def make_import(*, user: User, **changes: Any) -> WorkoutImport:
    """A draft of one workout that was read of a file."""
    values = {
        "source": "strong",
        "state": "draft",
        "file_name": "strong.csv",
        "workout_count": 1,
        "expires_at": timezone.now() + timedelta(hours=1),
        **changes,
    }
    return WorkoutImport.objects.create(member=user.member, **values)


def make_imported_name(*, record: WorkoutImport, **changes: Any) -> ImportedName:
    values = {"name": "Zercher Squat (Barbell)", "sets": 3, "filled": {"reps": 3}, **changes}
    return ImportedName.objects.create(record=record, **values)


def make_trainer(*, user: User | None = None, gym: Gym | None = None, **changes: Any) -> Trainer:
    """An active trainer of one gym."""
    number = next(_numbers)
    values = {"name": f"Trainer {number}", "slug": f"trainer-{number}", **changes}
    trainer = Trainer.objects.create(user=user or make_user(), **values)
    trainer.gyms.add(gym or make_gym())
    return trainer


def make_question(*, user: User, gym: Gym, **changes: Any) -> Question:
    """Open; with `claimed_by` claimed since now."""
    now = timezone.now()
    values = {
        "exercise": changes.pop("exercise", None) or make_exercise(),
        "text": "My lower back arches. What do I change?",
        "due_at": now + timedelta(hours=16),
        **changes,
    }
    if changes.get("claimed_by"):
        values = {
            "state": "claimed",
            "claimed_at": now,
            "claim_lapses_at": now + timedelta(hours=24),
            **values,
        }
    return Question.objects.create(member=user.member, gym=gym, **values)


def make_client(*, trainer: Trainer, user: User, **changes: Any) -> TrainersClient:
    """A current client who gives no leave."""
    return TrainersClient.objects.create(trainer=trainer, member=user.member, **changes)


def make_assignment(*, trainer: Trainer, user: User, **changes: Any) -> Assignment:
    """Offered and not seen."""
    values = {"sets": 3, "reps_min": 12, "reps_max": 12, **changes}
    variation = values.pop("variation", None) or make_variation()
    return Assignment.objects.create(
        trainer=trainer, member=user.member, variation=variation, **values
    )


def make_assignment_set(*, trainer: Trainer, variations: int = 2, **changes: Any) -> AssignmentSet:
    """With an item of 3 × 12 for each of so many variations."""
    found = AssignmentSet.objects.create(trainer=trainer, **changes)
    for order in range(variations):
        AssignmentSetItem.objects.create(
            assignment_set=found,
            variation=make_variation(),
            order=order,
            sets=3,
            reps_min=12,
            reps_max=12,
        )
    return found


def make_session_type(*, trainer: Trainer, **changes: Any) -> SessionType:
    """An hour for £40 with no minutes kept free afterwards."""
    values = {"name": f"Personal training {next(_numbers)}", "price": Decimal(40), **changes}
    return SessionType.objects.create(trainer=trainer, **values)


def make_weekly_hours(
    *, trainer: Trainer, gym: Gym | None = None, weekdays: Iterable[int] = range(7), **changes: Any
) -> None:
    """From 09:00 to 17:00 on these weekdays, at the trainer's one gym."""
    values = {"starts": time(9), "ends": time(17), **changes}
    gym = gym or trainer.gyms.get()
    for weekday in weekdays:
        WeeklyHours.objects.create(trainer=trainer, gym=gym, weekday=weekday, **values)


def make_booking(
    *, trainer: Trainer, user: User, starts_at: datetime, minutes: int = 60, **changes: Any
) -> Booking:
    """Booked, with the claims that its state holds; whether the time was on offer is not asked."""
    values = {
        "gym": changes.pop("gym", None) or trainer.gyms.all()[0],
        "session_name": "Personal training",
        "price": Decimal(40),
        "currency": "GBP",
        "free_cancellation_hours": 24,
        **changes,
    }
    booking = Booking.objects.create(
        trainer=trainer,
        member=user.member,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **values,
    )
    claims_take(booking)
    return booking


def make_exercise(
    *,
    body_part: str = "glutes",
    primary: tuple[str, ...] = ("gluteus-maximus",),
    secondary: tuple[str, ...] = ("hamstrings",),
    **changes: Any,
) -> Exercise:
    number = next(_numbers)
    values = {
        "name": f"Hip Thrusts {number}",
        "singular": f"hip thrust {number}",
        "with_article": f"a hip thrust {number}",
        "slug": f"hip-thrusts-{number}",
        "summary": "Drive the hips up from a bench.",
        "what_is": "It trains the glutes.",
        "status": Status.PUBLISHED,
        **changes,
    }
    exercise = Exercise.objects.create(body_part=BodyPart.objects.get(slug=body_part), **values)
    for role, slugs in (("primary", primary), ("secondary", secondary)):
        for order, slug in enumerate(slugs):
            ExerciseMuscle.objects.create(
                exercise=exercise, muscle=Muscle.objects.get(slug=slug), role=role, order=order
            )
    return exercise


def make_variation(
    *, exercise: Exercise | None = None, equipment: tuple[str, ...] = (), **changes: Any
) -> Variation:
    number = next(_numbers)
    values = {
        "name": f"Barbell hip thrust {number}",
        "slug": f"barbell-{number}",
        "summary": "For anyone who can do ten without load.",
        "steps": ["Sit against the bench.", "Drive the hips up.", "Lower under control."],
        "mistakes": ["Arching the back: keep the ribs down."],
        "order": number,
        "status": Status.PUBLISHED,
        **changes,
    }
    variation = Variation.objects.create(exercise=exercise or make_exercise(), **values)
    variation.equipment.set(Equipment.objects.filter(slug__in=equipment))
    return variation
