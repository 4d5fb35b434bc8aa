"""All that the product holds about a person can be handed over and erased: model by model."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import reduce
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailConfirmation
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.test.utils import isolate_apps
from django_tasks_db.models import DBTaskResult

from gymsite.data_export import write_zip
from gymsite.models import SitePage
from gymsite.personal_data import (
    everything,
    everything_on_request,
)
from members.data_tables import Table
from members.models import (
    Gym,
    GymClosure,
    GymHours,
    Member,
    Notice,
    User,
    WorkoutImport,
)
from tests.factories import (
    make_question,
    make_user,
)
from tests.gymsite.whole_person import (
    about,
    every_model,
    make_whole_person,
    paths_to_user,
)
from trainers.models import MemberClaim, TrainerClaim

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
    TrainerClaim: "the quarters of an hour of sessions and time off that are in the file",
    MemberClaim: "the quarters of an hour of sessions that are in the file",
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
    "workout_reads": "member__user",
    "workouts_read": "trainer__user",
    "templates": "trainer__user",
    "template_items": "assignment_set__trainer__user",
    "bookings": "member__user",
    "booking_changes": "booking__member__user",
    "sessions_given": "trainer__user",
    "session_changes": "booking__trainer__user",
    "waitlist": "member__user",
    "trainer_notes": "client__member__user",
}
"""As whom the person is in a table, where a model has them as member and as trainer."""


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
    return str(value) if isinstance(value, date | time | UUID) else hashable(value)


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
    for secret in (alice.password, "secret of alice", "key of alice", "token-of", session.pk):
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
    for word in (
        *("Asked by Alice", "note on person", "Question of Client", str(own.pk)),
        *("Note of Client", "Message of Client"),
    ):
        assert word not in text
    for person in others:
        assert person.name not in text
        assert person.email not in text
