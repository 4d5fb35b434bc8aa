"""Whom the demo trainers follow, what they give them to do, and what they note."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction

from gymsite.demo.plans import Lift, Shipped
from gymsite.demo.questions import QUESTIONS, demo_uuid, questions_make
from gymsite.demo.trainers import email_of, trainers_make
from members.models import Member, PlanItem
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Client,
    ClientNote,
    ClientRequest,
    Question,
    Trainer,
    WorkoutRead,
)

QUESTION_OF = {one.key: one.uuid for one in QUESTIONS}
SHARED, PRIVATE = ClientNote.Kind.SHARED, ClientNote.Kind.PRIVATE
Asked = ClientRequest.AskedBy
Answered = ClientRequest.State
State = Assignment.State


class DemoClient(NamedTuple):
    """Notes and reads each with the days ago."""

    trainer: str
    member: str
    since: int
    ended: int | None = None
    may_edit_plan: bool = False
    may_see_workouts: bool = False
    notes: tuple[tuple[str, int, str], ...] = ()
    reads: tuple[tuple[int, str], ...] = ()


class DemoRequest(NamedTuple):
    trainer: str
    member: str
    asked_by: str
    state: str
    days_ago: int


class DemoAssignment(NamedTuple):
    trainer: str
    member: str
    lift: Lift
    state: str
    days_ago: float
    note: str = ""
    question: str = ""
    seen: bool = True


class Template(NamedTuple):
    trainer: str
    name: str
    lifts: tuple[tuple[Lift, str], ...]


CLIENTS = (
    DemoClient(
        "tara",
        "mia",
        since=45,
        may_edit_plan=True,
        may_see_workouts=True,
        notes=(
            (SHARED, 40, "Squat: sit between your heels, and let the knees follow the toes."),
            (PRIVATE, 40, "Likes to know why. Explain the cue, then show it."),
            (SHARED, 12, "From next week a second hip thrust day, if you feel fresh."),
        ),
        reads=(
            (40, "Your workouts"),
            (12, "Your progress"),
            (12, "Your progress: Barbell hip thrust"),
            (1, "Your workouts"),
        ),
    ),
    DemoClient(
        "kofi",
        "ben",
        since=30,
        may_see_workouts=True,
        notes=((PRIVATE, 28, "Goes to the limit on every set. Talk about reps in reserve."),),
        reads=((28, "Your workouts"), (5, "Your progress: Barbell bench press")),
    ),
    DemoClient(
        "tara",
        "omar",
        since=60,
        may_edit_plan=True,
        notes=((SHARED, 20, "Two sessions a week are plenty. Come when you can."),),
    ),
    DemoClient("lena", "priya", since=25),
    DemoClient(
        "rob",
        "ben",
        since=200,
        ended=90,
        notes=((SHARED, 180, "Strict pull-ups first, then the belt."),),
        reads=((150, "Your workouts"),),
    ),
)

REQUESTS = (
    DemoRequest("kofi", "jack", Asked.MEMBER, Answered.ASKED, 1),
    DemoRequest("tara", "mia", Asked.TRAINER, Answered.ACCEPTED, 45),
    DemoRequest("kofi", "ben", Asked.MEMBER, Answered.ACCEPTED, 30),
    DemoRequest("kofi", "mia", Asked.MEMBER, Answered.WITHDRAWN, 50),
    DemoRequest("rob", "ben", Asked.TRAINER, Answered.ASKED, 2),
    DemoRequest("lena", "jack", Asked.MEMBER, Answered.DECLINED, 9),
)

ASSIGNMENTS = (
    DemoAssignment(
        "tara",
        "mia",
        Lift("hip-thrusts", "dumbbell", reps=(12, 12), load="12", rest=90),
        State.OFFERED,
        0.1,
        "Hold the top for two seconds.",
        question="news",
        seen=False,
    ),
    DemoAssignment(
        "tara",
        "mia",
        Lift("hip-thrusts", "barbell", reps=(8, 12), rest=120),
        State.IN_PLAN,
        28,
        "Chin tucked, eyes ahead.",
    ),
    DemoAssignment(
        "tara",
        "omar",
        Lift("step-ups", "bodyweight", reps=(8, 15), rest=60),
        State.IN_PLAN,
        35,
        "Slow on the way down.",
    ),
    DemoAssignment(
        "tara",
        "omar",
        Lift("glute-kickbacks", "resistance-band", reps=(12, 15), rest=60),
        State.OFFERED,
        2.8,
        "Instead of the cable, until the movement is yours.",
        question="proposed",
    ),
    DemoAssignment(
        "lena",
        "priya",
        Lift("push-ups", "incline", reps=(6, 12), rest=60),
        State.OFFERED,
        1,
        "Hands on the bench by the window; it has the right height.",
        seen=False,
    ),
    DemoAssignment(
        "kofi",
        "ben",
        Lift("bench-press", "close-grip", reps=(6, 8), rest=150),
        State.DECLINED,
        14,
        "For three weeks, as the second press of the week.",
    ),
    DemoAssignment(
        "lena",
        "priya",
        Lift("plank", "side", reps=None, seconds=20, rest=45, rir=None),
        State.WITHDRAWN,
        20,
    ),
)

TEMPLATES = (
    Template(
        "tara",
        "Glutes, first month",
        (
            (Lift("glute-bridges", "bodyweight", reps=(12, 15), rest=60), "Pause at the top."),
            (Lift("hip-thrusts", "dumbbell", reps=(10, 12), load="10"), ""),
            (Lift("step-ups", "low", reps=(8, 12), rest=60), "One hand on the rack is fine."),
        ),
    ),
    Template(
        "rob",
        "Towards the first pull-up",
        (
            (Lift("pull-ups", "scapular", reps=(6, 10), rest=60), ""),
            (Lift("pull-ups", "negative", reps=(3, 5), rest=120), "Five seconds down."),
            (Lift("lat-pulldowns", "cable", reps=(8, 12)), ""),
        ),
    ),
    Template(
        "lena",
        "Ten minutes on a mat",
        (
            (Lift("plank", "knee", reps=None, seconds=20, rest=45, rir=None), ""),
            (Lift("push-ups", "wall", reps=(8, 15), rest=45), ""),
            (Lift("glute-bridges", "marching", reps=(10, 16), rest=45), "Hips stay level."),
        ),
    ),
)


@transaction.atomic
def coaching_make(*, now: datetime, shipped: Shipped) -> None:
    """Make of the trainers' side what is missing."""
    trainers_make()
    questions_make(now, shipped)
    maker = _Maker(now, shipped)
    for client in CLIENTS:
        maker.client(client)
    for request in REQUESTS:
        maker.request(request)
    for assignment in ASSIGNMENTS:
        maker.assignment(assignment)
    for template in TEMPLATES:
        maker.template(template)


