"""All that the product holds about a person can be erased, and nothing of anybody else."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailConfirmation
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from exercises.pictures import encode_picture, picture_batch
from gymsite.models import DataExport
from gymsite.personal_data import (
    erase_everything,
    erasures_due,
    everything,
)
from members.models import (
    ImportBatch,
    ImportedName,
    Member,
    Notice,
    PlanItem,
    ReadinessCheck,
    SetEntry,
    User,
    Workout,
    WorkoutImport,
    WorkoutItem,
)
from members.preferences import health_data_delete
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_trainer,
    make_user,
)
from tests.gymsite.whole_person import (
    Snapshot,
    about,
    every_model,
    make_whole_person,
    snapshot,
)
from tests.photos import photo
from trainers.claims_check import claims_differences
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Booking,
    BookingEvent,
    ClientNote,
    MemberClaim,
    Message,
    PublishedAnswer,
    Question,
    TrainerClaim,
)

pytestmark = pytest.mark.django_db


BOTH_SIDES = {
    *[Question, Message, PublishedAnswer, ClientNote, AssignmentSet, AssignmentSetItem],
    *[Assignment],
}
HEALTH = {
    *[Workout, WorkoutItem, SetEntry, ReadinessCheck],
    *[WorkoutImport, WorkoutImport.workouts.through, ImportBatch, ImportedName],
}


def test_erasing_leaves_nothing_of_the_person_and_touches_nobody_else(
    django_capture_on_commit_callbacks: Any,
) -> None:
    tom = make_whole_person("tom")
    alice = make_whole_person("alice", helped_by=tom)
    toms_item = make_plan_item(
        day=make_plan_day(plan=make_plan(user=tom, active=False)), assigned_by=alice
    )
    kept = PlanItem.objects.filter(pk=toms_item.pk)
    download = DataExport.objects.get(user=alice)
    imported = WorkoutImport.objects.get(member=alice.member)
    trainer = alice.trainer.pk
    before = snapshot()
    theirs = {model: {row.pk for row in about(alice, model, owned=True)} for model in every_model()}
    theirs[Notice] = {row.pk for row in Notice.objects.filter(recipient__istartswith="alice")}
    theirs[Session] = {
        row.pk
        for row in Session.objects.all()
        if row.get_decoded()["_auth_user_id"] == str(alice.pk)
    }
    theirs[DBTaskResult] = {
        row.pk
        for row in DBTaskResult.objects.all()
        if row.args_kwargs["args"] in ([str(download.pk)], [str(imported.pk)])
    }
    theirs[LogEntry] |= {row.pk for row in LogEntry.objects.filter(object_repr="Trainer alice")}
    asked = own_questions(alice)
    theirs[Question] = {row.pk for row in asked if not row.messages.filter(is_answer=True)}
    theirs[Message] = {
        row.pk for row in Message.objects.filter(question__in=asked, is_answer=False)
    }
    theirs[PublishedAnswer] = {
        row.pk for row in PublishedAnswer.objects.filter(question__in=asked, state="agreed")
    }
    bookings = {Booking: theirs[Booking], BookingEvent: theirs[BookingEvent]}
    for table in everything(alice):
        assert theirs[table.rows.model], f"{table.name}: nothing to erase proves nothing"
    assert all(theirs[model] for model in (Session, EmailConfirmation))
    assert len(theirs[DBTaskResult]) == 2
    assert all(bookings.values())
    theirs[Booking] = theirs[BookingEvent] = set()
    theirs[TrainerClaim] = {row.pk for row in TrainerClaim.objects.filter(trainer=trainer)}
    theirs[MemberClaim] = {row.pk for row in MemberClaim.objects.filter(member=alice.member)}

    with django_capture_on_commit_callbacks(execute=True):
        erase_everything(alice)

    after = snapshot()
    assert kept.get().assigned_by is None
    before["members.PlanItem"][toms_item.pk]["assigned_by_id"] = None
    without_her(before, after, alice, trainer)
    assert not list(claims_differences())
    for model in every_model():
        label = model._meta.label
        gone = {pk for pk in before[label] if pk not in after[label]}
        assert gone == theirs[model], label
        assert after[label] == {
            pk: row for pk, row in before[label].items() if pk not in theirs[model]
        }, label


ABOUT_NOTHING = {"question_id": None, "exercise_id": None, "variation_id": None}
FREED = {"state": "open", "claimed_by_id": None, "claimed_at": None, "claim_lapses_at": None}


def without_her(before: Snapshot, after: Snapshot, alice: User, trainer: int) -> None:
    """What others wrote and did stays; `before` as it has to be once she is gone."""
    questions = before["trainers.Question"]
    for pk, row in questions.items():
        if row["member_id"] == alice.member.pk and pk in after["trainers.Question"]:
            resolved_at = after["trainers.Question"][pk]["resolved_at"]
            assert resolved_at
            row |= {"member_id": None, "text": "", "state": "resolved", "seen_at": None}
            row |= {"may_publish": False, "resolved_at": resolved_at}
        if row["claimed_by_id"] == trainer:
            row |= FREED if row["state"] == "claimed" else {"claimed_by_id": None}
    before["exercises.CatalogueState"][1]["version"] += 1  # her public page is gone
    for row in before["trainers.Message"].values():
        if row["trainer_id"] == trainer:
            row |= {"trainer_id": None, "author_id": None}
    for row in before["trainers.PublishedAnswer"].values():
        if row["proposed_by_id"] == trainer:
            row |= {"proposed_by_id": None, "approved_by_id": None}
    for row in before["trainers.Booking"].values():
        if row["trainer_id"] == trainer:
            row |= {"trainer_id": None, "session_type_id": None}
        if row["member_id"] == alice.member.pk:
            row |= {"member_id": None, "note": "", **ABOUT_NOTHING}
    account = before["members.Member"][alice.member.pk]["user_id"]
    for row in before["trainers.BookingEvent"].values():
        if row["user_id"] == account:
            row |= {"user_id": None, "message": ""}
    for label in ("trainers.Assignment", "trainers.WorkoutRead"):
        for row in before[label].values():
            if row["trainer_id"] == trainer:
                row["trainer_id"] = None


def own_questions(user: User) -> Any:
    return Question.objects.filter(member__user=user)


def test_deleting_health_data_alone_leaves_the_account_and_its_plans() -> None:
    alice, tom = make_whole_person("alice"), make_whole_person("tom")
    before = {model: about(alice, model).count() for model in every_model()}
    toms = {model: about(tom, model).count() for model in every_model()}
    health_data_delete(member=alice.member)
    for model in {*every_model()} - BOTH_SIDES:
        assert about(alice, model).count() == (0 if model in HEALTH else before[model]), model
    for model in every_model():
        assert about(tom, model).count() == toms[model], model


def test_questions_and_notes_go_with_the_health_data_and_answers_stay() -> None:
    alice, tom = make_whole_person("alice"), make_whole_person("tom")
    asked = set(own_questions(alice).values_list("pk", flat=True))
    words = Message.objects.filter(question__in=asked)
    assert (len(asked), words.count()) == (3, 5)
    given = set(Assignment.objects.filter(member=alice.member))
    as_trainer = [
        set(rows.filter(trainer=alice.trainer))
        for rows in (Message.objects, AssignmentSet.objects, Assignment.objects)
    ]
    toms = set(own_questions(tom).values_list("pk", "text", "state"))
    health_data_delete(member=alice.member)
    assert not own_questions(alice).exists()
    assert not ClientNote.objects.filter(client__member=alice.member).exists()
    assert not AssignmentSet.objects.filter(question__in=asked).exists()
    kept = Question.objects.filter(pk__in=asked)
    assert [(one.text, one.member) for one in kept] == [("", None)] * 2
    assert {one.text for one in words} == {"Do this."}
    (published,) = PublishedAnswer.objects.filter(question__in=asked)
    assert published.faq
    assert set(Assignment.objects.filter(member=alice.member)) == given
    assert as_trainer == [
        set(rows.filter(trainer=alice.trainer))
        for rows in (Message.objects, AssignmentSet.objects, Assignment.objects)
    ]
    assert set(own_questions(tom).values_list("pk", "text", "state")) == toms


def test_the_photo_of_a_trainer_goes_too(django_capture_on_commit_callbacks: Any) -> None:
    trainer = make_trainer()
    encoded = encode_picture(photo())
    with picture_batch(encoded):
        trainer.portrait_change(encoded)
        trainer.save()
    assert default_storage.exists(str(trainer.photo.name))
    with django_capture_on_commit_callbacks(execute=True):
        erase_everything(trainer.user)
    assert not any(default_storage.exists(name) for name in encoded.files)


def test_the_log_of_the_administration_forgets_who_it_was_about(admin_user: User) -> None:
    alice, tom = make_user(), make_user()
    for row in (alice, alice.member, tom, tom.member):
        LogEntry.objects.log_actions(admin_user.pk, [row], CHANGE, "changed", single_object=True)
    erase_everything(alice)
    assert {entry.object_repr for entry in LogEntry.objects.all()} == {tom.email}
    assert LogEntry.objects.count() == 2


def test_the_files_of_downloads_go_too(django_capture_on_commit_callbacks: Any) -> None:
    alice = make_whole_person("alice")
    export = DataExport.objects.get(user=alice)
    storages["exports"].save(export.file_name, ContentFile(b"zip"))
    with django_capture_on_commit_callbacks(execute=True):
        erase_everything(alice)
    assert not storages["exports"].exists(export.file_name)


def test_the_clock_erases_whoever_has_had_their_14_days() -> None:
    now = timezone.now()
    gone, nearly, staying = make_user(), make_user(), make_user()
    for user, asked in ((gone, timedelta(days=14)), (nearly, timedelta(days=14, seconds=-1))):
        Member.objects.filter(user=user).update(deletion_requested_at=now - asked)
    erasures_due(now)
    assert set(User.objects.all()) == {nearly, staying}
    erasures_due(now + timedelta(seconds=1))
    assert set(User.objects.all()) == {staying}
