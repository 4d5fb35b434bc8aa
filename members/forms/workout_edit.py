"""Everything of a finished workout on one page, to be corrected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils import timezone

from members.forms.numbers import LoadFormField
from members.forms.workouts import NoteForm, SetForm, TimesForm
from members.models import BOXES, Member, SetEntry, SetKind, Workout, WorkoutItem
from members.workouts import SetChange

FEW = 1
MOST_SETS = 20


class SetEditForm(SetForm):
    """A stored set, or an empty line for one more."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        item: WorkoutItem,
        uuid: UUID,
        unit: str,
        entry: SetEntry | None,
        order: int,
    ) -> None:
        self.uuid, self.entry = uuid, entry
        initial = {"revision": 1, "order": order, "kind": SetKind.WORKING}
        if entry:
            boxes = {box.removesuffix("_kg"): getattr(entry, box) for box in BOXES[_measure(item)]}
            initial |= {**boxes, "revision": entry.revision + 1, "order": entry.order}
            initial |= {"kind": entry.kind, "rir": entry.rir}
        super().__init__(
            data,
            item=item,
            unit=unit,
            prefix=str(uuid),
            initial=initial,
            empty_permitted=entry is None,
            use_required_attribute=False,
        )
        self.fields.pop("done_at", None)
        if entry is None:
            self.fields.pop("deleted", None)

    def has_changed(self) -> bool:
        """Whether the person changed anything; the hidden fields are the page's."""
        return not {"order", "revision"}.issuperset(self.changed_data)

    def clean_load(self) -> Any:
        field = self.fields["load"]
        assert isinstance(field, LoadFormField)
        return field.kept(self.initial.get("load"), self.cleaned_data["load"])

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


def _measure(item: WorkoutItem) -> Any:
    return item.variation.measure


@dataclass
class ItemEdit:
    item: WorkoutItem
    rows: list[SetEditForm]
    remove: bool = False

    @property
    def remove_name(self) -> str:
        return f"remove-{self.item.pk}"

    @property
    def has_sets(self) -> bool:
        return any(row.entry for row in self.rows)

    def changes(self, *, done_at: Any) -> Iterator[SetChange]:
        for row in self.rows:
            if self.remove and row.entry:
                values: dict[str, Any] = {"deleted_at": timezone.now()}
                yield SetChange(self.item, row.uuid, row.entry.revision + 1, values)
            elif not self.remove and row.has_changed():
                values = row.values if row.entry else {"done_at": done_at, **row.values}
                yield SetChange(self.item, row.uuid, row.revision_number, values)


class WorkoutEdit:
    """The forms of the page: times, note, and the sets of each exercise."""

    def __init__(self, workout: Workout, member: Member, data: Mapping[str, Any] | None) -> None:
        self.workout = workout
        self.times = TimesForm(data, initial=_times(workout))
        self.note = NoteForm(data, initial={"revision": workout.revision + 1, "note": workout.note})
        self.items = [self._item(item, member.unit, data) for item in workout.items.all()]

    def _item(self, item: WorkoutItem, unit: str, data: Mapping[str, Any] | None) -> ItemEdit:
        entries = [entry for entry in item.entries.all() if entry.deleted_at is None]
        sent = [] if data is None else _sent(data, item)
        spare = min(max(item.sets - len(entries), FEW), max(MOST_SETS - len(entries), FEW))
        fresh = sent or [uuid4() for _ in range(spare)]
        known = {entry.pk for entry in entries}
        lines: list[tuple[UUID, SetEntry | None]] = [(entry.pk, entry) for entry in entries]
        lines += [(uuid, None) for uuid in fresh if uuid not in known]
        edit = ItemEdit(
            item,
            [
                SetEditForm(data, item=item, uuid=uuid, unit=unit, entry=entry, order=order)
                for order, (uuid, entry) in enumerate(lines)
            ],
        )
        edit.remove = data is not None and edit.remove_name in data
        return edit

    def is_valid(self) -> bool:
        rows = [row for one in self.items if not one.remove for row in one.rows]
        found = [form.errors for form in (self.times, self.note, *rows)]
        return not any(found)

    @property
    def values(self) -> dict[str, Any]:
        """What is changed of the workout itself."""
        values = {"note": self.note.cleaned_data["note"]}
        if self.times.has_changed():
            times = self.times.cleaned_data
            values |= {name: times[name] for name in ("started_at", "finished_at")}
        return values

    @property
    def changes(self) -> list[SetChange]:
        done_at = self.values.get("finished_at", self.workout.finished_at)
        return [change for one in self.items for change in one.changes(done_at=done_at)]


def _times(workout: Workout) -> dict[str, Any]:
    started = timezone.localtime(workout.started_at)
    ended = workout.finished_at or workout.started_at
    return {
        "day": started.date(),
        "starts": started.time().replace(second=0, microsecond=0),
        "minutes": max(round((ended - workout.started_at).total_seconds() / 60), 1),
    }


def _sent(data: Mapping[str, Any], item: WorkoutItem) -> list[UUID]:
    """The uuids of the lines that the page showed for an exercise."""
    field = forms.UUIDField()
    texts = data.getlist(f"line-{item.pk}") if hasattr(data, "getlist") else []
    found = []
    for text in texts[:MOST_SETS]:
        try:
            found.append(field.clean(text))
        except forms.ValidationError:
            continue
    return found
