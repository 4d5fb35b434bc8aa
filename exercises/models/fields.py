"""Texts and lists of texts as the catalogue keeps them."""

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    CharField = models.CharField[str, str]
    TextField = models.TextField[str, str]
    ListField = models.JSONField[list[str], list[str]]
else:
    CharField, TextField, ListField = models.CharField, models.TextField, models.JSONField

CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
MARKUP = re.compile(r"<[!/?a-zA-Z]")
LINE_BREAKS = re.compile(r"[\t\r\n]")


def validate_plain(value: str) -> None:
    """Refuse control characters and HTML."""
    _refuse_control_characters(value)
    if MARKUP.search(value):
        raise ValidationError("Write plain text or Markdown, without HTML.", code="html")


def validate_line(value: str) -> None:
    """Refuse what `validate_plain` does, and line breaks and tabs."""
    if LINE_BREAKS.search(value):
        raise ValidationError("Keep it on one line.", code="control")
    _refuse_control_characters(value)
    if MARKUP.search(value):
        raise ValidationError("Write plain words, without HTML.", code="html")


def _refuse_control_characters(value: str) -> None:
    if CONTROL_CHARACTERS.search(value):
        raise ValidationError("Remove the invisible control characters.", code="control")


def validate_texts(value: Any) -> None:
    """Refuse anything but a list of filled texts without control characters or HTML."""
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValidationError("Give a list of texts.", code="list")
    for text in value:
        if not text.strip():
            raise ValidationError("Remove the empty entry.", code="empty")
        validate_line(text)


class PlainCharField(CharField):
    """One line of text without control characters or HTML."""

    default_validators = [validate_line]


class MarkdownField(TextField):
    """Markdown without HTML."""

    default_validators = [validate_plain]


class TextListField(ListField):
    """An ordered list of texts."""

    default_validators = [validate_texts]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
