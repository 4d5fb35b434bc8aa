from collections.abc import Callable
from itertools import combinations
from typing import Any

from django import forms

from members.models import Gym

SESSIONS_AHEAD: list[Callable[[Gym], int]] = []
"""How many sessions lie ahead at a gym; each app that books some adds its own."""
OVERLAP = "These hours overlap others of the same day. Change one of them, or remove it."


class GymForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    def clean_timezone(self) -> str:
        """Another zone would put sessions that are booked at another time of the clock."""
        zone: str = self.cleaned_data["timezone"]
        if self.instance.pk and "timezone" in self.changed_data:
            ahead = sum(count(self.instance) for count in SESSIONS_AHEAD)
            if ahead:
                sessions = "1 session lies" if ahead == 1 else f"{ahead} sessions lie"
                raise forms.ValidationError(
                    f"{sessions} ahead at this gym, and another zone would change their times."
                    " Move them to another gym or cancel them first."
                )
        return zone


class GymHoursFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """Hours of one day do not overlap, the new ones included."""

    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if self._is_whole(form)]
        for earlier, later in combinations(rows, 2):
            one, other = earlier.instance, later.instance
            if one.weekday == other.weekday and one.overlaps(other):
                later.add_error("opens", OVERLAP)

    def _is_whole(self, form: Any) -> bool:
        filled = form.has_changed() or form.instance.pk
        return bool(filled and form.is_valid() and not form.cleaned_data.get("DELETE"))


class GymHoursForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says beside the closing time what the database would refuse."""

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        opens, closes = values.get("opens"), values.get("closes")
        midnight = closes is not None and not (closes.hour or closes.minute or closes.second)
        if opens and closes and closes <= opens and not midnight:
            self.add_error("closes", "Closing comes after opening; 00:00 is midnight at the end.")
        return values
