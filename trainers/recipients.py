"""Who may be given a set, and into which days of their plan."""

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Member, PlanDay
from trainers.models import AssignmentSet, Booking, Client, Question, Trainer

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


def assignable_bookings(trainer: Trainer) -> QuerySet[Booking]:
    """The sessions that a trainer may assign after."""
    return Booking.objects.to_assign_from().filter(trainer=trainer)


def _comes_from(assignment_set: AssignmentSet) -> Member | None:
    """Whoever asked or booked what the set is for, while it may still be assigned from."""
    trainer = assignment_set.trainer
    rows: QuerySet[Question] | QuerySet[Booking] = (
        assignable_from(trainer) if assignment_set.question_id else assignable_bookings(trainer)
    )
    keys = [key for key in (assignment_set.question_id, assignment_set.booking_id) if key]
    found = rows.select_related("member__user").filter(pk__in=keys).first()
    member = found.member if found else None
    return None if member is None or member.deletion_requested_at else member


def recipients_of(assignment_set: AssignmentSet, name: str = "") -> list[Choice]:
    """Who asked, booked or is the client of the set; else all clients, by part of a name."""
    trainer = assignment_set.trainer
    clients = Client.objects.current().filter(
        trainer=trainer, member__deletion_requested_at__isnull=True
    )
    clients = clients.select_related("member__user").order_by("member__user__name", "pk")
    if assignment_set.question_id or assignment_set.booking_id:
        member = _comes_from(assignment_set)
        if member is None:
            return []
        client = clients.filter(member=member).first()
        choices = [Choice(ASKER, member, bool(client and client.may_edit_plan))]
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
