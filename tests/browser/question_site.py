"""A member's questions for the pages that tests walk through."""

from uuid import UUID

from exercises.models import Exercise, Variation
from members.models import Gym, User
from tests.factories import make_question, make_trainer
from trainers.publishing import published_answer_propose
from trainers.questions import question_answer, question_reply

ANSWERED, OPEN = UUID(int=11), UUID(int=12)


def fill_questions(user: User) -> None:
    """One that is answered, with words for the guide to agree to; an open one; one with news."""
    gym = Gym.objects.get(slug="hackney")
    trainer = make_trainer(gym=gym)
    guide = Exercise.objects.get(slug="hip-thrusts")
    barbell = Variation.objects.get(exercise=guide, slug="barbell")
    for key in (ANSWERED, UUID(int=13)):
        question = make_question(
            user=user,
            gym=gym,
            pk=key,
            exercise=guide,
            variation=barbell,
            claimed_by=trainer,
            may_publish=True,
        )
        question_answer(question=question, trainer=trainer, text="Tuck the chin.\n\nThen push.")
        published_answer_propose(
            question=question,
            trainer=trainer,
            question_text="Why does my back arch?",
            answer_text="The chin: *tuck* it. [Ask](ask:).",
        )
    question = make_question(user=user, gym=gym, pk=OPEN, exercise=guide, text="x" * 400)
    question_reply(question=question, text="One more thing.")
