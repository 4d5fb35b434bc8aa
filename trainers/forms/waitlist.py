from datetime import date
from typing import Any

from django import forms

from trainers.models import SessionType, Trainer
from trainers.waitlist import Days

NEEDED = "Choose a day, or any day."


class SessionTypeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {obj.minutes} minutes"


def _day(label: str, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "Give a day such as 27/11/2026."},
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        **options,
    )


class WaitlistForm(forms.Form):
    """For which session to wait, and for which days."""

    session_type = SessionTypeField(
        queryset=SessionType.objects.none(),
        label="Session",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose a session.",
            "invalid_choice": "Choose one of these sessions.",
        },
    )
    when = forms.ChoiceField(
        label="When",
        choices=[("day", "On this day"), ("any", "On any day")],
        widget=forms.RadioSelect,
        error_messages={"required": NEEDED, "invalid_choice": NEEDED},
    )
    first_day = _day("Day")
    last_day = _day("Until", help_text="If any day from the one to the other suits you.")

    def __init__(self, *args: Any, trainer: Trainer, days: Days | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = trainer.session_types.on_offer()
        choice = self.fields["session_type"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = types
        self.days = days
        limits = {"min": f"{days.first}", "max": f"{days.last}"} if days else {}
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs |= limits

    def clean(self) -> dict[str, Any]:
        """Both days, or neither; one alone is both."""
        cleaned = super().clean() or {}
        if cleaned.get("when") == "any":  # whatever stands in the fields, which are hidden then
            for name in ("first_day", "last_day"):
                self.errors.pop(name, None)
        if cleaned.get("when") != "day" or self.errors.keys() & {"first_day", "last_day"}:
            return {**cleaned, "first_day": None, "last_day": None}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first is None:
            self.add_error("first_day", "Give the day.")
        elif last and last < first:
            self.add_error("last_day", "Give a later day than the first, or none.")
        else:
            self._bookable("first_day", first)
            self._bookable("last_day", last or first)
        return {**cleaned, "last_day": last or first}

    def _bookable(self, name: str, day: date) -> None:
        if self.days and not self.days.first <= day <= self.days.last and not self.errors:
            self.add_error(
                name, f"Choose a day from {self.days.first:%-d %B} to {self.days.last:%-d %B}."
            )
