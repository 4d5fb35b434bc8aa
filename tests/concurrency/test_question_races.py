"""Trainers, askers and staff at the same question, at once; each guard with a control."""

import os
import time
from collections import Counter
from datetime import datetime
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.db import transaction
from django.test import TransactionTestCase
from django.utils import timezone

from exercises.models import Faq
from members.models import User
from tests.concurrency.threads import at_once
from tests.factories import make_gym, make_question, make_trainer, make_user
from trainers import publishing, questions
from trainers.models import Message, PublishedAnswer, Question, Trainer
from trainers.publishing import NotAgreed
from trainers.questions import QuestionTaken

ROUNDS = int(os.environ.get("STORM_ROUNDS", "5"))
A_MOMENT = 0.1
State = Question.State


def claim_by_looking(*, question: Question, trainer: Trainer) -> None:
    """A claim as one would write it without thinking of others."""
    question.refresh_from_db()
    if not question.is_open:
        raise QuestionTaken(question)
    time.sleep(A_MOMENT)
    question.state, question.claimed_by = State.CLAIMED, trainer
    question.claimed_at = question.claim_lapses_at = timezone.now()
    question.save()


def answer_by_looking(*, question: Question, trainer: Trainer, text: str) -> None:
    question.refresh_from_db()
    if question.claimed_by_id != trainer.pk:
        raise QuestionTaken(question)
    time.sleep(A_MOMENT)
    Message.objects.create(question=question, trainer=trainer, is_answer=True, text=text)
    Question.objects.filter(pk=question.pk, state=State.CLAIMED).update(state=State.ANSWERED)


def approve_by_looking(*, uuid: UUID, by: User, proposed_at: datetime) -> Faq:
    """Agreed is looked at once, and the row is neither locked nor looked at again."""
    answer = PublishedAnswer.objects.get(pk=uuid)
    if answer.state != PublishedAnswer.State.AGREED:
        raise NotAgreed
    time.sleep(A_MOMENT)
    with transaction.atomic():
        faq = Faq.objects.create(
            exercise=answer.exercise, question=answer.question_text, answer=answer.answer_text
        )
        PublishedAnswer.objects.filter(pk=uuid).update(
            state="approved", agreed_at=timezone.now(), faq=faq
        )
    return faq


