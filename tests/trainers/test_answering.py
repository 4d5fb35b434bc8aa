"""Claim, answer, hand back: as a trainer meets them on the page of a question."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Notice
from tests.factories import (
    make_assignment,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_question,
    make_variation,
)
from tests.forms import Fields
from tests.trainers.people import Floor, make_floor
from trainers.models import Message, Question
from trainers.questions import question_claim, question_hand_back, question_resolve

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def floor(client: Client) -> Floor:
    floor = make_floor()
    client.force_login(floor.tom.user)
    return floor


def ask(floor: Floor, **changes: Any) -> Question:
    return make_question(user=floor.alice, gym=floor.gym, **changes)


def address(question: Question, act: str = "") -> str:
    return f"/coach/questions/{question.pk}/{act and f'{act}/'}"


def test_claiming_leads_back_to_the_question_where_it_is_answered(
    client: Client, floor: Floor
) -> None:
    question = ask(floor)
    assert "Take this question" in client.get(address(question)).content.decode()
    answer = client.post(address(question, "claim"), follow=True)
    assert answer.redirect_chain == [(address(question), 302)]
    page = answer.content.decode()
    assert "Hand back" in page
    assert "Take this question" not in page
    assert "text" in Fields(page).values


def test_claiming_what_another_has_says_who(client: Client, floor: Floor) -> None:
    question = ask(floor, claimed_by=floor.pia)
    for headers in ({}, HTMX):
        answer = client.post(address(question, "claim"), headers=headers)
        assert answer.status_code == 409
        assert "Pia has it now." in answer.content.decode()
    question.refresh_from_db()
    assert question.claimed_by == floor.pia


def test_htmx_gets_the_question_alone(client: Client, floor: Floor) -> None:
    question = ask(floor)
    answer = client.post(address(question, "claim"), headers=HTMX)
    page = answer.content.decode().strip()
    assert answer.status_code == 200
    assert page.startswith('<div class="question" id="question"')
    assert "The question is yours." in page


def test_answering_tells_the_member_and_shows_the_answer(client: Client, floor: Floor) -> None:
    question = ask(floor, claimed_by=floor.tom)
    text = "Keep the ribs down.\n<b>Breathe</b> out."
    page = client.post(address(question, "answer"), {"text": text}, follow=True).content.decode()
    assert "&lt;b&gt;Breathe&lt;/b&gt;" in page
    assert "Add to the answer" in page
    message = Message.objects.get()
    assert (message.text, message.trainer, message.is_answer) == (text, floor.tom, True)
    assert Notice.objects.get(kind="question_answered").recipient == floor.alice.email


def test_one_adds_to_ones_answer_and_the_same_text_twice_is_there_once(
    client: Client, floor: Floor
) -> None:
    question = ask(floor, claimed_by=floor.tom)
    for text in ("First.", "First.", "And then this.", "And then this."):
        client.post(address(question, "answer"), {"text": text})
    assert [one.text for one in question.messages.all()] == ["First.", "And then this."]
    assert Notice.objects.filter(kind="question_answered").count() == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Write the answer first."), ("é" * 4_001, "This has 4001 characters. Cut it to 4000.")],
)
def test_an_answer_that_is_empty_or_too_long_is_asked_for_again(
    client: Client, floor: Floor, text: str, words: str
) -> None:
    question = ask(floor, claimed_by=floor.tom)
    for headers in ({}, HTMX):
        answer = client.post(address(question, "answer"), {"text": text}, headers=headers)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Fields(answer.content.decode()).values["text"] == text
    assert not Message.objects.exists()


def lapsed(question: Question) -> None:
    Question.objects.update(claim_lapses_at=timezone.now() - timedelta(seconds=1))


def handed_over(question: Question) -> None:
    pia = question.gym.trainers.get(name="Pia")
    trainer = question.claimed_by
    assert trainer
    question_hand_back(question=question, trainer=trainer)
    question_claim(question=question, trainer=pia)


def resolved(question: Question) -> None:
    question_resolve(question=question)


@pytest.mark.parametrize(
    ("meanwhile", "words"),
    [
        (lapsed, "Your claim is over, and the question is open again. Take it to go on."),
        (handed_over, "Pia has it now."),
        (resolved, "The member has marked it as resolved meanwhile."),
    ],
)
def test_an_answer_that_comes_too_late_is_kept_in_its_box(
    client: Client, floor: Floor, meanwhile: Any, words: str
) -> None:
    question = ask(floor, claimed_by=floor.tom)
    meanwhile(question)
    text = "Keep the ribs down.\n\nBreathe out."
    for headers in ({}, HTMX):
        answer = client.post(address(question, "answer"), {"text": text}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert f"{words} Your text stays below: nothing was sent." in page
        assert Fields(page).values["text"] == text
    assert not Message.objects.exists()
    assert not Notice.objects.filter(kind="question_answered").exists()


def test_after_a_lapse_one_takes_it_again_with_the_text(client: Client, floor: Floor) -> None:
    question = ask(floor, claimed_by=floor.tom)
    lapsed(question)
    page = client.post(address(question, "answer"), {"text": "Ribs down."}).content.decode()
    assert f'formaction="{address(question, "claim")}"' in page
    page = client.post(address(question, "claim"), Fields(page).values).content.decode()
    assert "Hand back" in page
    assert Fields(page).values["text"] == "Ribs down."
    assert not Message.objects.exists()
    client.post(address(question, "answer"), Fields(page).values)
    assert Message.objects.get().text == "Ribs down."


def test_who_has_not_claimed_it_has_no_box_and_cannot_answer(client: Client, floor: Floor) -> None:
    for question in (ask(floor), ask(floor, claimed_by=floor.pia)):
        assert "text" not in Fields(client.get(address(question)).content.decode()).values
        assert client.post(address(question, "answer"), {"text": "Hello"}).status_code == 409
    assert not Message.objects.exists()


def test_handing_back_opens_it_and_leaves_when_it_is_due(client: Client, floor: Floor) -> None:
    question = ask(floor, claimed_by=floor.tom)
    page = client.post(address(question, "hand-back"), follow=True).content.decode()
    assert "Take this question" in page
    due = question.due_at
    question.refresh_from_db()
    assert (question.state, question.claimed_by, question.due_at) == ("open", None, due)


@pytest.mark.parametrize("state", ["open", "theirs", "answered"])
def test_handing_back_what_one_does_not_have_changes_nothing(
    client: Client, floor: Floor, state: str
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "open": {},
        "theirs": {"claimed_by": floor.pia},
        "answered": {"claimed_by": floor.tom, "state": "answered", "answered_at": timezone.now()},
    }
    question = ask(floor, **changes[state])
    assert client.post(address(question, "hand-back")).status_code == 409
    before = question.state, question.claimed_by
    question.refresh_from_db()
    assert (question.state, question.claimed_by) == before


def test_a_wrong_verb_is_405(client: Client, floor: Floor) -> None:
    question = ask(floor)
    for act in ("claim", "answer", "hand-back"):
        assert client.get(address(question, act)).status_code == 405


def test_what_was_assigned_from_it_is_listed_in_the_members_unit(
    client: Client, floor: Floor
) -> None:
    floor.alice.member.unit = "lb"
    floor.alice.member.save()
    question = ask(floor, claimed_by=floor.tom)
    variation = make_variation(name="Dumbbell hip thrust")
    values: dict[str, Any] = {"trainer": floor.tom, "user": floor.alice, "question": question}
    make_assignment(**values, variation=variation, load_kg="20.41")
    make_assignment(**values, variation=make_variation(name="Taken back"), state="withdrawn")
    page = client.get(address(question)).content.decode()
    assert "Dumbbell hip thrust" in page
    assert "45" in page
    assert "Taken back" not in page


def test_what_was_assigned_is_called_what_it_is_now(client: Client, floor: Floor) -> None:
    question = ask(floor, claimed_by=floor.tom)
    item = make_plan_item(day=make_plan_day(plan=make_plan(user=floor.alice)))
    make_assignment(
        trainer=floor.tom,
        user=floor.alice,
        question=question,
        state="in_plan",
        taken_at=timezone.now(),
        plan_item=item,
    )
    assert "No longer in the plan" not in client.get(address(question)).content.decode()
    item.remove()
    assert "No longer in the plan" in client.get(address(question)).content.decode()
