"""What a trainer gives, to themselves too, for the pages that tests walk through."""

from uuid import UUID

from exercises.models import Variation
from members.models import Gym, PlanDay, User
from tests.factories import make_assignment, make_client, make_trainer, make_user
from trainers.assignments import assignment_change, assignment_take, assignments_seen
from trainers.models import AssignmentSet, Trainer

DRAFT, GIVEN, OFFERED = (UUID(int=number) for number in range(101, 104))
SET_ITEM = 1000


def fill_assignments(user: User) -> None:
    """A draft, a template, clients, and assignments in every state; the user has a plan."""
    trainer = Trainer.objects.filter(user=user).first()
    trainer = trainer or make_trainer(user=user, gym=Gym.objects.get(slug="hackney"))
    guide = Variation.objects.filter(exercise__slug="hip-thrusts").order_by("order")
    draft = AssignmentSet.objects.create(pk=DRAFT, trainer=trainer)
    for order, variation in enumerate(guide[:3]):
        key = {} if order else {"pk": SET_ITEM}
        draft.items.create(
            variation=variation, order=order, reps_min=8, reps_max=12, note="Slow", **key
        )
    AssignmentSet.objects.create(trainer=trainer, name="Hips at home")
    make_client(trainer=trainer, user=user, may_edit_plan=True)
    for name in ("Alice Adams", "Ben Okonkwo-Featherstonehaugh"):
        make_client(trainer=trainer, user=make_user(name=name))
    day = PlanDay.objects.filter(plan__member=user.member, plan__active=True)[0]
    taken = make_assignment(trainer=trainer, user=user, variation=guide[3], pk=GIVEN)
    assignment_take(assignment=taken, day=day)
    giver = make_trainer(name="Tom Park")
    for state in ("declined", "withdrawn"):
        make_assignment(trainer=giver, user=user, variation=guide[2], state=state)
    make_assignment(trainer=giver, user=user, variation=guide[1], pk=OFFERED, note="Slow down")
    old = make_assignment(trainer=giver, user=user, variation=guide[4])
    assignment_take(assignment=old, day=day)
    assignments_seen([old])
    assignment_change(assignment=old, targets={"sets": 5, "reps_min": 5, "reps_max": 5})
