"""Writes of assignments: a trainer gives, a member takes. Each locks the member first."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from members import plans
from members.models import Member, PlanDay, PlanItem
from members.notices import notice_add
from members.plans import FIRST_PLAN
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Client,
    Question,
    Trainer,
)

State = Assignment.State


class NotAllowed(Exception):
    """The member gives no leave for it, or it has been decided already."""


class Recipient(NamedTuple):
    """Who is given a set; into which day of their plan, where they let the trainer."""

    member: Member
    day: PlanDay | None = None


@transaction.atomic
def assignments_give(
    *,
    trainer: Trainer,
    assignment_set: AssignmentSet,
    recipients: Iterable[Recipient],
    sending: UUID,
    question: Question | None = None,
) -> list[Assignment]:
    """Give every item of a set to each member; a draft then goes.

    The same `sending` again gives nothing twice. Where a member no longer lets the trainer change
    the plan, it becomes an offer.
    """
    given: list[Assignment] = []
    items = list(assignment_set.items.all())
    for recipient in sorted(recipients, key=lambda one: one.member.pk):
        new = _give(trainer, items, recipient, sending, question)
        if new:
            email = recipient.member.user.email
            notice_add(kind="assignment_given", recipient=email, about=str(new[0].pk))
        given += new
    if not assignment_set.name:
        assignment_set.delete()
    return given


def _give(
    trainer: Trainer,
    items: Iterable[AssignmentSetItem],
    recipient: Recipient,
    sending: UUID,
    question: Question | None,
) -> list[Assignment]:
    member, day = recipient
    _lock(member.pk)
    into = day if day and day.plan.member_id == member.pk and _may_edit(trainer, member) else None
    keys = {uuid5(sending, f"{member.pk} {item.pk}"): item for item in items}
    there = set(Assignment.objects.filter(pk__in=keys).values_list("pk", flat=True))
    new = [
        item.copied_to(
            Assignment,
            pk=pk,
            trainer=trainer,
            member=member,
            variation_id=item.variation_id,
            question=question,
        )
        for pk, item in keys.items()
        if pk not in there
    ]
    for one in new:
        one.save(force_insert=True)
        if into:
            _put(one, into)
    return new


@transaction.atomic
def assignment_take(*, assignment: Assignment, day: PlanDay | None) -> PlanItem:
    """Put an offer into a day of the member's plan, or into a first plan where they have none.

    Taken twice it is there once. Raises NotAllowed for one that is withdrawn or declined.
    """
    _lock(assignment.member_id)
    assignment.refresh_from_db()
    if assignment.state == State.IN_PLAN and assignment.plan_item:
        return assignment.plan_item
    if assignment.state != State.OFFERED:
        raise NotAllowed
    if day is None:
        plan = plans.plan_create(member=assignment.member, name=FIRST_PLAN)
        day = plans.plan_day_create(plan=plan)
    return _put(assignment, day)


def _put(assignment: Assignment, day: PlanDay) -> PlanItem:
    """Into the day; in the place of the item of the assignment that it replaces."""
    old = assignment.replaces.plan_item if assignment.replaces else None
    assignment.plan_item = plans.plan_item_assign(
        day=old.day if old and old.deleted_at is None else day,
        variation=assignment.variation,
        targets=assignment.targets(),
        assigned_by=assignment.trainer.user if assignment.trainer else None,
        instead_of=old,
    )
    assignment.state, assignment.taken_at = State.IN_PLAN, timezone.now()
    assignment.save(update_fields=["plan_item", "state", "taken_at"])
    return assignment.plan_item


@transaction.atomic
def assignment_decline(*, assignment: Assignment) -> None:
    """The member does not want it; raises NotAllowed where it is no longer offered."""
    offered = Assignment.objects.offered().filter(pk=assignment.pk)
    if not offered.update(state=State.DECLINED):
        raise NotAllowed


@transaction.atomic
def assignment_withdraw(*, assignment: Assignment) -> None:
    """The trainer takes it back; an offer that nobody has seen goes without a trace.

    Out of the plan only with the member's leave; what was logged stays. Raises NotAllowed.
    """
    _lock(assignment.member_id)
    assignment.refresh_from_db()
    if assignment.state == State.OFFERED:
        _retract(assignment)
    elif assignment.state == State.IN_PLAN and _may_edit(assignment.trainer, assignment.member):
        if assignment.plan_item:
            assignment.plan_item.remove()
        _withdraw(assignment)
    else:
        raise NotAllowed


@transaction.atomic
def assignment_change(*, assignment: Assignment, targets: dict[str, Any]) -> Assignment:
    """Other targets are a new offer; what stands in the plan stays until it is taken.

    With leave to change the plan it takes the old one's place at once. Raises NotAllowed for an
    assignment that was declined or withdrawn.
    """
    _lock(assignment.member_id)
    assignment.refresh_from_db()
    if assignment.state not in (State.OFFERED, State.IN_PLAN):
        raise NotAllowed
    new = Assignment.objects.create(
        trainer=assignment.trainer,
        member=assignment.member,
        variation=assignment.variation,
        question=assignment.question,
        replaces=assignment if assignment.state == State.IN_PLAN else None,
        **targets,
    )
    if assignment.state == State.OFFERED:
        _retract(assignment)
    elif assignment.plan_item and _may_edit(assignment.trainer, assignment.member):
        _put(new, assignment.plan_item.day)
    notice_add(kind="assignment_given", recipient=new.member.user.email, about=f"{new.pk}")
    return new


def _retract(assignment: Assignment) -> None:
    if assignment.seen_at is None:
        assignment.delete()
    else:
        _withdraw(assignment)


def _withdraw(assignment: Assignment) -> None:
    assignment.state = State.WITHDRAWN
    assignment.save(update_fields=["state"])


def _may_edit(trainer: Trainer | None, member: Member) -> bool:
    """Asked under the member's lock, so that a leave withdrawn before counts."""
    clients = Client.objects.of_member(member).filter(trainer=trainer, may_edit_plan=True)
    return trainer is not None and clients.exists()


def _lock(member: int) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member)


@transaction.atomic
def assignment_set_copy(*, assignment_set: AssignmentSet, **fields: Any) -> AssignmentSet:
    """A draft with the items of a template, to be changed before it is sent."""
    new = AssignmentSet.objects.create(trainer=assignment_set.trainer, **fields)
    AssignmentSetItem.objects.bulk_create(
        item.copied_to(
            AssignmentSetItem,
            assignment_set=new,
            variation_id=item.variation_id,
            order=item.order,
        )
        for item in assignment_set.items.all()
    )
    return new
