"""What of trainers' time is free, read in the same number of queries for any number of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from members.models import Gym, GymClosure, Member
from trainers.models import (
    Booking,
    DateOverride,
    MemberClaim,
    SessionType,
    Trainer,
    TrainerClaim,
    WeeklyHours,
)
from trainers.models.availability import LONGEST_BUFFER, LONGEST_SESSION
from trainers.slots import DAY, Place, Schedule, Slot, WallSpan, free_slots, quarter_of, quarters

WEEKS_OF_A_SERIES = 12
LONGEST = timedelta(minutes=LONGEST_SESSION + LONGEST_BUFFER)
LimitsOf = Callable[[Gym, datetime], Place]


def for_members(gym: Gym, now: datetime) -> Place:
    """What members may book: after the gym's minimum notice, within its window."""
    notice = timedelta(minutes=gym.minimum_notice_minutes)
    return Place(gym.zone, now + notice, now + DAY * gym.booking_window_days)


def for_trainers(gym: Gym, now: datetime) -> Place:
    """What a trainer may book for a client: from now on, as far as a series reaches."""
    window = timedelta(weeks=WEEKS_OF_A_SERIES, days=gym.booking_window_days)
    return Place(gym.zone, now, now + window)


@dataclass(frozen=True)
class Availability:
    """A trainer's schedule and what is claimed of it."""

    schedule: Schedule
    claimed: frozenset[int]

    def slots(self, *, minutes: int, buffer_minutes: int) -> Iterator[Slot]:
        return free_slots(
            self.schedule, self.claimed, minutes=minutes, buffer_minutes=buffer_minutes
        )

    def without(self, claimed: Iterable[int]) -> "Availability":
        """As if these quarters were free."""
        return replace(self, claimed=self.claimed.difference(claimed))

    def between(self, earliest: datetime, latest: datetime) -> "Availability":
        """Only the starts from one instant to another, both included."""
        places = {
            gym: Place(one.zone, max(one.earliest, earliest), min(one.latest, latest))
            for gym, one in self.schedule.places.items()
        }
        return replace(self, schedule=replace(self.schedule, places=places))


def availability(
    trainers: Collection[Trainer],
    *,
    limits: LimitsOf = for_members,
    now: datetime | None = None,
    until: datetime | None = None,
) -> dict[int, Availability]:
    """By the trainer's key. Five queries, one more where gyms are not prefetched.

    `until` ends it earlier than the limits do.
    """
    now = now or timezone.now()
    places: dict[int, dict[int, Place]] = {
        trainer.pk: {gym.pk: limits(gym, now) for gym in trainer.gyms.all()} for trainer in trainers
    }
    if until:
        places = {
            pk: {gym: one._replace(latest=min(one.latest, until)) for gym, one in theirs.items()}
            for pk, theirs in places.items()
        }
    all_places = [one for theirs in places.values() for one in theirs.values()]
    first = min((one.earliest for one in all_places), default=now)
    last = max((one.latest for one in all_places), default=now)
    week, dates = _weeks(places), _dates(places, first, last)
    closed = _closures({gym for theirs in places.values() for gym in theirs}, first, last)
    claimed = _claims(places, first, last)
    return {
        pk: Availability(
            Schedule(theirs, week[pk], dates[pk], closed), frozenset(claimed.get(pk, ()))
        )
        for pk, theirs in places.items()
    }


def _weeks(trainers: Collection[int]) -> dict[int, dict[int, list[WallSpan]]]:
    found: dict[int, dict[int, list[WallSpan]]] = defaultdict(lambda: defaultdict(list))
    for row in WeeklyHours.objects.filter(trainer__in=trainers):
        found[row.trainer_id][row.weekday].append(WallSpan(row.starts, row.ends, row.gym_id))
    return found


def _dates(
    trainers: Collection[int], first: datetime, last: datetime
) -> dict[int, dict[date, list[WallSpan]]]:
    found: dict[int, dict[date, list[WallSpan]]] = defaultdict(lambda: defaultdict(list))
    rows = DateOverride.objects.filter(
        trainer__in=trainers, date__range=(first.date() - DAY, last.date() + DAY)
    )
    for row in rows:
        spans = found[row.trainer_id][row.date]
        if row.starts and row.ends is not None and row.gym_id:
            spans.append(WallSpan(row.starts, row.ends, row.gym_id))
    return found


def _closures(
    gyms: Collection[int], first: datetime, last: datetime
) -> frozenset[tuple[int, date]]:
    days = (first.date() - DAY, last.date() + DAY)
    rows = GymClosure.objects.filter(gym__in=gyms, date__range=days)
    return frozenset(rows.values_list("gym_id", "date"))


def _claims(trainers: Collection[int], first: datetime, last: datetime) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows = TrainerClaim.objects.filter(
        trainer__in=trainers, quarter__range=(quarter_of(first), quarter_of(last + LONGEST))
    )
    for trainer, quarter in rows.values_list("trainer_id", "quarter"):
        found[trainer].add(quarter)
    return found


def slots_for(
    trainer: Trainer,
    session_type: SessionType,
    *,
    limits: LimitsOf = for_members,
    member: Member | None = None,
) -> list[Slot]:
    """What can be booked; with `member` without the times at which they are booked or work."""
    there = availability([trainer], limits=limits)[trainer.pk]
    found = there.slots(minutes=session_type.minutes, buffer_minutes=session_type.buffer_after)
    return _free_for(member, session_type.minutes, found)


def slots_to_move(booking: Booking, *, limits: LimitsOf = for_members) -> list[Slot]:
    """Where a booking of a trainer can be moved; the time that it holds now counts as free."""
    assert booking.trainer is not None
    there = availability([booking.trainer], limits=limits)[booking.trainer.pk]
    found = there.without(quarters(booking.starts_at, booking.held_until)).slots(
        minutes=booking.minutes, buffer_minutes=booking.buffer_minutes
    )
    others = [slot for slot in found if slot.start != booking.starts_at]
    return _free_for(booking.member, booking.minutes, others, booking)


def slot_at(
    found: Availability, start: datetime, *, minutes: int, buffer_minutes: int
) -> Slot | None:
    """The slot of that very start, if it is on offer."""
    only = found.between(start, start)
    return next(only.slots(minutes=minutes, buffer_minutes=buffer_minutes), None)


def _free_for(
    member: Member | None, minutes: int, slots: Iterable[Slot], besides: Booking | None = None
) -> list[Slot]:
    found = list(slots)
    if member is None or not found:
        return found
    first = quarter_of(found[0].start)
    booked = MemberClaim.objects.filter(member=member, quarter__gte=first)
    working = TrainerClaim.objects.filter(trainer__user=member.user_id, quarter__gte=first)
    if besides:
        booked, working = booked.exclude(booking=besides), working.exclude(booking=besides)
    busy = {*booked.values_list("quarter", flat=True), *working.values_list("quarter", flat=True)}
    length = timedelta(minutes=minutes)
    return [one for one in found if busy.isdisjoint(quarters(one.start, one.start + length))]
