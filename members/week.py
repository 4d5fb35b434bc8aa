"""The week so far, from Monday to Sunday in the gym's zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from members.models import Member, Plan, Workout
from members.spans import monday, start_of


@dataclass(frozen=True)
class WeekDay:
    day: date
    sessions: int
    is_today: bool

    @property
    def words(self) -> str:
        """What happened on it, for those who cannot see the strip."""
        done = {0: "no session", 1: "1 session"}.get(self.sessions, f"{self.sessions} sessions")
        return f"{self.day:%A}{', today' if self.is_today else ''}: {done}"


@dataclass(frozen=True)
class Week:
    days: Sequence[WeekDay]
    planned: int | None

    @classmethod
    def of(cls, member: Member, plan: Plan | None) -> "Week":
        """Sessions of this week by day, against the plan's; one query."""
        zone = member.zone
        today = timezone.localdate(timezone=zone)
        first = monday(today)
        started = (
            Workout.objects.trained()
            .filter(member=member, started_at__gte=start_of(first, zone))
            .values_list("started_at", flat=True)
        )
        done = [at.astimezone(zone).date() for at in started]
        days = [first + timedelta(days=place) for place in range(7)]
        return cls(
            [WeekDay(day, done.count(day), day == today) for day in days],
            plan.sessions_per_week if plan else None,
        )

    @property
    def done(self) -> int:
        return sum(day.sessions for day in self.days)
