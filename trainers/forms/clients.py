from typing import Any

from django import forms

from trainers.clients import Rights
from trainers.forms.texts import validate_visible
from trainers.models import ClientNote
from trainers.models.people import LONGEST_TEXT

EDIT_PLAN = (
    "They see your plan, put exercises straight into it and take their own out again."
    " Without it they can only offer you exercises."
)
SEE_WORKOUTS = (
    "They see your plan, every workout that you logged, with its loads, sets and notes, your"
    " progress, and how much of your plan you do. This is health data."
)


class RightsForm(forms.Form):
    """The two rights that a member gives or withdraws, each by itself."""

    may_edit_plan = forms.BooleanField(
        required=False, label="May change my plan", help_text=EDIT_PLAN
    )
    may_see_workouts = forms.BooleanField(
        required=False, label="May see my workouts and progress", help_text=SEE_WORKOUTS
    )

    @property
    def rights(self) -> Rights:
        return Rights(**self.cleaned_data)


class NoteForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    text = forms.CharField(
        label="Note",
        max_length=LONGEST_TEXT,
        validators=[validate_visible],
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Write something first."},
    )

    class Meta:
        model = ClientNote
        fields = ("text", "kind")
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "Who reads it"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].error_messages["required"] = "Choose who reads it."
