"""Who may be given a set, and into which days of their plan."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Member, PlanDay
from trainers.models import AssignmentSet, Client, Question, Trainer

ASKER = "asker"
NAMELESS = "A member without a name"


@dataclass
class Choice:
    """Somebody who may be given the set; with days where they let the trainer change the plan."""

    key: str
    member: Member
    may_edit_plan: bool = False
    days: list[PlanDay] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.member.user.name or NAMELESS

    @property
    def day_box(self) -> str:
        return f"day-{self.key}"


def assignable_from(trainer: Trainer) -> QuerySet[Question]:
    """The questions that a trainer may assign from: those that they are on or have answered."""
    mine = Question.objects.visible_to(trainer).filter(claimed_by=trainer, member__isnull=False)
    on_it = Q(state=Question.State.CLAIMED, claim_lapses_at__gt=timezone.now())
    return mine.filter(on_it | Q(state=Question.State.ANSWERED))


def recipients_of(assignment_set: AssignmentSet, name: str = "") -> list[Choice]:
    """The asker or the client that the set is for; else the current clients, by part of a name."""
    trainer = assignment_set.trainer
    clients = Client.objects.current().filter(
        trainer=trainer, member__deletion_requested_at__isnull=True
    )
    clients = clients.select_related("member__user").order_by("member__user__name", "pk")
    if assignment_set.question_id:
        asked = assignable_from(trainer).select_related("member__user")
        question = asked.filter(pk=assignment_set.question_id).first()
        if question is None or question.member is None or question.member.deletion_requested_at:
            return []
        client = clients.filter(member=question.member).first()
        choices = [Choice(ASKER, question.member, bool(client and client.may_edit_plan))]
    else:
        if assignment_set.client_id:
            clients = clients.filter(pk=assignment_set.client_id)
        elif name:
            clients = clients.filter(member__user__name__icontains=name)
        choices = [Choice(str(one.pk), one.member, one.may_edit_plan) for one in clients]
    return _with_days(choices)


def _with_days(choices: list[Choice]) -> list[Choice]:
    """With the days of the plan that each follows, in one query."""
    members = [choice.member.pk for choice in choices if choice.may_edit_plan]
    if members:
        followed = PlanDay.objects.filter(
            plan__member__in=members, plan__active=True, plan__deleted_at__isnull=True
        )
        by_member: dict[int, list[PlanDay]] = {}
        for day in followed.select_related("plan"):
            by_member.setdefault(day.plan.member_id, []).append(day)
        for choice in choices:
            choice.days = by_member.get(choice.member.pk, [])
    return choices
