"""Writes of workouts. Each can be repeated: rows carry uuids and revisions made by the client."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

from django.db import IntegrityError, models, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from members.models import ItemState, Member, PlanDay, SetEntry, User, Workout, WorkoutItem
from members.models.workouts import Revised

Row = TypeVar("Row", bound=Revised)
LATE_SETS = timedelta(hours=12)


class NotYours(Exception):
    """The uuid is unknown or belongs to somebody else; both are told the same."""


class Saved(NamedTuple):
    """The row as it is stored now, and whether this write is what made it so."""

    row: Any
    taken: bool


@transaction.atomic
def workout_start(
    *,
    member: Member,
    uuid: UUID,
    plan_day: PlanDay | None = None,
    started_at: datetime | None = None,
) -> Workout:
    """Begin a workout with a copy of the day; a repeat gives the one begun before.

    Of two unfinished workouts the one started earlier ends at its last set. Raises NotYours for
    another member's uuid.
    """
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if old := Workout.objects.filter(pk=uuid).first():
        if old.member_id != member.pk:
            raise NotYours
        return old
    workout = Workout(
        pk=uuid,
        member=member,
        plan_day=plan_day,
        name=plan_day.name if plan_day else "",
        started_at=min(started_at or timezone.now(), timezone.now()),
    )
    for other in Workout.objects.unfinished().filter(member=member):
        if other.started_at <= workout.started_at:
            _end_at_last_set(other)
        else:
            workout.finished_at = workout.started_at
    workout.save(force_insert=True)
    WorkoutItem.objects.bulk_create(_copied(workout, plan_day) if plan_day else [])
    return workout


def _copied(workout: Workout, day: PlanDay) -> list[WorkoutItem]:
    """The day's items; their uuids follow from the two they come from, for every device alike."""
    return [
        item.copied_to(
            WorkoutItem,
            pk=uuid5(workout.pk, str(item.pk)),
            workout=workout,
            plan_item=item,
            variation_id=item.variation_id,
            order=place,
        )
        for place, item in enumerate(day.items.order_by("order", "pk"))
    ]


def _end_at_last_set(workout: Workout) -> None:
    last = SetEntry.objects.kept().filter(item__workout=workout).aggregate(at=Max("done_at"))["at"]
    workout.finished_at = max(last or workout.started_at, workout.started_at)
    workout.revision += 1
    workout.save(update_fields=["finished_at", "revision"])


@transaction.atomic
def workout_save(*, user: User, uuid: UUID, revision: int, values: Mapping[str, Any]) -> Saved:
    """Change note, times or the deletion of a workout; raises NotYours."""
    mine = Workout.objects.visible_to(user).filter(pk=uuid)
    member = Member.objects.select_for_update(no_key=True).get(user=user)
    reopened = values.get("deleted_at", ...) is None or values.get("finished_at", ...) is None
    if reopened:
        for other in Workout.objects.unfinished().filter(member=member).exclude(pk=uuid):
            _end_at_last_set(other)
    taken = _update(mine, revision, values)
    row = mine.first()
    if row is None:
        raise NotYours
    return Saved(row, taken)


@transaction.atomic
def workout_finish(*, user: User, uuid: UUID, revision: int, note: str = "") -> Saved:
    """End a workout now: exercises with a set are done, the others skipped."""
    values: dict[str, Any] = {"finished_at": timezone.now(), "note": note}
    mine = Workout.objects.visible_to(user).filter(pk=uuid)
    taken = _update(mine.filter(finished_at__isnull=True), revision, values)
    row = mine.first()
    if row is None:
        raise NotYours
    if taken:
        todo = WorkoutItem.objects.filter(workout=row, state=ItemState.TODO)
        done = SetEntry.objects.kept().filter(item__workout=row).values("item")
        rise = models.F("revision") + 1
        todo.filter(pk__in=done).update(state=ItemState.DONE, revision=rise)
        todo.update(state=ItemState.SKIPPED, revision=rise)
    return Saved(row, taken)


@transaction.atomic
def item_save(
    *, user: User, workout: UUID, uuid: UUID, revision: int, values: Mapping[str, Any]
) -> Saved:
    """Add an exercise to a workout or change one: skip, swap, order; raises NotYours."""
    owner = Workout.objects.visible_to(user).filter(pk=workout).first()
    if owner is None:
        raise NotYours
    mine = WorkoutItem.objects.filter(workout=owner, pk=uuid)
    return _save(mine, WorkoutItem(pk=uuid, workout=owner), revision, values)


@transaction.atomic
def set_save(
    *, user: User, workout: UUID, item: UUID, uuid: UUID, revision: int, values: Mapping[str, Any]
) -> Saved:
    """Log, correct or delete (with `deleted_at`) a set; raises NotYours."""
    owner = (
        WorkoutItem.objects.filter(pk=item, workout=workout, workout__member__user=user)
        .select_related("workout")
        .first()
    )
    if owner is None:
        raise NotYours
    mine = SetEntry.objects.filter(item=owner, pk=uuid)
    saved = _save(mine, SetEntry(pk=uuid, item=owner), revision, values)
    _extend(owner.workout, saved.row.done_at)
    return saved


def _extend(workout: Workout, done_at: datetime) -> None:
    """A set that arrives after its workout was ended for it moves the end to itself."""
    ended = workout.finished_at
    if ended and ended < done_at <= ended + LATE_SETS:
        Workout.objects.filter(pk=workout.pk, finished_at=ended).update(finished_at=done_at)


def _save(mine: "QuerySet[Row]", new: Row, revision: int, values: Mapping[str, Any]) -> Saved:
    """Update the row if the revision is higher, insert it if it is new."""
    if _update(mine, revision, values):
        return Saved(mine.get(), True)
    for name, value in {**values, "revision": revision}.items():
        setattr(new, name, value)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        taken = _update(mine, revision, values)
        stored = mine.first()
        if stored is None:
            raise NotYours from None
        return Saved(stored, taken)
    return Saved(new, True)


def _update(mine: "QuerySet[Row]", revision: int, values: Mapping[str, Any]) -> bool:
    changes = {**values, "revision": revision}
    return bool(mine.filter(revision__lt=revision).update(**changes))
