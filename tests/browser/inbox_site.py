"""Questions in every state, as a trainer meets them, for the pages that tests walk through."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from exercises.models import Variation
from members.models import Gym, User
from tests.factories import make_assignment, make_question, make_trainer, make_user
from trainers.clients import Rights, client_invite
from trainers.models import PublishedAnswer, Trainer
from trainers.publishing import published_answer_agree, published_answer_propose
from trainers.questions import question_answer, question_reply

WAITING, MINE, ANSWERED_BY_ME, THEIRS = (UUID(int=number) for number in range(61, 65))
WORDING = UUID(int=65)
TEXT = (
    "My lower back arches at the top and I feel it there rather than in my glutes.\n\n"
    "I use 40 kg for 3 sets of 10. Is that too much, or do I do something wrong?"
)


def fill_inbox(trainer_user: User) -> None:
    """Waiting and late, taken, of another trainer, and on its way to the guide."""
    gym = Gym.objects.get(slug="hackney")
    trainer = Trainer.objects.of(trainer_user) or make_trainer(user=trainer_user, gym=gym)
    trainer.gyms.add(gym)
    other = make_trainer(gym=gym, name="Priya Shah", slug="priya-shah")
    asker = make_user(name="Alice Moss")
    asker.member.level, asker.member.goal = "beginner", "strength"
    asker.member.save()
    now = timezone.now()
    barbell = Variation.objects.get(exercise__slug="hip-thrusts", slug="barbell")
    squat = Variation.objects.filter(exercise__slug="squats").first()
    guide = barbell.exercise
    values: dict[str, Any] = {"user": asker, "gym": gym, "text": TEXT, "exercise": guide}
    make_question(**values, pk=WAITING, due_at=now - timedelta(hours=1), variation=barbell)
    make_question(**values, pk=MINE, claimed_by=trainer)
    make_question(**values, pk=THEIRS, claimed_by=other, variation=squat)
    answered = make_question(**values, pk=ANSWERED_BY_ME, claimed_by=trainer, may_publish=True)
    question_answer(question=answered, trainer=trainer, text="Keep the ribs down.\nLess load.")
    make_assignment(trainer=trainer, user=asker, variation=barbell, question=answered, load_kg=30)
    wording = published_answer_propose(
        question=answered,
        trainer=trainer,
        question_text="Why do I feel hip thrusts in my lower back?",
        answer_text="Keep the **ribs down**, and stop before the back takes over.",
    )
    PublishedAnswer.objects.filter(pk=wording.pk).delete()
    wording.pk = WORDING
    wording.save(force_insert=True)
    published_answer_agree(answer=wording, proposed_at=wording.proposed_at)
    again = make_question(**values, variation=squat, claimed_by=trainer)
    question_answer(question=again, trainer=trainer, text="Sit back more.")
    question_reply(question=again, text="I did, and it still pinches.")
    client_invite(member=asker.member, trainer=trainer, rights=Rights(True, True))
