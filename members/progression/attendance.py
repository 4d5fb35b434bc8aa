"""How much of what was planned was done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

FALLEN_OFF = 20
QUIET_DAYS = 10


def _whole(percent: Decimal) -> int:
    return int(percent.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class DoneOfAssigned:
    """Sessions done of those that a plan asked for."""

    done: int
    assigned: Decimal

    @property
    def share(self) -> Decimal:
        """In hundredths of what was assigned, 0 to 100."""
        return min(Decimal(100), self.done * 100 / self.assigned)

    @property
    def percent(self) -> int:
        return _whole(self.share)


def done_of_assigned(
    finished_on: Iterable[date],
    *,
    sessions_per_week: int,
    plan_started_on: date,
    today: date,
    days: int,
) -> DoneOfAssigned | None:
    """Over the last `days` days, today among them, cut at the plan's start; None before it.

    assigned = sessions_per_week × days / 7, done = finished workouts of plan days, given as the
    days they were done on. Source: the product's own rule.
    """
    first = max(today - timedelta(days=days - 1), plan_started_on)
    counted = (today - first).days + 1
    if counted < 1:
        return None
    done = sum(first <= day <= today for day in finished_on)
    return DoneOfAssigned(done, Decimal(sessions_per_week * counted) / 7)


def needs_attention(
    finished_on: Sequence[date], *, sessions_per_week: int, plan_started_on: date, today: date
) -> bool:
    """Whether somebody's training fell off: by 20 points in a week, or nothing for 10 days.

    The last 7 days against the 30 before them, each as `done_of_assigned`; the 10 days count from
    the plan's start at the earliest. Source: the product's own rule.
    """
    past = [day for day in finished_on if day <= today]
    if (today - max([plan_started_on, *past])).days >= QUIET_DAYS:
        return True
    recent, before = (
        done_of_assigned(
            past,
            sessions_per_week=sessions_per_week,
            plan_started_on=plan_started_on,
            today=until,
            days=days,
        )
        for until, days in ((today, 7), (today - timedelta(days=7), 30))
    )
    return bool(recent and before and before.share - recent.share >= FALLEN_OFF)


@dataclass(frozen=True)
class SetsDone:
    """Sets done of those planned."""

    done: int
    planned: int

    @property
    def percent(self) -> int:
        """0 to 100; extra sets are no more than all."""
        if not self.planned:
            return 0
        return min(100, _whole(Decimal(self.done * 100) / self.planned))


def sets_done_of_planned(exercises: Iterable[tuple[int, int]]) -> SetsDone:
    """Sets done ÷ sets planned of an assignment, from (done, planned) of each workout with it.

    Those are the workouts started since it was taken. Sets beyond a workout's plan do not make up
    for another's. Source: the product's own rule.
    """
    rows = [(min(done, planned), planned) for done, planned in exercises]
    return SetsDone(sum(done for done, _ in rows), sum(planned for _, planned in rows))
