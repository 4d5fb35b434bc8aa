"""How often a member may write again, and how often trainers are told of it."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from members.models import Notice
from tests.factories import make_question
from tests.trainers.people import Floor, make_floor
from trainers.models import Message, Question
from trainers.questions import MESSAGES_A_DAY, question_answer, question_reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_question(user=floor.alice, gym=floor.gym, claimed_by=floor.tom)


def told() -> int:
    return Notice.objects.filter(kind="question_replied").count()


def test_so_many_a_day_over_all_questions_then_the_time_to_wait_is_said(
    client: Client, floor: Floor, question: Question
) -> None:
    other = make_question(user=floor.alice, gym=floor.gym)
    for number in range(MESSAGES_A_DAY):
        question_reply(question=(question, other)[number % 2], text=f"Number {number}")
    client.force_login(floor.alice)
    address = f"/me/questions/{question.pk}/reply/"
    answer = client.post(address, {"text": "One more"})
    page = answer.content.decode()
    assert answer.status_code == 429
    assert f"You have written {MESSAGES_A_DAY} messages in a day" in page
    assert "One more</textarea>" in page
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        client.force_login(floor.alice)
        assert client.post(address, {"text": "One more"}).status_code == 302
    assert Message.objects.count() == MESSAGES_A_DAY + 1


def test_the_trainers_messages_do_not_count(floor: Floor, question: Question) -> None:
    for number in range(MESSAGES_A_DAY):
        question_answer(question=question, trainer=floor.tom, text=f"Number {number}")
    question_reply(question=question, text="Thank you.")


def test_one_mail_while_one_waits_or_within_the_hour(floor: Floor, question: Question) -> None:
    question_reply(question=question, text="One")
    question_reply(question=question, text="Two")
    assert told() == 1
    Notice.objects.get(kind="question_replied").end(Notice.Outcome.SENT)
    question_reply(question=question, text="Three")
    assert told() == 1
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        question_reply(question=question, text="Four")
    assert told() == 2


def test_a_reply_to_a_new_answer_is_always_told(floor: Floor, question: Question) -> None:
    question_reply(question=question, text="One")
    Notice.objects.get(kind="question_replied").end(Notice.Outcome.SENT)
    question_answer(question=question, trainer=floor.tom, text="Ribs down.")
    question_reply(question=question, text="Two")
    assert told() == 2
