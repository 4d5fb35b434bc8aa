from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from exercises.models.fields import validate_line
from members.models import Gym
from members.opening_hours import first_instant
from trainers.coach_words import member_name
from trainers.forms.hours import GymChoiceField, date_field, quarter_field
from trainers.models import Booking, Trainer
from trainers.models.availability import LONGEST_TIME_OFF, is_near, validate_near
from trainers.models.bookings import LONGEST_NOTE
from trainers.slots import SECONDS, Slot, quarter_of, quarters
from trainers.time_off_clearing import Choice, Way, outdated

CANCEL = "cancel"
INSTANT = "%Y-%m-%dT%H:%MZ"
UNCHOSEN = "Choose what happens to it."
INSIDE = "That time lies in your time off. Choose another, or cancel."
TOO_LONG = "That is more than 92 days. Take it in two parts."
OVER = "That is over already."
COLLIDES = "That runs into the new time of another session here, with {}. Choose another."


class TimeOffForm(forms.Form):
    """From one day to another, whole days where no times are given, on the clock of a gym."""

    first_day = date_field(
        "First day", required="Choose the first day.", validators=[validate_near]
    )
    starts = quarter_field("From", required=False, help_text="Empty: from the morning on.")
    last_day = date_field("Last day", help_text="Empty: the same day.", validators=[validate_near])
    ends = quarter_field("Until", required=False, help_text="Empty: to the end of that day.")
    note = forms.CharField(
        label="Note",
        max_length=120,
        required=False,
        validators=[validate_line],
        help_text="Only you see it.",
    )

    def __init__(self, *args: Any, trainer: Trainer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clock = GymChoiceField(trainer, label="On the clock of")
        self.gyms = list(trainer.gyms.all())
        if clock.zones:
            self.fields["clock"] = clock
            self.order_fields(["clock"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if self.errors:
            return values
        first, last = values["first_day"], values["last_day"] or values["first_day"]
        starts_at = self._instant(first, values["starts"] or time.min)
        ends_at = self._end(last, values["ends"])
        now = timezone.now()
        if last < first:
            self.add_error("last_day", "The last day comes after the first.")
        elif ends_at <= starts_at:
            self.add_error("ends", "It ends after it begins.")
        elif ends_at <= now:
            self.add_error("last_day", OVER)
        elif ends_at - starts_at > LONGEST_TIME_OFF:
            self.add_error("last_day", TOO_LONG)
        began = datetime.fromtimestamp(quarter_of(now) * SECONDS, UTC)
        values["starts_at"], values["ends_at"] = max(starts_at, began), ends_at
        return values

    @property
    def span(self) -> tuple[datetime, datetime]:
        return self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]

    @property
    def gym(self) -> Gym | None:
        """Whose clock it is."""
        return self.cleaned_data.get("clock") or next(iter(self.gyms), None)

    def _end(self, day: date, at: time | None) -> datetime:
        if at is None or at == time.min:
            return self._instant(day + timedelta(days=1), time.min)
        return self._instant(day, at)

    def _instant(self, day: date, at: time) -> datetime:
        zone = self.gym.zone if self.gym else UTC
        return first_instant(datetime.combine(day, at), zone)  # type: ignore[arg-type]


class Option(NamedTuple):
    value: str
    start: datetime
    gym: Gym
    chosen: bool


class Row(NamedTuple):
    """A session in the way, as the page shows it."""

    way: Way
    options: list[Option]
    is_cancelled: bool
    error: str


class ClearingForm(forms.Form):
    """What becomes of each session in the way; one message to their members.

    For each session the page sends `do-<uuid>` (a start, or "cancel"), `seen-<uuid>` and, where
    its cost was shown, `late-<uuid>`.
    """

    message = forms.CharField(
        label="Message to them",
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="All members whose session is moved or cancelled get it. You can leave it empty.",
    )

    def __init__(
        self,
        *args: Any,
        ways: Sequence[Way],
        gyms: Sequence[Gym],
        off: tuple[datetime, datetime],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ways, self.off = ways, quarters(*off)
        self.gyms = {gym.pk: gym for gym in gyms}
        self.choices: dict[UUID, Choice] = {}
        self.refused: dict[UUID, str] = {}
        self.is_outdated = False

    def clean(self) -> dict[str, Any]:
        """Refuses what can be known to fail before anything is done."""
        values: dict[str, Any] = super().clean() or {}
        taken: dict[int, Booking] = {}
        for way in self.ways:
            try:
                choice = self._choice(way)
                self._possible(way, choice, taken)
            except ValidationError as error:
                self.refused[way.booking.pk] = error.messages[0]
            else:
                self.choices[way.booking.pk] = choice
        if self.refused:
            raise ValidationError("Nothing was changed yet. Choose for each session.")
        return values

    def _choice(self, way: Way) -> Choice:
        booking = way.booking
        if way.stuck:
            raise ValidationError(way.stuck)
        given, seen = self._sent("do", way), self._sent("seen", way)
        late = bool(self._sent("late", way))
        if not given or not seen.isdecimal() or len(seen) > 9:
            raise ValidationError(UNCHOSEN)
        if given == CANCEL:
            return Choice(int(seen), None, late)
        start = parsed(given)
        if start is None or way.is_own:
            raise ValidationError(UNCHOSEN)
        end = start + (booking.held_until - booking.starts_at)
        if not set(self.off).isdisjoint(quarters(start, end)):
            raise ValidationError(INSIDE)
        return Choice(int(seen), start, late)

    def _possible(self, way: Way, choice: Choice, taken: dict[int, Booking]) -> None:
        """As it is now, and beside the new times of those above, which are noted in `taken`."""
        if words := outdated(way, choice):
            self.is_outdated = True
            raise ValidationError(words)
        if choice.start is None:
            return
        held = quarters(
            choice.start, choice.start + (way.booking.held_until - way.booking.starts_at)
        )
        if other := next((taken[one] for one in held if one in taken), None):
            raise ValidationError(COLLIDES.format(member_name(other)))
        taken |= dict.fromkeys(held, way.booking)

    def _sent(self, name: str, way: Way) -> str:
        return str(self.data.get(f"{name}-{way.booking.pk}", ""))

    def rows(self) -> Iterator[Row]:
        """A time that was chosen and is free no more is not offered again."""
        for way in self.ways:
            chosen = self._sent("do", way)
            slots = [*way.slots]
            if (slot := way.chosen(parsed(chosen))) and slot not in slots:
                slots.append(slot)
            options = [self._option(slot, chosen) for slot in slots]
            yield Row(way, options, chosen == CANCEL, self.refused.get(way.booking.pk, ""))

    def _option(self, slot: Slot, chosen: str) -> Option:
        value, gym = slot.start.strftime(INSTANT), self.gyms[slot.gym]
        return Option(value, slot.start, gym, value == chosen)


def parsed(instant: str) -> datetime | None:
    """A start as pages send it: UTC, on a quarter of an hour."""
    try:
        start = datetime.strptime(instant, INSTANT).replace(tzinfo=UTC)
    except ValueError:
        return None
    exact = start.strftime(INSTANT) == instant and is_near(start.date())
    return start if exact and not start.timestamp() % SECONDS else None