class _Maker:
    def __init__(self, now: datetime, shipped: Shipped) -> None:
        self.now, self.shipped = now, shipped
        trainers, members = Trainer.objects.all(), Member.objects.all()
        self.trainers = {one.user.email: one for one in trainers.select_related("user")}
        self.members = {one.user.email: one for one in members.select_related("user")}

    def client(self, given: DemoClient) -> None:
        pk = demo_uuid(f"clients/{given.trainer}/{given.member}/{given.since}")
        if Client.objects.filter(pk=pk).exists():
            return
        client = Client.objects.create(
            pk=pk,
            **self._both(given),
            since=self._ago(given.since),
            ended_at=None if given.ended is None else self._ago(given.ended),
            may_edit_plan=given.may_edit_plan,
            may_see_workouts=given.may_see_workouts,
        )
        for kind, days, text in given.notes:
            note = ClientNote.objects.create(client=client, kind=kind, text=text)
            at = self._ago(days)
            ClientNote.objects.filter(pk=note.pk).update(created_at=at, updated_at=at)
        name = client.trainer.name
        if not WorkoutRead.objects.filter(member=client.member, trainer_name=name).exists():
            WorkoutRead.objects.bulk_create(
                WorkoutRead.of(client, what, at=self._ago(days)) for days, what in given.reads
            )

    def request(self, given: DemoRequest) -> None:
        pk = demo_uuid(f"requests/{given.trainer}/{given.member}/{given.state}")
        if ClientRequest.objects.filter(pk=pk).exists():
            return
        asked_at = self._ago(given.days_ago)
        waiting = given.state == Answered.ASKED
        ClientRequest.objects.create(
            pk=pk,
            **self._both(given),
            asked_by=given.asked_by,
            state=given.state,
            may_see_workouts=given.asked_by == Asked.MEMBER,
            decided_at=None if waiting else asked_at,
        )
        ClientRequest.objects.filter(pk=pk).update(created_at=asked_at)

    def assignment(self, given: DemoAssignment) -> None:
        lift = given.lift
        pk = demo_uuid(f"assignments/{given.member}/{lift.guide}/{lift.variation}")
        variation = self.shipped.get((lift.guide, lift.variation))
        if variation is None or Assignment.objects.filter(pk=pk).exists():
            return
        given_at = self._ago(given.days_ago)
        both = self._both(given)
        assignment = Assignment(
            pk=pk,
            **both,
            variation=variation,
            question=self._question(given.question),
            state=given.state,
            seen_at=given_at + timedelta(hours=2) if given.seen else None,
            **_targets(lift, given.note),
        )
        if given.state == State.IN_PLAN:
            items = PlanItem.objects.filter(variation=variation, day__plan__member=both["member"])
            assignment.taken_at = assignment.seen_at
            if item := items.filter(day__plan__active=True).first():
                item.assigned_by, item.note = both["trainer"].user, given.note
                item.save(update_fields=["assigned_by", "note"])
                assignment.plan_item = item
        assignment.save(force_insert=True)
        Assignment.objects.filter(pk=pk).update(created_at=given_at)

    def template(self, given: Template) -> None:
        pk = demo_uuid(f"templates/{given.trainer}/{given.name}")
        rows = [
            (lift, note, self.shipped[lift.guide, lift.variation])
            for lift, note in given.lifts
            if (lift.guide, lift.variation) in self.shipped
        ]
        if not rows or AssignmentSet.objects.filter(pk=pk).exists():
            return
        trainer = self.trainers[email_of(given.trainer)]
        made = AssignmentSet.objects.create(pk=pk, trainer=trainer, name=given.name)
        AssignmentSetItem.objects.bulk_create(
            AssignmentSetItem(
                assignment_set=made, variation=variation, order=order, **_targets(lift, note)
            )
            for order, (lift, note, variation) in enumerate(rows)
        )

    def _both(self, given: DemoClient | DemoRequest | DemoAssignment) -> dict[str, Any]:
        return {
            "trainer": self.trainers[email_of(given.trainer)],
            "member": self.members[email_of(given.member)],
        }

    def _question(self, key: str) -> Question | None:
        return Question.objects.filter(pk=QUESTION_OF[key]).first() if key else None

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


def _targets(lift: Lift, note: str) -> dict[str, Any]:
    """Those of a lift, whose load is in kilograms here."""
    least, most = lift.reps or (None, None)
    return {
        "sets": lift.sets,
        "reps_min": least,
        "reps_max": most,
        "seconds": lift.seconds,
        "load_kg": Decimal(lift.load) if lift.load else None,
        "rest_seconds": lift.rest,
        "target_rir": lift.rir,
        "note": note,
    }
