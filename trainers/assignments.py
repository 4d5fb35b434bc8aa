"""Writes of assignments: a trainer gives, a member takes. Each locks the member first."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from exercises.models import Variation
from members import plans
from members.models import Member, Plan, PlanDay, PlanItem
from members.notices import notice_add
from members.plans import FIRST_PLAN
from members.targets import first_targets
from trainers.models import (
    Assignment,
    AssignmentSet,
    AssignmentSetItem,
    Booking,
    Client,
    Question,
    Trainer,
)
from trainers.recipients import assignable_bookings, assignable_from

State = Assignment.State
SOURCES = ("question", "booking", "client")


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
    booking: Booking | None = None,
) -> list[Assignment]:
    """Give every item of a set to each member; a draft then goes, a template is for all again.

    The same `sending` again gives nothing twice. Where a member no longer lets the trainer change
    the plan, or the day is gone, it becomes an offer; nothing for whoever is leaving. Raises
    NotAllowed where nobody is left, for a question that the trainer is not on, or for a booking
    that is too long ago or cancelled.
    """
    given: list[Assignment] = []
    items = list(assignment_set.items.all())
    wanted = sorted(recipients, key=lambda one: one.member.pk)
    for recipient in wanted:
        _lock(recipient.member.pk)
    if question and not assignable_from(trainer).filter(pk=question.pk).exists():
        raise NotAllowed
    if booking and not assignable_bookings(trainer).filter(pk=booking.pk).exists():
        raise NotAllowed
    staying = _staying(wanted)
    if not staying:
        raise NotAllowed
    for recipient in staying:
        new = _give(trainer, items, recipient, sending, question=question, booking=booking)
        if new:
            email = recipient.member.user.email
            notice_add(kind="assignment_given", recipient=email, about=str(new[0].pk))
        given += new
    sent = AssignmentSet.objects.filter(pk=assignment_set.pk)
    if assignment_set.name:
        sent.update(question=None, booking=None, client=None)
    else:
        sent.delete()
    return given


def _staying(recipients: Iterable[Recipient]) -> list[Recipient]:
    """Without those who have asked for their account to be deleted."""
    keys = [one.member.pk for one in recipients]
    staying = Member.objects.filter(pk__in=keys, deletion_requested_at__isnull=True)
    there = set(staying.values_list("pk", flat=True))
    return [one for one in recipients if one.member.pk in there]


def _give(
    trainer: Trainer,
    items: Iterable[AssignmentSetItem],
    recipient: Recipient,
    sending: UUID,
    **source: Any,
) -> list[Assignment]:
    member, day = recipient
    into = _standing_day(day, member) if day and _may_edit(trainer, member) else None
    keys = {uuid5(sending, f"{member.pk} {item.pk}"): item for item in items}
    there = set(Assignment.objects.filter(pk__in=keys).values_list("pk", flat=True))
    new = [
        item.copied_to(
            Assignment,
            pk=pk,
            trainer=trainer,
            member=member,
            variation_id=item.variation_id,
            **source,
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
def assignment_take(
    *, assignment: Assignment, day: PlanDay | None, plan: Plan | None = None
) -> PlanItem:
    """Put it into a day of the member's plan, else into a new day of `plan`.

    Without either it goes into the first day of the plan that they have, or of a first one. What
    was declined, or has left the plan since, may be taken after all; taken twice it is there once.
    Raises NotAllowed for one that is withdrawn, PlanDay.DoesNotExist for a day that is gone.
    """
    _lock_anew(assignment)
    if item := item_standing(assignment):
        return item
    if assignment.state == State.WITHDRAWN or _is_replaced(assignment):
        raise NotAllowed
    if day is None:
        return _put(assignment, _day_made(assignment.member, plan))
    if standing := _standing_day(day, assignment.member):
        return _put(assignment, standing)
    raise PlanDay.DoesNotExist


def item_standing(assignment: Assignment) -> PlanItem | None:
    """The item that it is in the member's plan now, if it is."""
    if assignment.plan_item_id is None:
        return None
    items = PlanItem.objects.visible_to(assignment.member.user).select_related("day__plan")
    return items.filter(pk=assignment.plan_item_id).first()


def _standing_day(day: PlanDay | None, member: Member) -> PlanDay | None:
    """The day as it is now, under the member's lock; None for one that is gone or not theirs."""
    rows = PlanDay.objects.filter(plan__member=member, plan__deleted_at__isnull=True)
    return rows.filter(pk=day.pk).select_related("plan").first() if day else None


def _day_made(member: Member, plan: Plan | None) -> PlanDay:
    if plan is not None:
        return plans.plan_day_create(plan=plan)
    plan = Plan.objects.filter(member=member).first()
    plan = plan or plans.plan_create(member=member, name=FIRST_PLAN)
    return plan.days.first() or plans.plan_day_create(plan=plan)


