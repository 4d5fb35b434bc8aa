from typing import Any

from django import forms

from members.models import ReadinessCheck
from members.readiness import QUESTIONS, outcome_of

ANSWERS = [("yes", "Yes"), ("no", "No")]


class ReadinessForm(forms.Form):
    """The questions; whoever uses its answers keeps nothing but the outcome."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=ANSWERS,
                widget=forms.RadioSelect,
                error_messages={
                    "required": "Choose yes or no.",
                    "invalid_choice": "Choose yes or no.",
                },
            )

    @property
    def outcome(self) -> ReadinessCheck.Outcome:
        return outcome_of([name for name, answer in self.cleaned_data.items() if answer == "yes"])
