"""Time off with sessions in its way: each is moved or cancelled, then the time is taken."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain, islice
from uuid import UUID

from members.models import Gym
from trainers.availability import Availability, availability, for_members, for_trainers
from trainers.bookings import (
    Actor,
    BookingChanged,
    By,
    CostsNow,
    MemberBusy,
    NotAllowed,
    TimeGone,
    booking_cancel,
    booking_move,
    may_cancel,
    may_move,
)
from trainers.models import Booking, MemberClaim, Trainer, TrainerClaim
from trainers.slots import Place, Slot, quarters

SEARCHED = timedelta(days=21)
A_DAY, DAYS = 3, 6
BEGUN = "It has begun, or is over. Let your time off begin after it."
ARRIVED = "It is marked as arrived. Have the mark taken back, then send this again."
GONE = "That time has just gone. Choose another, or cancel."
BUSY = "They have something else then. Choose another time, or cancel."
CHANGED = "This has changed meanwhile. Look at it again, then choose."
NOT_ALLOWED = "This cannot be done any more. Look at it again, then choose."
COSTS = "Cancelling this has begun to cost something. See what, then send it again."


@dataclass(frozen=True)
class Choice:
    """What becomes of a session: a new start, or None to cancel it.

    `seen` is its sequence as shown; `late` is whether its cost was.
    """

    seen: int
    start: datetime | None
    late: bool


@dataclass(frozen=True)
class Way:
    """A session in the way, and what can be done about it."""

    booking: Booking
    free: list[Slot]
    slots: list[Slot]
    """The few of the free ones that are offered."""
    is_own: bool
    """The trainer's own, as a member with another trainer."""
    can_cancel: bool

    def chosen(self, start: datetime | None) -> Slot | None:
        """The free time of that very start."""
        return next((slot for slot in self.free if slot.start == start), None)

    @property
    def stuck(self) -> str:
        """Why nothing can be done about it here."""
        if self.slots or self.can_cancel:
            return ""
        return ARRIVED if self.booking.arrived_early else BEGUN

    @property
    def costs(self) -> bool:
        return self.is_own and not self.booking.is_free_to_cancel


def with_notice(gym: Gym, now: datetime) -> Place:
    """As far ahead as a trainer books, but nobody is moved to a time that comes too soon."""
    return for_trainers(gym, now)._replace(earliest=for_members(gym, now).earliest)


def ways_out(
    trainer: Trainer, bookings: Iterable[Booking], starts_at: datetime, ends_at: datetime
) -> list[Way]:
    """For each session the nearest free times outside the time off, in a constant number of
    queries."""
    found = list(bookings)
    there = availability([trainer], limits=with_notice)[trainer.pk]
    away = frozenset(quarters(starts_at, ends_at))
    busy = _busy(found)
    ways = []
    for booking in found:
        is_own = booking.trainer_id != trainer.pk
        free: list[Slot] = []
        if not is_own and may_move(booking, By.TRAINER):
            free = _free(booking, there, away, busy[booking.pk])
        by = By.MEMBER if is_own else By.TRAINER
        ways.append(Way(booking, free, _nearest(booking, free), is_own, may_cancel(booking, by)))
    return ways


def _busy(bookings: list[Booking]) -> Mapping[UUID, set[int]]:
    """The quarters in which the member of each session is booked elsewhere, or works."""
    members = {one.member_id for one in bookings}
    booked = MemberClaim.objects.filter(member__in=members)
    works = TrainerClaim.objects.filter(trainer__user__member__in=members)
    held: dict[int, list[tuple[UUID | None, int]]] = defaultdict(list)
    for member, booking, quarter in chain(
        booked.values_list("member_id", "booking_id", "quarter"),
        works.values_list("trainer__user__member", "booking_id", "quarter"),
    ):
        held[member].append((booking, quarter))
    return {
        one.pk: {quarter for other, quarter in held[one.member_id or 0] if other != one.pk}
        for one in bookings
    }


