"""Free starts for a trainer to choose from, four weeks at a time, one of them open."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from trainers.booking_refusals import Choice, choices
from trainers.booking_words import day_words
from trainers.models import Trainer
from trainers.slots import Slot
from trainers.week import Week, today_of

WEEKS_AT_ONCE = 4


class FreeDay(NamedTuple):
    words: str
    choices: list[Choice]


@dataclass(frozen=True)
class FreeTimes:
    """The days of a week with a free start, and the weeks to choose from."""

    week: Week
    weeks: list[Week]
    days: list[FreeDay]
    earlier: Week | None
    later: Week | None
    any: bool


def free_times(trainer: Trainer, slots: list[Slot], asked: str) -> FreeTimes:
    """`asked` is a week as text; without it the first of four weeks that has a free start."""
    gyms = {gym.pk: gym for gym in trainer.gyms.all()}

    def local(slot: Slot) -> datetime:
        return gyms[slot.gym].local(slot.start)

    by_day: dict[date, list[Slot]] = {}
    for slot in sorted(slots):
        by_day.setdefault(local(slot).date(), []).append(slot)
    this = Week.of(today_of(trainer))
    last = max((Week.of(day) for day in by_day), default=this)
    week = Week.parsed(asked)
    if week is None or not this <= week <= last:
        week = min((Week.of(day) for day in by_day), default=this)
    group = (week.monday - this.monday).days // 7 // WEEKS_AT_ONCE * WEEKS_AT_ONCE
    weeks = [this.plus(group + number) for number in range(WEEKS_AT_ONCE)]
    return FreeTimes(
        week=week,
        weeks=[one for one in weeks if one <= last],
        days=[
            FreeDay(day_words(local(found[0])), choices(trainer, found, clock=True))
            for day, found in by_day.items()
            if Week.of(day) == week
        ],
        earlier=weeks[0].plus(-1) if group else None,
        later=weeks[-1].plus(1) if weeks[-1] < last else None,
        any=bool(slots),
    )
