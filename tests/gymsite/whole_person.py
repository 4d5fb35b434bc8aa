"""A person about whom the product holds a row of every kind, and how such rows are found."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.test import Client
from django.utils import timezone

from exercises.models import BodyPart, Faq
from gymsite.data_export import export_request
from gymsite.models import DataExport
from members.importers.logs import ReadItem, ReadSet, ReadWorkout
from members.importers.packing import pack
from members.models import (
    ImportBatch,
    Notice,
    OptionalMail,
    ReadinessCheck,
    RefusedMail,
    SavedExercise,
    User,
    Workout,
    WorkoutImport,
)
from members.tasks import import_write
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_booking,
    make_client,
    make_gym,
    make_import,
    make_imported_name,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_question,
    make_session_type,
    make_set,
    make_trainer,
    make_user,
    make_variation,
    make_weekly_hours,
    make_workout,
    make_workout_item,
)
from trainers.bookings import By
from trainers.claims import own_bookings_claim
from trainers.models import (
    Assignment,
    Booking,
    BookingEvent,
    CalendarFeed,
    ClientNote,
    ClientRequest,
    Message,
    PublishedAnswer,
    Question,
    Trainer,
    WaitlistEntry,
    WorkoutRead,
)
from trainers.models import Client as TrainersClient
from trainers.time_off import time_off_create

OTHERS_STEPS = {"assigned_by", "author", "claimed_by", "proposed_by", "approved_by"}
OTHERS_ROLES = {(model, "trainer__user") for model in (Assignment, Message, WorkoutRead)}
"""Foreign keys by which a row of somebody else names the person."""


def make_whole_person(name: str, *, helped_by: User | None = None) -> User:
    """An account with at least one row in every model that may be about a person."""
    user = make_user(name=name, email=f"{name}@example.test")
    member = user.member
    member.home_gym = make_gym(name=f"Gym of {name}")
    member.goal, member.level, member.unit = "strength", "beginner", "lb"
    member.age_confirmed_at = timezone.now()
    member.save()
    _sign_in_rows(user)
    variation = make_variation(name=f"Press of {name}")
    SavedExercise.objects.create(member=member, exercise=variation.exercise)
    SavedExercise.objects.create(member=member, variation=variation)
    ReadinessCheck.objects.create(
        member=member, version=1, outcome="clear", taken_on=timezone.localdate()
    )
    RefusedMail.objects.create(member=member, kind=OptionalMail.EXPORT_READY)
    day = make_plan_day(plan=make_plan(user=user, name=f"Plan of {name}"))
    item = make_plan_item(day=day, variation=variation, assigned_by=helped_by, load_kg=20)
    began = timezone.now()
    for deleted_at in (None, began):
        workout = make_workout(
            user=user,
            plan_day=day,
            started_at=began,
            finished_at=timezone.now(),
            note=f"=HYPERLINK({name})",
            deleted_at=deleted_at,
        )
        done = make_workout_item(workout=workout, plan_item=item, variation=variation)
        make_set(item=done, rir=2)
        make_set(item=done, seconds=30, deleted_at=timezone.now())
    _removed_rows(user)
    _import_rows(user, workout)
    _as_member_of_a_trainer(user)
    _as_trainer(user)
    for recipient in (user.email.upper(), f"{name}-old@example.test"):
        Notice.objects.create(kind="hello", recipient=recipient, about="1", details={"code": "9"})
    export = export_request(member=member)
    DataExport.objects.filter(pk=export.pk).update(failed_at=timezone.now())
    return user


def _sign_in_rows(user: User) -> None:
    now = timezone.now()
    group = Group.objects.get_or_create(name="Editors")[0]
    user.groups.add(group)
    user.user_permissions.add(Permission.objects.order_by("pk")[0])
    address = EmailAddress.objects.get(user=user)
    EmailAddress.objects.create(user=user, email=f"{user.name}-old@example.test")
    EmailConfirmation.objects.create(email_address=address, key=f"key of {user.name}", sent=now)
    Authenticator.objects.create(user=user, type="totp", data={"secret": f"secret of {user.name}"})
    client = Client()
    client.force_login(user)
    UserSession.objects.create(
        user=user,
        session_key=client.session.session_key,
        ip="192.0.2.1",
        user_agent=f"Browser of {user.name}",
    )
    own = {"content_type": ContentType.objects.get_for_model(User), "action_flag": CHANGE}
    LogEntry.objects.create(user=user, object_id="0", object_repr=f"by {user.name}", **own)


def _removed_rows(user: User) -> None:
    day = make_plan_day(plan=make_plan(user=user, name=f"Old plan of {user.name}", active=False))
    for row in (make_plan_item(day=day), day, day.plan):
        row.remove()


def _import_rows(user: User, workout: Workout) -> None:
    """An import half way: a workout is written, a batch waits for the worker."""
    problem = {"row": 2, "column": "Reps", "reason": f"“{user.name}” is no number", "kept": False}
    record = make_import(
        user=user,
        state=WorkoutImport.State.IMPORTING,
        file_name=f"Log of {user.name}.csv",
        problems=[problem],
        outcome={"workouts": 1, "sets": 2},
    )
    record.workouts.add(workout)
    make_imported_name(
        record=record,
        name=f"Press of {user.name}",
        variation=make_variation(),
        suggested=make_variation(),
    )
    sets = [ReadSet("working", 8, "60kg", "", None, 2), ReadSet("drop", 5, "40kg", "", None, None)]
    item = ReadItem(f"Press of {user.name}", "slow", "A", sets=sets)
    began, ended = datetime(2026, 3, 1, 18), datetime(2026, 3, 1, 19)
    packed = pack([ReadWorkout(began, ended, f"Push of {user.name}", "good", [item])])
    ImportBatch.objects.create(record=record, number=2, packed=packed)
    import_write.enqueue(str(record.pk))


def _as_member_of_a_trainer(user: User) -> None:
    """Three questions: answered and in the guide, answered and about to be, without an answer."""
    trainer = make_trainer(gym=user.member.home_gym, name=f"Coach of {user.name}")
    for state in ("approved", "agreed", ""):
        question = _ask(user, trainer if state else None)
        Message.objects.create(question=question, author=user, text=f"Reply of {user.name}")
        if state:
            _put_into_words(question, trainer, state)
            make_assignment_set(trainer=trainer, question=question)
    client = make_client(trainer=trainer, user=user, may_edit_plan=True)
    _follow(client)
    make_assignment_set(trainer=trainer, client=client)
    booking = _session(trainer, user, question)
    make_assignment(trainer=trainer, user=user, question=question, booking=booking)
    make_assignment_set(trainer=trainer, booking=booking)
    _wait(user, trainer)
    CalendarFeed.objects.create(user=user, token=f"token-of-{user.name}")


def _as_trainer(user: User) -> None:
    """With a claim, an answer, a client, a template and drafts."""
    asker = make_user(name=f"Client of {user.name}")
    asker.member.home_gym = user.member.home_gym
    asker.member.save()
    trainer = make_trainer(
        user=user,
        gym=user.member.home_gym,
        name=f"Trainer {user.name}",
        bio=f"Bio of {user.name}",
        qualifications=["Level 3"],
    )
    trainer.specialities.add(BodyPart.objects.get(slug="glutes"))
    _ask(asker, trainer)
    answered = _ask(asker, trainer)
    _put_into_words(answered, trainer, "proposed")
    PublishedAnswer.objects.filter(question=answered).update(approved_by=user)
    client = make_client(trainer=trainer, user=asker)
    _follow(client)
    own_bookings_claim(trainer)
    booking = _session(trainer, asker, answered, days_ago=5)
    make_assignment(trainer=trainer, user=asker, question=answered, booking=booking)
    make_assignment_set(trainer=trainer, booking=booking)
    _wait(asker, trainer)
    _hours(trainer)
    make_assignment_set(trainer=trainer, name=f"Template of {user.name}")
    make_assignment_set(trainer=trainer, client=client)
    kind = ContentType.objects.get_for_model(Trainer)
    LogEntry.objects.create(
        user=make_user(),
        content_type=kind,
        object_id=str(trainer.pk),
        object_repr=trainer.name,
        action_flag=CHANGE,
    )


def _session(trainer: Trainer, user: User, question: Question, *, days_ago: int = 3) -> Booking:
    """Over; each side has written to the other."""
    booking = make_booking(
        trainer=trainer,
        user=user,
        starts_at=timezone.now() - timedelta(days=days_ago),
        session_type=make_session_type(trainer=trainer),
        state=Booking.State.COMPLETED,
        question=question,
        exercise=question.exercise,
        variation=question.variation,
        note=f"Note of {user.name}",
    )
    for person, by in ((user, By.MEMBER), (trainer.user, By.TRAINER)):
        booking.events.create(
            what=BookingEvent.What.MOVED,
            by=by,
            user=person,
            starts_at=booking.starts_at,
            message=f"Message of {person.name}",
        )
    return booking


def _wait(user: User, trainer: Trainer) -> None:
    WaitlistEntry.objects.create(
        member=user.member, trainer=trainer, session_type=make_session_type(trainer=trainer)
    )


def _hours(trainer: Trainer) -> None:
    make_weekly_hours(trainer=trainer, weekdays=[0])
    trainer.date_overrides.create(date=date(2030, 1, 1))
    trainer.date_overrides.create(
        date=date(2030, 1, 2), gym=trainer.gyms.get(), starts=time(9), ends=time(12)
    )
    away = timezone.now() + timedelta(days=30)
    time_off_create(
        trainer=trainer,
        starts_at=away,
        ends_at=away + timedelta(hours=1),
        note=f"Away: {trainer.user.name}",
    )


def _ask(user: User, trainer: Trainer | None) -> Question:
    gym = user.member.home_gym
    assert gym
    return make_question(
        user=user,
        gym=gym,
        variation=make_variation(),
        text=f"Question of {user.name}",
        claimed_by=trainer,
        may_publish=True,
        seen_at=timezone.now(),
    )


def _put_into_words(question: Question, trainer: Trainer, state: str) -> None:
    Message.objects.create(
        question=question, author=trainer.user, trainer=trainer, is_answer=True, text="Do this."
    )
    Question.objects.filter(pk=question.pk).update(state="answered", answered_at=timezone.now())
    faq = Faq(exercise=question.exercise, question="Often?", answer="Yes.")
    if state == "approved":
        faq.save()
    PublishedAnswer.objects.create(
        question=question,
        exercise=question.exercise,
        question_text="Often?",
        answer_text="Yes.",
        proposed_by=trainer,
        state=state,
        agreed_at=timezone.now(),
        faq=faq if faq.pk else None,
    )


def _follow(client: TrainersClient) -> None:
    trainer, member = client.trainer, client.member
    ClientRequest.objects.create(
        trainer=trainer, member=member, asked_by="member", state="accepted"
    )
    WorkoutRead.of(client, "All workouts").save()
    for kind in ("shared", "private"):
        ClientNote.objects.create(client=client, kind=kind, text=f"A {kind} note on {member}")


def paths_to_user(model: type[Model], *, through: tuple[type[Model], ...] = ()) -> Iterator[str]:
    """Every chain of foreign keys from a model to an account."""
    for field in model._meta.concrete_fields:
        target = field.related_model
        if target is User:
            yield field.name
        elif isinstance(target, type) and target not in (*through, model):
            for rest in paths_to_user(target, through=(*through, model)):
                yield f"{field.name}__{rest}"


def about(user: User, model: type[Model], *, owned: bool = False) -> Any:
    """Rows of a model with a path to the person; `owned`: not those of others that name them."""
    paths = [one for one in paths_to_user(model) if not (owned and _is_others(model, one))]
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{path: user})
    rows = model._base_manager.filter(found).distinct()
    return model._base_manager.filter(pk=user.pk) if model is User else rows


def _is_others(model: type[Model], path: str) -> bool:
    if model is Assignment and path.startswith("booking__"):
        return True
    return (model, path) in OTHERS_ROLES or not OTHERS_STEPS.isdisjoint(path.split("__"))


def every_model() -> list[type[Model]]:
    return list(apps.get_models(include_auto_created=True))


Snapshot = dict[str, dict[Any, dict[str, Any]]]


def snapshot() -> Snapshot:
    """Every row of the database, by model and key."""
    return {
        model._meta.label: {row["pk"]: row for row in model._base_manager.values("pk", *names)}
        for model in every_model()
        for names in [[field.attname for field in model._meta.concrete_fields]]
    }
