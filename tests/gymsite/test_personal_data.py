"""All that the product holds about a person can be handed over and erased: model by model."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailConfirmation
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models
from django.test.utils import isolate_apps
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gymsite.data_export import write_zip
from gymsite.models import DataExport, SitePage
from gymsite.personal_data import (
    erase_everything,
    erasures_due,
    everything,
    everything_on_request,
)
from members.data_tables import Table
from members.models import (
    Gym,
    GymClosure,
    GymHours,
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
    make_question,
    make_trainer,
    make_user,
)
from tests.gymsite.whole_person import (
    Snapshot,
    about,
    every_model,
    make_whole_person,
    paths_to_user,
    snapshot,
)
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    ClientNote,
    Message,
    PublishedAnswer,
    Question,
)

pytestmark = pytest.mark.django_db

NOT_IN_THE_FILE: dict[type[models.Model], str] = {
    EmailConfirmation: "a key that allauth makes only where links confirm; here codes do",
    Session: "a sign-in's inner state; its device is in sessions.csv",
    DBTaskResult: "ids of rows that are in the file, until the work is done",
    Gym: "a gym is not a person",
    GymHours: "a gym is not a person",
    GymClosure: "a gym is not a person",
    SitePage: "public texts",
    Group: "a list of rights; who is in it is in groups.csv",
    Permission: "a right; who has it is in permissions.csv",
    Group.permissions.through: "rights of a group",
    ContentType: "a list of models",
}


PATHS = {
    "messages": "question__member__user",
    "answers": "trainer__user",
    "wordings": "question__member__user",
    "wordings_proposed": "proposed_by__user",
    "assignments": "member__user",
    "assignments_given": "trainer__user",
    "trainer_requests": "member__user",
    "client_requests": "trainer__user",
    "trainers": "member__user",
    "clients": "trainer__user",
    "workout_reads": "client__member__user",
    "workouts_read": "trainer__user",
    "templates": "trainer__user",
    "template_items": "assignment_set__trainer__user",
    "trainer_notes": "client__member__user",
}
"""As whom the person is in a table, where a model has them as member and as trainer."""
BOTH_SIDES = {
    *[Question, Message, PublishedAnswer, ClientNote, AssignmentSet, AssignmentSetItem],
    *[Assignment],
}
HEALTH = {
    *[Workout, WorkoutItem, SetEntry, ReadinessCheck],
    *[WorkoutImport, WorkoutImport.workouts.through, ImportBatch, ImportedName],
}


def unlisted(candidates: Iterable[type[models.Model]], user: User) -> set[type[models.Model]]:
    """Models that nobody has thought about: neither in the file nor left out with a reason.

    The catalogue needs no listing, as long as none of it leads to a person.
    """
    exported = {table.rows.model for table in everything(user)}
    return {
        model
        for model in candidates
        if model not in exported and model not in NOT_IN_THE_FILE
        if model._meta.app_label != "exercises" or any(paths_to_user(model))
    }


def test_every_model_is_in_the_file_or_left_out_with_a_reason() -> None:
    assert unlisted(every_model(), make_user()) == set()


@isolate_apps("exercises", "members")
def test_a_model_that_nobody_thought_about_is_found() -> None:
    class Diary(models.Model):
        member = models.ForeignKey(Member, models.CASCADE)

        class Meta:
            app_label = "members"

    class Rating(models.Model):
        by = models.ForeignKey(Diary, models.CASCADE)

        class Meta:
            app_label = "exercises"

    assert list(paths_to_user(Rating)) == ["by__member__user"]
    assert unlisted([Diary, Rating], make_user()) == {Diary, Rating}


def test_every_field_is_a_column_or_left_out_with_a_reason() -> None:
    tables = list(everything(make_user()))
    for model in {table.rows.model for table in tables}:
        mine = [table for table in tables if table.rows.model is model]
        sources = {table.sources.get(name, name) for table in mine for name in table.words}
        told = {source.partition("__")[0] for source in sources}
        told |= {name for table in mine for name in table.left_out}
        assert {field.name for field in model._meta.concrete_fields} <= told, model
    for table in tables:
        words = [*table.words.values(), *table.left_out.values(), table.about]
        assert all(words), table.name
        assert not {*table.words} & {*table.left_out}, table.name


# The file, opened and compared with the database

WAITING = (
    *["2026-03-01T18:00:00", "2026-03-01T19:00:00", "Push of alice", "good"],
    *["Press of alice", "slow", "A"],
)


def opened(user: User) -> dict[str, str]:
    file = BytesIO()
    write_zip(file, user, list(everything(user)))
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def expected_rows(table: Table, user: User) -> Counter[tuple[Any, ...]]:
    """What the table must hold, read another way: row by row, attribute by attribute."""
    rows = about(user, table.rows.model, owned=True)
    if table.rows.model is Notice:
        rows = Notice.objects.filter(recipient__istartswith=user.name)
    if table.name in PATHS:
        rows = table.rows.model._base_manager.filter(**{PATHS[table.name]: user})
    if table.name == "trainer_notes":
        rows = rows.filter(kind="shared")
    paths = [table.sources.get(name, name) for name in table.words]
    return Counter(tuple(value_at(row, path) for path in paths) for row in rows)


def value_at(row: Any, path: str) -> Any:
    value = reduce(lambda one, name: one and getattr(one, name), path.split("__"), row)
    if isinstance(value, models.Model):
        value = value.pk
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z".replace(".000000Z", "Z")
    return str(value) if isinstance(value, date | UUID) else hashable(value)


def as_read(table: Table, record: dict[str, Any]) -> tuple[Any, ...]:
    decimals = {
        field.name
        for field in table.rows.model._meta.concrete_fields
        if isinstance(field, models.DecimalField)
    }
    return tuple(
        Decimal(str(value)) if name in decimals and value is not None else hashable(value)
        for name, value in record.items()
    )


def hashable(value: Any) -> Any:
    return str(value) if isinstance(value, list | dict) else value


def test_the_file_holds_every_row_and_nothing_else() -> None:
    tom = make_whole_person("tom")
    alice = make_whole_person("alice", helped_by=tom)
    files = opened(alice)
    data = json.loads(files["data.json"])
    tables = {table.name: table for table in everything(alice)}
    assert data.keys() == tables.keys()
    assert files.keys() == {"README.txt", "data.json", *(f"{name}.csv" for name in tables)}
    for name, table in tables.items():
        assert data[name], f"{name} is empty: the test proves nothing about it"
        if name in ("consents", "waiting_sets"):
            continue
        found = Counter(as_read(table, record) for record in data[name])
        assert found == expected_rows(table, alice), name
    batch = WorkoutImport.objects.get(member=alice.member)
    assert [list(row.values()) for row in data["waiting_sets"]] == [
        [str(batch.pk), *WAITING, "working", 8, "60kg", "", None, 2],
        [str(batch.pk), *WAITING, "drop", 5, "40kg", "", None, None],
    ]
    assert [row["kind"] for row in data["consents"]] == ["age", "health"]
    given = [alice.member.age_confirmed_at, alice.member.health_consent_at]
    assert [datetime.fromisoformat(row["since"]) for row in data["consents"]] == given


def test_the_tables_say_the_same_as_the_json() -> None:
    alice = make_whole_person("alice")
    files = opened(alice)
    for name, records in json.loads(files["data.json"]).items():
        header, *lines = csv.reader(StringIO(files[f"{name}.csv"], newline=""))
        assert len(lines) == len(records), name
        for line, record in zip(lines, records, strict=True):
            assert header == list(record), name
            told = [in_a_cell(value) for value in record.values()]
            assert [cell.removeprefix("'") for cell in line] == told, name


def in_a_cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def test_nothing_of_anybody_else_is_in_it() -> None:
    alice, tom = make_whole_person("alice"), make_whole_person("tom")
    text = "\n".join(opened(alice).values())
    for model in (table.rows.model for table in everything(tom)):
        for row in about(tom, model, owned=True):
            if isinstance(row.pk, UUID):
                assert str(row.pk) not in text
    for word in ("tom@", "tom-old", "of tom", "(tom)"):
        assert word not in text.lower()


def test_no_secret_is_in_it() -> None:
    alice = make_whole_person("alice")
    session = Session.objects.get()
    text = "\n".join(opened(alice).values())
    for secret in (alice.password, "secret of alice", "key of alice", session.pk):
        assert secret not in text


def test_the_read_me_describes_every_file_and_column() -> None:
    alice = make_whole_person("alice")
    readme = opened(alice)["README.txt"]
    for table in everything(alice):
        _, _, part = readme.partition(f"\n{table.name}.csv\n")
        section = part.partition("\n\n\n")[0] + "\n"
        assert table.about in section
        for column, words in table.words.items():
            assert f"  {column}: {words}\n" in section
    assert "kilograms" in readme
    assert "&" not in readme


# Erasing


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
    for table in everything(alice):
        assert theirs[table.rows.model], f"{table.name}: nothing to erase proves nothing"
    assert all(theirs[model] for model in (Session, EmailConfirmation))
    assert len(theirs[DBTaskResult]) == 2

    with django_capture_on_commit_callbacks(execute=True):
        erase_everything(alice)

    after = snapshot()
    assert kept.get().assigned_by is None
    before["members.PlanItem"][toms_item.pk]["assigned_by_id"] = None
    without_her(before, after, alice, trainer)
    for model in every_model():
        label = model._meta.label
        gone = {pk for pk in before[label] if pk not in after[label]}
        assert gone == theirs[model], label
        assert after[label] == {
            pk: row for pk, row in before[label].items() if pk not in theirs[model]
        }, label


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
    for row in before["trainers.Assignment"].values():
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
    trainer = make_trainer(photo=ContentFile(b"photo", name="trainer.jpg"))
    storage, name = trainer.photo.storage, str(trainer.photo.name)
    assert storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        erase_everything(trainer.user)
    assert not storage.exists(name)


def test_private_notes_are_only_in_the_file_on_request() -> None:
    alice = make_whole_person("alice")
    text = "\n".join(opened(alice).values())
    assert f"A shared note on {alice}" in text
    assert "private note" not in text
    tables = {table.name: table for table in everything_on_request(alice)}
    (note,) = tables["trainer_notes_private"].read()
    assert note[1] == f"A private note on {alice}"
    (entry,) = tables["staff_log_trainer"].read()
    assert "Trainer alice" in entry


def test_a_trainer_takes_along_nothing_about_members() -> None:
    alice = make_whole_person("alice")
    tom = make_whole_person("tom", helped_by=alice)
    gym = tom.member.home_gym
    assert gym
    own = make_question(user=alice, gym=gym, text="Asked by Alice")
    text = "\n".join(opened(tom).values())
    others = User.objects.exclude(pk=tom.pk).filter(trainer=None)
    for word in ("Asked by Alice", "note on person", "Question of Client", str(own.pk)):
        assert word not in text
    for person in others:
        assert person.name not in text
        assert person.email not in text


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
