"""How the mails about questions, assignments and clients read.

The text itself stays on the site: no mail says what was asked, answered or prescribed.
"""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format

from members.models import Notice
from members.notices import Mail, letter, notice_kind
from trainers.models import Assignment, ClientRequest, PublishedAnswer, Question, Trainer

STAYING = Q(member__isnull=False, member__deletion_requested_at__isnull=True)
"""About a member who has asked for their account to be deleted nobody gets a mail."""


def _address(name: str, *args: object) -> str:
    return settings.PUBLIC_URL + reverse(f"trainers:{name}", args=args)


@notice_kind("question_asked")
def question_asked(notice: Notice) -> Mail | None:
    return _to_trainer(notice, "A new question at {gym}", "A member of {gym} has asked a question.")


@notice_kind("question_replied")
def question_replied(notice: Notice) -> Mail | None:
    return _to_trainer(notice, "A member has written again", "A member of {gym} has written again.")


def _to_trainer(notice: Notice, subject: str, beginning: str) -> Mail | None:
    """None once nobody needs to answer, or where the trainer is no longer of that gym."""
    question = Question.objects.unanswered().select_related("gym").filter(pk=notice.about).first()
    if question is None:
        return None
    trainers = Trainer.objects.published().filter(gyms=question.gym_id)
    trainer = trainers.filter(user__email__iexact=notice.recipient).first()
    if trainer is None or (question.is_claimed and question.claimed_by_id != trainer.pk):
        return None
    gym = question.gym.name
    due = question.gym.local(question.due_at)
    return letter(
        subject.format(gym=gym),
        beginning.format(gym=gym),
        f"An answer is due by {date_format(due, 'l j F, H:i')} ({due.tzinfo}).",
        action=("Read the question", _address("inbox_detail", question.pk)),
    )


@notice_kind("question_answered")
def question_answered(notice: Notice) -> Mail | None:
    """None once the asker has read it."""
    question = Question.objects.filter(STAYING, pk=notice.about).first()
    if question is None or not question.has_news:
        return None
    return letter(
        "A trainer has answered you",
        "A trainer of your gym has answered your question.",
        action=("Read the answer", _address("question_detail", question.pk)),
    )


@notice_kind("publish_asked")
def publish_asked(notice: Notice) -> Mail | None:
    """None once the asker has decided, or the words have changed."""
    pk, _, proposed_at = notice.about.partition(" ")
    waiting = PublishedAnswer.objects.filter(
        pk=pk,
        proposed_at=proposed_at,
        state=PublishedAnswer.State.PROPOSED,
        question__member__deletion_requested_at__isnull=True,
    ).first()
    if waiting is None or waiting.question_id is None:
        return None
    return letter(
        "May this help others too?",
        "A trainer would like to put a rewritten, anonymous version of your question into the"
        " guide. Read the words first: nothing is published unless you agree.",
        action=("Read the words", _address("question_detail", waiting.question_id)),
    )


@notice_kind("assignment_given")
def assignment_given(notice: Notice) -> Mail | None:
    """None once the member has seen it, or it was taken back."""
    given = Assignment.objects.filter(STAYING, pk=notice.about, seen_at__isnull=True)
    one = given.exclude(state=Assignment.State.WITHDRAWN).select_related("trainer").first()
    if one is None:
        return None
    return letter(
        "Something new from your trainer",
        f"{one.trainer or 'A trainer'} has something for your plan.",
        action=("Have a look", _address("assignment_list")),
    )


@notice_kind("client_requested")
def client_requested(notice: Notice) -> Mail | None:
    """None once it has been answered."""
    request = _request(notice, ClientRequest.State.ASKED)
    if request is None:
        return None
    if request.asked_by == ClientRequest.AskedBy.TRAINER:
        return letter(
            "A trainer would like to follow you",
            f"{request.trainer.name} would like to be your trainer here.",
            "You decide whether, and what they may see and change.",
            action=("Decide", _address("my_trainers")),
        )
    return letter(
        "A member would like you as their trainer",
        "A member has invited you to be their trainer.",
        action=("Answer", _address("client_list")),
    )


@notice_kind("client_accepted")
def client_accepted(notice: Notice) -> Mail | None:
    request = _request(notice, ClientRequest.State.ACCEPTED)
    if request is None:
        return None
    if request.asked_by == ClientRequest.AskedBy.MEMBER:
        return letter(
            "Your trainer has said yes",
            f"{request.trainer.name} is your trainer from now on.",
            action=("See what they may do", _address("my_trainers")),
        )
    return letter(
        "You have a new client",
        "A member has agreed to have you as their trainer.",
        action=("See your clients", _address("client_list")),
    )


def _request(notice: Notice, state: str) -> ClientRequest | None:
    rows = ClientRequest.objects.select_related("trainer")
    return rows.filter(STAYING, pk=notice.about, state=state).first()
