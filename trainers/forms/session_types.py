from typing import Any

from django import forms

from trainers.models import SessionType
from trainers.models.availability import LONGEST_BUFFER, LONGEST_SESSION, QUARTER_MINUTES


def minutes_choices(first: int, last: int) -> list[tuple[int, str]]:
    return [(one, f"{one} minutes") for one in range(first, last + 1, QUARTER_MINUTES)]


class SessionTypeForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    minutes = forms.TypedChoiceField(
        label="How long",
        choices=minutes_choices(QUARTER_MINUTES, LONGEST_SESSION),
        coerce=int,
        initial=60,
    )
    buffer_after = forms.TypedChoiceField(
        label="Kept free afterwards",
        choices=[(0, "Nothing"), *minutes_choices(QUARTER_MINUTES, LONGEST_BUFFER)],
        coerce=int,
        initial=0,
        help_text="For notes, or the way to the next one.",
    )

    class Meta:
        model = SessionType
        fields = ("name", "minutes", "price", "currency", "buffer_after", "active")
        labels = {"price": "Price", "active": "Members can book it"}
        help_texts = {
            "name": "As members read it, such as Personal training.",
            "price": "Members see it before they book, and pay at the gym.",
            "active": "Without it nobody books it anew. Sessions that are booked stay.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = "Give it a name."
        self.fields["price"].error_messages["required"] = "Write a price; 0 where it is free."