def _free(
    booking: Booking, there: Availability, away: frozenset[int], busy: set[int]
) -> list[Slot]:
    """All starts within three weeks that trainer and member have free."""
    own = quarters(booking.starts_at, booking.held_until)
    free = replace(there, claimed=(there.claimed - frozenset(own)) | away)
    near = free.between(booking.starts_at - SEARCHED, booking.starts_at + SEARCHED)
    length = booking.ends_at - booking.starts_at
    slots = near.slots(minutes=booking.minutes, buffer_minutes=booking.buffer_minutes)
    return [one for one in slots if busy.isdisjoint(quarters(one.start, one.start + length))]


def _nearest(booking: Booking, free: Iterable[Slot]) -> list[Slot]:
    """On the nearest days, the starts nearest to the time of day that it has now; in order.

    At its own gym first: other gyms come after it, on days that it has nothing free.
    """
    here: dict[date, list[Slot]] = defaultdict(list)
    elsewhere: dict[date, list[Slot]] = defaultdict(list)
    for slot in free:
        places = here if slot.gym == booking.gym_id else elsewhere
        places[booking.gym.local(slot.start).date()].append(slot)
    others = {day: slots for day, slots in elsewhere.items() if day not in here}
    found = _on_days(booking, here, DAYS)
    return found + _on_days(booking, others, DAYS - min(len(here), DAYS))


def _on_days(booking: Booking, days: Mapping[date, list[Slot]], at_most: int) -> list[Slot]:
    length = booking.ends_at - booking.starts_at
    usual, today = booking.local_start.replace(tzinfo=None), booking.local_start.date()
    chosen: list[Slot] = []
    for day in islice(sorted(days, key=lambda one: abs(one - today)), at_most):
        wanted = usual.replace(year=day.year, month=day.month, day=day.day)
        chosen += _apart(days[day], booking, wanted, length)
    return sorted(chosen)


def _apart(slots: list[Slot], booking: Booking, wanted: datetime, length: timedelta) -> list[Slot]:
    """A few starts of one day, none of which would overlap another."""
    found: list[Slot] = []
    zone = booking.gym.zone
    for slot in sorted(
        slots, key=lambda one: abs(one.start.astimezone(zone).replace(tzinfo=None) - wanted)
    ):
        if all(abs(slot.start - other.start) >= length for other in found):
            found.append(slot)
        if len(found) == A_DAY:
            break
    return found


def outdated(way: Way, choice: Choice) -> str:
    """Why what was chosen cannot be done as things are now; empty if it can."""
    if choice.seen != way.booking.sequence:
        return CHANGED
    if choice.start is None:
        return COSTS if way.costs and not choice.late else ""
    return "" if way.chosen(choice.start) else GONE


def way_clear(
    trainer: Trainer, ways: Iterable[Way], choices: Mapping[UUID, Choice], message: str
) -> tuple[list[Booking], dict[UUID, str]]:
    """Move or cancel each as chosen, each in a transaction of its own.

    Gives those that were done, and for the others the reason in words. Sent again after a stop it
    goes on with what is still in the way.
    """
    done: list[Booking] = []
    refused: dict[UUID, str] = {}
    for way in ways:
        try:
            done.append(_clear(trainer, way, choices[way.booking.pk], message))
        except TimeGone:
            refused[way.booking.pk] = GONE
        except MemberBusy:
            refused[way.booking.pk] = BUSY
        except BookingChanged:
            refused[way.booking.pk] = CHANGED
        except CostsNow:
            refused[way.booking.pk] = COSTS
        except NotAllowed:
            refused[way.booking.pk] = NOT_ALLOWED
    return done, refused


def _clear(trainer: Trainer, way: Way, choice: Choice, message: str) -> Booking:
    """The trainer's own is cancelled as the member that they are there."""
    if way.is_own:
        return booking_cancel(
            booking=way.booking,
            actor=Actor(trainer.user, By.MEMBER),
            seen=choice.seen,
            late_accepted=choice.late,
        )
    actor = Actor(trainer.user, By.TRAINER)
    if choice.start is None:
        return booking_cancel(booking=way.booking, actor=actor, seen=choice.seen, message=message)
    return booking_move(
        booking=way.booking, start=choice.start, actor=actor, seen=choice.seen, message=message
    )
