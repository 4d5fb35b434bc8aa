from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from exercises.models import LoadCounts, Measure, Variation
from exercises.models.fields import validate_line
from members.forms.numbers import LoadFormField, NumberField, SecondsField
from members.models import BOXES, ItemState, PlanDay, SetKind, Unit, User, Workout, WorkoutItem
from members.models.prescriptions import MOST_METRES, MOST_REPS, MOST_RIR, MOST_SECONDS

MOST_REVISIONS = 10**15
MOST_ITEMS = 60
LONGEST_NOTE = 500
EARLY_SETS = timedelta(hours=12)
MUST_BE_LOADED = (Measure.LOAD_REPS, Measure.LOAD_DURATION)

LOAD_LABELS = {Measure.ASSISTED_REPS: "Help", Measure.ADDED_LOAD_REPS: "Added load"}


def load_label(variation: Variation) -> str:
    """What the load of a variation's set is called."""
    if variation.load_counts == LoadCounts.PER_HAND:
        return "Load per hand"
    return LOAD_LABELS.get(Measure(variation.measure), "Load")


def reps_label(variation: Variation) -> str:
    return "Reps each side" if variation.one_side_at_a_time else "Reps"


def must_be_filled(box: str, measure: str) -> bool:
    """Whether a set is nothing without this box."""
    if box == "load":
        return measure in MUST_BE_LOADED
    return measure != Measure.DISTANCE_DURATION


class RevisionForm(forms.Form):
    """What every write carries; `values` are the fields that were sent, by the row's names."""

    revision = forms.IntegerField(
        min_value=1, max_value=MOST_REVISIONS, required=False, widget=forms.HiddenInput
    )

    def clean_revision(self) -> int:
        return self.cleaned_data["revision"] or 1

    @property
    def revision_number(self) -> int:
        number: int = self.cleaned_data["revision"]
        return number

    @property
    def values(self) -> dict[str, Any]:
        sent = (name for name in self.cleaned_data if self.add_prefix(name) in self.data)
        return {name: self.cleaned_data[name] for name in sent if name != "revision"}


class SetForm(RevisionForm):
    """One set with the boxes of its variation's measure; a set that is deleted needs none."""

    order = forms.IntegerField(
        min_value=0, max_value=1_000, required=False, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(choices=SetKind.choices, required=False)
    rir = NumberField(label="Reps in reserve", highest=MOST_RIR, required=False)
    done_at = forms.DateTimeField(required=False)
    deleted = forms.BooleanField(required=False, label="Delete this set")

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, item: WorkoutItem, unit: str, **kw: Any
    ) -> None:
        super().__init__(data, **kw)
        self.item, variation = item, item.variation
        sent_unit = self.data.get(self.add_prefix("unit"), unit)
        self.unit = sent_unit if sent_unit in Unit.values else unit
        self.measure = Measure(variation.measure)
        self.boxes = tuple(box.removesuffix("_kg") for box in BOXES[self.measure])
        fields = self._fields(variation)
        self.fields = {box: fields[box] for box in self.boxes} | self.fields
        if self.is_bound and self.data.get(self.add_prefix("deleted")):
            self.fields = {name: self.fields[name] for name in ("revision", "deleted")}

    def _fields(self, variation: Variation) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {
            "load": LoadFormField(unit=self.unit, label=load_label(variation)),
            "reps": NumberField(label=reps_label(variation), highest=MOST_REPS),
            "seconds": SecondsField(label="Time", lowest=1, highest=MOST_SECONDS),
            "metres": NumberField(label="Metres", highest=MOST_METRES),
        }
        for name, field in fields.items():
            field.required = must_be_filled(name, self.measure)
        return fields

    def clean_done_at(self) -> datetime | None:
        """Moved to between 12 hours before its workout and now: a phone's clock may be wrong."""
        done_at: datetime | None = self.cleaned_data["done_at"]
        earliest = self.item.workout.started_at - EARLY_SETS
        return done_at and min(max(done_at, earliest), timezone.now())

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        covers = {"metres", "seconds"} & values.keys() if not self.errors else set()
        if len(covers) == 2 and not any(values[box] for box in covers):
            raise ValidationError({"metres": "Type a distance, a time, or both."})
        return values

    @property
    def values(self) -> dict[str, Any]:
        """The whole set as it is to be stored."""
        cleaned = self.cleaned_data
        if cleaned.get("deleted"):
            return {"deleted_at": timezone.now()}
        values = {("load_kg" if box == "load" else box): cleaned[box] for box in self.boxes}
        values |= {"kind": cleaned["kind"] or SetKind.WORKING, "rir": cleaned["rir"]}
        sent = {name: cleaned.get(name) for name in ("order", "done_at")}
        values |= {name: value for name, value in sent.items() if value is not None}
        return {**values, "deleted_at": None}


class ItemForm(RevisionForm):
    """A change of an exercise in a workout; only what is sent is changed."""

    state = forms.ChoiceField(choices=ItemState.choices, required=False)
    sets = NumberField(lowest=1, highest=20, required=False)
    order = forms.IntegerField(min_value=0, max_value=MOST_ITEMS, required=False)

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if value not in ("", None)}


class VariationForm(RevisionForm):
    """A public variation, for an exercise that is added or swapped."""

    variation = forms.ModelChoiceField(
        Variation.objects.none(),
        error_messages={"invalid_choice": "This exercise is not in the guides. Choose another."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["variation"].queryset = (  # type: ignore[attr-defined]
            Variation.objects.published().select_related("exercise")
        )


class NoteForm(RevisionForm):
    note = forms.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        validators=[validate_line],
        help_text="How it went, what to change next time.",
    )


class StartForm(forms.Form):
    """A workout to begin: with a day of the member's own plans, as an earlier one, or free."""

    uuid = forms.UUIDField()
    day = forms.ModelChoiceField(PlanDay.objects.none(), required=False)
    repeat = forms.ModelChoiceField(Workout.objects.none(), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = PlanDay.objects.visible_to(user)
        self.fields["day"].queryset = days  # type: ignore[attr-defined]
        workouts = Workout.objects.visible_to(user).finished()
        self.fields["repeat"].queryset = workouts  # type: ignore[attr-defined]


class TimesForm(forms.Form):
    """When a workout was, in the wall time of the member's gym."""

    day = forms.DateField(
        label="Date", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(
        label="Started at", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = NumberField(label="Minutes", lowest=1, highest=1_440)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if "day" not in values or "starts" not in values or "minutes" not in values:
            return values
        started_at = timezone.make_aware(datetime.combine(values["day"], values["starts"]))
        finished_at = started_at + timedelta(minutes=values["minutes"])
        if started_at > timezone.now():
            raise ValidationError({"day": "Choose a date and a time that have been."})
        if finished_at > timezone.now():
            raise ValidationError({"minutes": "It cannot end later than now."})
        return {**values, "started_at": started_at, "finished_at": finished_at}


class LogForm(TimesForm):
    """A workout that is over, to be filled in afterwards."""

    uuid = forms.UUIDField(widget=forms.HiddenInput)
    plan_day = forms.ModelChoiceField(
        PlanDay.objects.none(), required=False, label="Exercises", empty_label="Choose them next"
    )

    field_order = ("day", "starts", "minutes", "plan_day")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = PlanDay.objects.visible_to(user).filter(plan__active=True)
        self.fields["plan_day"].queryset = days  # type: ignore[attr-defined]
