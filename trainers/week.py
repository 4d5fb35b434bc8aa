"""A trainer's week as its calendar shows it.

Days and times are those of the gym of each session, so that a trainer of two gyms in two zones
reads the same clock as on the wall there. Time off belongs to no gym: it stands on the clock of
all else that day, or on that of the trainer's first gym, which also says which day is today.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.utils import timezone

from members.models import Gym
from trainers.availability import availability
from trainers.bookings.changing import CORRECTED_FOR
from trainers.models import Booking, Client, TimeOff, Trainer
from trainers.slots import DAY, QUARTER, Place, Schedule

SHAPE = re.compile(r"(\d{4})-W(\d\d)", re.ASCII)
WEEKS_BACK, WEEKS_AHEAD = 104, 52
QUARTERS_OF_A_DAY = 96
USUAL_HOURS = (8, 18)
LEAST_SEEN = 2
"""Quarters that a block takes at least, so that it can be read and tapped."""


@dataclass(frozen=True, order=True)
class Week:
    """From a Monday to a Sunday; written `2026-W48`."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - DAY * day.weekday())

    @classmethod
    def parsed(cls, text: str) -> "Week | None":
        """None for anything that is no week."""
        if not (found := SHAPE.fullmatch(text)):
            return None
        try:
            return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError:
            return None

    def __str__(self) -> str:
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    def plus(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    @property
    def sunday(self) -> date:
        return self.monday + DAY * 6

    @property
    def days(self) -> list[date]:
        return [self.monday + DAY * number for number in range(7)]

    def near(self, other: "Week") -> bool:
        """Whether the calendar of `other` reaches to it."""
        return other.plus(-WEEKS_BACK) <= self <= other.plus(WEEKS_AHEAD)


@dataclass(frozen=True)
class Block:
    """Something on a day, in quarters since the midnight of its clock; `last` is not included."""

    day: date
    first: int
    last: int
    booking: Booking | None = None
    time_off: TimeOff | None = None
    client: Client | None = None
    is_own: bool = False
    zone: str = ""
    """On whose clock time off stands."""
    lane: int = 1
    top: int = 0
    rows: int = 0

    @property
    def at_hour(self) -> int:
        return self.top // 4

    @property
    def at_quarter(self) -> int:
        return self.top % 4

    @property
    def hours(self) -> int:
        return self.rows // 4

    @property
    def quarters(self) -> int:
        return self.rows % 4

    def placed(self, seen: range, lane: int = 1) -> "Block":
        """Cut to the hours of the day that are seen."""
        start, end = seen.start * 4, seen.stop * 4
        top = min(max(self.first, start), end - 1)
        last = min(max(self.last, top + 1), end)
        return replace(self, lane=lane, top=top - start, rows=last - top)

    @property
    def words(self) -> str:
        """The part of the day that time off takes."""
        if (self.first, self.last) == (0, QUARTERS_OF_A_DAY):
            return "All day"
        if self.first == 0:
            return f"Until {clock(self.last)}"
        if self.last == QUARTERS_OF_A_DAY:
            return f"From {clock(self.first)}"
        return f"{clock(self.first)}–{clock(self.last)}"


@dataclass(frozen=True)
class CalendarDay:
    date: date
    is_today: bool
    hours: list[Block]
    hours_words: str
    changes: list[str]
    blocks: list[Block]

    @property
    def lanes(self) -> int:
        return max((block.lane for block in self.blocks), default=1)

    @property
    def at(self) -> datetime:
        """Its noon, for the words of a date."""
        return datetime.combine(self.date, time(12))


@dataclass(frozen=True)
class CalendarWeek:
    week: Week
    days: list[CalendarDay]
    hours: range
    zones: list[str]
    several_gyms: bool
    cancelled: list[Booking] = field(default_factory=list)

    @property
    def bookings(self) -> int:
        return sum(block.booking is not None for day in self.days for block in day.blocks)

    @property
    def has_hours(self) -> bool:
        return any(day.hours for day in self.days)


class Part(NamedTuple):
    """What of a span lies on one date of a clock."""

    day: date
    first: int
    last: int


def clock(quarter: int) -> str:
    return f"{quarter // 4 % 24:02}:{quarter % 4 * 15:02}"


def home_zone(trainer: Trainer) -> ZoneInfo:
    """The clock of the trainer's first gym."""
    gym = next(iter(trainer.gyms.all()), None)
    return gym.zone if gym else ZoneInfo(settings.TIME_ZONE)


def today_of(trainer: Trainer) -> date:
    return timezone.now().astimezone(home_zone(trainer)).date()


def parts(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Part]:
    """A span by the dates of a clock, from the time that it shows first to the one last.

    Where the clock is put back meanwhile, and shows no later time at the end, by its length.
    """
    first = start.astimezone(zone).replace(tzinfo=None)
    last = end.astimezone(zone).replace(tzinfo=None)
    if last <= first:
        last = first + (end - start)
    day = first.date()
    while (midnight := datetime.combine(day, time())) < last:
        since, until = max(first - midnight, timedelta()), min(last - midnight, DAY)
        yield Part(day, since // QUARTER, -(-until // QUARTER))
        day += DAY


def calendar_week(trainer: Trainer, week: Week) -> CalendarWeek:
    """The same number of queries for any number of sessions."""
    prefetch_related_objects([trainer], "gyms")
    gyms = {gym.pk: gym for gym in trainer.gyms.all()}
    schedule = _schedule(trainer, week)
    found = list(_bookings(trainer, week))
    held = [one for one in found if one.holds_time]
    clients = clients_by_member(trainer, held)
    blocks = [block for one in held for block in _blocks_of(one, trainer, clients)]
    clocks = _clocks(trainer, week, schedule, held)
    for one in _time_off(trainer, week):
        blocks += _away(one, clocks) or _away(one, dict.fromkeys(week.days, home_zone(trainer)))
    blocks = [block for block in blocks if week.monday <= block.day <= week.sunday]
    hours = {day: _hours(schedule, day, gyms) for day in week.days}
    seen = _seen(hours.values(), blocks)
    today = today_of(trainer)
    zones = {gym.timezone for gym in gyms.values()} | {one.gym.timezone for one in held}
    days = [
        CalendarDay(
            date=day,
            is_today=day == today,
            hours=[block.placed(seen) for block in hours[day]],
            hours_words=_hours_words(schedule, day, gyms),
            changes=[words for name in sorted(zones) if (words := _change(day, ZoneInfo(name)))],
            blocks=_in_lanes([block for block in blocks if block.day == day], seen),
        )
        for day in week.days
    ]
    return CalendarWeek(
        week=week,
        days=days,
        hours=seen,
        zones=sorted(zones),
        several_gyms=len({*gyms, *(one.gym_id for one in held)}) > 1,
        cancelled=[
            one
            for one in found
            if not one.holds_time
            and one.trainer_id == trainer.pk
            and week.monday <= one.local_start.date() <= week.sunday
        ],
    )


def unmarked(trainer: Trainer) -> QuerySet[Booking]:
    """Over, not told how it went, and not too long ago to tell; the first one first."""
    now = timezone.now()
    over = Booking.objects.booked().filter(
        trainer=trainer, member__isnull=False, ends_at__range=(now - CORRECTED_FOR, now)
    )
    return over.for_list().order_by("starts_at", "pk")


def sessions_today(trainer: Trainer) -> list[Booking]:
    """Of the date that the clock of each session's gym shows now."""
    now = timezone.now()
    near = Booking.objects.held().filter(
        trainer=trainer, starts_at__range=(now - DAY, now + DAY), member__isnull=False
    )
    rows = near.for_list().order_by("starts_at", "pk")
    return [one for one in rows if one.local_start.date() == one.gym.local(now).date()]


def clients_by_member(trainer: Trainer, bookings: Iterable[Booking]) -> dict[int, Client]:
    members = {one.member_id for one in bookings if one.member_id}
    mine = Client.objects.current().filter(trainer=trainer, member__in=members)
    return {client.member_id: client for client in mine}


def _around(week: Week) -> tuple[datetime, datetime]:
    """Wide enough for the week on every clock of the world."""
    first = datetime.combine(week.monday, time(), UTC)
    return first - DAY, first + DAY * 8


def _schedule(trainer: Trainer, week: Week) -> Schedule:
    first, last = _around(week)

    def whole(gym: Gym, now: datetime) -> Place:
        return Place(gym.zone, first, last)

    return availability([trainer], limits=whole)[trainer.pk].schedule


def _bookings(trainer: Trainer, week: Week) -> QuerySet[Booking]:
    """Also what the trainer has booked as a member, which takes their time."""
    mine = Q(trainer=trainer) | Q(member__user=trainer.user_id)
    rows = Booking.objects.filter(mine).overlapping(*_around(week))
    return rows.for_list().order_by("starts_at", "pk")


def _time_off(trainer: Trainer, week: Week) -> QuerySet[TimeOff]:
    first, last = _around(week)
    return TimeOff.objects.filter(trainer=trainer, starts_at__lt=last, ends_at__gt=first)


def _blocks_of(booking: Booking, trainer: Trainer, clients: dict[int, Client]) -> Iterator[Block]:
    """On the day on which it begins."""
    part = next(parts(booking.starts_at, booking.ends_at, booking.gym.zone))
    is_own = booking.trainer_id != trainer.pk
    client = None if is_own or booking.member_id is None else clients.get(booking.member_id)
    yield Block(*part, booking=booking, client=client, is_own=is_own)


def _clocks(
    trainer: Trainer, week: Week, schedule: Schedule, bookings: Sequence[Booking]
) -> dict[date, ZoneInfo]:
    """By date the one clock on which its hours and sessions stand, else that of the first gym."""
    home = home_zone(trainer)
    found: dict[date, ZoneInfo] = {}
    for day in week.days:
        zones = {schedule.places[span.gym].zone for span in schedule.on(day)}
        zones |= {one.gym.zone for one in bookings if one.local_start.date() == day}
        found[day] = zones.pop() if len(zones) == 1 else home
    return found


def _away(time_off: TimeOff, clocks: dict[date, ZoneInfo]) -> list[Block]:
    """What of it lies on each date of the clock of that date."""
    return [
        Block(*part, time_off=time_off, zone=zone.key)
        for day, zone in clocks.items()
        for part in parts(time_off.starts_at, time_off.ends_at, zone)
        if part.day == day
    ]


def _hours(schedule: Schedule, day: date, gyms: dict[int, Gym]) -> list[Block]:
    return [
        Block(*part)
        for span in schedule.on(day)
        for part in parts(span.start, span.end, gyms[span.gym].zone)
        if part.day == day
    ]


def _hours_words(schedule: Schedule, day: date, gyms: dict[int, Gym]) -> str:
    """`09:00–12:00, 13:00–17:00`, each with its gym where there are several."""
    said = []
    for span in schedule.on(day):
        gym = gyms[span.gym]
        words = f"{gym.local(span.start):%H:%M}–{gym.local(span.end):%H:%M}"
        said.append(f"{words} {gym}" if len(gyms) > 1 else words)
    return ", ".join(said)


def _change(day: date, zone: ZoneInfo) -> str:
    """What the clock of a zone does on a date, if anything."""
    first, last = (datetime.combine(one, time(), zone).utcoffset() for one in (day, day + DAY))
    assert first is not None
    assert last is not None
    if first == last:
        return ""
    minutes = abs(last - first) // timedelta(minutes=1)
    by = "an hour" if minutes == 60 else f"{minutes} minutes"
    return f"{zone} goes {'forward' if last > first else 'back'} by {by}"


def _seen(hours: Iterable[Sequence[Block]], blocks: Iterable[Block]) -> range:
    """The hours of the day that hold all of it; those of a usual day where there is nothing.

    Time off up to a midnight does not reach further than the rest.
    """
    spans = [(block.first, block.last) for day in hours for block in day]
    for block in blocks:
        first, last = block.first, max(block.last, block.first + LEAST_SEEN)
        if block.time_off and first == 0:
            first = last - LEAST_SEEN
        if block.time_off and last >= QUARTERS_OF_A_DAY:
            last = first + LEAST_SEEN
        if block.booking or (block.first, block.last) != (0, QUARTERS_OF_A_DAY):
            spans.append((first, last))
    if not spans:
        return range(*USUAL_HOURS)
    first, last = min(first for first, _ in spans), max(last for _, last in spans)
    return range(first // 4, -(-min(last, QUARTERS_OF_A_DAY) // 4))


def _in_lanes(blocks: list[Block], seen: range) -> list[Block]:
    """In the order of their times, side by side where two have a time in common."""
    ends: list[int] = []
    placed = []
    for block in sorted(blocks, key=lambda one: (one.first, one.last)):
        lane = next((place for place, end in enumerate(ends) if end <= block.first), len(ends))
        ends[lane : lane + 1] = [max(block.last, block.first + LEAST_SEEN)]
        placed.append(block.placed(seen, lane + 1))
    return placed
