from typing import Any

from django import forms

from exercises.forms import PictureUploadField
from trainers.models import Trainer


class TrainerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    upload = PictureUploadField(
        label="New photo",
        required=False,
        help_text="JPEG, PNG or WebP, up to 12 MB and 40 million pixels. Pages show its middle.",
    )
    without_photo = forms.BooleanField(
        label="Show the initials instead of the photo", required=False
    )

    def save(self, commit: bool = True) -> Any:
        encoded = self.cleaned_data["upload"]
        if encoded or self.cleaned_data["without_photo"]:
            self.instance.portrait_change(encoded or None)
        return super().save(commit)

    class Meta:
        model = Trainer
        exclude = ["photo"]
        widgets = {
            "gyms": forms.CheckboxSelectMultiple,
            "specialities": forms.CheckboxSelectMultiple,
        }
