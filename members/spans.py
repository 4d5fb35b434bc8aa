"""Stretches of time that progress is shown over, in days of the gym's zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils import timezone

from members.models import Member

WEEK = timedelta(days=7)
MOST_WEEKS = 53
"""More than these are shown by month."""


class Range(TextChoices):
    TWELVE_WEEKS = "12w", "12 weeks"
    SIX_MONTHS = "6m", "6 months"
    YEAR = "1y", "A year"
    ALL = "all", "All"

    @property
    def weeks(self) -> int | None:
        return {"12w": 12, "6m": 26, "1y": 52}.get(self.value)


def monday(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Span:
    """So many whole weeks with the current one, or all there is."""

    range: Range
    today: date
    zone: ZoneInfo

    @classmethod
    def of(cls, member: Member, chosen: str = "") -> "Span":
        """The range by its value in an address; 12 weeks for anything else."""
        found = Range(chosen) if chosen in Range.values else Range.TWELVE_WEEKS
        return cls(found, timezone.localdate(timezone=member.zone), member.zone)

    @property
    def first(self) -> date | None:
        """The Monday on which it begins; None where it holds all."""
        weeks = self.range.weeks
        return monday(self.today) - WEEK * (weeks - 1) if weeks else None

    @property
    def since(self) -> datetime | None:
        """The instant at which it begins."""
        return start_of(self.first, self.zone) if self.first else None

    def day_of(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


@dataclass(frozen=True)
class Bins:
    """Weeks from Monday to Sunday that follow one another; calendar months where many."""

    first: date
    last: date

    @property
    def monthly(self) -> bool:
        return monday(self.last) - monday(self.first) >= WEEK * MOST_WEEKS

    @property
    def noun(self) -> str:
        return "month" if self.monthly else "week"

    def start_of(self, day: date) -> date:
        """The first day of the day's week or month."""
        return day.replace(day=1) if self.monthly else monday(day)

    def __iter__(self) -> Iterator[date]:
        """The first day of each."""
        start = self.start_of(self.first)
        while start <= self.last:
            yield start
            start = self.start_of(start + timedelta(days=32)) if self.monthly else start + WEEK