class QuestionRacesTest(TransactionTestCase):
    tom: Trainer
    pia: Trainer
    alice: User

    def setUp(self) -> None:
        gym = make_gym()
        self.tom, self.pia = make_trainer(gym=gym), make_trainer(gym=gym)
        self.alice = make_user()
        self.gym = gym

    def ask(self, **changes: Any) -> Question:
        return make_question(user=self.alice, gym=self.gym, **changes)

    def copies(self, question: Question) -> list[Question]:
        """As two requests read it."""
        return [Question.objects.get(pk=question.pk) for _ in range(2)]

    # Two trainers claim one question

    def claims_at_once(self) -> Counter[str]:
        """How the rounds went: one was told who has it, or both think that they do."""
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            first, second = self.copies(self.ask())
            told = at_once(
                partial(questions.question_claim, question=first, trainer=self.tom),
                partial(questions.question_claim, question=second, trainer=self.pia),
            )
            left = Question.objects.get(pk=first.pk)
            refused = [one for one in told if isinstance(one, QuestionTaken)]
            assert [one for one in told if one is None or isinstance(one, QuestionTaken)] == told
            if len(refused) == 1 and refused[0].question.claimed_by == left.claimed_by:
                winner = (self.tom, self.pia)[told.index(None)]
                outcomes["one has it, the other is told who"] += winner == left.claimed_by
            outcomes["both were told that they have it"] += not refused
        return outcomes

    def test_of_two_claims_at_once_one_gets_it_and_the_other_is_told_who(self) -> None:
        outcomes = self.claims_at_once()
        print(f"Claims, {ROUNDS} rounds: {dict(outcomes)}")  # noqa: T201  for `make storm`
        assert +outcomes == {"one has it, the other is told who": ROUNDS}

    def test_control_looking_before_claiming_gives_it_to_both(self) -> None:
        with patch.object(questions, "question_claim", claim_by_looking):
            outcomes = self.claims_at_once()
        print(f"Claims, control: {dict(outcomes)}")  # noqa: T201
        assert outcomes["both were told that they have it"] > 0

    # A hand-back and an answer cross

    def crossings(self) -> Counter[str]:
        outcomes: Counter[str] = Counter()
        for _ in range(ROUNDS):
            first, second = self.copies(self.ask(claimed_by=self.tom))
            answered, handed_back = at_once(
                partial(
                    questions.question_answer, question=first, trainer=self.tom, text="Ribs down."
                ),
                partial(questions.question_hand_back, question=second, trainer=self.tom),
            )
            left = Question.objects.get(pk=first.pk)
            there = left.messages.filter(is_answer=True).exists()
            if left.state == State.ANSWERED and left.claimed_by == self.tom and there:
                assert isinstance(handed_back, QuestionTaken)
                outcomes["answered by the claimer"] += 1
            elif left.state == State.OPEN and not there:
                assert isinstance(answered, QuestionTaken)
                outcomes["handed back, the answer refused"] += 1
            else:
                outcomes["an answer to an open question"] += 1
        return outcomes

    def test_a_hand_back_and_an_answer_that_cross_end_in_one_of_the_two(self) -> None:
        outcomes = self.crossings()
        print(f"Hand-back and answer, {ROUNDS} rounds: {dict(outcomes)}")  # noqa: T201
        assert "an answer to an open question" not in outcomes
        assert outcomes.total() == ROUNDS

    def test_control_looking_before_answering_answers_an_open_question(self) -> None:
        with patch.object(questions, "question_answer", answer_by_looking):
            outcomes = self.crossings()
        print(f"Hand-back and answer, control: {dict(outcomes)}")  # noqa: T201
        assert outcomes["an answer to an open question"] > 0

    # Consent is withdrawn while staff approve

    def agreed(self) -> tuple[Question, PublishedAnswer]:
        question = self.ask(
            state="answered", answered_at=timezone.now(), claimed_by=self.tom, may_publish=True
        )
        answer = publishing.published_answer_propose(
            question=question, trainer=self.tom, question_text="Why?", answer_text="Ribs down."
        )
        publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)
        return question, answer

    def withdrawals(self) -> Counter[str]:
        outcomes: Counter[str] = Counter()
        staff = make_user()
        for _ in range(ROUNDS):
            question, answer = self.agreed()
            withdrawn, approved = at_once(
                partial(questions.question_publishing, question=question, may_publish=False),
                partial(
                    publishing.published_answer_approve,
                    uuid=answer.pk,
                    by=staff,
                    proposed_at=answer.proposed_at,
                ),
            )
            published = Faq.objects.filter(exercise=question.exercise).exists()
            assert isinstance(withdrawn, bool)
            if withdrawn and not published:
                assert isinstance(approved, NotAgreed)
                outcomes["withdrawn, nothing published"] += 1
            elif published and not withdrawn:
                assert Question.objects.get(pk=question.pk).may_publish
                outcomes["published first, and said so"] += 1
            else:
                outcomes["published against the withdrawal"] += 1
        return outcomes

    def test_where_the_withdrawal_was_acknowledged_nothing_is_published(self) -> None:
        outcomes = self.withdrawals()
        print(f"Withdrawal and approval, {ROUNDS} rounds: {dict(outcomes)}")  # noqa: T201
        assert "published against the withdrawal" not in outcomes
        assert outcomes.total() == ROUNDS

    def test_control_without_the_lock_and_the_second_look_it_is_published(self) -> None:
        with patch.object(publishing, "published_answer_approve", approve_by_looking):
            outcomes = self.withdrawals()
        print(f"Withdrawal and approval, control: {dict(outcomes)}")  # noqa: T201
        assert outcomes["published against the withdrawal"] > 0
