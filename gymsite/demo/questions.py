"""Questions in every state, as the demo members ask and their trainers answer."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from exercises.models import Exercise
from gymsite.demo.plans import Shipped
from gymsite.demo.trainers import HAFEN, RIVERSIDE, email_of
from members.models import Gym, Member, User
from trainers.models import Message, PublishedAnswer, Question, Trainer
from trainers.publishing import published_answer_approve
from trainers.questions import CLAIM_LASTS, due_at, within_opening_hours

State = Question.State
Wording = PublishedAnswer.State


def demo_uuid(key: str) -> UUID:
    """The same for the same thing in every demo database."""
    return uuid5(NAMESPACE_URL, f"https://demo.gymsite.example/{key}")


class Said(NamedTuple):
    by: Literal["member", "trainer"]
    hours_ago: float
    text: str


class Words(NamedTuple):
    """An anonymous version on its way into the guide."""

    state: str
    question: str
    answer: str
    refusal: str = ""


class DemoQuestion(NamedTuple):
    key: str
    asker: str
    gym: str
    subject: str
    text: str
    hours_ago: float
    state: str = State.OPEN
    trainer: str = ""
    claimed_hours_ago: float = 0
    said: tuple[Said, ...] = ()
    seen: bool = False
    may_publish: bool = False
    words: Words | None = None

    @property
    def uuid(self) -> UUID:
        return demo_uuid(f"questions/{self.key}")


QUESTIONS = (
    DemoQuestion(
        "open",
        "mia",
        RIVERSIDE,
        "squats/barbell",
        "Where should the bar sit? Mine rests quite high on my neck and I keep wanting to push it"
        " up with my hands. Is that normal in the beginning?",
        hours_ago=2,
    ),
    DemoQuestion(
        "late",
        "omar",
        RIVERSIDE,
        "step-ups/bodyweight",
        "How high should the box be? The gym has three. On the tallest one I have to push off with"
        " the foot that stays on the floor.",
        hours_ago=96,
    ),
    DemoQuestion(
        "claimed",
        "priya",
        HAFEN,
        "push-ups/knee",
        "I manage 18 from the knees but not one full push-up. Should I go on with the knees or do"
        " something in between?",
        hours_ago=5,
        state=State.CLAIMED,
        trainer="lena",
        claimed_hours_ago=1,
    ),
    DemoQuestion(
        "lapsed",
        "jack",
        HAFEN,
        "overhead-press/dumbbell",
        "My left arm always finishes before my right. Do I stop when the left one is done, or"
        " finish the set with the right?",
        hours_ago=200,
        state=State.CLAIMED,
        trainer="kofi",
        claimed_hours_ago=190,
    ),
    DemoQuestion(
        "news",
        "mia",
        RIVERSIDE,
        "hip-thrusts/barbell",
        "At the top my ribs come up and my lower back takes over from my glutes. What do I change?",
        hours_ago=26,
        state=State.ANSWERED,
        trainer="tara",
        claimed_hours_ago=6,
        said=(
            Said(
                "trainer",
                3,
                "Good that you notice it.\n\nLook straight ahead instead of up at the ceiling, so"
                " that your chin stays tucked, and stop the rep when your body is level. If your"
                " ribs still lift, take 10 kg off and hold the top for two seconds.\n\nI have also"
                " given you the dumbbell version. It is easier to feel the end of the movement"
                " there.",
            ),
        ),
        may_publish=True,
    ),
    DemoQuestion(
        "reopened",
        "ben",
        RIVERSIDE,
        "bench-press/barbell",
        "My bench has been at the same weight for seven weeks while everything else goes up."
        " Should I press more often?",
        hours_ago=150,
        trainer="kofi",
        said=(
            Said(
                "trainer",
                120,
                "Before adding a day, look at the sets you have. You go close to the limit on all"
                " four. Do the first set heavy, then take 10 % off for the other three and keep"
                " two reps in hand. Give it three weeks.",
            ),
            Said(
                "member",
                4,
                "Did that for two sessions. The lighter sets feel almost too easy now. Should I"
                " raise those, or leave them and raise the first?",
            ),
        ),
        seen=True,
    ),
    DemoQuestion(
        "resolved",
        "jack",
        HAFEN,
        "deadlifts/barbell",
        "Do I put the bar down fully between reps, or touch the floor and go?",
        hours_ago=340,
        state=State.RESOLVED,
        trainer="kofi",
        claimed_hours_ago=330,
        said=(
            Said(
                "trainer",
                329,
                "Put it down, breathe, set your back again, pull. Every rep is a first rep. Your"
                " numbers may drop a little for a week, and that is fine.",
            ),
            Said("member", 300, "Makes sense. Thank you, that already feels tidier."),
        ),
        seen=True,
    ),
    DemoQuestion(
        "proposed",
        "omar",
        RIVERSIDE,
        "glute-kickbacks/cable",
        "I feel these more in my back than in my glutes. Too much weight?",
        hours_ago=74,
        state=State.ANSWERED,
        trainer="tara",
        claimed_hours_ago=70,
        said=(
            Said(
                "trainer",
                69,
                "Most likely, yes. Halve it, lean your forearms on the frame, and stop the leg"
                " where your back would begin to arch.",
            ),
        ),
        seen=True,
        may_publish=True,
        words=Words(
            Wording.PROPOSED,
            "Why do I feel cable kickbacks in my back?",
            "Usually the load is too high. Halve it, lean your forearms on the frame and stop the"
            " leg where your back would begin to arch.",
        ),
    ),
    DemoQuestion(
        "agreed",
        "priya",
        HAFEN,
        "plank/forearm",
        "Is it better to hold one long plank or several short ones?",
        hours_ago=220,
        state=State.RESOLVED,
        trainer="lena",
        claimed_hours_ago=215,
        said=(
            Said(
                "trainer",
                214,
                "Several short ones. Once your hips drop, the clock only counts waiting. Do four"
                " times 20 seconds and make each of them a good one.",
            ),
        ),
        seen=True,
        may_publish=True,
        words=Words(
            Wording.AGREED,
            "One long plank or several short ones?",
            "Several short ones. Once the hips drop, more seconds add little: four holds of 20"
            " seconds that look alike beat one of 80 that does not.",
        ),
    ),
    DemoQuestion(
        "approved",
        "ben",
        RIVERSIDE,
        "pull-ups/weighted",
        "When is it time to hang weight on, and how do I hang it so that it does not swing?",
        hours_ago=500,
        state=State.RESOLVED,
        trainer="rob",
        claimed_hours_ago=490,
        said=(
            Said(
                "trainer",
                489,
                "When three sets of eight look the same. Start with the smallest plate on a belt,"
                " chain short, plate between your knees, and cross your feet behind it.",
            ),
            Said("member", 470, "2.5 kg it is."),
        ),
        seen=True,
        may_publish=True,
        words=Words(
            Wording.APPROVED,
            "When should I add weight to pull-ups?",
            "When you can do three sets of eight that all look the same. Begin with the smallest"
            " plate on a belt with a short chain, so that it cannot swing.",
        ),
    ),
    DemoQuestion(
        "declined",
        "mia",
        RIVERSIDE,
        "lunges/reverse",
        "I wobble on every rep. Is there an easier way to begin?",
        hours_ago=410,
        state=State.RESOLVED,
        trainer="tara",
        claimed_hours_ago=400,
        said=(
            Said(
                "trainer",
                399,
                "Hold on to the rack with one hand and put your feet on two lines instead of one."
                " When ten a side are calm, let go.",
            ),
        ),
        seen=True,
        words=Words(
            Wording.DECLINED,
            "How do I stop wobbling in reverse lunges?",
            "Hold on to something with one hand, and keep your feet hip width apart.",
        ),
    ),
    DemoQuestion(
        "refused",
        "jack",
        HAFEN,
        "bench-press/barbell",
        "Feet on the floor or up on the bench?",
        hours_ago=270,
        state=State.RESOLVED,
        trainer="kofi",
        claimed_hours_ago=265,
        said=(Said("trainer", 264, "On the floor. You press better from a steady base."),),
        seen=True,
        may_publish=True,
        words=Words(
            Wording.REFUSED,
            "Feet on the floor or on the bench?",
            "On the floor.",
            refusal="A little short: please say why.",
        ),
    ),
)


def questions_make(now: datetime, shipped: Shipped) -> None:
    """Make the questions that are missing; one whose guide is not there is left out."""
    guides = {one.slug: one for one in Exercise.objects.all()}
    trainers = {one.user.email: one for one in Trainer.objects.select_related("user")}
    there = set(Question.objects.filter(member__isnull=False).values_list("pk", flat=True))
    for given in QUESTIONS:
        guide = guides.get(given.subject.partition("/")[0])
        if guide and given.uuid not in there:
            Question.objects.filter(pk=given.uuid).delete()
            _ask(given, guide, shipped, trainers, now)


def _ask(
    given: DemoQuestion,
    guide: Exercise,
    shipped: Shipped,
    trainers: dict[str, Trainer],
    now: datetime,
) -> None:
    def ago(hours: float) -> datetime:
        return now - timedelta(hours=hours)

    gym = Gym.objects.get(slug=given.gym)
    member = Member.objects.get(user__email=email_of(given.asker))
    asked_again = [one.hours_ago for one in given.said if one.by == "member"][-1:]
    waits_since = ago(asked_again[0] if asked_again else given.hours_ago)
    answers = [ago(one.hours_ago) for one in given.said if one.by == "trainer"]
    question = Question(
        pk=given.uuid,
        member=member,
        exercise=guide,
        variation=shipped.get((guide.slug, given.subject.partition("/")[2])),
        gym=gym,
        text=given.text,
        state=given.state,
        may_publish=given.may_publish,
        created_at=ago(given.hours_ago),
        due_at=due_at(gym, waits_since),
        answered_at=answers[-1] if answers else None,
    )
    trainer = trainers.get(email_of(given.trainer))
    if given.state != State.OPEN:
        question.claimed_by = trainer
        question.claimed_at = ago(given.claimed_hours_ago)
        question.claim_lapses_at = within_opening_hours(gym, question.claimed_at, CLAIM_LASTS)
    if given.seen:
        question.seen_at = ago(min(one.hours_ago for one in given.said) - 1)
    if given.state == State.RESOLVED:
        question.resolved_at = question.seen_at
    question.save(force_insert=True)
    for said in given.said:
        by_trainer = trainer if said.by == "trainer" else None
        Message.objects.create(
            question=question,
            author=by_trainer.user if by_trainer else member.user,
            trainer=by_trainer,
            is_answer=bool(by_trainer),
            text=said.text,
            created_at=ago(said.hours_ago),
        )
    if given.words:
        _put_into_words(question, given.words, trainer)


def _put_into_words(question: Question, words: Words, trainer: Trainer | None) -> None:
    """What staff approved or refused was agreed to before, as everything is."""
    agreed = words.state in (Wording.AGREED, Wording.APPROVED, Wording.REFUSED)
    proposed_at = (question.answered_at or question.created_at) + timedelta(hours=1)
    answer = PublishedAnswer.objects.create(
        question=question,
        exercise=question.exercise,
        question_text=words.question,
        answer_text=words.answer,
        proposed_by=trainer,
        state=Wording.AGREED if words.state == Wording.APPROVED else words.state,
        proposed_at=proposed_at,
        agreed_at=proposed_at + timedelta(hours=1) if agreed else None,
        refusal=words.refusal,
    )
    if words.state == Wording.APPROVED:
        editor = User.objects.get(email=email_of("editor"))
        published_answer_approve(uuid=answer.pk, by=editor, proposed_at=proposed_at)
