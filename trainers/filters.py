"""Which trainers a visitor asked for, read from the address."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.http import QueryDict

from exercises.models import BodyPart
from exercises.models.fields import CONTROL_CHARACTERS
from members.models import Gym

FREE_WITHIN = {str(days): timedelta(days=days) for days in (3, 7)}


@dataclass(frozen=True)
class TrainerFilters:
    gyms: dict[str, Gym]
    specialities: dict[str, BodyPart]
    asked: dict[str, str]

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        asked = {
            name: CONTROL_CHARACTERS.sub(" ", query.get(name, "")).strip()
            for name in ("gym", "speciality", "free")
        }
        return cls(
            {gym.slug: gym for gym in Gym.objects.all()},
            {part.slug: part for part in BodyPart.objects.all()},
            asked,
        )

    @property
    def gym(self) -> Gym | None:
        return self.gyms.get(self.asked["gym"])

    @property
    def speciality(self) -> BodyPart | None:
        return self.specialities.get(self.asked["speciality"])

    @property
    def free(self) -> timedelta | None:
        """Within how long they must have a free time."""
        return FREE_WITHIN.get(self.asked["free"])

    @property
    def active(self) -> bool:
        return self.gym is not None or self.speciality is not None or self.free is not None

    @property
    def unknown(self) -> list[tuple[str, str]]:
        """The values that do not exist, each with its filter; they are left out."""
        found = {"gym": self.gym, "speciality": self.speciality, "free": self.free}
        return [(name, value) for name, value in self.asked.items() if value and not found[name]]
