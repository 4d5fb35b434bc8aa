"""A set of a workout as its page shows it: what its boxes hold, and what is wrong about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from members.forms.workouts import SetForm
from members.models import SetEntry, SetKind


@dataclass
class Box:
    """A number of a set, to be typed or stepped."""

    name: str
    label: str
    value: str
    suffix: str = ""
    step: str = ""
    keyboard: str = "numeric"
    required: bool = False
    errors: Sequence[str] = ()


@dataclass
class SetRow:
    """A set of an exercise, done or still to do, with what its boxes hold."""

    uuid: UUID
    order: int
    label: str
    boxes: list[Box]
    entry: SetEntry | None
    done_words: str
    last_words: str
    kind: str = SetKind.WORKING
    rir: str = ""

    @property
    def done(self) -> bool:
        return self.entry is not None and self.entry.deleted_at is None

    @property
    def deleted(self) -> bool:
        return self.entry is not None and self.entry.deleted_at is not None

    @property
    def todo(self) -> bool:
        return self.entry is None

    @property
    def revision(self) -> int:
        """The revision of the next write."""
        return self.entry.revision + 1 if self.entry else 1

    def refused(self, form: SetForm) -> None:
        """Show what was typed, with what is wrong about it."""
        for box in self.boxes:
            box.value = form.data.get(box.name, "")
            box.errors = [str(error) for error in form.errors.get(box.name, [])]
        self.kind = form.data.get("kind", self.kind)
        self.rir = form.data.get("rir", self.rir)
