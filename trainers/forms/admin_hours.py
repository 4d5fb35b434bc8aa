"""The inlines on a trainer's page in the admin refuse what the trainer's own pages refuse."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models import Gym
from trainers.models import Booking, WaitlistEntry
from trainers.models.availability import NAME_TAKEN

BOOKED = "It has been booked or waited for, so it stays. Switch it off instead."
GONE = (
    "Somebody has deleted this meanwhile. To leave it out, tick Delete and save; to keep it, tick"
    " Delete and add it anew."
)


class Gone:
    """What the page shows in place of a row that somebody has deleted meanwhile."""

    pk = None

    def __str__(self) -> str:
        return "deleted meanwhile"


class RowsFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Rows of which some may be deleted by the time they are sent: those are told, and kept."""

    def clean(self) -> None:
        super().clean()
        for form in self.initial_forms:
            if form.instance.pk is None:
                form.add_error(None, GONE)

    def get_queryset(self) -> Any:
        """The rows as the admin shows them beside their forms: once there are forms, one each."""
        if self.is_bound and "forms" in self.__dict__:
            rows = [form.instance for form in self.initial_forms]
            return [Gone() if row.pk is None else row for row in rows]
        return super().get_queryset()


class HoursFormSet(RowsFormSet):
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


class SessionTypeFormSet(RowsFormSet):
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
