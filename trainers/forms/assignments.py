from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django import forms

from members.forms.plans import PrescriptionForm
from members.models import PlanDay
from trainers.assignments import Recipient
from trainers.models import Assignment, AssignmentSet, AssignmentSetItem
from trainers.recipients import Choice


class AssignmentSetItemForm(PrescriptionForm):
    class Meta(PrescriptionForm.Meta):
        model = AssignmentSetItem


class AssignmentForm(PrescriptionForm):
    """Other targets for what was given; its instance is never saved, but becomes a new offer."""

    class Meta(PrescriptionForm.Meta):
        model = Assignment


class SetNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name makes the set a template that stays; without one it is a draft."""

    class Meta:
        model = AssignmentSet
        fields = ("name",)
        labels = {"name": "Name of the template"}
        help_texts = {"name": "With a name it stays, to be sent again. Without one it is a draft."}


class Row(NamedTuple):
    """A recipient as the page shows them."""

    choice: Choice
    chosen: bool
    day: str


class SendForm(forms.Form):
    """Who gets the set, and for those who allow it into which day of their plan."""

    sending = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose who gets it.",
            "invalid_choice": "Somebody chosen is no longer your client. Choose again.",
        }
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = choices
        self.fields["to"].choices = [(one.key, one.key) for one in choices]  # type: ignore[attr-defined]

    def rows(self) -> Iterator[Row]:
        chosen = self.data.getlist("to") if self.is_bound else []  # type: ignore[attr-defined]
        for one in self.recipients:
            yield Row(one, one.key in chosen, self.data.get(one.day_box, ""))

    def given_to(self) -> list[Recipient]:
        """Those chosen, with the day; an offer where no day was chosen or it is gone."""
        chosen = self.cleaned_data["to"]
        return [
            Recipient(one.member, self._day(one)) for one in self.recipients if one.key in chosen
        ]

    def _day(self, choice: Choice) -> PlanDay | None:
        wanted = self.data.get(choice.day_box)
        return next((day for day in choice.days if str(day.pk) == wanted), None)
