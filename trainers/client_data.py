"""What is held about a person whom trainers answer and follow."""

from collections.abc import Iterator

from members.data_tables import KEY, OWNER, TOLD, Table, every
from members.models import User
from members.personal_data import TARGETS
from trainers.booking_data import tables_as_booker
from trainers.models import (
    Assignment,
    Client,
    ClientNote,
    ClientRequest,
    Message,
    PublishedAnswer,
    Question,
    WorkoutRead,
)

RIGHTS = {
    "may_edit_plan": "Whether the trainer may change the plan.",
    "may_see_workouts": "Whether the trainer may see workouts and progress.",
}
WORDING = {
    "guide": "Name of the guide.",
    "question_text": "The question as it would stand there.",
    "answer_text": "The answer as it would stand there.",
    "state": "proposed, agreed (by the asker), declined, approved (in the guide) or refused.",
    "proposed_at": "When it was proposed, UTC.",
    "agreed_at": "When the asker agreed, UTC.",
    "approved_at": "When it came into the guide, UTC.",
    "refusal": "Why staff said no.",
}
WORDING_LEFT_OUT = {
    "uuid": KEY,
    "approved_by": "A member of staff.",
    "faq": "The place in the guide; told by state.",
}
ASSIGNED = {
    "uuid": "The assignment’s own number.",
    "guide": "Name of the guide.",
    "variation": "Name of the variation.",
    **TARGETS,
    "replaces": "Number of the assignment that it was to replace.",
    "state": "offered, in_plan, declined or withdrawn.",
    "created_at": "When it was given, UTC.",
}
SUBJECT = {"guide": "variation__exercise__name", "variation": "variation__name"}


def tables_as_client(user: User) -> Iterator[Table]:
    yield from _questions(user)
    yield from _followed(user)
    yield from tables_as_booker(user)
    yield Table(
        "assignments",
        "What trainers gave you to do.",
        every(Assignment).filter(member__user=user).order_by("created_at", "pk"),
        {
            **ASSIGNED,
            "trainer": "Name of the trainer.",
            "question": "Number of your question that it answers.",
            "booking": "Number of your session that it came from.",
            "seen_at": "When you first saw it, UTC.",
            "taken_at": "When it came into your plan, UTC.",
            "plan_item": "Number of the plan’s entry that it became.",
        },
        sources={**SUBJECT, "trainer": "trainer__name"},
        left_out={"member": OWNER},
    )


def _questions(user: User) -> Iterator[Table]:
    yield Table(
        "questions",
        "What you have asked trainers.",
        every(Question).filter(member__user=user).order_by("created_at", "pk"),
        {
            "uuid": "The question’s own number.",
            "guide": "Name of the guide that it is about.",
            "variation": "Name of the variation.",
            "gym": "The gym whose trainers you asked.",
            "text": "What you asked.",
            "state": "open, claimed (a trainer is on it), answered or resolved.",
            "may_publish": "Whether an anonymous version may go into the guide.",
            "created_at": "When you asked, UTC.",
            "due_at": "By when an answer was due, UTC.",
            "trainer": "Name of the trainer who is on it or answered last.",
            "claimed_at": "Since when the trainer is on it, UTC.",
            "answered_at": "When it was last answered, UTC.",
            "seen_at": "When you last read the answers, UTC.",
            "resolved_at": "When you said that you need nothing more, UTC.",
        },
        sources={
            "guide": "exercise__name",
            "variation": "variation__name",
            "gym": "gym__name",
            "trainer": "claimed_by__name",
        },
        left_out={"member": OWNER, "claim_lapses_at": "When others may take it, unless answered."},
    )
    yield Table(
        "messages",
        "The answers to those questions, and what you wrote back.",
        every(Message).filter(question__member__user=user).order_by("created_at", "pk"),
        {
            "question": "Number of the question.",
            "is_answer": "Whether a trainer wrote it.",
            "trainer": "Name of that trainer.",
            "text": "What was written.",
            "created_at": "When, UTC.",
        },
        sources={"trainer": "trainer__name"},
        left_out={"id": KEY, "author": TOLD},
    )
    yield Table(
        "wordings",
        "Anonymous versions of your questions, proposed for the guides.",
        every(PublishedAnswer).filter(question__member__user=user).order_by("proposed_at", "pk"),
        {"question": "Number of your question.", **WORDING, "trainer": "Who proposed it."},
        sources={"guide": "exercise__name", "trainer": "proposed_by__name"},
        left_out=WORDING_LEFT_OUT,
    )


def _followed(user: User) -> Iterator[Table]:
    yield Table(
        "trainer_requests",
        "Invitations between you and trainers.",
        every(ClientRequest).filter(member__user=user).order_by("created_at", "pk"),
        {
            "trainer": "Name of the trainer.",
            "asked_by": "member (you) or trainer.",
            "state": "asked (waits), accepted, declined or withdrawn.",
            **RIGHTS,
            "created_at": "When it was asked, UTC.",
            "decided_at": "When it was decided, UTC.",
        },
        sources={"trainer": "trainer__name"},
        left_out={"uuid": KEY, "member": OWNER},
    )
    yield Table(
        "trainers",
        "Trainers who follow you or did.",
        every(Client).filter(member__user=user).order_by("since", "pk"),
        {
            "trainer": "Name of the trainer.",
            **RIGHTS,
            "since": "Since when, UTC.",
            "ended_at": "Until when, UTC.",
        },
        sources={"trainer": "trainer__name"},
        left_out={"uuid": KEY, "member": OWNER},
    )
    yield Table(
        "workout_reads",
        "When trainers looked at your workouts.",
        every(WorkoutRead).filter(member__user=user).order_by("at", "pk"),
        {"trainer_name": "Name of the trainer.", "at": "When, UTC.", "what": "What was shown."},
        left_out={"id": KEY, "member": OWNER, "trainer": TOLD},
    )
    yield _notes(
        "trainer_notes",
        "Notes about you that trainers share with you. Those that they keep for themselves are"
        " handed over on a formal request; the desk takes it.",
        user,
        ClientNote.Kind.SHARED,
    )


def private_notes(user: User) -> Table:
    """Notes about the person that they have never seen: only for a formal request."""
    about = "Notes about you that trainers keep for themselves."
    return _notes("trainer_notes_private", about, user, ClientNote.Kind.PRIVATE)


def _notes(name: str, about: str, user: User, kind: ClientNote.Kind) -> Table:
    notes = every(ClientNote).filter(client__member__user=user, kind=kind)
    return Table(
        name,
        about,
        notes.order_by("created_at", "pk"),
        {
            "trainer": "Name of the trainer.",
            "text": "The note.",
            "created_at": "When it was written, UTC.",
            "updated_at": "When it was last changed, UTC.",
        },
        sources={"trainer": "client__trainer__name"},
        left_out={"id": KEY, "client": TOLD, "kind": TOLD},
    )
