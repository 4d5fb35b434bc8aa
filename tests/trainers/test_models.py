"""Rules of trainers' rows that the database itself keeps, whoever writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_client,
    make_gym,
    make_question,
    make_trainer,
    make_user,
)
from tests.trainers import booking_rules
from trainers.models import (
    Assignment,
    AssignmentSetItem,
    Client,
    ClientNote,
    ClientRequest,
    PublishedAnswer,
    Question,
    Trainer,
)

pytestmark = pytest.mark.django_db
Row = Callable[[], Model]


def change(row: Model, **values: Any) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**values)


def double(row: Model, **values: Any) -> None:
    """Another row like it, without a check before the database's own."""
    row.pk = None
    for name, value in values.items():
        setattr(row, name, value)
    type(row)._default_manager.bulk_create([row])


def trainer() -> Trainer:
    return make_trainer()


def question() -> Question:
    return make_question(user=make_user(), gym=make_gym())


def claimed() -> Question:
    return make_question(user=make_user(), gym=make_gym(), claimed_by=make_trainer())


def client() -> Client:
    return make_client(trainer=make_trainer(), user=make_user())


def request() -> ClientRequest:
    return ClientRequest.objects.create(
        trainer=make_trainer(), member=make_user().member, asked_by="member"
    )


def note() -> ClientNote:
    return ClientNote.objects.create(client=client(), text="A note")


def assignment() -> Assignment:
    return make_assignment(trainer=make_trainer(), user=make_user())


def item() -> AssignmentSetItem:
    return make_assignment_set(trainer=make_trainer(), variations=1).items.get()


def wording() -> PublishedAnswer:
    asked = question()
    return PublishedAnswer.objects.create(
        question=asked, exercise=asked.exercise, question_text="Often?", answer_text="Yes."
    )


TARGETS: list[tuple[str, dict[str, Any]]] = [
    ("sets", {"sets": 0}),
    ("sets", {"sets": 21}),
    ("reps", {"reps_min": 0}),
    ("reps", {"reps_min": 13, "reps_max": 12}),
    ("reps", {"reps_max": 101}),
    ("load", {"load_kg": -1}),
    ("load", {"load_kg": 1_001}),
    ("rest", {"rest_seconds": 901}),
]
REFUSED: list[tuple[str, Row, dict[str, Any]]] = [
    ("trainers_question_state", question, {"state": "lost"}),
    ("trainers_question_claim", claimed, {"claimed_at": None}),
    ("trainers_question_claim", claimed, {"claim_lapses_at": None}),
    ("trainers_question_claim", question, {"state": "claimed"}),
    ("trainers_published_answer_state", wording, {"state": "lost"}),
    ("trainers_published_answer_agreed", wording, {"state": "agreed"}),
    ("trainers_published_answer_agreed", wording, {"state": "approved"}),
    ("trainers_client_request_state", request, {"state": "lost"}),
    ("trainers_client_request_asked_by", request, {"asked_by": "staff"}),
    ("trainers_note_kind", note, {"kind": "open"}),
    ("trainers_assignment_state", assignment, {"state": "lost"}),
    ("trainers_assignment_taken", assignment, {"state": "in_plan"}),
    *[(f"trainers_assignment_{name}", assignment, values) for name, values in TARGETS],
    *[(f"trainers_assignmentsetitem_{name}", item, values) for name, values in TARGETS],
    *booking_rules.REFUSED,
]
ALLOWED: list[tuple[Row, dict[str, Any]]] = [
    *[(question, {"state": state}) for state in ("open", "answered", "resolved")],
    (question, {"member": None, "text": ""}),
    *[(wording, {"state": state}) for state in ("proposed", "declined", "refused")],
    *[(wording, {"state": state, "agreed_at": timezone.now()}) for state in ("agreed", "approved")],
    *[(request, {"state": state}) for state in ("asked", "accepted", "declined", "withdrawn")],
    (request, {"asked_by": "trainer"}),
    *[(note, {"kind": kind}) for kind in ("private", "shared")],
    *[(assignment, {"state": state}) for state in ("offered", "declined", "withdrawn")],
    (assignment, {"state": "in_plan", "taken_at": timezone.now()}),
    *[
        (row, values)
        for row in (assignment, item)
        for values in (
            {"sets": 1, "rest_seconds": 0, "load_kg": 0},
            {"sets": 20, "rest_seconds": 900, "load_kg": 1_000},
            {"reps_min": 1, "reps_max": 100},
            {"reps_min": None, "reps_max": None},
        )
    ],
    *booking_rules.ALLOWED,
]


@pytest.mark.parametrize(("name", "row", "values"), REFUSED)
def test_a_change_that_breaks_a_rule_is_refused(
    name: str, row: Row, values: dict[str, Any]
) -> None:
    made = row()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        change(made, **values)
    assert name in str(refusal.value)


@pytest.mark.parametrize(("row", "values"), ALLOWED)
def test_what_the_rules_allow_is_kept(row: Row, values: dict[str, Any]) -> None:
    change(row(), **values)


TWICE: list[tuple[str, str, Row, dict[str, Any]]] = [
    ("trainers_client_once", "trainer_id", client, {}),
    ("trainers_client_request_one_open", "trainer_id", request, {}),
    ("trainers_client_request_one_open", "trainer_id", request, {"asked_by": "trainer"}),
    ("trainers_trainer_user", "user_id", trainer, {"slug": "another"}),
    ("trainers_publishedanswer_question", "question_id", wording, {}),
    *booking_rules.TWICE,
]


@pytest.mark.parametrize(("name", "column", "row", "values"), TWICE)
def test_what_may_be_there_once_is_not_made_twice(
    name: str, column: str, row: Row, values: dict[str, Any]
) -> None:
    made = row()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        double(made, **values)
    told = name if connection.vendor == "postgresql" else f"{type(made)._meta.db_table}.{column}"
    assert told in str(refusal.value)


def test_no_two_trainers_share_an_address() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        double(make_trainer(), user=make_user())


def test_an_entry_of_a_guide_comes_from_one_wording_alone() -> None:
    one, two = wording(), wording()
    faq = one.exercise.faqs.create(question="Often?", answer="Yes.")
    change(one, faq=faq)
    with pytest.raises(IntegrityError), transaction.atomic():
        change(two, faq=faq)


@pytest.mark.parametrize(
    ("row", "values"),
    [
        (client, {"ended_at": timezone.now()}),
        *[(request, {"state": state}) for state in ("accepted", "declined", "withdrawn")],
    ],
)
def test_one_that_is_over_may_be_followed_by_another(row: Row, values: dict[str, Any]) -> None:
    made = row()
    change(made, **values)
    double(made)
    assert type(made)._default_manager.count() == 2


def test_no_rule_of_the_database_is_without_a_test() -> None:
    told = {name for name, *_ in [*REFUSED, *TWICE]}
    rules = {
        constraint.name
        for model in apps.get_app_config("trainers").get_models()
        for constraint in model._meta.constraints
    }
    assert rules <= told
