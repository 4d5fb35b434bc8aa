"""Waiting for a time with a trainer who has none free, and being told in order once one is.

An offer holds nothing: anyone may book the time. Whether it still stands is read from what is free
now, so that it does not matter how a time came free, or was taken.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

from members.models import Gym, Member
from members.notices import notice_add
from trainers.availability import Availability, availability, for_members
from trainers.bookings.refusals import NotAllowed
from trainers.bookings.writing import booking_write, locked_people
from trainers.claims import lock
from trainers.models import MemberClaim, SessionType, Trainer, TrainerClaim, WaitlistEntry
from trainers.questions import within_opening_hours
from trainers.slots import QUARTER, Slot, possible_days, quarter_of, quarters

State = WaitlistEntry.State
ENTRIES_AT_MOST = 10
OFFER_STANDS = timedelta(hours=2)
"""Opening hours in which nobody behind is told of a time."""


class FreeNow(Exception):
    """Such a time is free already; tells the starts, as whoever waits for one may book it."""

    def __init__(self, slots: list[Slot]) -> None:
        self.slots = slots


class DaysNotPossible(Exception):
    """A day on which nothing can be booked any more, or not yet; tells the first and the last."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last


class NothingThen(Exception):
    """No time can come free on the days; tells whether the trainer works on one of them."""

    def __init__(self, *, is_worked: bool) -> None:
        self.is_worked = is_worked


class TooManyEntries(Exception):
    """The member waits for as many times as one may wait for."""


@dataclass(frozen=True)
class FreeTimes:
    """What members can book of a trainer's time, by session; read once."""

    trainer: Trainer
    there: Availability
    busy: dict[int, set[int]]
    """The quarters at which members have something else, by their key."""
    _found: dict[int, list[Slot]] = field(default_factory=dict)
    _possible: dict[int, set[date]] = field(default_factory=dict)

    def can_come(self, entry: WaitlistEntry) -> bool:
        """Whether a time could come free that an entry waits for; on any day one always could."""
        minutes = entry.session_type.minutes
        if minutes not in self._possible:
            self._possible[minutes] = possible_days(self.there.schedule, minutes=minutes)
        return entry.first_day is None or any(map(entry.is_for, self._possible[minutes]))

    def starts(self, entry: WaitlistEntry) -> Iterator[Slot]:
        """Those that an entry waits for, the earliest first."""
        busy = self.busy.get(entry.member_id, set())
        length = entry.session_type.length
        for slot in self._of(entry.session_type):
            if entry.is_for(self.gym(slot).local(slot.start).date()) and busy.isdisjoint(
                quarters(slot.start, slot.start + length)
            ):
                yield slot

    def offer(self, entry: WaitlistEntry) -> Slot | None:
        """The start that an entry was told of, as long as its member can book it."""
        if entry.state != State.OFFERED:
            return None
        return next((one for one in self.starts(entry) if one.start == entry.offered_start), None)

    def gym(self, slot: Slot) -> Gym:
        return next(gym for gym in self.trainer.gyms.all() if gym.pk == slot.gym)

    def _of(self, session_type: SessionType) -> list[Slot]:
        if not (self.trainer.is_public and self.trainer.accepting and session_type.active):
            return []
        if session_type.pk not in self._found:
            slots = self.there.slots(
                minutes=session_type.minutes, buffer_minutes=session_type.buffer_after
            )
            self._found[session_type.pk] = sorted(slots)
        return self._found[session_type.pk]


def free_times(
    trainers: Collection[Trainer], members: Collection[int], now: datetime
) -> dict[int, FreeTimes]:
    """By the trainer's key, in the same number of queries for any number of them."""
    busy: dict[int, set[int]] = defaultdict(set)
    since = quarter_of(now)
    booked = MemberClaim.objects.filter(member__in=members, quarter__gte=since)
    for member, quarter in booked.values_list("member_id", "quarter"):
        busy[member].add(quarter)
    working = TrainerClaim.objects.filter(trainer__user__member__in=members, quarter__gte=since)
    for member, quarter in working.values_list("trainer__user__member", "quarter"):
        busy[member].add(quarter)
    found = availability(trainers, now=now)
    return {one.pk: FreeTimes(one, found[one.pk], busy) for one in trainers}


class Days(NamedTuple):
    """The first and the last day on which members can book, both included."""

    first: date
    last: date


def days_to_book(trainer: Trainer, now: datetime) -> Days | None:
    """On the clocks of the trainer's gyms; None where there is no gym."""
    places = [for_members(gym, now) for gym in trainer.gyms.all()]
    if not places:
        return None
    return Days(
        min(one.earliest.astimezone(one.zone).date() for one in places),
        max(one.latest.astimezone(one.zone).date() for one in places),
    )


def is_over(entry: WaitlistEntry, trainer: Trainer, now: datetime) -> bool:
    """Whether the last wished day is past for booking."""
    days = days_to_book(trainer, now)
    return bool(days and entry.last_day and entry.last_day < days.first)


