"""From an answer to the guide: a new, anonymous wording that the asker and staff agree to.

Each write locks the row of the wording, so that the last word of the asker counts. A version of
the wording is known by the moment at which it was proposed.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from exercises.models import Faq
from members.models import User
from members.notices import notice_add
from trainers.models import PublishedAnswer, Question, Trainer

State = PublishedAnswer.State


class NotAgreed(Exception):
    """The asker does not agree, or no longer, to these words."""


@transaction.atomic
def published_answer_propose(
    *, question: Question, trainer: Trainer, question_text: str, answer_text: str
) -> PublishedAnswer:
    """Propose a wording, or another one, to the asker.

    Raises NotAgreed where the asker wants nothing published or is the trainer, or where it is in
    the guide.
    """
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    answer = _locked(question) or PublishedAnswer(question=question, exercise=question.exercise)
    if not question.may_publish or question.member is None or answer.in_guide:
        raise NotAgreed
    if question.is_of(trainer):
        raise NotAgreed
    answer.question_text, answer.answer_text = question_text, answer_text
    answer.state, answer.proposed_by = State.PROPOSED, trainer
    answer.proposed_at, answer.agreed_at = timezone.now(), None
    answer.approved_by, answer.approved_at, answer.refusal = None, None, ""
    answer.save()
    notice_add(
        kind="publish_asked",
        recipient=question.member.user.email,
        about=f"{answer.pk} {answer.proposed_at.isoformat()}",
    )
    return answer


@transaction.atomic
def published_answer_agree(*, answer: PublishedAnswer, proposed_at: datetime) -> None:
    """The asker agrees to the words proposed at that moment; raises NotAgreed for other ones."""
    proposed = PublishedAnswer.objects.filter(
        pk=answer.pk, state=State.PROPOSED, proposed_at=proposed_at
    )
    if not proposed.update(state=State.AGREED, agreed_at=timezone.now()):
        raise NotAgreed


@transaction.atomic
def published_answer_take_back(*, question: Question) -> bool:
    """The asker says no, or no longer yes, and nothing more is proposed until they allow it again.

    False where it stands in the guide already.
    """
    Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    answer = _locked(question)
    if answer and answer.in_guide:
        return False
    if answer:
        answer.state, answer.agreed_at = State.DECLINED, None
        answer.save(update_fields=["state", "agreed_at"])
    Question.objects.filter(pk=question.pk).update(may_publish=False)
    return True


@transaction.atomic
def published_answer_approve(*, uuid: UUID, by: User, proposed_at: datetime) -> Faq:
    """Put the agreed words at the end of the guide's questions.

    Raises NotAgreed, also for other words than those proposed at that moment. Approving again
    gives the same entry.
    """
    answer = PublishedAnswer.objects.select_for_update(no_key=True).get(pk=uuid)
    if answer.proposed_at != proposed_at:
        raise NotAgreed
    if answer.state == State.APPROVED and answer.faq:
        return answer.faq
    question = answer.question
    if answer.state != State.AGREED or question is None or not question.may_publish:
        raise NotAgreed
    last = Faq.objects.filter(exercise=answer.exercise).aggregate(last=Max("order"))["last"]
    answer.faq = Faq.objects.create(
        exercise=answer.exercise,
        order=0 if last is None else last + 1,
        question=answer.question_text,
        answer=answer.answer_text,
    )
    answer.state, answer.approved_by, answer.approved_at = State.APPROVED, by, timezone.now()
    answer.save(update_fields=["faq", "state", "approved_by", "approved_at"])
    return answer.faq


@transaction.atomic
def published_answer_refuse(*, uuid: UUID, by: User, reason: str, proposed_at: datetime) -> None:
    """Staff say no to the words proposed at that moment, with the reason that the trainer reads.

    Raises NotAgreed where they do not wait for staff.
    """
    waiting = PublishedAnswer.objects.filter(pk=uuid, state=State.AGREED, proposed_at=proposed_at)
    if not waiting.update(state=State.REFUSED, approved_by=by, refusal=reason):
        raise NotAgreed


def _locked(question: Question) -> PublishedAnswer | None:
    rows = PublishedAnswer.objects.select_for_update(no_key=True)
    return rows.filter(question=question).first()
