"""Writes of workouts. Each can be repeated: rows carry uuids and revisions made by the client."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

from django.db import IntegrityError, models, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from exercises.models import Variation
from members.models import (
    ItemState,
    Member,
    PlanDay,
    PlanItem,
    SetEntry,
    User,
    Workout,
    WorkoutItem,
)
from members.models.workouts import Revised
from members.targets import fitting_targets

Row = TypeVar("Row", bound=Revised)
Source = PlanItem | WorkoutItem
LATE_SETS = timedelta(hours=12)


class NotYours(Exception):
    """The uuid is unknown or belongs to somebody else; both are told the same."""


class SetChange(NamedTuple):
    """What `set_save` takes."""

    item: WorkoutItem
    uuid: UUID
    revision: int
    values: Mapping[str, Any]


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
    repeated: Workout | None = None,
    started_at: datetime | None = None,
) -> Workout:
    """Begin a workout with a copy of the day, or of an earlier workout that is `repeated`.

    The same uuid again gives the workout that it began. Of two unfinished workouts the one
    started earlier ends at its last set. Raises NotYours for another member's uuid.
    """
    _lock(member.user)
    if begun := _begun(member, uuid):
        return begun
    now = timezone.now()
    workout = Workout(pk=uuid, member=member, started_at=min(started_at or now, now))
    _make_way(workout)
    return _insert(workout, plan_day=plan_day, repeated=repeated)


@transaction.atomic
def workout_log(
    *,
    member: Member,
    uuid: UUID,
    started_at: datetime,
    finished_at: datetime,
    plan_day: PlanDay | None = None,
) -> Workout:
    """Note a workout that is over; repeats and other members' uuids as in `workout_start`."""
    _lock(member.user)
    if begun := _begun(member, uuid):
        return begun
    workout = Workout(pk=uuid, member=member, started_at=started_at, finished_at=finished_at)
    return _insert(workout, plan_day=plan_day, repeated=None)


def _lock(user: User) -> None:
    """Lets one writer at a time at the `Workout` rows of a member."""
    Member.objects.select_for_update(no_key=True).filter(user=user).first()


def _begun(member: Member, uuid: UUID) -> Workout | None:
    workout = Workout.objects.filter(pk=uuid).first()
    if workout and workout.member_id != member.pk:
        raise NotYours
    return workout


def _insert(workout: Workout, *, plan_day: PlanDay | None, repeated: Workout | None) -> Workout:
    source = plan_day or repeated
    if source:
        workout.plan_day = source if isinstance(source, PlanDay) else source.plan_day
        workout.name = source.name
    try:
        with transaction.atomic():
            workout.save(force_insert=True)
            WorkoutItem.objects.bulk_create(_copies(workout, _sources(source)))
    except IntegrityError:
        if Workout.objects.filter(pk=workout.pk).exists():
            raise NotYours from None
        raise
    return workout


def _sources(source: PlanDay | Workout | None) -> Iterable[Source]:
    if isinstance(source, PlanDay):
        return source.items.order_by("order", "pk")
    if isinstance(source, Workout):
        return source.items.exclude(state=ItemState.SKIPPED).order_by("order", "pk")
    return []


def _copies(workout: Workout, sources: Iterable[Source]) -> list[WorkoutItem]:
    """Their uuids follow from the two they come from, for every device alike."""
    return [
        source.copied_to(
            WorkoutItem,
            pk=uuid5(workout.pk, str(source.pk)),
            workout=workout,
            plan_item_id=source.pk if isinstance(source, PlanItem) else source.plan_item_id,
            variation_id=source.variation_id,
            order=place,
        )
        for place, source in enumerate(sources)
    ]


def _make_way(workout: Workout) -> None:
    """Let the member have one unfinished workout, this one or one that was started later."""
    others = Workout.objects.unfinished().filter(member=workout.member_id).exclude(pk=workout.pk)
    for other in others:
        if other.started_at <= workout.started_at:
            other.finished_at = _last_set_at(other)
            other.revision += 1
            other.save(update_fields=["finished_at", "revision"])
            _settle(other)
        else:
            workout.finished_at = _last_set_at(workout)


def _last_set_at(workout: Workout) -> datetime:
    sets = SetEntry.objects.kept().filter(item__workout=workout.pk)
    last = sets.aggregate(at=Max("done_at"))["at"]
    return max(last or workout.started_at, workout.started_at)


@transaction.atomic
def workout_save(*, user: User, uuid: UUID, revision: int, values: Mapping[str, Any]) -> Saved:
    """Change note, times or the deletion of a workout; raises NotYours."""
    workout = _locked(user, uuid)
    if revision <= workout.revision:
        return Saved(workout, False)
    was_open = workout.is_open
    for name, value in values.items():
        setattr(workout, name, value)
    workout.revision = revision
    changed = {*values, "revision"}
    if workout.is_open and not was_open:
        _make_way(workout)
        changed.add("finished_at")
    workout.save(update_fields=changed)
    return Saved(workout, True)


@transaction.atomic
def workout_finish(*, user: User, uuid: UUID, revision: int, note: str | None = None) -> Saved:
    """End a workout now: exercises with a set are done, the others skipped. Raises NotYours."""
    workout = _locked(user, uuid)
    if not workout.is_open or revision <= workout.revision:
        return Saved(workout, False)
    workout.finished_at = max(timezone.now(), workout.started_at)
    workout.revision = revision
    workout.note = workout.note if note is None else note
    workout.save(update_fields=["finished_at", "revision", "note"])
    _settle(workout)
    return Saved(workout, True)


