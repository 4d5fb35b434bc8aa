"""What a session is to be about, carried from a guide or a question through public addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.core.validators import slug_re
from django.http import QueryDict
from django.utils.http import urlencode

from exercises.models import Exercise, Variation


@dataclass(frozen=True)
class Subject:
    """A guide or a variation that is public, or the number of a question.

    Whose question it is, and what it says, only the page that books looks at.
    """

    exercise: Exercise | None = None
    variation: Variation | None = None
    question: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """What does not exist is left out."""
        return cls(*public_guide(query), _uuid(query.get("question", "")))

    @property
    def words(self) -> str:
        if self.question:
            return "your question"
        return str(self.variation or self.exercise or "")

    @property
    def fields(self) -> dict[str, str]:
        found = {
            "exercise": self.exercise.slug if self.exercise else "",
            "variation": self.variation.slug if self.variation else "",
            "question": self.question,
        }
        return {name: value for name, value in found.items() if value}

    @property
    def query(self) -> str:
        """To follow a `?` or a `&`."""
        return urlencode(self.fields)


def public_guide(data: Mapping[str, str]) -> tuple[Exercise | None, Variation | None]:
    """The guide, and the variation of it, whose slugs they are."""
    exercise, variation = (_slug(data.get(name, "")) for name in ("exercise", "variation"))
    guides = Exercise.objects.published().select_related("body_part")
    guide = guides.filter(slug=exercise).first() if exercise else None
    if guide is None or not variation:
        return guide, None
    variations = Variation.objects.published().filter(exercise=guide)
    return guide, variations.filter(slug=variation).first()


def _slug(text: str) -> str:
    return text if slug_re.fullmatch(text) else ""


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