def _put(assignment: Assignment, day: PlanDay) -> PlanItem:
    """Into the day; in the place of the item of the assignment that it replaces."""
    old = item_standing(assignment.replaces) if assignment.replaces else None
    assignment.plan_item = plans.plan_item_assign(
        day=old.day if old else day,
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
    """The member does not want it, for now; raises NotAllowed where it is no longer offered."""
    _lock_anew(assignment)
    if assignment.state not in (State.OFFERED, State.DECLINED):
        raise NotAllowed
    assignment.state = State.DECLINED
    assignment.save(update_fields=["state"])


def assignments_seen(assignments: Iterable[Assignment]) -> None:
    """The member has them on the screen; those seen before keep the moment."""
    new = [one.pk for one in assignments if one.seen_at is None]
    if new:
        rows = Assignment.objects.filter(pk__in=new, seen_at__isnull=True)
        rows.update(seen_at=timezone.now())


@transaction.atomic
def assignment_withdraw(*, assignment: Assignment) -> None:
    """The trainer takes it back; an offer that nobody has seen goes without a trace.

    Out of the plan only with the member's leave; what was logged stays. Raises NotAllowed without
    it; withdrawn twice it is withdrawn.
    """
    try:
        _lock_anew(assignment)
    except NotAllowed:
        return
    item = item_standing(assignment)
    if assignment.state == State.OFFERED:
        _retract(assignment)
    elif item and not _may_edit(assignment.trainer, assignment.member):
        raise NotAllowed
    else:
        if item:
            item.remove()
        _withdraw(assignment)


@transaction.atomic
def assignment_change(*, assignment: Assignment, targets: dict[str, Any]) -> Assignment:
    """Other targets are a new offer; what stands in the plan stays until it is taken.

    With leave to change the plan it takes the old one's place at once. Raises NotAllowed for an
    assignment that was declined, withdrawn or replaced.
    """
    _lock_anew(assignment)
    if not may_change(assignment):
        raise NotAllowed
    for waiting in Assignment.objects.offered().filter(replaces=assignment):
        _retract(waiting)
    new = Assignment.objects.create(
        trainer=assignment.trainer,
        member=assignment.member,
        variation=assignment.variation,
        question=assignment.question,
        booking=assignment.booking,
        replaces=assignment if assignment.state == State.IN_PLAN else assignment.replaces,
        **targets,
    )
    if assignment.state == State.OFFERED:
        _retract(assignment)
    elif (item := item_standing(assignment)) and _may_edit(assignment.trainer, assignment.member):
        _put(new, item.day)
    notice_add(kind="assignment_given", recipient=new.member.user.email, about=f"{new.pk}")
    return new


def may_change(assignment: Assignment) -> bool:
    """Whether other targets can be offered for it: not once declined, withdrawn or replaced."""
    decided = assignment.state not in (State.OFFERED, State.IN_PLAN)
    return not decided and not _is_replaced(assignment)


def _retract(assignment: Assignment) -> None:
    if assignment.seen_at is None:
        assignment.delete()
    else:
        _withdraw(assignment)


def _withdraw(assignment: Assignment) -> None:
    assignment.state = State.WITHDRAWN
    assignment.save(update_fields=["state"])


def _is_replaced(assignment: Assignment) -> bool:
    in_plan = Assignment.objects.filter(replaces=assignment, state=State.IN_PLAN)
    return in_plan.exists()


def _may_edit(trainer: Trainer | None, member: Member) -> bool:
    """Whether the member lets the trainer change the plan.

    Locks the leave, so that it is not withdrawn before what is done by it stands.
    """
    leaves = Client.objects.of_member(member).filter(trainer=trainer, may_edit_plan=True)
    return trainer is not None and leaves.select_for_update(no_key=True).first() is not None


def _lock(member: int) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member)


def _lock_anew(assignment: Assignment) -> None:
    """Lock the member and read it again; raises NotAllowed where it was taken back unseen."""
    _lock(assignment.member_id)
    try:
        assignment.refresh_from_db()
    except Assignment.DoesNotExist:
        raise NotAllowed from None


@transaction.atomic
def assignment_set_create(*, trainer: Trainer, **fields: Any) -> AssignmentSet:
    """A draft for a question, after a session, for a client or for nobody yet.

    An empty one is opened again.
    """
    Trainer.objects.select_for_update(no_key=True).get(pk=trainer.pk)
    for_nobody = {f"{name}__isnull": True for name in SOURCES if name not in fields}
    drafts = AssignmentSet.objects.filter(trainer=trainer, name="", items=None)
    empty = drafts.filter(**fields, **for_nobody).first()
    return empty or AssignmentSet.objects.create(trainer=trainer, **fields)


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


@transaction.atomic
def assignment_set_item_create(
    *, assignment_set: AssignmentSet, variation: Variation
) -> tuple[AssignmentSetItem, bool]:
    """Add a variation at the end, with targets to begin with; one that is there stays as it is."""
    _lock_set(assignment_set)
    if there := assignment_set.items.filter(variation=variation).first():
        return there, False
    last = assignment_set.items.aggregate(last=Max("order"))["last"]
    item = assignment_set.items.create(
        variation=variation,
        order=0 if last is None else last + 1,
        **first_targets(variation.measure),
    )
    return item, True


@transaction.atomic
def assignment_set_item_move(*, item: AssignmentSetItem, by: int) -> None:
    """Move an item so many places down, or up; beyond an end is at that end."""
    _lock_set(item.assignment_set)
    items = list(item.assignment_set.items.all())
    place = items.index(item) + by
    items.remove(item)
    items.insert(max(place, 0), item)
    for order, one in enumerate(items):
        one.order = order
    AssignmentSetItem.objects.bulk_update(items, ["order"])


def _lock_set(assignment_set: AssignmentSet) -> None:
    """Also says that it was worked on, so that it is not forgotten as an old draft."""
    AssignmentSet.objects.filter(pk=assignment_set.pk).update(updated_at=timezone.now())
