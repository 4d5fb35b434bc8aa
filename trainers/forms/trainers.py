from collections import Counter
from typing import Any

from django import forms

from exercises.forms import PictureUploadField
from trainers.hours import sessions_ahead
from trainers.models import Booking, Trainer


class TrainerForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    upload = PictureUploadField(
        label="New photo",
        required=False,
        help_text="JPEG, PNG or WebP, up to 12 MB and 40 million pixels. Pages show its middle.",
    )
    without_photo = forms.BooleanField(
        label="Show the initials instead of the photo", required=False
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        gyms = list(values.get("gyms") or ())
        self.instance.gyms_chosen = gyms
        if self.instance.pk is None:
            return values
        ahead = sessions_ahead(self.instance)
        if "active" in self.changed_data and not values.get("active"):
            self._refuse("active", ahead)
        elif gyms:
            self._refuse("gyms", [one for one in ahead if one.gym not in gyms])
        return values

    def _refuse(self, field: str, ahead: list[Booking]) -> None:
        """Sessions that could not take place any more are moved or cancelled first."""
        if ahead:
            count = f"{len(ahead)} session{'' if len(ahead) == 1 else 's'}"
            places = Counter(one.gym.name for one in ahead)
            where = ", ".join(f"{number} at {gym}" for gym, number in sorted(places.items()))
            self.add_error(field, f"{count} ahead: {where}. Move or cancel them first.")

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
