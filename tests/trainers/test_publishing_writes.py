"""From an answer to the guide: only with the asker's yes and that of staff to these words."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from exercises.models import Faq
from tests.factories import make_user
from tests.trainers.people import Floor, make_floor
from tests.trainers.wordings import WORDS, agreed, approve, make_answered, propose, refuse
from trainers import publishing, questions
from trainers.models import PublishedAnswer, Question
from trainers.publishing import NotAgreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_answered(floor)


def test_only_the_words_that_were_read_are_agreed_to(question: Question, floor: Floor) -> None:
    read = propose(question, floor)
    propose(question, floor, answer_text="Quite other words.")
    with pytest.raises(NotAgreed):
        publishing.published_answer_agree(answer=read, proposed_at=read.proposed_at)
    assert PublishedAnswer.objects.get().state == "proposed"


def test_approving_puts_exactly_these_words_last_in_the_guide(
    question: Question, floor: Floor
) -> None:
    Faq.objects.create(exercise=question.exercise, order=4, question="First?", answer="Yes.")
    answer = agreed(question, floor)
    staff = make_user()
    first = approve(answer, staff)
    again = approve(answer)
    assert first == again
    assert [(one.question, one.answer) for one in Faq.objects.all()] == [
        ("First?", "Yes."),
        (WORDS["question_text"], WORDS["answer_text"]),
    ]
    answer.refresh_from_db()
    assert (answer.state, answer.approved_by, answer.faq) == ("approved", staff, first)


def no_yes(question: Question, floor: Floor) -> None:
    propose(question, floor)


def leave_withdrawn(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    assert questions.question_publishing(question=question, may_publish=False)


def leave_given_again(question: Question, floor: Floor) -> None:
    leave_withdrawn(question, floor)
    questions.question_publishing(question=question, may_publish=True)


def declined(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    assert publishing.published_answer_take_back(question=question)


def other_words(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    propose(question, floor, answer_text="Quite other words.")


def refused(question: Question, floor: Floor) -> None:
    refuse(agreed(question, floor), "Too short.")


def question_gone(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    question.delete()


@pytest.mark.parametrize(
    "meanwhile",
    [no_yes, leave_withdrawn, leave_given_again, declined, other_words, refused, question_gone],
)
def test_nothing_is_published_without_the_askers_yes_to_these_words(
    question: Question, floor: Floor, meanwhile: Any
) -> None:
    meanwhile(question, floor)
    answer = PublishedAnswer.objects.get()
    with pytest.raises(NotAgreed):
        approve(answer)
    assert not Faq.objects.exists()


def agreed_anew(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    agreed(question, floor)


@pytest.mark.parametrize("meanwhile", [other_words, agreed_anew])
def test_staff_decide_about_the_version_that_they_read(
    question: Question, floor: Floor, meanwhile: Any
) -> None:
    read = agreed(question, floor)
    meanwhile(question, floor)
    with pytest.raises(NotAgreed):
        approve(read)
    with pytest.raises(NotAgreed):
        refuse(read, "Too short.")
    assert not Faq.objects.exists()
    assert PublishedAnswer.objects.get().refusal == ""


def test_after_a_no_nothing_is_proposed_until_it_is_allowed_again(
    question: Question, floor: Floor
) -> None:
    declined(question, floor)
    with pytest.raises(NotAgreed):
        propose(question, floor, answer_text="Quite other words.")
    questions.question_publishing(question=question, may_publish=True)
    assert propose(question, floor).state == "proposed"


def test_what_stands_in_the_guide_is_not_withdrawn_or_refused(
    question: Question, floor: Floor
) -> None:
    answer = agreed(question, floor)
    approve(answer)
    assert not questions.question_publishing(question=question, may_publish=False)
    question.refresh_from_db()
    assert question.may_publish
    with pytest.raises(NotAgreed):
        refuse(answer, "No.")
    with pytest.raises(NotAgreed):
        propose(question, floor)
    answer.refresh_from_db()
    assert answer.state == "approved"


def test_nothing_is_proposed_without_leave(question: Question, floor: Floor) -> None:
    Question.objects.update(may_publish=False)
    with pytest.raises(NotAgreed):
        propose(question, floor)
    assert not PublishedAnswer.objects.exists()


def test_a_key_of_nothing_is_no_approval(question: Question, floor: Floor) -> None:
    with pytest.raises(ObjectDoesNotExist):
        publishing.published_answer_approve(
            uuid=question.pk, by=make_user(), proposed_at=timezone.now()
        )


def test_a_wording_says_nothing_by_its_name(question: Question, floor: Floor) -> None:
    """Its name is what Django's admin notes in its history."""
    assert str(propose(question, floor)).startswith("Answer ")


def test_after_a_refusal_the_reason_goes_with_new_words(question: Question, floor: Floor) -> None:
    refused(question, floor)
    later = timezone.now() + timedelta(seconds=1)
    answer = propose(question, floor, answer_text="Longer words.")
    assert (answer.state, answer.refusal) == ("proposed", "")
    assert answer.proposed_at < later
