"""Writes of questions. Who may do what is decided by one conditional UPDATE's row count."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from exercises.models import Exercise, Variation
from members.models import Gym, Member, Notice
from members.notices import notice_add
from trainers.models import Message, Question, Trainer
from trainers.publishing import published_answer_take_back

CLAIM_LASTS = timedelta(hours=24)
"""Opening hours of the gym until a claim without an answer lapses."""
QUESTIONS_A_DAY = 10
MESSAGES_A_DAY = 20
"""What a member may write again in a day, over all of their questions."""
TOLD_AGAIN_AFTER = timedelta(hours=1)
"""Until then a trainer who was told that a member has written again is not told once more."""
State = Question.State


def answering_gyms() -> QuerySet[Gym]:
    """Those with a trainer who can answer, with their hours."""
    with_trainer = Trainer.objects.published().filter(gyms=OuterRef("pk"))
    return Gym.objects.filter(Exists(with_trainer)).for_page()


class QuestionTaken(Exception):
    """Another trainer is on it, or it is no longer where the write thought it to be."""

    def __init__(self, question: Question) -> None:
        self.question = question


class OwnQuestion(QuestionTaken):
    """A trainer has asked it, and does not answer it."""


class TooManyQuestions(Exception):
    """A member has asked as often as one may in a day; tells when the next one is welcome."""

    def __init__(self, free_at: datetime) -> None:
        self.free_at = free_at


class TooManyMessages(Exception):
    """A member has written as often as one may in a day; tells when the next one is welcome."""

    def __init__(self, free_at: datetime) -> None:
        self.free_at = free_at


def within_opening_hours(gym: Gym, since: datetime, amount: timedelta) -> datetime:
    """When the gym has been open for so long; plain time where it never opens."""
    return gym.opening_hours().after_open_time(since, amount) or since + amount


def due_at(gym: Gym, since: datetime) -> datetime:
    return within_opening_hours(gym, since, timedelta(hours=gym.answer_within_hours))


@transaction.atomic
def question_ask(
    *,
    member: Member,
    uuid: UUID,
    exercise: Exercise,
    variation: Variation | None,
    gym: Gym,
    text: str,
    may_publish: bool,
    keep_gym: bool = False,
) -> Question:
    """Ask the trainers of a gym; the same uuid again gives the question that it made.

    With `keep_gym` it becomes the home gym of a member who has none. Raises TooManyQuestions, and
    Question.DoesNotExist for a uuid of somebody else's.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if Question.objects.filter(pk=uuid).exists():
        return Question.objects.get(pk=uuid, member=member)
    now = timezone.now()
    lately = Question.objects.filter(member=member, created_at__gt=now - timedelta(days=1))
    if lately.count() >= QUESTIONS_A_DAY:
        raise TooManyQuestions(lately.earliest("created_at").created_at + timedelta(days=1))
    question = Question.objects.create(
        pk=uuid,
        member=member,
        exercise=exercise,
        variation=variation,
        gym=gym,
        text=text,
        may_publish=may_publish,
        created_at=now,
        due_at=due_at(gym, now),
    )
    if keep_gym:
        Member.objects.filter(pk=member.pk, home_gym=None).update(home_gym=gym)
    _tell_trainers(question, "question_asked")
    return question


def question_claim(*, question: Question, trainer: Trainer) -> None:
    """Take an open question; raises QuestionTaken with the question as it stands now."""
    if question.is_of(trainer):
        raise OwnQuestion(question)
    now = timezone.now()
    claimed = (
        Question.objects.open(now)
        .filter(pk=question.pk)
        .update(
            state=State.CLAIMED,
            claimed_by=trainer,
            claimed_at=now,
            claim_lapses_at=within_opening_hours(question.gym, now, CLAIM_LASTS),
        )
    )
    question.refresh_from_db()
    if not claimed and question.claimed_by_id != trainer.pk:
        raise QuestionTaken(question)


def question_hand_back(*, question: Question, trainer: Trainer) -> None:
    """Let others take it; when it is due stays. Raises QuestionTaken."""
    mine = Question.objects.filter(pk=question.pk, state=State.CLAIMED, claimed_by=trainer)
    if not mine.update(**NO_CLAIM):
        question.refresh_from_db()
        raise QuestionTaken(question)


NO_CLAIM = {
    "state": State.OPEN,
    "claimed_by": None,
    "claimed_at": None,
    "claim_lapses_at": None,
}


