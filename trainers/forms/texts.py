import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from exercises.models.fields import CONTROL_CHARACTERS
from trainers.models.people import LONGEST_TEXT

TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that show a text in another order than it is written."""
NOT_SEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)


def validate_visible(value: str) -> None:
    if CONTROL_CHARACTERS.search(value) or TURNING.search(value):
        raise ValidationError("Remove the invisible control characters.", code="control")


class LongTextField(forms.CharField):
    """A text of several lines, shown as it was typed: plain, whatever signs it has."""

    default_validators = [validate_visible]

    def __init__(
        self, *, empty: str, rows: int = 6, max_length: int = LONGEST_TEXT, **kwargs: Any
    ) -> None:
        super().__init__(
            max_length=max_length, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )
        self.error_messages |= {
            "required": empty,
            "max_length": "This has %(show_value)s characters. Cut it to %(limit_value)s.",
        }

    def to_python(self, value: Any) -> str:
        """Empty where nothing of it is seen."""
        text: str = super().to_python(value) or ""
        if not NOT_SEEN.sub("", text):
            return ""
        return text.replace("\r\n", "\n")
