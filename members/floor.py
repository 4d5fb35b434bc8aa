"""A workout as its page shows it: one set in front, what was done, what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from members.done_sets import done_set, done_words
from members.forms.numbers import clock
from members.forms.workouts import load_label, must_be_filled, reps_label
from members.last_time import LastTime, last_time
from members.models import BOXES, ItemState, Member, SetEntry, SetKind, Workout, WorkoutItem
from members.next_load import LoadOffer, offers_for
from members.progression import COUNTED_KINDS, DoneSet
from members.set_rows import Box, SetRow
from members.units import in_unit, step_of
from members.wording import minutes_and_seconds, rest_words, set_words

STEPS = {"reps": 1, "seconds": 5, "metres": 100}
UNNUMBERED = {SetKind.WARM_UP: "Warm-up", SetKind.DROP: "Drop set"}


@dataclass
class FloorExercise:
    """An exercise of the workout with its rows."""

    item: WorkoutItem
    place: int
    unit: str
    last: LastTime | None
    offer: LoadOffer | None = None
    rows: list[SetRow] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.item.variation.name

    @property
    def group(self) -> str:
        """The superset's letter, or the exercise alone."""
        return self.item.superset or str(self.item.pk)

    @property
    def revision(self) -> int:
        return self.item.revision + 1

    @property
    def skipped(self) -> bool:
        return self.item.state == ItemState.SKIPPED

    @cached_property
    def counted(self) -> int:
        """Sets done that count towards the planned ones."""
        return sum(row.done and row.kind in COUNTED_KINDS for row in self.rows)

    @property
    def planned(self) -> int:
        return max(self.item.sets, self.counted)

    @property
    def complete(self) -> bool:
        return self.item.state != ItemState.TODO or self.counted >= self.item.sets

    @property
    def standing(self) -> str:
        """What the list of all exercises offers to do with it; floor.js says the same."""
        if self.skipped:
            return "skipped"
        return "complete" if self.complete else "open"

    @property
    def first_todo(self) -> SetRow | None:
        return next((row for row in self.rows if row.todo), None)

    @cached_property
    def spare(self) -> SetRow:
        """One more row, for floor.js to copy."""
        free = _free_uuids(self.item.pk, {row.uuid for row in self.rows})
        order = max((row.order for row in self.rows), default=-1) + 1
        numbered = sum(row.todo for row in self.rows) + self.counted
        return _todo_row(self, next(free), order, numbered, None)

    @property
    def target_words(self) -> str:
        words = set_words(self.item, self.unit)
        rir = self.item.target_rir
        return words if rir is None else f"{words}, {rir} in reserve"

    @property
    def next_words(self) -> str:
        return f"{self.name}, {self.item.sets} × {set_words(self.item, self.unit)}"

    @property
    def has_reps(self) -> bool:
        return "reps" in BOXES[self.item.variation.measure]  # type: ignore[index]

    @property
    def public(self) -> bool:
        return self.item.variation.is_public


@dataclass
class Rest:
    """The rest after the last set, while it lasts."""

    after: UUID
    until: datetime
    seconds: int

    @property
    def left(self) -> str:
        return minutes_and_seconds(self.until - timezone.now())


