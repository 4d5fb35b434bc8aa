"""Who is free next, and when a trainer is free in the weeks to come; the same for everybody."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from members.models import Gym
from trainers.availability import availability
from trainers.booking_words import clock_words, day_words, moment_words
from trainers.instants import instant_text
from trainers.models import SessionType, Trainer
from trainers.slots import DAY, Slot, possible_days

SOON = timedelta(days=7)
WEEK = timedelta(days=7)
SORTED_AT_MOST = 300
"""So many trainers are put in order of their next free time; more stand by name."""
MIDDAY, EVENING = 12, 17


class NextFree(NamedTuple):
    """The next start at which a trainer's shortest session can be booked."""

    start: datetime
    gym: Gym

    @property
    def words(self) -> str:
        return moment_words(self.gym, self.start)


def next_free(
    trainers: Collection[Trainer], within: timedelta | None = None
) -> dict[int, NextFree]:
    """By the key of each trainer who has a free time `within` so long, or within the gym's window.

    Trainers come with their gyms. Five queries for any number of them.
    """
    shortest: dict[int, SessionType] = {}
    accepting = [trainer for trainer in trainers if trainer.accepting]
    types = SessionType.objects.on_offer().filter(trainer__in=accepting)
    for one in types.order_by("-minutes", "-pk"):
        shortest[one.trainer_id] = one
    offering = [trainer for trainer in accepting if trainer.pk in shortest]
    now = timezone.now()
    there = availability(offering, now=now, until=now + within if within else None)
    found = {}
    for trainer in offering:
        one = shortest[trainer.pk]
        slots = there[trainer.pk].slots(minutes=one.minutes, buffer_minutes=one.buffer_after)
        if slot := next(slots, None):
            found[trainer.pk] = NextFree(slot.start, _gyms(trainer)[slot.gym])
    return found


def soonest_first(trainers: Iterable[Trainer], free: dict[int, NextFree]) -> list[Trainer]:
    """Whoever is free first; those without a free time keep their order at the end."""
    in_order = list(trainers)
    with_time = [one for one in in_order if one.pk in free]
    with_time.sort(key=lambda one: free[one.pk].start)
    return with_time + [one for one in in_order if one.pk not in free]


class Time(NamedTuple):
    """A start as a page shows it."""

    value: str
    words: str


@dataclass(frozen=True)
class PartOfDay:
    """Morning, afternoon or evening, with the gym where there are several."""

    name: str
    times: list[Time]


@dataclass(frozen=True)
class Day:
    """A local date with what is free on it."""

    date: date
    words: str
    parts: list[PartOfDay]
    is_worked: bool
    can_come_free: bool
    """Whether a session could still be booked if nobody had booked one."""

    @property
    def free(self) -> int:
        return sum(len(part.times) for part in self.parts)


@dataclass(frozen=True)
class Week:
    """Days of free times, with where the weeks beside it begin, if they can be booked."""

    days: list[Day]
    earlier: date | None
    later: date | None
    first_free: date | None

    @property
    def last(self) -> date:
        return self.days[-1].date

    @property
    def opened(self) -> Day | None:
        """The first day with a free time."""
        return next((day for day in self.days if day.parts), None)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is free in any of the weeks."""
        return self.first_free is None


def week_of(trainer: Trainer, session_type: SessionType, first: date | None) -> Week:
    """The week from a date on; without one, that in which the first free time lies.

    Weeks begin today, the last takes in the days that are left; dates outside those that can be
    booked are drawn inside.
    """
    gyms = _gyms(trainer)
    there = availability([trainer])[trainer.pk]
    free: dict[date, list[Slot]] = {}
    for slot in sorted(
        there.slots(minutes=session_type.minutes, buffer_minutes=session_type.buffer_after)
    ):
        free.setdefault(_local(slot, gyms).date(), []).append(slot)
    schedule = there.schedule
    possible = possible_days(schedule, minutes=session_type.minutes)
    places = schedule.places.values()
    today = min(place.earliest.astimezone(place.zone).date() for place in places)
    last = max(place.latest.astimezone(place.zone).date() for place in places)
    first_free = min(free, default=None)
    wanted = min(max(first or first_free or today, today), last)
    weeks = max((last - today) // WEEK, 1)
    number = min((wanted - today) // WEEK, weeks - 1)
    start = today + WEEK * number
    end = last if number == weeks - 1 else start + WEEK - DAY
    days = [start + DAY * place for place in range((end - start).days + 1)]
    return Week(
        [
            Day(
                day,
                _date_words(day, gyms),
                list(_parts(free.get(day, []), gyms)),
                is_worked=bool(schedule.on(day)),
                can_come_free=day in possible,
            )
            for day in days
        ],
        start - WEEK if number else None,
        start + WEEK if number < weeks - 1 else None,
        first_free,
    )


def _date_words(day: date, gyms: dict[int, Gym]) -> str:
    return day_words(datetime.combine(day, time.min, next(iter(gyms.values())).zone))


def _parts(slots: list[Slot], gyms: dict[int, Gym]) -> Iterator[PartOfDay]:
    def part(slot: Slot) -> str:
        hour = _local(slot, gyms).hour
        name = "Morning" if hour < MIDDAY else "Afternoon" if hour < EVENING else "Evening"
        return f"{name}, {gyms[slot.gym].name}" if len(gyms) > 1 else name

    for name, found in groupby(slots, key=part):
        times = [Time(instant_text(one.start), clock_words(_local(one, gyms))) for one in found]
        yield PartOfDay(name, times)


def _local(slot: Slot, gyms: dict[int, Gym]) -> datetime:
    return gyms[slot.gym].local(slot.start)


def _gyms(trainer: Trainer) -> dict[int, Gym]:
    return {gym.pk: gym for gym in trainer.gyms.all()}
