"""Twelve weeks of believable training, by the rules that the product itself offers loads by."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import NamedTuple
from uuid import UUID

from exercises.models import Variation
from gymsite.demo.plans import Lift, Shipped
from members.models import (
    ItemState,
    Member,
    PlanDay,
    PlanItem,
    SetEntry,
    SetKind,
    Workout,
    WorkoutItem,
)
from members.progression import DoneSet, next_load
from members.units import step_of, to_kg

WEEKS = 12
WARMED_UP_KG = Decimal(40)
WARM_UPS = ((Decimal("0.5"), 8), (Decimal("0.75"), 5))
TIRED, OFF_DAY = 0.2, 0.15
A_SET = timedelta(seconds=45)

Days = list[tuple[PlanDay, list[tuple[PlanItem, Lift]]]]


class Habits(NamedTuple):
    """When somebody trains and what comes in between; weeks count from 0, the longest ago."""

    weekdays: tuple[int, ...]
    hour: int
    missed: int | None = None
    plateau: tuple[str, range] | None = None
    swap: tuple[int, str, Lift] | None = None
    ad_hoc: tuple[int, tuple[Lift, ...]] | None = None
    skipped: int | None = None
    stopped_days_ago: int = 0
    notes: tuple[tuple[int, str], ...] = ()


class History:
    """Makes one member's rows; the same random numbers make the same ones."""

    def __init__(self, member: Member, habits: Habits, random: Random, shipped: Shipped) -> None:
        self.member, self.habits, self.random, self.shipped = member, habits, random, shipped
        self.loads: dict[UUID, Decimal] = {}
        self.done: dict[UUID, list[list[DoneSet]]] = defaultdict(list)
        self.workouts: list[Workout] = []
        self.items: list[WorkoutItem] = []
        self.sets: list[SetEntry] = []
        self.places: Counter[UUID] = Counter()

    def make(self, days: Days, today: date) -> None:
        """Train the plan's days in turn until yesterday, and write it down."""
        turn = cycle(days)
        for week, day in self._dates(today):
            plan_day, items = next(turn)
            self._train(week, self._at(day, self.habits.hour), plan_day, items)
        self._ad_hoc(today)
        Workout.objects.bulk_create(self.workouts)
        WorkoutItem.objects.bulk_create(self.items)
        SetEntry.objects.bulk_create(self.sets)
        self._set_plan_loads(days)

    def _dates(self, today: date) -> Iterator[tuple[int, date]]:
        last = today - timedelta(days=max(1, self.habits.stopped_days_ago))
        for week in range(WEEKS + 1):
            for weekday in self.habits.weekdays:
                day = _monday(today, week) + timedelta(days=weekday)
                if day <= last and week != self.habits.missed:
                    yield week, day

    def _at(self, day: date, hour: int) -> datetime:
        minute = self.random.randrange(0, 40)
        return datetime.combine(day, time(hour, minute), tzinfo=self.member.zone)

    def _uuid(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def _train(
        self, week: int, at: datetime, day: PlanDay | None, items: list[tuple[PlanItem, Lift]]
    ) -> None:
        workout = self._begin(at, day, dict(self.habits.notes).get(week, ""))
        clock = at + timedelta(minutes=4)
        for order, (planned, lift) in enumerate(items):
            if other := self._swap(week, lift):
                clock = self._swapped(workout, order, planned, other, clock)
            elif week == self.habits.skipped and order == len(items) - 1:
                self._item(workout, order, planned, planned.variation, ItemState.SKIPPED)
            else:
                clock = self._lifted(workout, order, planned, lift, week, clock)
        workout.finished_at = clock

    def _swap(self, week: int, lift: Lift) -> Lift | None:
        """What is done instead, once."""
        swap = self.habits.swap
        if swap is None or swap[:2] != (week, f"{lift.guide}/{lift.variation}"):
            return None
        instead = swap[2]
        self.habits = self.habits._replace(swap=None)
        return instead if (instead.guide, instead.variation) in self.shipped else None

    def _begin(self, at: datetime, day: PlanDay | None, note: str) -> Workout:
        workout = Workout(
            pk=self._uuid(),
            member=self.member,
            plan_day=day,
            name=day.name if day else "",
            started_at=at,
            finished_at=at,
            note=note,
        )
        self.workouts.append(workout)
        return workout

    def _item(
        self, workout: Workout, order: int, planned: PlanItem, variation: Variation, state: str
    ) -> WorkoutItem:
        item = planned.copied_to(
            WorkoutItem,
            pk=self._uuid(),
            workout=workout,
            plan_item=None if planned._state.adding else planned,
            variation=variation,
            order=order,
            state=state,
        )
        if variation != planned.variation:
            item.swapped_from = planned.variation
        self.items.append(item)
        return item

    def _lifted(
        self,
        workout: Workout,
        order: int,
        planned: PlanItem,
        lift: Lift,
        week: int,
        clock: datetime,
    ) -> datetime:
        item = self._item(workout, order, planned, planned.variation, ItemState.DONE)
        if lift.reps is None:
            return self._held(item, lift, week, clock)
        target = self._prepare(planned, lift)
        item.load_kg = self._kg(planned)
        if order == 0 and item.load_kg and item.load_kg >= WARMED_UP_KG:
            clock = self._warmed_up(item, planned, clock)
        plateau = self.habits.plateau
        if plateau and plateau[0] == f"{lift.guide}/{lift.variation}" and week in plateau[1]:
            target = min(target, lift.reps[1] - 1)
        done = [
            DoneSet(reps=reps, load_kg=item.load_kg, rir=rir)
            for reps, rir in self._reps(lift, target)
        ]
        self.done[planned.pk].insert(0, done)
        return self._logged(item, done, clock)

    def _prepare(self, planned: PlanItem, lift: Lift) -> int:
        """Take up the load that the product would offer; returns the reps it would offer."""
        if planned.pk not in self.loads and lift.load:
            self.loads[planned.pk] = Decimal(lift.load)
        least, most = lift.reps or (0, 0)
        step = step_of(planned.variation, self.member.unit)
        offer = next_load(
            self.done[planned.pk],
            measure=planned.variation.measure,
            reps_min=least,
            reps_max=most,
            sets=lift.sets,
            target_rir=lift.rir,
            step_kg=to_kg(step, self.member.unit) if step else None,
        )
        if offer is None:
            return least
        if step and offer.load_kg is not None and offer.last_load_kg is not None:
            change = offer.load_kg - offer.last_load_kg
            self.loads[planned.pk] += step if change > 0 else -step if change else 0
        return offer.reps

    def _kg(self, planned: PlanItem) -> Decimal | None:
        load = self.loads.get(planned.pk)
        return None if load is None else to_kg(load, self.member.unit)

    def _reps(self, lift: Lift, target: int) -> Iterator[tuple[int, int | None]]:
        """Reps and reps in reserve of each set: some days are bad, and the last sets are hard."""
        least, most = lift.reps or (0, 0)
        if self.random.random() < OFF_DAY:
            target -= 1
        for place in range(lift.sets):
            tired = place > 0 and self.random.random() < TIRED
            reps = min(most, max(least, target - tired))
            left = self.random.choice((0, 0, 1)) - tired
            yield reps, None if lift.rir is None else max(0, lift.rir + left)

    def _warmed_up(self, item: WorkoutItem, planned: PlanItem, clock: datetime) -> datetime:
        step = step_of(planned.variation, self.member.unit) or Decimal(1)
        for share, reps in WARM_UPS:
            load = self.loads[planned.pk] * share // step * step
            warm = DoneSet(kind="warm_up", reps=reps, load_kg=to_kg(load, self.member.unit))
            clock = self._logged(item, [warm], clock)
        return clock

    def _held(self, item: WorkoutItem, lift: Lift, week: int, clock: datetime) -> datetime:
        best = (lift.seconds or 0) + 5 * (week // 2)
        done = [
            DoneSet(seconds=max(10, best - 5 * self.random.choice((0, 0, 1)) * (place > 0)))
            for place in range(lift.sets)
        ]
        return self._logged(item, done, clock)

    def _swapped(
        self, workout: Workout, order: int, planned: PlanItem, lift: Lift, clock: datetime
    ) -> datetime:
        """The machine was taken: another variation for once, which leaves the plan as it is."""
        variation = self.shipped[lift.guide, lift.variation]
        item = self._item(workout, order, planned, variation, ItemState.DONE)
        item.load_kg = to_kg(Decimal(lift.load), self.member.unit) if lift.load else None
        least = (lift.reps or (8, 8))[0]
        done = [DoneSet(reps=least, load_kg=item.load_kg, rir=lift.rir) for _ in range(lift.sets)]
        return self._logged(item, done, clock)

    def _logged(self, item: WorkoutItem, done: list[DoneSet], clock: datetime) -> datetime:
        for one in done:
            clock += A_SET
            entry = SetEntry(
                pk=self._uuid(),
                item=item,
                order=self.places[item.pk],
                kind=SetKind(one.kind),
                reps=one.reps,
                seconds=one.seconds,
                rir=one.rir,
                done_at=clock,
            )
            entry.load_kg = one.load_kg
            self.sets.append(entry)
            self.places[item.pk] += 1
            clock += timedelta(seconds=item.rest_seconds)
        return clock

    def _ad_hoc(self, today: date) -> None:
        """A Saturday without a plan."""
        if self.habits.ad_hoc is None:
            return
        week, lifts = self.habits.ad_hoc
        workout = self._begin(self._at(_monday(today, week) + timedelta(days=5), 10), None, "")
        clock = workout.started_at + timedelta(minutes=2)
        known = [lift for lift in lifts if (lift.guide, lift.variation) in self.shipped]
        for order, lift in enumerate(known):
            least, most = lift.reps or (None, None)
            free = PlanItem(
                variation=self.shipped[lift.guide, lift.variation],
                sets=lift.sets,
                reps_min=least,
                reps_max=most,
                seconds=lift.seconds,
                rest_seconds=lift.rest,
            )
            clock = self._lifted(workout, order, free, lift, week, clock)
        workout.finished_at = clock

    def _set_plan_loads(self, days: Days) -> None:
        """The plan names the loads that its member has come to."""
        items = [item for _, some in days for item, _ in some if item.pk in self.loads]
        for item in items:
            item.load_kg = self._kg(item)
        PlanItem.objects.bulk_update(items, ["load_kg"])


def _monday(today: date, week: int) -> date:
    return today - timedelta(days=today.weekday()) - timedelta(weeks=WEEKS - week)
