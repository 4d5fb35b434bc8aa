from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from exercises.models.fields import CONTROL_CHARACTERS
from trainers.models.people import LONGEST_TEXT


def validate_visible(value: str) -> None:
    if CONTROL_CHARACTERS.search(value):
        raise ValidationError("Remove the invisible control characters.", code="control")


class LongTextField(forms.CharField):
    """A text of several lines, shown as it was typed: plain, whatever signs it has."""

    default_validators = [validate_visible]

    def __init__(self, *, empty: str, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(
            max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
        )
        self.error_messages |= {
            "required": empty,
            "max_length": "This has %(show_value)s characters. Cut it to %(limit_value)s.",
        }

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(value) or ""
        return text.replace("\r\n", "\n")
