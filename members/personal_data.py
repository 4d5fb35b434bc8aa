"""What this app holds about a person: to hand over, and to erase."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F, QuerySet, Value

from members.account_data import account_erase, account_tables, log_tables
from members.data_tables import KEY, OWNER, Table, every
from members.import_data import import_tables, import_tasks_erase, imports_erase
from members.models import (
    Member,
    Plan,
    PlanDay,
    PlanItem,
    ReadinessCheck,
    RefusedMail,
    SavedExercise,
    SetEntry,
    User,
    Workout,
    WorkoutItem,
)

TARGETS = {
    "sets": "Sets meant.",
    "reps_min": "Lowest number of repetitions meant.",
    "reps_max": "Highest number of repetitions meant.",
    "seconds": "Time meant for a set, in seconds.",
    "metres": "Distance meant for a set, in metres.",
    "load_kg": "Load meant, in kilograms.",
    "rest_seconds": "Rest meant after a set, in seconds.",
    "target_rir": "Repetitions meant to be left in reserve.",
    "superset": "Letter that a superset shares.",
    "note": "Note beside the exercise.",
}


def export(user: User) -> Iterator[Table]:
    """Everything that goes into the person's own download."""
    yield from account_tables(user)
    yield from _member(user)
    yield from _plans(user)
    yield from _workouts(user)
    yield from import_tables(user)


def export_on_request(user: User) -> Iterator[Table]:
    """What the person's own download leaves out and a formal request gets."""
    yield from log_tables(user)


def _member(user: User) -> Iterator[Table]:
    yield Table(
        "member",
        "What you have told us about your training.",
        every(Member).filter(user=user),
        {
            "home_gym": "Your home gym.",
            "goal": "What you train for.",
            "level": "How experienced you are.",
            "unit": "Unit in which you see loads: kg or lb. The files always say kilograms.",
            "deletion_requested_at": "When you asked for the account to be deleted, UTC.",
        },
        sources={"home_gym": "home_gym__name"},
        left_out={
            "id": KEY,
            "user": OWNER,
            "age_confirmed_at": "In consents.",
            "health_consent_at": "In consents.",
        },
    )
    yield Table(
        "consents",
        "What you have agreed to and confirmed.",
        _consents(user),
        {"kind": "What it is about.", "since": "Since when, UTC."},
    )
    yield Table(
        "refused_mails",
        "Mails that you do not want.",
        every(RefusedMail).filter(member__user=user).order_by("pk"),
        {"kind": "Which mail."},
        left_out={"id": KEY, "member": OWNER},
    )
    yield Table(
        "readiness",
        "Outcomes of your readiness checks. Your answers were never kept.",
        every(ReadinessCheck).filter(member__user=user).order_by("pk"),
        {
            "version": "Which version of the questions.",
            "outcome": "clear, or professional: see a professional first.",
            "taken_on": "On which day.",
            "lapsed_on": "On which day you said that something had changed.",
        },
        left_out={"id": KEY, "member": OWNER},
    )
    yield Table(
        "saved",
        "Guides and variations that you have saved.",
        every(SavedExercise).filter(member__user=user).order_by("pk"),
        {
            "guide": "Name of the guide.",
            "variation": "Name of the variation.",
            "saved_at": "When, UTC.",
        },
        sources={"guide": "exercise__name", "variation": "variation__name"},
        left_out={"id": KEY, "member": OWNER},
    )


def _consents(user: User) -> "QuerySet[Any]":
    """The two moments of the member's row as rows of their own."""
    given = {"age": "age_confirmed_at", "health": "health_consent_at"}
    members = every(Member).filter(user=user).order_by()
    age, health = (
        members.filter(**{f"{column}__isnull": False})
        .annotate(kind=Value(kind), since=F(column))
        .values_list("kind", "since")
        for kind, column in given.items()
    )
    both: QuerySet[Any] = age.union(health, all=True)
    return both


