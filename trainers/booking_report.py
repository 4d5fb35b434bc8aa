"""Bookings in figures for the desk: by trainer, week and state."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby

from django.db.models import F

from members.models import Gym
from trainers.models import Booking, Trainer
from trainers.models.availability import Currency

COLUMNS = (
    *("trainer", "trainer_page", "week", "state", "bookings", "hours"),
    *(f"due_{one.value.lower()}" for one in Currency),
    *(f"waived_{one.value.lower()}" for one in Currency),
)
STATES = Booking.State.values
AT_ONCE = 1_000
A_DAY = timedelta(days=1)
GONE = "A trainer who left"


@dataclass
class Figures:
    bookings: int = 0
    time: timedelta = timedelta()
    due: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    waived: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, booking: Booking) -> None:
        self.bookings += 1
        self.time += booking.ends_at - booking.starts_at
        self.due[booking.currency] += booking.cost
        if booking.waived_at:
            self.waived[booking.currency] += booking.price


def report_rows(
    *, first: date | None = None, last: date | None = None, gym: Gym | None = None
) -> Iterator[list[str]]:
    """A line for each trainer, ISO week and state, in that order.

    Days and weeks are those of the clock of the gym where the session is; both days are included.
    """
    whose = F("trainer__name").asc(nulls_last=True)
    rows = Booking.objects.select_related("trainer", "gym").order_by(whose, "trainer", "starts_at")
    if gym:
        rows = rows.filter(gym=gym)
    if first:
        rows = rows.filter(starts_at__gte=_midnight(first) - A_DAY)
    if last:
        rows = rows.filter(starts_at__lt=_midnight(last) + 2 * A_DAY)
    for trainer, bookings in groupby(rows.iterator(AT_ONCE), key=lambda one: one.trainer):
        yield from _of_trainer(trainer, bookings, first or date.min, last or date.max)


def _of_trainer(
    trainer: Trainer | None, bookings: Iterable[Booking], first: date, last: date
) -> Iterator[list[str]]:
    found: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for booking in bookings:
        day = booking.local_start.date()
        if first <= day <= last:
            found[_week(day), booking.state].add(booking)
    who = [trainer.name, trainer.slug] if trainer else [GONE, ""]
    for week, state in sorted(found, key=lambda key: (key[0], STATES.index(key[1]))):
        figures = found[week, state]
        yield [
            *who,
            week,
            state,
            str(figures.bookings),
            f"{figures.time / timedelta(hours=1):.2f}",
            *(f"{figures.due[currency]:.2f}" for currency in Currency.values),
            *(f"{figures.waived[currency]:.2f}" for currency in Currency.values),
        ]


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