@dataclass
class Floor:
    """The whole workout, with the exercise and the row in front."""

    workout: Workout
    unit: str
    exercises: list[FloorExercise]
    exercise: FloorExercise | None = None
    row: SetRow | None = None

    @property
    def sets_done(self) -> int:
        return sum(one.counted for one in self.exercises if not one.skipped)

    @property
    def has_sets(self) -> bool:
        """Whether there is anything to keep, warm-ups and sets of skipped exercises too."""
        return any(row.done for one in self.exercises for row in one.rows)

    @property
    def sets_planned(self) -> int:
        return sum(
            one.planned if one.item.state == ItemState.TODO else one.counted
            for one in self.exercises
        )

    @property
    def exercises_done(self) -> int:
        return sum(one.complete for one in self.exercises)

    @property
    def finished(self) -> bool:
        return all(one.complete for one in self.exercises)

    @property
    def elapsed(self) -> str:
        return minutes_and_seconds(timezone.now() - self.workout.started_at)

    def show(self, *, item: str = "", uuid: str = "") -> None:
        """Put an exercise and a row in front: those asked for, or the ones that are due."""
        asked = self._row(uuid)
        if asked:
            self.exercise, self.row = asked
            return
        chosen = next((one for one in self.exercises if str(one.item.pk) == item), None)
        self.exercise = chosen or self._due() or next(iter(self.exercises[-1:]), None)
        self.row = self.exercise.first_todo if self.exercise else None

    def _row(self, uuid: str) -> tuple[FloorExercise, SetRow] | None:
        rows = ((one, row) for one in self.exercises for row in one.rows)
        return next((found for found in rows if str(found[1].uuid) == uuid), None)

    def _due(self) -> FloorExercise | None:
        last = self._last()
        return self.after(last[0] if last else None)

    def _last(self) -> tuple[FloorExercise, SetEntry] | None:
        """The set done last, with its exercise."""
        done = [
            (one, row.entry) for one in self.exercises for row in one.rows if row.done and row.entry
        ]
        return max(done, key=lambda pair: pair[1].done_at, default=None)

    def after(self, last: FloorExercise | None) -> FloorExercise | None:
        """What is due after a set: the rest of its superset in turn, then the first not done."""
        todo = [one for one in self.exercises if not one.complete]
        group = [one for one in todo if last and one.group == last.group]
        if not group and todo:
            group = [one for one in todo if one.group == todo[0].group]
        return min(group, key=lambda one: (one.counted, one.place), default=None)

    @property
    def following(self) -> FloorExercise | None:
        """The exercise that comes after the one in front: of its superset, or further down."""
        now = self.exercise
        if now is None:
            return None
        others = [one for one in self.exercises if not one.complete and one is not now]
        return min(
            others,
            key=lambda one: (one.group != now.group, one.place < now.place, one.place),
            default=None,
        )

    @property
    def rest(self) -> Rest | None:
        last = self._last()
        if last is None:
            return None
        exercise, entry = last
        upcoming = self.after(exercise)
        alternates = (
            upcoming is not None
            and upcoming is not exercise
            and upcoming.group == exercise.group
            and upcoming.counted < exercise.counted
        )
        until = entry.done_at + timedelta(seconds=exercise.item.rest_seconds)
        if upcoming is None or alternates or until <= timezone.now():
            return None
        return Rest(entry.pk, until, exercise.item.rest_seconds)

    @property
    def done_label(self) -> str:
        """What the main button says; floor.js says the same."""
        if self.row is None or self.exercise is None:
            return "Finish workout"
        if self.row.done:
            return "Save"
        rest = self.exercise.item.rest_seconds
        group = [one for one in self.exercises if one.group == self.exercise.group]
        behind = [
            one
            for one in group
            if one is not self.exercise
            and not one.complete
            and one.counted <= self.exercise.counted
        ]
        if behind:
            return f"Done, then {min(behind, key=lambda one: (one.counted, one.place)).name}"
        last_set = all(
            one.complete or (one is self.exercise and one.counted + 1 >= one.item.sets)
            for one in self.exercises
        )
        return "Done" if last_set or not rest else f"Done, rest {rest_words(rest)}"


def floor_of(workout: Workout, member: Member) -> Floor:
    """The page of a workout fetched `for_page`; six queries, whatever the history."""
    items = list(workout.items.all())
    last = last_time(
        {item.variation_id for item in items}, member=workout.member_id, before=workout.started_at
    )
    offers = offers_for(member, items)
    exercises = []
    for place, item in enumerate(items, start=1):
        exercise = FloorExercise(
            item, place, member.unit, last.get(item.variation_id), offers.get(item.pk)
        )
        exercise.rows = list(_rows(exercise))
        exercises.append(exercise)
    return Floor(workout, member.unit, exercises)


