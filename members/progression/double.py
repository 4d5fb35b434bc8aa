"""The next load by double progression: first more reps, then more load."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from exercises.models import Measure
from members.progression.sets import DoneSet

WITH_REPS = (
    Measure.LOAD_REPS,
    Measure.REPS,
    Measure.ADDED_LOAD_REPS,
    Measure.ASSISTED_REPS,
)


class Reason(StrEnum):
    """Why an offer is what it is."""

    REACHED = "reached"  # every set reached the top of the range: a step harder
    MISSED = "missed"  # the bottom of the range was missed twice running: a step easier
    MORE = "more"  # in between: the same load, one more rep
    RESERVE = "reserve"  # the top was reached with too few reps in reserve: the same again
    LEFT_OUT = "left_out"  # the top was reached, but in fewer sets than planned: the same again
    HARDER = "harder"  # reached, and there is no step to take
    EASIER = "easier"  # missed twice running, and there is no step to take


@dataclass(frozen=True)
class Offer:
    """A starting point for the next workout.

    Loads are kilograms: added load, or help where the machine helps; None where nothing is loaded.
    """

    reason: Reason
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

    - Every working set of the last workout reached `reps_max` with at least `target_rir` reps in
      reserve, and none of the `sets` planned then was left out: a step more, back to `reps_min`.
      A set that names no reps in reserve is taken at its reps; one to failure has none.
    - A working set fell short of `reps_min` in each of the last two workouts: a step less.
    - Otherwise the same load and one rep more than the weakest set, at most `reps_max`.

    The load of a workout is the heaviest of its working sets. Where the load is help, the hardest
    is the least help and a step more is a step less of it. Help and added load end at 0; other
    loads never go down to it. None without reps or, where a load belongs to it, without load.

    The rule is the product's own. That a load goes up once the reps aimed at are exceeded is
    advised by the American College of Sports Medicine: Progression Models in Resistance Training
    for Healthy Adults, Medicine & Science in Sports & Exercise 41(3), 2009, pages 687–708.
    """
    worked = [[one for one in done if one.counts and one.reps is not None] for done in workouts]
    worked = [done for done in worked if done]
    if measure not in WITH_REPS or not worked:
        return None
    last, load = worked[0], _hardest_load(worked[0], measure)
    if load is None and measure in (Measure.LOAD_REPS, Measure.ASSISTED_REPS):
        return None
    weakest = min(_reps(one) for one in last)
    if weakest >= reps_max:
        if any(_spent(one, target_rir) for one in last):
            return Offer(Reason.RESERVE, load, reps_max, load)
        if len(last) < sets:
            return Offer(Reason.LEFT_OUT, load, reps_max, load)
        harder = _moved(load, step_kg, measure, harder=True)
        if harder is None:
            return Offer(Reason.HARDER, load, reps_max, load)
        return Offer(Reason.REACHED, harder, reps_min, load)
    if len(worked) > 1 and all(_missed(done, reps_min) for done in worked[:2]):
        easier = _moved(load, step_kg, measure, harder=False)
        if easier is None:
            return Offer(Reason.EASIER, load, reps_min, load)
        return Offer(Reason.MISSED, easier, reps_min, load)
    return Offer(Reason.MORE, load, weakest + 1, load)


def _reps(one: DoneSet) -> int:
    return one.reps or 0


def _spent(one: DoneSet, target_rir: int | None) -> bool:
    left = one.in_reserve
    return target_rir is not None and left is not None and left < target_rir


def _missed(done: Sequence[DoneSet], reps_min: int) -> bool:
    return any(_reps(one) < reps_min for one in done)


def _hardest_load(sets: Sequence[DoneSet], measure: str) -> Decimal | None:
    loads = [one.load_kg for one in sets if one.load_kg is not None]
    if measure == Measure.REPS:
        return None
    if measure == Measure.ADDED_LOAD_REPS:
        return max(loads, default=Decimal(0))
    if measure == Measure.ASSISTED_REPS:
        return min(loads, default=None)
    return max((load for load in loads if load), default=None)


def _moved(
    load: Decimal | None, step: Decimal | None, measure: str, *, harder: bool
) -> Decimal | None:
    """The load a step away; None where there is no step in that direction."""
    if load is None or step is None:
        return None
    helped = measure == Measure.ASSISTED_REPS
    if harder != helped:
        return load + step
    if measure == Measure.LOAD_REPS:
        return load - step if load > step else None
    return max(load - step, Decimal(0)) if load else None