def _plans(user: User) -> Iterator[Table]:
    yield Table(
        "plans",
        "Your plans, also those that you have removed.",
        every(Plan).filter(member__user=user).order_by("created_at", "pk"),
        {
            "uuid": "The plan’s own number.",
            "name": "Its name.",
            "goal": "What it is for.",
            "sessions_per_week": "Sessions a week meant.",
            "active": "Whether it is the plan you follow.",
            "template": "The template that it was made from.",
            "started_on": "On which day it was begun.",
            "created_at": "When it was made, UTC.",
            "deleted_at": "When you removed it, UTC.",
        },
        left_out={"member": OWNER},
    )
    yield Table(
        "plan_days",
        "The days of your plans, also those that you have removed.",
        every(PlanDay).filter(plan__member__user=user).order_by("plan", "order", "pk"),
        {
            "uuid": "The day’s own number.",
            "plan": "Number of its plan.",
            "name": "Its name.",
            "order": "Its place in the plan.",
            "deleted_at": "When you removed it, UTC.",
        },
    )
    yield Table(
        "plan_items",
        "The exercises of those days, also those that you have removed.",
        every(PlanItem).filter(day__plan__member__user=user).order_by("day", "order", "pk"),
        {
            "uuid": "The entry’s own number.",
            "day": "Number of its day.",
            "guide": "Name of the guide.",
            "variation": "Name of the variation.",
            "order": "Its place in the day.",
            **TARGETS,
            "assigned_by": "Name of the trainer who assigned it.",
            "deleted_at": "When you removed it, UTC.",
        },
        sources={
            "guide": "variation__exercise__name",
            "variation": "variation__name",
            "assigned_by": "assigned_by__name",
        },
    )


def _workouts(user: User) -> Iterator[Table]:
    yield Table(
        "workouts",
        "Your workouts, also those that you have deleted.",
        every(Workout).filter(member__user=user).order_by("started_at", "pk"),
        {
            "uuid": "The workout’s own number.",
            "name": "Its name.",
            "plan_day": "Number of the plan’s day that it followed.",
            "started_at": "When it began, UTC.",
            "finished_at": "When it ended, UTC.",
            "note": "Your note.",
            "source": "The app that it was imported from.",
            "deleted_at": "When you deleted it, UTC.",
        },
        left_out={"member": OWNER, "revision": "Counts the writes of the row."},
    )
    yield Table(
        "workout_exercises",
        "The exercises of those workouts, with the targets as they stood.",
        every(WorkoutItem)
        .filter(workout__member__user=user)
        .order_by("workout__started_at", "workout", "order", "pk"),
        {
            "uuid": "The entry’s own number.",
            "workout": "Number of its workout.",
            "plan_item": "Number of the plan’s entry that it was copied from.",
            "guide": "Name of the guide.",
            "variation": "Name of the variation.",
            "swapped_from": "Name of the variation that it replaced.",
            "order": "Its place in the workout.",
            "state": "todo, done or skipped.",
            **TARGETS,
        },
        sources={
            "guide": "variation__exercise__name",
            "variation": "variation__name",
            "swapped_from": "swapped_from__name",
        },
        left_out={"revision": "Counts the writes of the row."},
    )
    yield Table(
        "sets",
        "The sets that you did, also those that you have deleted.",
        every(SetEntry)
        .filter(item__workout__member__user=user)
        .order_by("item__workout__started_at", "item__workout", "item__order", "order", "pk"),
        {
            "uuid": "The set’s own number.",
            "workout": "Number of its workout.",
            "item": "Number of its exercise in workout_exercises.",
            "variation": "Name of the variation.",
            "order": "Its place in the exercise.",
            "kind": "warm_up, working, drop or failure (to failure).",
            "reps": "Repetitions; of a side, where the variation works one side at a time.",
            "load_kg": "Load in kilograms; in each hand, where the variation counts it so; "
            "the help, where it is assisted.",
            "seconds": "Time in seconds.",
            "metres": "Distance in metres.",
            "rir": "Repetitions left in reserve.",
            "done_at": "When, UTC.",
            "deleted_at": "When you deleted it, UTC.",
        },
        sources={"workout": "item__workout", "variation": "item__variation__name"},
        left_out={"revision": "Counts the writes of the row."},
    )


@transaction.atomic
def erase(user: User) -> None:
    """Remove the account and all that this app holds about the person, for good."""
    Member.objects.select_for_update(no_key=True).filter(user=user).first()
    import_tasks_erase(user)
    health_data_erase(user)
    account_erase(user)


class HealthData(NamedTuple):
    """Health data that another app keeps: what it is called, how much, how it goes."""

    name: str
    count: Callable[[User], int]
    erase: Callable[[User], None]


OTHERS_HEALTH_DATA: list[HealthData] = []
"""Each app adds its own."""


def health_data_erase(user: User) -> None:
    """Remove what was trained, files of it included, and how ready the person was.

    What other apps keep of the person's health goes with it. Inside a transaction.
    """
    for data in OTHERS_HEALTH_DATA:
        data.erase(user)
    imports_erase(user)
    every(SetEntry).filter(item__workout__member__user=user).delete()
    every(WorkoutItem).filter(workout__member__user=user).delete()
    every(Workout).filter(member__user=user).delete()
    every(ReadinessCheck).filter(member__user=user).delete()
