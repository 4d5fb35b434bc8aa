from datetime import datetime
from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.core.exceptions import ValidationError

from members.models import Member
from trainers.bookings import Terms
from trainers.forms.texts import LongTextField
from trainers.instants import instant_parsed, instant_text
from trainers.models.availability import Currency
from trainers.models.bookings import LONGEST_NOTE


class InstantField(forms.CharField):
    """An instant in UTC, as a page wrote it."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime:
        found = instant_parsed(super().clean(value))
        if found is None:
            raise ValidationError("Choose one of the times.", code="instant")
        return found


class BookingForm(forms.Form):
    """The terms that were shown, and a note; without leave to keep health data no note."""

    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    price = forms.DecimalField(
        min_value=0, max_digits=7, decimal_places=2, widget=forms.HiddenInput
    )
    currency = forms.ChoiceField(choices=Currency.choices, widget=forms.HiddenInput)
    free_cancellation_hours = forms.IntegerField(
        min_value=0, max_value=336, widget=forms.HiddenInput
    )
    note = LongTextField(
        label="A note for your trainer",
        empty="",
        rows=3,
        max_length=LONGEST_NOTE,
        required=False,
        help_text="What you would like to do, what to look out for. Only your trainer reads it.",
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not member.may_keep_health_data:
            del self.fields["note"]

    def clean_uuid(self) -> UUID:
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    @property
    def terms(self) -> Terms:
        return Terms(*(self.cleaned_data[name] for name in Terms._fields))

    def uuid_for(self, session_type: int, start: datetime) -> UUID:
        """One for each thing booked with it: sent twice it books once, gone back to, anew."""
        return uuid5(self.cleaned_data["uuid"], f"{session_type} {instant_text(start)}")


class SeenForm(forms.Form):
    """Which state of a booking was on the page."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class MoveForm(SeenForm):
    start = InstantField()


class CancelForm(SeenForm):
    late = forms.BooleanField(required=False, widget=forms.HiddenInput)
