"""What is held about a person who is a trainer.

What they know of members is not theirs to take along: neither notes on clients nor the names of
those whom they answered, followed or gave something to do.
"""

from collections.abc import Iterator

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from members.data_tables import KEY, OWNER, Table, every
from members.models import User
from members.personal_data import TARGETS
from trainers.booking_data import tables_as_booked
from trainers.client_data import ASSIGNED, RIGHTS, SUBJECT, WORDING, WORDING_LEFT_OUT
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Client,
    ClientRequest,
    Message,
    PublishedAnswer,
    Trainer,
    WorkoutRead,
)

ANOTHER = "Another person."
OF_ANOTHER = "Belongs to another person."


def tables_as_trainer(user: User) -> Iterator[Table]:
    yield from _profile(user)
    yield from _written(user)
    yield from _sets(user)
    yield from _clients(user)
    yield from tables_as_booked(user)


def _profile(user: User) -> Iterator[Table]:
    yield Table(
        "trainer_profile",
        "What you are as a trainer. It is public while active.",
        every(Trainer).filter(user=user),
        {
            "slug": "Part of your page’s address.",
            "name": "Your name there.",
            "photo": "Name of the file of your photo.",
            "bio": "What stands about you.",
            "qualifications": "Your qualifications.",
            "active": "Whether your page is public and you may work with members.",
            "accepting": "Whether you take new clients.",
        },
        left_out={
            "id": KEY,
            "user": OWNER,
            "photo_width": "Told by the photo.",
            "photo_height": "Told by the photo.",
            "photo_widths": "In which widths the photo is kept.",
        },
    )
    yield Table(
        "trainer_gyms",
        "Gyms where you are a trainer.",
        every(Trainer.gyms.through).filter(trainer__user=user).order_by("pk"),
        {"gym": "Name of the gym."},
        sources={"gym": "gym__name"},
        left_out={"id": KEY, "trainer": OWNER},
    )
    yield Table(
        "trainer_specialities",
        "Body parts that you are named for.",
        every(Trainer.specialities.through).filter(trainer__user=user).order_by("pk"),
        {"body_part": "Name of the body part."},
        sources={"body_part": "bodypart__name"},
        left_out={"id": KEY, "trainer": OWNER},
    )


def _written(user: User) -> Iterator[Table]:
    yield Table(
        "answers",
        "What you have answered as a trainer.",
        every(Message).filter(trainer__user=user).order_by("created_at", "pk"),
        {
            "guide": "Name of the guide that the question is about.",
            "text": "What you wrote.",
            "created_at": "When, UTC.",
        },
        sources={"guide": "question__exercise__name"},
        left_out={
            "id": KEY,
            "question": OF_ANOTHER,
            "author": OWNER,
            "trainer": OWNER,
            "is_answer": KEY,
        },
    )
    yield Table(
        "wordings_proposed",
        "Questions and answers that you proposed for the guides.",
        every(PublishedAnswer).filter(proposed_by__user=user).order_by("proposed_at", "pk"),
        WORDING,
        sources={"guide": "exercise__name"},
        left_out={**WORDING_LEFT_OUT, "question": OF_ANOTHER, "proposed_by": OWNER},
    )
    yield Table(
        "assignments_given",
        "What you gave members to do.",
        every(Assignment).filter(trainer__user=user).order_by("created_at", "pk"),
        ASSIGNED,
        sources=SUBJECT,
        left_out={
            "trainer": OWNER,
            "member": ANOTHER,
            **dict.fromkeys(
                ("question", "booking", "seen_at", "taken_at", "plan_item"), OF_ANOTHER
            ),
        },
    )


def _sets(user: User) -> Iterator[Table]:
    yield Table(
        "templates",
        "Your sets of variations; one without a name has not been sent yet.",
        every(AssignmentSet).filter(trainer__user=user).order_by("updated_at", "pk"),
        {
            "uuid": "Its own number.",
            "name": "Its name.",
            "updated_at": "When it was last changed, UTC.",
        },
        left_out={
            "trainer": OWNER,
            "client": ANOTHER,
            **dict.fromkeys(("question", "booking"), OF_ANOTHER),
        },
    )
    yield Table(
        "template_items",
        "The variations in them.",
        every(AssignmentSetItem)
        .filter(assignment_set__trainer__user=user)
        .order_by("assignment_set", "order", "pk"),
        {
            "template": "Number of the set.",
            "guide": "Name of the guide.",
            "variation": "Name of the variation.",
            "order": "Its place in the set.",
            **TARGETS,
        },
        sources={**SUBJECT, "template": "assignment_set"},
        left_out={"id": KEY},
    )


def _clients(user: User) -> Iterator[Table]:
    yield Table(
        "clients",
        "Members whom you follow or did, without their names.",
        every(Client).filter(trainer__user=user).order_by("since", "pk"),
        {**RIGHTS, "since": "Since when, UTC.", "ended_at": "Until when, UTC."},
        left_out={"uuid": KEY, "trainer": OWNER, "member": ANOTHER},
    )
    yield Table(
        "client_requests",
        "Invitations between you and members, without their names.",
        every(ClientRequest).filter(trainer__user=user).order_by("created_at", "pk"),
        {
            "asked_by": "member or trainer (you).",
            "state": "asked (waits), accepted, declined or withdrawn.",
            **RIGHTS,
            "created_at": "When it was asked, UTC.",
            "decided_at": "When it was decided, UTC.",
        },
        left_out={"uuid": KEY, "trainer": OWNER, "member": ANOTHER},
    )
    yield Table(
        "workouts_read",
        "When you looked at members’ workouts.",
        every(WorkoutRead).filter(trainer__user=user).order_by("at", "pk"),
        {"at": "When, UTC."},
        left_out={
            "id": KEY,
            "trainer": OWNER,
            "trainer_name": OWNER,
            "member": ANOTHER,
            "what": OF_ANOTHER,
        },
    )


def log_of_profile(user: User) -> Table:
    """What staff did to the person's profile: only for a formal request."""
    kind = ContentType.objects.get_for_model(Trainer)
    keys = [str(pk) for pk in every(Trainer).filter(user=user).values_list("pk", flat=True)]
    return Table(
        "staff_log_trainer",
        "What staff did to your profile as a trainer in the administration.",
        every(LogEntry).filter(content_type=kind, object_id__in=keys).order_by("pk"),
        {
            "action_time": "When, UTC.",
            "action": "1 added, 2 changed, 3 deleted.",
            "what": "The row as it was called then.",
            "change_message": "What was changed.",
        },
        sources={"action": "action_flag", "what": "object_repr"},
    )
