"""What a member has chosen so far of a booking, as addresses and forms carry it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode

from members.models import Gym, User
from trainers.booking_words import about_words
from trainers.bookings import About, Terms
from trainers.instants import instant_parsed, instant_text
from trainers.models import Booking, Question, SessionType, Trainer
from trainers.subject import public_guide

SHOW, DROP, PICK = "show", "drop", "pick"
"""The buttons that show another time, leave out what it is about, or lead to all times.

They book nothing.
"""
FIELDS = ("type", "start", "exercise", "variation", "question")


@dataclass(frozen=True)
class Wanted:
    trainer: Trainer
    types: tuple[SessionType, ...]
    session_type: SessionType | None
    start: datetime | None
    about: About

    @classmethod
    def of(cls, trainer: Trainer, user: User, data: Mapping[str, str]) -> "Wanted":
        """Whatever does not exist, or is somebody else's, is left out."""
        types = tuple(trainer.session_types.on_offer())
        chosen = data.get("type", "")
        only = types[0] if len(types) == 1 and not chosen else None
        return cls(
            trainer,
            types,
            next((one for one in types if str(one.pk) == chosen), only),
            instant_parsed(data.get(SHOW) or data.get("start", "")),
            About() if DROP in data else about_of(user, data),
        )

    @property
    def fields(self) -> dict[str, str]:
        """By the names that `of` reads."""
        question, exercise, variation = self.about
        found = {
            "type": str(self.session_type.pk) if self.session_type else "",
            "start": instant_text(self.start) if self.start else "",
            "exercise": exercise.slug if exercise else "",
            "variation": variation.slug if variation else "",
            "question": str(question.pk) if question else "",
        }
        return {name: value for name, value in found.items() if value}

    @property
    def address(self) -> str:
        """The page that shows it."""
        page = reverse("trainers:booking_create", args=[self.trainer.slug])
        return f"{page}?{urlencode(self.fields)}" if self.fields else page

    @property
    def picker(self) -> str:
        """The trainer's times from that day on, with everything but the time."""
        fields = replace(self, start=None).fields
        if self.start:
            fields["from"] = self.local_day
        page = self.trainer.get_absolute_url()
        return f"{page}?{urlencode(fields)}#times" if fields else f"{page}#times"

    @property
    def local_day(self) -> str:
        """The date of the start at the trainer's first gym, as the waitlist's address has it."""
        gym = next(iter(self.trainer.gyms.all()), None)
        return gym.local(self.start).date().isoformat() if gym and self.start else ""

    @property
    def about_words(self) -> str:
        return about_words(self.about.exercise, self.about.variation)

    def of_type(self, session_type: SessionType) -> "Wanted":
        return replace(self, session_type=session_type)

    def at(self, gym: Gym) -> Booking:
        """The booking that it would be, not saved."""
        assert self.session_type
        assert self.start
        return Booking(
            trainer=self.trainer,
            gym=gym,
            session_type=self.session_type,
            session_name=self.session_type.name,
            starts_at=self.start,
            ends_at=self.start + self.session_type.length,
            **Terms.of(self.session_type, gym)._asdict(),
            **self.about._asdict(),
        )


def about_of(user: User, data: Mapping[str, str]) -> About:
    """A question of one's own with what it is about, else a guide or a variation that is public."""
    if question := _own_question(user, data.get("question", "")):
        return About(question, question.exercise, question.variation)
    return About(None, *public_guide(data))


def _own_question(user: User, key: str) -> Question | None:
    if not key:
        return None
    try:
        pk = UUID(key)
    except ValueError:
        return None
    return Question.objects.asked_by(user).for_list().filter(pk=pk).first()
