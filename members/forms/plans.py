from typing import Any

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]
from crispy_forms.layout import Div, Layout  # type: ignore[import-untyped]
from django import forms

from exercises.models import LoadCounts, Measure
from members.forms.numbers import LoadFormField, NumberField, SecondsField
from members.models import Plan, PlanDay, PlanItem, Prescription
from members.models.prescriptions import MOST_RIR
from members.targets import measured_fields

LOAD_LABELS = {
    Measure.ASSISTED_REPS: "Help in {unit}",
    Measure.ADDED_LOAD_REPS: "Added load in {unit}",
}


class PlanForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    sessions_per_week = NumberField(label="Sessions a week", lowest=1, highest=14, initial=3)

    class Meta:
        model = Plan
        fields = ("name", "goal", "sessions_per_week")
        error_messages = {"name": {"required": "Give the plan a name, such as Winter strength."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].choices = [  # type: ignore[attr-defined]
            ("", "No goal in particular"),
            *self.fields["goal"].choices[1:],  # type: ignore[attr-defined]
        ]


class PlanDayForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = PlanDay
        fields = ("name",)
        error_messages = {"name": {"required": "Give the day a name, such as Day A."}}


class PrescriptionForm(forms.ModelForm):  # type: ignore[type-arg]
    """The targets that the variation of a prescription has; loads are typed in a unit."""

    sets = NumberField(lowest=1, highest=20)
    reps_min = NumberField(label="Reps from", lowest=1, highest=100)
    reps_max = NumberField(label="Reps to", lowest=1, highest=100, required=False)
    seconds = SecondsField(label="Time of a set", lowest=1, highest=14_400)
    metres = NumberField(label="Distance in metres", lowest=1, highest=100_000, required=False)
    rest_seconds = SecondsField(label="Rest", lowest=0, highest=900)
    target_rir = NumberField(label="Reps in reserve", lowest=0, highest=MOST_RIR, required=False)

    class Meta:
        fields = Prescription.TARGETS
        help_texts = {"superset": "Exercises with one letter are done in turn, then you rest."}

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        variation = self.instance.variation
        measured = measured_fields(variation.measure)
        label = LOAD_LABELS.get(variation.measure, "Load in {unit}").format(unit=unit)
        if variation.load_counts == LoadCounts.PER_HAND:
            label = f"Load per hand in {unit}"
        self.fields["load_kg"] = LoadFormField(unit=unit, label=label, required=False)
        for name in ("load_kg", "reps_min", "reps_max", "target_rir", "seconds", "metres"):
            if name not in measured:
                del self.fields[name]
        self.fields["superset"].choices = [  # type: ignore[attr-defined]
            ("", "None"),
            *self.fields["superset"].choices[1:],  # type: ignore[attr-defined]
        ]
        if variation.measure == Measure.DISTANCE_DURATION:
            self.fields["seconds"].required = False
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        first = [name for name in ("sets", *measured, "rest_seconds") if name in self.fields]
        self.helper.layout = Layout(Div(*first, css_class="number-row"), "superset", "note")

    def clean_load_kg(self) -> Any:
        field = self.fields["load_kg"]
        assert isinstance(field, LoadFormField)
        return field.kept(self.initial.get("load_kg"), self.cleaned_data["load_kg"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        lowest, highest = values.get("reps_min"), values.get("reps_max")
        if lowest and not highest and "reps_max" not in self.errors:
            values["reps_max"] = lowest
        elif lowest and highest and highest < lowest:
            self.add_error("reps_max", f"Type {lowest} or more, or leave it empty.")
        aim = {"seconds", "metres"} & self.fields.keys()
        if len(aim) == 2 and not aim & self.errors.keys() and not any(map(values.get, aim)):
            self.add_error("metres", "Type a distance, a time, or both.")
        return values


class PlanItemForm(PrescriptionForm):
    class Meta(PrescriptionForm.Meta):
        model = PlanItem


class PlaceForm(forms.Form):
    """Where a day or an item goes: a step up or down, or to a place counted from 0."""

    direction = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")], required=False)
    place = forms.IntegerField(min_value=0, max_value=1_000, required=False)
    day = forms.UUIDField(required=False)

    def place_after(self, now: int) -> int:
        """The place asked for, seen from the one it has now; without any, the last."""
        if self.cleaned_data["direction"]:
            return now + (1 if self.cleaned_data["direction"] == "down" else -1)
        place = self.cleaned_data["place"]
        return 1_000 if place is None else place
