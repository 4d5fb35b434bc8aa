"""Numbers as people type them: a comma is a decimal sign, and an error says what to type."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.models.people import Unit
from members.models.prescriptions import MOST_KG
from members.units import in_unit, to_kg

WHOLE = re.compile(r"[+-]?[0-9]{1,9}")
DECIMAL = re.compile(r"[+-]?[0-9]{0,9}(?:[.,][0-9]{0,9})?")
CLOCK = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,4}):([0-5][0-9])")


class TypedField(forms.Field):
    """A value typed into a text box with the keyboard that suits it."""

    keyboard = "numeric"
    wanted, readable = "a number", "one number"
    example = "8"

    def __init__(self, *, lowest: int = 0, highest: int, **kwargs: Any) -> None:
        self.lowest, self.highest = lowest, highest
        box = forms.TextInput(attrs={"inputmode": self.keyboard, "autocomplete": "off"})
        kwargs.setdefault("widget", box)
        super().__init__(**kwargs)
        self.error_messages["required"] = f"Type {self.wanted}, such as {self.example}."

    def to_python(self, value: Any) -> Any:
        typed = str("" if value is None else value).strip()
        if not typed:
            return None
        number = self.read(typed)
        if number is None:
            raise ValidationError(f"Type {self.readable}, such as {self.example}.", code="number")
        return number

    def read(self, typed: str) -> Any:
        """The number that was typed, or None."""
        raise NotImplementedError

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and not self.lowest <= value <= self.highest:
            lowest, highest = self.shown(self.lowest), self.shown(self.highest)
            raise ValidationError(f"Type {self.wanted} from {lowest} to {highest}.", code="range")

    def shown(self, value: int) -> str:
        """An end of the range, in the words of an error."""
        return f"{value:,}"

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(self.prepare_value(initial)))
        except ValidationError:
            return True


class NumberField(TypedField):
    """A whole number."""

    def read(self, typed: str) -> int | None:
        return int(typed) if WHOLE.fullmatch(typed) else None


class SecondsField(TypedField):
    """A length of time, typed as seconds or as minutes and seconds: 90 or 1:30."""

    keyboard = "text"
    wanted = readable = "a time"
    example = "45 for seconds or 1:30 for minutes"

    def read(self, typed: str) -> int | None:
        if match := CLOCK.fullmatch(typed):
            hours, minutes, seconds = (int(part or 0) for part in match.groups())
            return (hours * 60 + minutes) * 60 + seconds
        return int(typed) if WHOLE.fullmatch(typed) else None

    def shown(self, value: int) -> str:
        return clock(value)

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value


def clock(seconds: int) -> str:
    """Seconds as they are typed: 90, 2:00, 1:05:00."""
    if seconds < 120:
        return str(seconds)
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class LoadFormField(TypedField):
    """A load typed in the member's unit; its value is kilograms with two places."""

    keyboard = "decimal"
    example = "62.5"

    def __init__(self, *, unit: str, **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("label", f"Load in {unit}")
        most = MOST_KG if unit == Unit.KG else in_unit(MOST_KG, unit)
        super().__init__(highest=int(most), **kwargs)

    def read(self, typed: str) -> Decimal | None:
        if not DECIMAL.fullmatch(typed):
            return None
        try:
            return Decimal(typed.replace(",", "."))
        except InvalidOperation:
            return None

    def clean(self, value: Any) -> Decimal | None:
        typed: Decimal | None = super().clean(value)
        return None if typed is None else to_kg(typed, self.unit)

    def prepare_value(self, value: Any) -> Any:
        return in_unit(value, self.unit) if isinstance(value, Decimal) else value

    def kept(self, initial: Decimal | None, cleaned: Decimal | None) -> Decimal | None:
        """The stored kilograms where what was typed is how they are shown.

        Otherwise a load in pounds would creep each time its form is sent.
        """
        if initial is None or cleaned is None:
            return cleaned
        same = to_kg(in_unit(initial, self.unit), self.unit) == cleaned
        return initial if same else cleaned
