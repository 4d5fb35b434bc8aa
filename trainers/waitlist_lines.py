"""A member's places in line as they are now, whether or not the clock has come round since."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from members.models import Gym, User
from trainers.instants import instant_text
from trainers.models import SessionType, Trainer, WaitlistEntry
from trainers.slots import Slot
from trainers.waitlist import FreeTimes, free_times, is_over


@dataclass(frozen=True)
class Line:
    """An entry, its place, and the offer that its member can take now."""

    entry: WaitlistEntry
    place: int
    gym: Gym | None = None
    start: datetime | None = None
    """On the gym's clock, as `first_chance_until`."""
    first_chance_until: datetime | None = None
    """Until then nobody behind is told; None once they are."""
    can_move: bool = True
    """Whether a time could come free on the days."""

    @property
    def booking_address(self) -> str:
        assert self.start is not None
        return booking_address(self.entry.trainer, self.entry.session_type_id, self.start)


class FreeStart(NamedTuple):
    """A time that can be booked, on the clock of its gym."""

    start: datetime
    gym: Gym
    address: str


def free_starts(
    trainer: Trainer, session_type: SessionType, slots: Iterable[Slot]
) -> list[FreeStart]:
    gyms = {gym.pk: gym for gym in trainer.gyms.all()}
    return [
        FreeStart(
            gyms[slot.gym].local(slot.start),
            gyms[slot.gym],
            booking_address(trainer, session_type.pk, slot.start),
        )
        for slot in slots
    ]


def booking_address(trainer: Trainer, session_type: int, start: datetime) -> str:
    """Where a time is booked with one press."""
    query = {"type": str(session_type), "start": instant_text(start)}
    return f"{reverse('trainers:booking_create', args=[trainer.slug])}?{urlencode(query)}"


def lines_of(user: User) -> list[Line]:
    """Those with an offer first, then as they were joined."""
    mine = WaitlistEntry.objects.in_line().visible_to(user)
    return sorted(lines(mine, timezone.now()), key=lambda line: line.start is None)


def lines(entries: "QuerySet[WaitlistEntry]", now: datetime) -> list[Line]:
    """Of entries in line; the same number of queries for any number of them."""
    standing = list(entries.select_related("trainer", "session_type"))
    if not standing:
        return []
    keys = {one.trainer_id for one in standing}
    trainers = Trainer.objects.select_related("user").prefetch_related("gyms").in_bulk(keys)
    free = free_times(trainers.values(), {one.member_id for one in standing}, now)
    queues = _queues(keys)
    found = []
    for entry in standing:
        trainer = trainers[entry.trainer_id]
        if is_over(entry, trainer, now):
            continue
        ahead = [one for one in queues[trainer.pk] if not is_over(one, trainer, now)]
        found.append(_line(entry, _place(entry, ahead), free[trainer.pk], now))
    return found


def _line(entry: WaitlistEntry, place: int, free: FreeTimes, now: datetime) -> Line:
    slot = free.offer(entry)
    if slot is None:
        return Line(entry, place, can_move=free.can_come(entry))
    gym = free.gym(slot)
    until = entry.claim_by if entry.claim_by and entry.offer_stands(now) else None
    return Line(entry, place, gym, gym.local(slot.start), until and gym.local(until))


def _queues(trainers: Iterable[int]) -> dict[int, list[WaitlistEntry]]:
    found = defaultdict(list)
    for one in WaitlistEntry.objects.in_line().filter(trainer__in=trainers):
        found[one.trainer_id].append(one)
    return found


def _place(entry: WaitlistEntry, queue: Iterable[WaitlistEntry]) -> int:
    """Counts the members in front who wait for one of the same days."""
    mine = (entry.created_at, entry.pk)
    ahead = (one for one in queue if (one.created_at, one.pk) < mine and _meet(one, entry))
    return 1 + len({one.member_id for one in ahead} - {entry.member_id})


def _meet(one: WaitlistEntry, other: WaitlistEntry) -> bool:
    first, last = _days(one)
    other_first, other_last = _days(other)
    return first <= other_last and other_first <= last


def _days(entry: WaitlistEntry) -> tuple[date, date]:
    return entry.first_day or date.min, entry.last_day or date.max
