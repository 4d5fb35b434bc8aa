from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from members.forms.numbers import LoadFormField, NumberField, SecondsField


def error_of(field: Any, typed: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(typed)
    return str(caught.value.messages[0])


@pytest.mark.parametrize(
    ("typed", "kilograms"),
    [("62.5", "62.50"), ("62,5", "62.50"), (" 60 ", "60.00"), ("0", "0.00"), (",5", "0.50")],
)
def test_a_load_takes_a_point_or_a_comma(typed: str, kilograms: str) -> None:
    assert LoadFormField(unit="kg").clean(typed) == Decimal(kilograms)


def test_a_load_in_pounds_becomes_kilograms() -> None:
    assert LoadFormField(unit="lb").clean("135") == Decimal("61.23")
    assert LoadFormField(unit="lb").prepare_value(Decimal("61.23")) == Decimal(135)


@pytest.mark.parametrize("typed", ["8-10", "ten", "1.2.3", ".", "1e3", "60 kg", "٦٠"])
def test_what_is_no_load_says_what_to_type(typed: str) -> None:
    assert error_of(LoadFormField(unit="kg"), typed) == "Type one number, such as 62.5."


@pytest.mark.parametrize("typed", ["-5", "10000", "1000,01"])
def test_a_load_has_its_limits(typed: str) -> None:
    assert error_of(LoadFormField(unit="kg"), typed) == "Type a number from 0 to 1,000."


def test_the_limit_in_pounds_is_said_in_pounds() -> None:
    assert error_of(LoadFormField(unit="lb"), "2300") == "Type a number from 0 to 2,204."


def test_a_load_in_pounds_does_not_creep_when_its_form_is_sent_again() -> None:
    field = LoadFormField(unit="lb", required=False)
    stored = Decimal("60.00")
    shown = str(field.prepare_value(stored))
    assert field.clean(shown) != stored
    assert field.kept(stored, field.clean(shown)) == stored
    assert field.kept(stored, field.clean("135")) == Decimal("61.23")
    assert field.kept(stored, None) is None
    assert not field.has_changed(stored, shown)
    assert field.has_changed(stored, "135")
    assert field.has_changed(stored, "8-10")


@pytest.mark.parametrize("typed", ["8-10", "8,5", "8.0", "x", "1" * 30])
def test_a_whole_number_says_what_to_type(typed: str) -> None:
    assert error_of(NumberField(highest=20), typed) == "Type one number, such as 8."


@pytest.mark.parametrize("typed", ["-5", "0", "21"])
def test_a_whole_number_has_its_limits(typed: str) -> None:
    assert error_of(NumberField(lowest=1, highest=20), typed) == "Type a number from 1 to 20."


def test_an_empty_box_is_an_error_only_where_something_is_needed() -> None:
    assert error_of(NumberField(highest=20), " ") == "Type a number, such as 8."
    assert NumberField(highest=20, required=False).clean("") is None


@pytest.mark.parametrize(
    ("typed", "seconds"), [("90", 90), ("1:30", 90), ("20:00", 1200), ("1:05:00", 3900)]
)
def test_a_time_is_typed_as_seconds_or_on_the_clock(typed: str, seconds: int) -> None:
    field = SecondsField(highest=14_400)
    assert field.clean(typed) == seconds
    assert field.clean(field.prepare_value(seconds)) == seconds


def test_a_time_has_its_limits() -> None:
    field = SecondsField(lowest=1, highest=900)
    assert error_of(field, "15:01") == "Type a time from 1 to 15:00."
    assert error_of(field, "1:75") == ("Type a time, such as 45 for seconds or 1:30 for minutes.")