def _settle(workout: Workout) -> None:
    """Exercises with a set are done, the others skipped."""
    items = WorkoutItem.objects.filter(workout=workout)
    done = SetEntry.objects.kept().filter(item__workout=workout).values("item")
    rise = models.F("revision") + 1
    did, left = items.filter(pk__in=done), items.exclude(pk__in=done)
    did.exclude(state=ItemState.DONE).update(state=ItemState.DONE, revision=rise)
    left.exclude(state=ItemState.SKIPPED).update(state=ItemState.SKIPPED, revision=rise)


@transaction.atomic
def workout_correct(
    *,
    user: User,
    uuid: UUID,
    revision: int,
    values: Mapping[str, Any],
    sets: Iterable[SetChange],
) -> bool:
    """All corrections of one page; tells whether each was taken. Raises NotYours."""
    taken = [workout_save(user=user, uuid=uuid, revision=revision, values=values).taken]
    taken += [set_save(**change._asdict()).taken for change in sets]
    _settle(Workout(pk=uuid))
    return all(taken)


def _locked(user: User, uuid: UUID) -> Workout:
    _lock(user)
    workout = Workout.objects.visible_to(user).filter(pk=uuid).first()
    if workout is None:
        raise NotYours
    return workout


@transaction.atomic
def item_save(*, workout: Workout, uuid: UUID, revision: int, values: Mapping[str, Any]) -> Saved:
    """Add an exercise to a workout or change one: skip, targets, order; raises NotYours.

    An exercise put at a place moves those from there on.
    """
    mine = WorkoutItem.objects.filter(workout=workout, pk=uuid)
    saved = _save(mine, WorkoutItem(pk=uuid, workout=workout), revision, values)
    if saved.taken and "order" in values:
        _renumber(saved.row)
    return saved


def _renumber(first: WorkoutItem) -> None:
    items = list(WorkoutItem.objects.filter(workout=first.workout_id).order_by("order", "pk"))
    items.sort(key=lambda item: (item.order, item.pk != first.pk))
    moved = [item for place, item in enumerate(items) if item.order != place]
    for place, item in enumerate(items):
        item.order = place
        if item.pk == first.pk:
            first.order = place
    WorkoutItem.objects.bulk_update(moved, ["order"])


@transaction.atomic
def item_swap(
    *, item: WorkoutItem, variation: Variation, revision: int, load_kg: Decimal | None
) -> Saved:
    """Do another variation in an exercise's place, with `load_kg` to start from.

    Sets already done stay with the variation that they were done of: then the rest goes to a new
    exercise, whose uuid follows from the old one's and the write. In a workout that is over, the
    swap corrects which variation was done.
    """
    workout = item.workout
    targets = fitting_targets(item, variation, load_kg=load_kg)
    original = item.swapped_from_id or item.variation_id
    new = {
        **targets,
        "variation_id": variation.pk,
        "swapped_from_id": None if original == variation.pk else original,
    }
    done = item.entries.filter(deleted_at__isnull=True).count()
    if not done or not workout.is_open:
        return item_save(workout=workout, uuid=item.pk, revision=revision, values=new)
    ended = item_save(
        workout=workout, uuid=item.pk, revision=revision, values={"state": ItemState.DONE}
    )
    if not ended.taken:
        return ended
    new |= {
        "sets": max(item.sets - done, 1),
        "plan_item_id": item.plan_item_id,
        "order": item.order + 1,
    }
    uuid = uuid5(item.pk, f"{variation.pk} {revision}")
    return item_save(workout=workout, uuid=uuid, revision=1, values=new)


@transaction.atomic
def set_save(*, item: WorkoutItem, uuid: UUID, revision: int, values: Mapping[str, Any]) -> Saved:
    """Log, correct or delete (with `deleted_at`) a set of a member's item; raises NotYours."""
    new = SetEntry(pk=uuid, item=item)
    saved = _save(SetEntry.objects.filter(item=item, pk=uuid), new, revision, values)
    if saved.row is new and new.deleted_at is None:
        _extend(item.workout, saved.row.done_at)
    return saved


def _extend(workout: Workout, done_at: datetime) -> None:
    """A set that arrives after its workout was ended moves the end to itself."""
    ended = workout.finished_at
    if ended and ended < done_at <= ended + LATE_SETS:
        Workout.objects.filter(pk=workout.pk, finished_at=ended).update(finished_at=done_at)


def _save(mine: "QuerySet[Row]", new: Row, revision: int, values: Mapping[str, Any]) -> Saved:
    """Update the row if the revision is higher, insert it if it is new.

    A first revision can only be an insert or a repeat, so that it is tried as one. A row that
    another writer inserts after the update found none is met by the insert.
    """
    if revision > 1:
        taken = _update(mine, revision, values)
        stored = mine.first()
        if stored and stored.revision >= revision:
            return Saved(stored, taken)
    for name, value in {**values, "revision": revision}.items():
        setattr(new, name, value)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        taken = _update(mine, revision, values)
        if stored := mine.first():
            return Saved(stored, taken)
        raise NotYours from None
    return Saved(new, True)


def _update(mine: "QuerySet[Row]", revision: int, values: Mapping[str, Any]) -> bool:
    changes = {**values, "revision": revision}
    return bool(mine.filter(revision__lt=revision).update(**changes))