def _rows(exercise: FloorExercise) -> Iterator[SetRow]:
    item = exercise.item
    entries = list(item.entries.all())
    number = 0
    for entry in entries:
        counts = entry.kind in COUNTED_KINDS and entry.deleted_at is None
        number += counts
        yield _done_row(exercise, entry, number)
    if item.state != ItemState.TODO:
        return
    order = max((entry.order for entry in entries), default=-1)
    kept = [entry for entry in entries if entry.deleted_at is None and entry.kind in COUNTED_KINDS]
    before = done_set(kept[-1]) if kept else None
    free = _free_uuids(item.pk, {entry.pk for entry in entries})
    for place in range(number, item.sets):
        order += 1
        yield _todo_row(exercise, next(free), order, place, before)


def _free_uuids(item: UUID, used: set[UUID]) -> Iterator[UUID]:
    """A set's uuid follows from its exercise's, so that two devices mean the same next set."""
    number = 0
    while True:
        uuid = uuid5(item, str(number))
        if uuid not in used:
            yield uuid
        number += 1


def _done_row(exercise: FloorExercise, entry: SetEntry, number: int) -> SetRow:
    done = done_set(entry)
    words = done_words(done, exercise.item.variation, exercise.unit)
    return SetRow(
        uuid=entry.pk,
        order=entry.order,
        label=UNNUMBERED.get(SetKind(entry.kind), f"Set {max(number, 1)}"),
        boxes=_boxes(exercise, done),
        entry=entry,
        done_words=words,
        last_words="",
        kind=entry.kind,
        rir="" if entry.rir is None else str(min(entry.rir, 5)),
    )


def _todo_row(
    exercise: FloorExercise, uuid: UUID, order: int, place: int, before: DoneSet | None
) -> SetRow:
    item = exercise.item
    sets = exercise.last.counted if exercise.last else []
    last = sets[min(place, len(sets) - 1)] if sets else None
    words = done_words(last, item.variation, exercise.unit) if last else ""
    return SetRow(
        uuid=uuid,
        order=order,
        label=f"Set {place + 1}",
        boxes=_boxes(exercise, _to_begin_with(item, before, last)),
        entry=None,
        done_words="",
        last_words=words,
    )


def _to_begin_with(item: WorkoutItem, before: DoneSet | None, last: DoneSet | None) -> DoneSet:
    """Numbers to fill in: the load in use today or planned, else last time's; the rest as then."""
    loads = (before.load_kg if before else None, item.load_kg, last.load_kg if last else None)
    return DoneSet(
        load_kg=next((load for load in loads if load is not None), None),
        reps=last.reps if last and last.reps is not None else item.reps_min,
        seconds=last.seconds if last and last.seconds is not None else item.seconds,
        metres=last.metres if last and last.metres is not None else item.metres,
    )


def _boxes(exercise: FloorExercise, values: DoneSet) -> list[Box]:
    names = BOXES[exercise.item.variation.measure]  # type: ignore[index]
    boxes = [_box(exercise, name, getattr(values, name)) for name in names]
    for box in boxes:
        box.required = must_be_filled(box.name, exercise.item.variation.measure)
    return boxes


def _box(exercise: FloorExercise, name: str, value: Any) -> Box:
    variation, unit = exercise.item.variation, exercise.unit
    if name == "load_kg":
        shown = "" if value is None else str(in_unit(value, unit))
        step = step_of(variation, unit) or Decimal(1)
        return Box("load", load_label(variation), shown, unit, str(step.normalize()), "decimal")
    if name == "seconds":
        shown = "" if value is None else clock(value)
        return Box("seconds", "Time", shown, "", str(STEPS[name]), "text")
    label = reps_label(variation) if name == "reps" else "Distance"
    suffix = "m" if name == "metres" else ""
    return Box(name, label, "" if value is None else str(value), suffix, str(STEPS[name]))
