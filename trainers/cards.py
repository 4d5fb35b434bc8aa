"""What a member's page says about an assignment, and which taps it offers."""

from collections.abc import Iterable
from dataclasses import dataclass

from members.models import Member, Plan, PlanDay
from members.wording import targets_words
from trainers.models import Assignment

State = Assignment.State


@dataclass(frozen=True)
class AssignmentCard:
    """An assignment with the day that one tap puts it into, where there is no choice to make."""

    assignment: Assignment
    unit: str
    day: PlanDay | None
    asks_which_day: bool

    @property
    def targets(self) -> str:
        return targets_words(self.assignment, self.unit)

    @property
    def was(self) -> str:
        """The targets that it would take the place of."""
        old = self.assignment.replaces
        return targets_words(old, self.unit) if old else ""

    @property
    def in_plan(self) -> bool:
        return self.assignment.state == State.IN_PLAN and self.assignment.stands_in_plan

    @property
    def left_plan(self) -> bool:
        return self.assignment.state == State.IN_PLAN and not self.assignment.stands_in_plan

    @property
    def is_new(self) -> bool:
        return self.assignment.seen_at is None

    @property
    def may_take(self) -> bool:
        return self.assignment.state != State.WITHDRAWN and not self.in_plan

    @property
    def may_decline(self) -> bool:
        return self.assignment.state == State.OFFERED


def cards_for(member: Member, assignments: Iterable[Assignment]) -> list[AssignmentCard]:
    """Of rows that `for_card()` has fetched."""
    plan = Plan.objects.filter(member=member).prefetch_related("days").first()
    days = list(plan.days.all()) if plan else []
    only = days[0] if len(days) == 1 else None
    return [
        AssignmentCard(one, member.unit, only, plan is not None and only is None)
        for one in assignments
    ]


def offers_for(member: Member, most: int) -> list[AssignmentCard]:
    """What the member has been offered and has not decided on, the newest first."""
    offered = Assignment.objects.filter(member=member).offered().for_card()
    return cards_for(member, offered[:most])