@transaction.atomic
def question_answer(*, question: Question, trainer: Trainer, text: str) -> Message:
    """Answer a question that one has claimed, or add to one's answer; raises QuestionTaken.

    The text that one wrote last, sent again, is there once.
    """
    if question.is_of(trainer):
        raise OwnQuestion(question)
    now = timezone.now()
    going_on = Q(state=State.ANSWERED) | Q(state=State.CLAIMED, claim_lapses_at__gt=now)
    mine = Question.objects.filter(going_on, pk=question.pk, claimed_by=trainer)
    if not mine.update(state=State.ANSWERED, answered_at=now):
        question.refresh_from_db()
        raise QuestionTaken(question)
    last = question.messages.last()
    if last and last.trainer_id == trainer.pk and last.text == text:
        return last
    message = Message.objects.create(
        question=question,
        author=trainer.user,
        trainer=trainer,
        is_answer=True,
        text=text,
        created_at=now,
    )
    question.refresh_from_db()
    if question.member:
        notice_add(
            kind="question_answered",
            recipient=question.member.user.email,
            about=str(question.pk),
            sequence=message.pk,
        )
    return message


@transaction.atomic
def question_reply(*, question: Question, text: str) -> Message:
    """The asker writes again; what was answered or resolved is open from now on.

    The same words again right after them, as of a form sent twice, are the same reply. Raises
    TooManyMessages.
    """
    now = timezone.now()
    assert question.member is not None
    Member.objects.select_for_update(no_key=True).get(pk=question.member.pk)
    question = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    assert question.member is not None
    last = question.messages.last()
    if last and not last.is_answer and last.text == text:
        return last
    lately = Message.objects.filter(
        question__member=question.member, is_answer=False, created_at__gt=now - timedelta(days=1)
    )
    if lately.count() >= MESSAGES_A_DAY:
        raise TooManyMessages(lately.earliest("created_at").created_at + timedelta(days=1))
    answered_by, answered_at = question.claimed_by, question.answered_at
    message = Message.objects.create(
        question=question, author=question.member.user, text=text, created_at=now
    )
    if question.state in (State.ANSWERED, State.RESOLVED):
        for name, value in NO_CLAIM.items():
            setattr(question, name, value)
        question.due_at, question.resolved_at = due_at(question.gym, now), None
        question.save(update_fields=[*NO_CLAIM, "due_at", "resolved_at"])
    since = max(filter(None, [now - TOLD_AGAIN_AFTER, answered_at]))
    if not _told_of_reply(question, since):
        _tell_trainers(question, "question_replied", only=answered_by, sequence=message.pk)
    return message


def _told_of_reply(question: Question, since: datetime) -> bool:
    """Whether a mail waits that says so, or one was written since that moment."""
    told = Notice.objects.filter(kind="question_replied", about=str(question.pk))
    return told.filter(Q(ended_at=None) | Q(created_at__gt=since)).exists()


def question_see(*, question: Question) -> None:
    """The asker has read what is there: the answers, and what was assigned with them."""
    now = timezone.now()
    as_read = Question.objects.filter(pk=question.pk, answered_at=question.answered_at)
    as_read.update(seen_at=now)
    question.assignments.filter(seen_at=None).update(seen_at=now)


def question_resolve(*, question: Question) -> None:
    """The asker needs nothing more."""
    left = Question.objects.filter(pk=question.pk).exclude(state=State.RESOLVED)
    left.update(state=State.RESOLVED, resolved_at=timezone.now())


@transaction.atomic
def question_publishing(*, question: Question, may_publish: bool) -> bool:
    """Give or withdraw the leave to publish an anonymous version.

    Withdrawing ends what was proposed; False where it stands in the guide already.
    """
    if not may_publish:
        return published_answer_take_back(question=question)
    Question.objects.filter(pk=question.pk).update(may_publish=True)
    return True


def _tell_trainers(
    question: Question, kind: str, *, only: Trainer | None = None, sequence: int = 0
) -> None:
    """The trainer who is on it, else all of the gym."""
    trainers = Trainer.objects.published().filter(gyms=question.gym)
    if only and trainers.filter(pk=only.pk).exists():
        trainers = trainers.filter(pk=only.pk)
    for email in trainers.values_list("user__email", flat=True):
        notice_add(kind=kind, recipient=email, about=str(question.pk), sequence=sequence)


def claims_lapsed(now: datetime) -> None:
    """Open the questions whose claim has gone stale."""
    stale = Question.objects.filter(state=State.CLAIMED, claim_lapses_at__lte=now)
    stale.update(**NO_CLAIM)
