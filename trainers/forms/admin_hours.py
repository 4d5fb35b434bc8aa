"""The inlines on a trainer's page in the admin refuse what the trainer's own pages refuse."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models import Gym
from trainers.models import Booking, WaitlistEntry
from trainers.models.availability import NAME_TAKEN

BOOKED = "It has been booked or waited for, so it stays. Switch it off instead."


class HoursFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Hours at the gyms that are chosen on the same page, none of which overlap."""

    def clean(self) -> None:
        super().clean()
        gyms: list[Gym] = getattr(self.instance, "gyms_chosen", [])
        rows = [form for form in self.forms if self._is_whole(form)]
        for place, form in enumerate(rows):
            if self._stays_in_the_past(form):
                continue
            try:
                form.instance.refuse_beside([one.instance for one in rows[:place]], gyms)
            except ValidationError as error:
                form.add_error(None, error)

    def _is_whole(self, form: Any) -> bool:
        filled = form.has_changed() or form.instance.pk
        return bool(filled and form.is_valid() and not form.cleaned_data.get("DELETE"))

    def _stays_in_the_past(self, form: Any) -> bool:
        return not form.has_changed() and getattr(form.instance, "is_past", False)


class SessionTypeFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """What was booked once is not deleted, and no two have one name."""

    def clean(self) -> None:
        super().clean()
        names: set[str] = set()
        for form in self.forms:
            name = form.instance.name.casefold()
            if form in self.deleted_forms or not name:
                continue
            if name in names:
                form.add_error("name", NAME_TAKEN)
            names.add(name)
        for form in self.deleted_forms:
            row = form.instance
            if row.pk and any(
                model._default_manager.filter(session_type=row).exists()
                for model in (Booking, WaitlistEntry)
            ):
                raise ValidationError(f"{row}: {BOOKED}")