@booking_write
def waitlist_join(
    *,
    member: Member,
    trainer: Trainer,
    session_type: SessionType,
    first_day: date | None = None,
    last_day: date | None = None,
) -> WaitlistEntry:
    """Wait for a time on one of the days, or on any; the same wish again gives its entry.

    Raises NotAllowed, DaysNotPossible, NothingThen, TooManyEntries, and FreeNow where nobody needs
    to wait.
    """
    trainer, member = locked_people(trainer.pk, member.pk)
    now = timezone.now()
    wish = WaitlistEntry(
        member=member,
        trainer=trainer,
        session_type=_wanted(trainer, member, session_type),
        first_day=first_day,
        last_day=last_day or first_day,
        created_at=now,
    )
    _within(wish, trainer, now)
    mine = [
        one
        for one in WaitlistEntry.objects.in_line().filter(member=member).for_line()
        if not is_over(one, one.trainer, now)
    ]
    if there := next((one for one in mine if one.wish == wish.wish), None):
        return there
    free = free_times([trainer], [member.pk], now)[trainer.pk]
    if slots := list(free.starts(wish)):
        raise FreeNow(slots)
    if not free.can_come(wish):
        raise NothingThen(is_worked=any(free.there.schedule.on(day) for day in wish.days))
    if len(mine) >= ENTRIES_AT_MOST:
        raise TooManyEntries
    wish.save(force_insert=True)
    return wish


def _wanted(trainer: Trainer, member: Member, session_type: SessionType) -> SessionType:
    """The session as it is now; raises NotAllowed."""
    found = trainer.session_types.on_offer().filter(pk=session_type.pk).first()
    if not (trainer.is_public and trainer.accepting and found):
        raise NotAllowed
    if trainer.user_id == member.user_id or member.deletion_requested_at:
        raise NotAllowed
    return found


def _within(wish: WaitlistEntry, trainer: Trainer, now: datetime) -> None:
    days = days_to_book(trainer, now)
    if days is None:
        raise NotAllowed
    if wish.first_day is None or wish.last_day is None:
        return
    if not days.first <= wish.first_day <= wish.last_day <= days.last:
        raise DaysNotPossible(*days)


@booking_write
def waitlist_leave(*, entry: WaitlistEntry) -> bool:
    """Wait no longer; False for whoever has booked, or left, who stays so."""
    lock([entry.trainer_id])
    there = WaitlistEntry.objects.in_line().filter(pk=entry.pk).order_by()
    return bool(there.update(state=State.LEFT))


def waitlists_offer(now: datetime) -> None:
    """Tell whoever is next of each time that has come free; the clock's duty.

    Each trainer in a transaction of its own, from what is free and who stands in line then: it may
    be stopped and begun again anywhere.
    """
    waited_for = WaitlistEntry.objects.in_line().order_by("trainer").values_list("trainer")
    for (trainer,) in waited_for.distinct():
        waitlist_offer(trainer, now)


@booking_write
def waitlist_offer(trainer_id: int, now: datetime) -> None:
    """Tell those who stand in line for one trainer, under the trainer's lock."""
    lock([trainer_id])
    rows = Trainer.objects.select_related("user").prefetch_related("gyms__hours", "gyms__closures")
    trainer = rows.filter(pk=trainer_id).first()
    if trainer is None:
        return
    line = WaitlistEntry.objects.in_line().filter(trainer=trainer)
    waiting = list(line.select_related("session_type", "member__user"))
    free = free_times([trainer], {entry.member_id for entry in waiting}, now)[trainer.pk]
    told: list[WaitlistEntry] = []
    for entry in waiting:
        if is_over(entry, trainer, now):
            _become(entry, State.OVER)
        elif free.offer(entry) or _tell(entry, free, told, now):
            told.append(entry)
        elif entry.state == State.OFFERED:
            _become(entry, State.WAITING)


def _tell(
    entry: WaitlistEntry, free: FreeTimes, told: Iterable[WaitlistEntry], now: datetime
) -> bool:
    """Name the earliest start of which nobody before them has the first chance, if there is one."""
    if entry.member.deletion_requested_at:
        return False
    before = [one for one in told if one.offer_stands(now) or one.member_id == entry.member_id]
    for slot in free.starts(entry):
        claim_by = _claim_by(free.gym(slot), slot.start, now)
        if claim_by is None or any(_in_each_others_way(one, entry, slot) for one in before):
            continue
        if _become(entry, State.OFFERED, offered_start=slot.start, claim_by=claim_by):
            notice_add(
                kind="waitlist_offer",
                recipient=entry.member.user.email,
                about=str(entry.pk),
                sequence=entry.offers,
            )
            return True
    return False


def _claim_by(gym: Gym, start: datetime, now: datetime) -> datetime | None:
    """Two opening hours from now, or when booking ends; None where that is too soon to tell."""
    closes = start - timedelta(minutes=gym.minimum_notice_minutes)
    if closes - now < QUARTER:
        return None
    return min(within_opening_hours(gym, now, OFFER_STANDS), closes)


def _in_each_others_way(told: WaitlistEntry, entry: WaitlistEntry, slot: Slot) -> bool:
    assert told.offered_start is not None
    return (
        slot.start < told.offered_start + told.session_type.held_for
        and told.offered_start < slot.start + entry.session_type.held_for
    )


def _become(
    entry: WaitlistEntry,
    state: State,
    *,
    offered_start: datetime | None = None,
    claim_by: datetime | None = None,
) -> bool:
    """Change what still stands in line; False where it was erased meanwhile."""
    entry.state, entry.offered_start, entry.claim_by = state, offered_start, claim_by
    entry.offers += state == State.OFFERED
    changes = ("state", "offered_start", "claim_by", "offers")
    there = WaitlistEntry.objects.in_line().filter(pk=entry.pk).order_by()
    return bool(there.update(**{name: getattr(entry, name) for name in changes}))
