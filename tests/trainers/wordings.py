"""A wording on its way from an answered question to the guide."""

from django.utils import timezone

from exercises.models import Faq
from members.models import User
from tests.factories import make_question, make_user
from tests.trainers.people import Floor
from trainers import publishing
from trainers.models import PublishedAnswer, Question

ORIGINAL = "Since my second child my lower back arches at the top. What do I change?"
WORDS = {
    "question_text": "Why does my lower back arch at the top?",
    "answer_text": "Keep the **ribs down**. See [squats](guide:squats).",
}


def make_answered(floor: Floor) -> Question:
    """Answered by Tom; the asker lets an anonymous version be published."""
    return make_question(
        user=floor.alice,
        gym=floor.gym,
        text=ORIGINAL,
        claimed_by=floor.tom,
        state="answered",
        answered_at=timezone.now(),
        may_publish=True,
    )


def propose(question: Question, floor: Floor, **changes: str) -> PublishedAnswer:
    return publishing.published_answer_propose(
        question=question, trainer=floor.tom, **{**WORDS, **changes}
    )


def agreed(question: Question, floor: Floor) -> PublishedAnswer:
    answer = propose(question, floor)
    publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)
    answer.refresh_from_db()
    return answer


def approve(answer: PublishedAnswer, by: User | None = None) -> Faq:
    return publishing.published_answer_approve(
        uuid=answer.pk, by=by or make_user(), proposed_at=answer.proposed_at
    )


def refuse(answer: PublishedAnswer, reason: str) -> None:
    publishing.published_answer_refuse(
        uuid=answer.pk, by=make_user(), reason=reason, proposed_at=answer.proposed_at
    )
