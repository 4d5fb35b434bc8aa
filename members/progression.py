"""What logged sets amount to. Pure functions: no database, no clock.

Loads are kilograms as `Decimal`, durations seconds, distances metres.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from exercises.models import LoadCounts, Measure

SOUND_REPS = 10
CENTS = Decimal("0.01")
COUNTED_KINDS = ("working", "failure")
"""Kinds of set by which progress is judged; drop sets and warm-ups are not."""


@dataclass(frozen=True)
class DoneSet:
    """What one set recorded; reps are per side where one side works at a time."""

    kind: str = "working"
    reps: int | None = None
    load_kg: Decimal | None = None
    seconds: int | None = None
    metres: int | None = None
    rir: int | None = None

    @property
    def counts(self) -> bool:
        return self.kind in COUNTED_KINDS


def estimated_one_rep_max(load_kg: Decimal, reps: int) -> Decimal | None:
    """The heaviest single rep that a set points at, in kilograms with two places.

    load × (1 + reps / 30); of one rep the load itself. None above 10 reps, where the estimate is
    not sound, below 1 and without load. Source: B. Epley, Poundage Chart, in: Boyd Epley Workout,
    Lincoln, 1985.
    """
    if load_kg <= 0 or not 1 <= reps <= SOUND_REPS:
        return None
    if reps == 1:
        return load_kg.quantize(CENTS, ROUND_HALF_UP)
    return (load_kg * (30 + reps) / 30).quantize(CENTS, ROUND_HALF_UP)


class Move(StrEnum):
    """What the next-load offer does with the load."""

    UP = "up"
    DOWN = "down"
    SAME = "same"


@dataclass(frozen=True)
class Offer:
    """A starting point for the next workout; `load_kg` is None where nothing is loaded."""

    move: Move
    load_kg: Decimal | None
    reps: int
    last_load_kg: Decimal | None


def next_load(
    workouts: Sequence[Sequence[DoneSet]],
    *,
    measure: str,
    reps_min: int,
    reps_max: int,
    sets: int = 1,
    target_rir: int | None = None,
    step_kg: Decimal | None = None,
) -> Offer | None:
    """Double progression from the sets of earlier workouts, the last one first.

    When every working set of the last workout reached `reps_max` with at least `target_rir` reps
    in reserve (a set that names none is taken at its reps) and no planned set was left out: one
    step more and back to `reps_min`. When `reps_min` was missed in the last two workouts: one step
    less. Otherwise the same load and one rep more than the weakest set, at most `reps_max`.
    Where the load is help, a step more is less help. None without reps to judge by.
    Source: double progression as in T. Baechle and R. Earle (eds.), Essentials of Strength
    Training and Conditioning, NSCA, which raises the load once the goal reps are exceeded.
    """
    worked = [[one for one in done if one.counts and one.reps is not None] for done in workouts]
    worked = [done for done in worked if done]
    if not worked or not _has_reps(measure):
        return None
    last = worked[0]
    load = _judged_load(last, measure)
    step = step_kg if load is not None else None
    up, down = (-1, 1) if measure == Measure.ASSISTED_REPS else (1, -1)
    if len(last) >= sets and all(_reached(one, reps_max, target_rir) for one in last):
        if load is None or step is None:
            return Offer(Move.SAME, load, reps_max, load)
        moved = max(load + up * step, Decimal(0))
        return Offer(Move.UP if moved != load else Move.SAME, moved, reps_min, load)
    if step is not None and load is not None and len(worked) > 1:
        missed = all(any(_reps(one) < reps_min for one in done) for done in worked[:2])
        if missed:
            moved = max(load + down * step, Decimal(0))
            return Offer(Move.DOWN if moved != load else Move.SAME, moved, reps_min, load)
    weakest = min(_reps(one) for one in last)
    return Offer(Move.SAME, load, min(max(weakest + 1, reps_min), reps_max), load)


def _has_reps(measure: str) -> bool:
    return measure in (
        Measure.LOAD_REPS,
        Measure.REPS,
        Measure.ADDED_LOAD_REPS,
        Measure.ASSISTED_REPS,
    )


def _reps(one: DoneSet) -> int:
    return one.reps or 0


def _reached(one: DoneSet, reps_max: int, target_rir: int | None) -> bool:
    in_reserve = target_rir is None or one.rir is None or one.rir >= target_rir
    return _reps(one) >= reps_max and in_reserve


def _judged_load(sets: Sequence[DoneSet], measure: str) -> Decimal | None:
    """The hardest load among the sets: the heaviest, or the least help."""
    loads = [one.load_kg for one in sets if one.load_kg is not None]
    if not loads:
        return None
    return min(loads) if measure == Measure.ASSISTED_REPS else max(loads)


def set_volume(
    one: DoneSet, *, measure: str, load_counts: str, one_side_at_a_time: bool
) -> Decimal:
    """Kilograms moved by a set: load × reps, both hands and both sides counted.

    0 for a warm-up, for help (it is not load), and where there is no load or no reps: nothing is
    invented for the body's own weight.
    """
    loaded = measure in (Measure.LOAD_REPS, Measure.ADDED_LOAD_REPS)
    if one.kind == "warm_up" or not loaded or not one.load_kg or not one.reps:
        return Decimal(0)
    hands = 2 if load_counts == LoadCounts.PER_HAND else 1
    return one.load_kg * one.reps * hands * (2 if one_side_at_a_time else 1)


PRIMARY_SHARE, SECONDARY_SHARE = Decimal(1), Decimal("0.5")


def share(role: str) -> Decimal:
    """How much of a set counts for a muscle: primary 1, secondary one half."""
    return PRIMARY_SHARE if role == "primary" else SECONDARY_SHARE


@dataclass(frozen=True)
class Records:
    """The best of a variation; None where its sets hold nothing of that kind.

    `most_reps` gives for each load in kilograms the most reps done at it; reps without load stand
    at 0. `least_help_kg` is of assisted sets.
    """

    one_rep_max_kg: Decimal | None = None
    heaviest_kg: Decimal | None = None
    most_reps: dict[Decimal, int] | None = None
    longest_seconds: int | None = None
    furthest_metres: int | None = None
    least_help_kg: Decimal | None = None


def records(sets: Iterable[DoneSet], *, measure: str) -> Records:
    """The records among sets of one variation; warm-ups set none, nor do sets of no rep."""
    done = [one for one in sets if one.kind != "warm_up"]
    with_reps = [one for one in done if one.reps]
    loaded = [(one.load_kg, one.reps) for one in with_reps if one.load_kg and one.reps]
    most: dict[Decimal, int] = {}
    for one in with_reps:
        load = one.load_kg or Decimal(0)
        most[load] = max(most.get(load, 0), _reps(one))
    if measure == Measure.ASSISTED_REPS:
        helped = [one.load_kg for one in with_reps if one.load_kg is not None]
        return Records(most_reps=most or None, least_help_kg=min(helped, default=None))
    estimates = [estimated_one_rep_max(load, reps) for load, reps in loaded]
    held = [one for one in done if one.seconds]
    return Records(
        one_rep_max_kg=max((one for one in estimates if one is not None), default=None),
        heaviest_kg=max(
            [load for load, _ in loaded] + [one.load_kg for one in held if one.load_kg],
            default=None,
        ),
        most_reps=most or None,
        longest_seconds=None
        if measure == Measure.DISTANCE_DURATION
        else max((one.seconds for one in held if one.seconds), default=None),
        furthest_metres=max((one.metres for one in done if one.metres), default=None),
    )


@dataclass(frozen=True)
class DoneOfAssigned:
    """Sessions done of those that a plan asked for; `percent` is at most 100."""

    done: int
    assigned: Decimal
    percent: int


def done_of_assigned(
    finished_on: Iterable[date],
    *,
    sessions_per_week: int,
    plan_started_on: date,
    today: date,
    days: int,
) -> DoneOfAssigned | None:
    """Over the last `days` days with today, cut at the plan's start; None before it.

    assigned = sessions_per_week × days / 7, done = finished workouts of plan days.
    """
    first = max(today - timedelta(days=days - 1), plan_started_on)
    counted = (today - first).days + 1
    if counted < 1:
        return None
    assigned = Decimal(sessions_per_week * counted) / 7
    done = sum(first <= day <= today for day in finished_on)
    return DoneOfAssigned(done, assigned, min(100, int(done * 100 / assigned)))


def needs_attention(
    finished_on: Sequence[date], *, sessions_per_week: int, plan_started_on: date, today: date
) -> bool:
    """Whether a client's training fell off: 20 points in a week, or nothing for 10 days.

    The last 7 days against the 30 before them, each as `done_of_assigned`; a plan younger than
    10 days is given time.
    """
    given = {"sessions_per_week": sessions_per_week}
    latest = max((day for day in finished_on if day <= today), default=plan_started_on)
    if (today - max(latest, plan_started_on)).days >= 10:
        return True
    week_ago = today - timedelta(days=7)
    recent = done_of_assigned(
        finished_on, plan_started_on=plan_started_on, today=today, days=7, **given
    )
    before = done_of_assigned(
        finished_on, plan_started_on=plan_started_on, today=week_ago, days=30, **given
    )
    return bool(recent and before and before.percent - recent.percent >= 20)
