from uuid import UUID, uuid4, uuid5

from django import forms

from trainers.availability import WEEKS_OF_A_SERIES
from trainers.forms.bookings import InstantField, SeenForm
from trainers.forms.texts import LongTextField
from trainers.instants import instant_text
from trainers.models import Booking, Client, SessionType
from trainers.models.bookings import LONGEST_NOTE

State = Booking.State
MARKS = (State.ARRIVED, State.COMPLETED, State.NO_SHOW, State.BOOKED)
WEEKS = [(1, "Once"), *((number, f"Weekly, {number} times") for number in range(2, 13))]


def message_field() -> LongTextField:
    return LongTextField(
        label="A message to the member",
        empty="",
        rows=3,
        max_length=LONGEST_NOTE,
        required=False,
        help_text="Why, if you like to say it. They read it with the session.",
    )


class WaiveForm(forms.Form):
    message = message_field()


class CoachCancelForm(SeenForm):
    message = message_field()


class CoachMoveForm(CoachCancelForm):
    start = InstantField()


class MarkForm(forms.Form):
    """How it went, or booked to take that back, and the page to go back to."""

    state = forms.ChoiceField(choices=[(state.value, state.label) for state in MARKS])

    @property
    def outcome(self) -> State:
        return State(self.cleaned_data["state"])


class CoachBookingForm(forms.Form):
    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    weeks = forms.TypedChoiceField(
        label="How often",
        choices=WEEKS,
        coerce=int,
        initial=1,
        error_messages={"invalid_choice": f"Choose once, or up to {WEEKS_OF_A_SERIES} weeks."},
    )
    start = InstantField()

    def clean_uuid(self) -> UUID:
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    def uuid_for(self, client: Client, session_type: SessionType) -> UUID:
        """One for each thing booked with it: sent twice it books once, gone back to, anew."""
        start, weeks = instant_text(self.cleaned_data["start"]), self.cleaned_data["weeks"]
        return uuid5(self.cleaned_data["uuid"], f"{client.pk} {session_type.pk} {start} {weeks}")
