"""The mails about questions, assignments and clients: when they are true, and what they keep."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from members.models import Notice
from members.notices import KINDS, Mail
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_gym,
    make_question,
    make_user,
)
from tests.trainers.people import Floor, make_floor
from trainers import assignments, clients, notices, publishing, questions
from trainers.assignments import Recipient
from trainers.models import Assignment, ClientRequest, Question

pytestmark = pytest.mark.django_db
SECRET = "zebra"
OURS = {
    "question_asked",
    "question_replied",
    "question_answered",
    "publish_asked",
    "assignment_given",
    "client_requested",
    "client_accepted",
}


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_question(
        user=floor.alice, gym=floor.gym, text=f"A {SECRET} hurts.", claimed_by=floor.tom
    )


def notice(kind: str, recipient: str = "") -> Notice:
    rows = Notice.objects.filter(kind=kind)
    found = rows.filter(recipient=recipient) if recipient else rows
    return found.latest("pk")


def mail(kind: str, recipient: str = "") -> Mail | None:
    one = notice(kind, recipient)
    return KINDS[kind](one)


def read(kind: str, recipient: str = "") -> str:
    """All that a mail says; it says nothing of what was asked, answered or prescribed."""
    found = mail(kind, recipient)
    assert found is not None
    whole = f"{found.subject}\n{found.text}\n{found.html}"
    assert SECRET not in whole
    assert "hip thrust" not in whole.lower()
    assert "Alice" not in whole
    return whole


def answered(question: Question, floor: Floor) -> None:
    questions.question_answer(question=question, trainer=floor.tom, text=f"No {SECRET}.")


def test_every_kind_is_rendered_here() -> None:
    kinds = {kind for kind, render in KINDS.items() if render.__module__ == notices.__name__}
    assert kinds == OURS


@pytest.mark.parametrize("kind", ["question_asked", "question_replied"])
def test_a_question_that_waits(floor: Floor, kind: str) -> None:
    question = make_question(user=floor.alice, gym=floor.gym, text=f"A {SECRET} hurts.")
    questions._tell_trainers(question, kind)
    due = floor.gym.local(question.due_at)
    words = read(kind, floor.pia.user.email)
    assert "Hackney" in words
    assert f"{due:%H:%M} (Europe/London)" in words
    assert f"/coach/questions/{question.pk}/" in words


@pytest.mark.parametrize(
    "change",
    [
        {"state": "answered"},
        {"state": "resolved"},
        {
            "state": "claimed",
            "claimed_at": timezone.now(),
            "claim_lapses_at": timezone.now() + timedelta(days=3650),
        },
    ],
)
def test_a_question_that_waits_no_longer(floor: Floor, change: dict[str, Any]) -> None:
    question = make_question(user=floor.alice, gym=floor.gym)
    questions._tell_trainers(question, "question_asked")
    if change["state"] == "claimed":
        change = {**change, "claimed_by": floor.tom}
    Question.objects.update(**change)
    assert mail("question_asked", floor.pia.user.email) is None


def test_a_lapsed_claim_waits_again(floor: Floor, question: Question) -> None:
    Question.objects.update(claim_lapses_at=timezone.now() - timedelta(minutes=1))
    questions._tell_trainers(question, "question_asked")
    assert mail("question_asked", floor.pia.user.email)


def test_a_trainer_who_has_left_the_gym_or_stopped_gets_none(floor: Floor) -> None:
    question = make_question(user=floor.alice, gym=floor.gym)
    questions._tell_trainers(question, "question_asked")
    floor.pia.gyms.set([make_gym()])
    floor.tom.active = False
    floor.tom.save()
    for trainer in (floor.pia, floor.tom):
        assert mail("question_asked", trainer.user.email) is None


def test_an_answer_until_it_is_read(floor: Floor, question: Question) -> None:
    answered(question, floor)
    assert f"/me/questions/{question.pk}/" in read("question_answered")
    Question.objects.update(seen_at=timezone.now())
    assert mail("question_answered") is None


def test_no_answer_for_who_has_left(floor: Floor, question: Question) -> None:
    answered(question, floor)
    Question.objects.update(member=None)
    assert mail("question_answered") is None


def propose(question: Question, floor: Floor) -> Any:
    Question.objects.update(may_publish=True)
    return publishing.published_answer_propose(
        question=question,
        trainer=floor.tom,
        question_text=f"Does a {SECRET} hurt?",
        answer_text=f"No {SECRET} does.",
    )


def test_words_for_the_guide_until_the_asker_decides(floor: Floor, question: Question) -> None:
    answer = propose(question, floor)
    assert "nothing is published unless you agree" in read("publish_asked")
    publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)
    assert mail("publish_asked") is None


def test_words_that_have_changed_drop_the_first_mail(floor: Floor, question: Question) -> None:
    propose(question, floor)
    first = notice("publish_asked")
    propose(question, floor)
    assert KINDS["publish_asked"](first) is None
    assert mail("publish_asked") is not None


def test_words_withdrawn_drop_it(floor: Floor, question: Question) -> None:
    propose(question, floor)
    questions.question_publishing(question=question, may_publish=False)
    assert mail("publish_asked") is None


def test_an_assignment_until_it_is_seen_or_withdrawn(floor: Floor) -> None:
    for change in ({"seen_at": timezone.now()}, {"state": "withdrawn"}):
        given = make_assignment_set(trainer=floor.tom, variations=1)
        assignments.assignments_give(
            trainer=floor.tom,
            assignment_set=given,
            recipients=[Recipient(floor.alice.member)],
            sending=uuid4(),
        )
        assert "/me/assignments/" in read("assignment_given")
        Assignment.objects.filter(pk=notice("assignment_given").about).update(**change)
        assert mail("assignment_given") is None


def test_an_offer_that_was_taken_back_unseen_has_no_mail(floor: Floor) -> None:
    given = make_assignment(trainer=floor.tom, user=floor.alice)
    new = assignments.assignment_change(assignment=given, targets={"sets": 4, "reps_min": 8})
    assignments.assignment_withdraw(assignment=new)
    assert mail("assignment_given") is None


def test_a_member_who_invites_and_the_trainers_yes(floor: Floor) -> None:
    clients.client_invite(
        member=floor.alice.member, trainer=floor.tom, rights=clients.Rights(True, True)
    )
    assert "/coach/clients/" in read("client_requested", floor.tom.user.email)
    clients.client_request_accept(request=ClientRequest.objects.get())
    assert mail("client_requested") is None
    assert "/me/trainers/" in read("client_accepted", floor.alice.email)


def test_a_trainer_who_asks_and_the_members_yes(floor: Floor, question: Question) -> None:
    clients.client_ask(trainer=floor.tom, member=floor.alice.member)
    assert "Tom would like to be your trainer" in read("client_requested", floor.alice.email)
    clients.client_request_accept(request=ClientRequest.objects.get())
    assert mail("client_requested") is None
    assert "/coach/clients/" in read("client_accepted", floor.tom.user.email)


@pytest.mark.parametrize(
    "decide", [clients.client_request_decline, clients.client_request_withdraw]
)
def test_a_request_that_was_declined_or_taken_back(floor: Floor, decide: Any) -> None:
    clients.client_invite(member=floor.alice.member, trainer=floor.tom, rights=clients.Rights())
    decide(request=ClientRequest.objects.get())
    assert mail("client_requested") is None


def test_a_stranger_of_the_same_name_is_told_nothing(floor: Floor) -> None:
    question = make_question(user=floor.alice, gym=floor.gym)
    questions._tell_trainers(question, "question_asked")
    stray = notice("question_asked")
    stray.recipient = make_user().email
    assert KINDS["question_asked"](stray) is None


def test_about_whoever_is_leaving_nobody_gets_a_mail(floor: Floor, question: Question) -> None:
    made = make_assignment_set(trainer=floor.tom)
    alice = floor.alice.member
    clients.client_ask(trainer=floor.tom, member=alice)
    assignments.assignments_give(
        trainer=floor.tom, assignment_set=made, recipients=[Recipient(alice)], sending=uuid4()
    )
    questions.question_answer(question=question, trainer=floor.tom, text="Ribs down.")
    Question.objects.filter(pk=question.pk).update(may_publish=True)
    publishing.published_answer_propose(
        question=question, trainer=floor.tom, question_text="Often?", answer_text="Yes."
    )
    kinds = ("client_requested", "assignment_given", "question_answered", "publish_asked")
    assert all(mail(kind) for kind in kinds)
    alice.deletion_requested_at = timezone.now()
    alice.save()
    assert not any(mail(kind) for kind in kinds)
