"""Trainers and clients for the pages that tests walk through: the user is both."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from exercises.models import Variation
from members.models import User
from tests.browser.progress_site import PRESS
from tests.factories import (
    make_assignment,
    make_client,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_trainer,
    make_user,
    make_workout,
    make_workout_item,
)
from trainers.models import ClientRequest, Trainer, WorkoutRead

FOLLOWER, SEEN, UNSEEN, SEEN_WORKOUT = (UUID(int=number) for number in range(101, 105))
NOTE = 1000


def fill_clients(user: User) -> None:
    """As a member: a trainer, one who asks, one asked, notes and looks. As a trainer: clients."""
    now = timezone.now()
    mine = make_client(
        trainer=make_trainer(name="Marta Silva"), user=user, may_see_workouts=True, pk=FOLLOWER
    )
    mine.notes.create(text="Two notes for you.\n\nKeep the ribs down.", kind="shared")
    for what in ("Your workouts", "Your progress"):
        WorkoutRead.of(mine, what).save()
    make_trainer(slug="may-invite", name="Ines Duarte")
    for asked_by in ClientRequest.AskedBy.values:
        ClientRequest.objects.create(trainer=make_trainer(), member=user.member, asked_by=asked_by)
    trainer = Trainer.objects.filter(user=user).first() or make_trainer(user=user)
    for asked_by in ClientRequest.AskedBy.values:
        ClientRequest.objects.create(
            trainer=trainer, member=make_user(name="Noor Haddad").member, asked_by=asked_by
        )
    _fill_seen(trainer, make_user(name="Sam Okafor"))
    make_client(trainer=trainer, user=make_user(name="Priya Nair"), pk=UNSEEN)
    make_client(trainer=trainer, user=make_user(name="Lena Fox"), may_edit_plan=True, since=now)


def _fill_seen(trainer: Trainer, user: User) -> None:
    now = timezone.now()
    press = Variation.objects.get(pk=PRESS)
    client = make_client(
        trainer=trainer, user=user, may_see_workouts=True, may_edit_plan=True, pk=SEEN
    )
    began = (now - timedelta(days=40)).date()
    day = make_plan_day(plan=make_plan(user=user, name="Strength", started_on=began))
    item = make_plan_item(day=day, variation=press)
    make_assignment(
        trainer=trainer,
        user=user,
        variation=press,
        state="in_plan",
        taken_at=now - timedelta(days=40),
        plan_item=item,
    )
    make_assignment(trainer=trainer, user=user, variation=press)
    for number in range(8):
        workout = make_workout(
            user=user,
            plan_day=day,
            name="Day A",
            finished_at=now - timedelta(days=12 + 3 * number),
            **({} if number else {"pk": SEEN_WORKOUT}),
        )
        done = make_workout_item(workout=workout, variation=press, plan_item=item)
        for _ in range(3):
            make_set(item=done, done_at=workout.started_at)
    client.notes.create(pk=NOTE, text="Left shoulder: no dips until May.")
    client.notes.create(text="Good week.\nAdd 2.5 kg.", kind="shared")
