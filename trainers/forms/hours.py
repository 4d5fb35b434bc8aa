from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models import Gym
from members.models.gyms import Weekday
from trainers.models import DateOverride, Trainer, WeeklyHours
from trainers.models.availability import validate_on_quarter

MIDNIGHT = "00:00 is midnight at the end of the day."


def date_field(label: str, *, required: str = "", **options: Any) -> forms.DateField:
    """A date; `required` are the words where it is missing and must not be."""
    return forms.DateField(
        label=label,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Choose a date."},
        **options,
    )


def quarter_field(label: str, **options: Any) -> forms.TimeField:
    """A wall time on a quarter of an hour."""
    return forms.TimeField(
        label=label,
        validators=[validate_on_quarter],
        widget=forms.TimeInput(attrs={"type": "time", "step": 900}, format="%H:%M"),
        error_messages={"required": "Choose a time.", "invalid": "Write a time such as 09:30."},
        **options,
    )


class GymChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """One of a trainer's gyms, with their zones where those differ; the only one is chosen."""

    def __init__(self, trainer: Trainer, **options: Any) -> None:
        gyms = list(trainer.gyms.all())
        self.zones = len({gym.timezone for gym in gyms}) > 1
        super().__init__(
            trainer.gyms.all(),
            initial=gyms[0].pk if len(gyms) == 1 else None,
            empty_label=None if len(gyms) == 1 else "Choose a gym",
            error_messages={
                "required": "Choose a gym.",
                "invalid_choice": "Choose one of your gyms.",
            },
            **options,
        )

    def label_from_instance(self, gym: Gym) -> str:
        return f"{gym.name} ({gym.timezone})" if self.zones else gym.name


class WeeklyHoursForm(forms.Form):
    """One span for one or more weekdays."""

    weekdays = forms.TypedMultipleChoiceField(
        label="On",
        choices=Weekday.choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )
    starts = quarter_field("From")
    ends = quarter_field("To", help_text=MIDNIGHT)

    def __init__(self, *args: Any, row: WeeklyHours, **kwargs: Any) -> None:
        self.row = row
        if not row._state.adding:
            kwargs["initial"] = {
                "weekdays": [row.weekday],
                "starts": row.starts,
                "ends": row.ends,
                "gym": row.gym_id,
            }
        super().__init__(*args, **kwargs)
        self.fields["gym"] = GymChoiceField(row.trainer, label="At")
        if not row._state.adding:
            self.fields["weekdays"] = forms.TypedChoiceField(
                label="On", choices=Weekday.choices, coerce=int
            )

    def rows(self) -> list[WeeklyHours]:
        """What is to be kept: the row itself, or a new one for each day chosen."""
        values = {name: self.cleaned_data[name] for name in ("starts", "ends", "gym")}
        days = self.cleaned_data["weekdays"]
        if not self.row._state.adding:
            for name, value in {**values, "weekday": days}.items():
                setattr(self.row, name, value)
            return [self.row]
        return [WeeklyHours(trainer=self.row.trainer, weekday=day, **values) for day in days]


class DateOverrideForm(forms.Form):
    """Closed, or hours in place of the weekly ones."""

    date = date_field("Date", required="Choose a date.")
    closed = forms.TypedChoiceField(
        label="That day",
        choices=[("no", "I work other hours"), ("yes", "I do not work")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Choose one."},
    )
    starts = quarter_field("From", required=False)
    ends = quarter_field("To", required=False, help_text=MIDNIGHT)

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trainer = trainer
        self.fields["gym"] = GymChoiceField(trainer, label="At", required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("closed") is False:
            for name, words in (
                ("starts", "Choose a time."),
                ("ends", "Choose a time."),
                ("gym", "Choose a gym."),
            ):
                if values.get(name) is None and name not in self.errors:
                    self.add_error(name, words)
        return values

    def rows(self) -> list[DateOverride]:
        values = self.cleaned_data
        row = DateOverride(trainer=self.trainer, date=values["date"])
        if not values["closed"]:
            row.gym, row.starts, row.ends = values["gym"], values["starts"], values["ends"]
        return [row]


def errors_into(form: forms.BaseForm, error: ValidationError) -> None:
    """Beside their fields where the form has those, else above it."""
    for name, errors in error.update_error_dict({}).items():
        form.add_error(name if name in form.fields else None, errors)
