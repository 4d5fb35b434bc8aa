"""When the demo trainers work, what they offer, and who has booked them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from exercises.models import Exercise
from gymsite.demo.gyms import MIDNIGHT, WEEKEND, WORKDAYS
from gymsite.demo.questions import demo_uuid
from gymsite.demo.trainers import HAFEN, RIVERSIDE, email_of
from members.models import Gym, Member
from members.opening_hours import first_instant
from trainers.claims import Claimed, claims_hold, claims_take
from trainers.models import (
    Booking,
    BookingEvent,
    DateOverride,
    SessionType,
    TimeOff,
    Trainer,
    WeeklyHours,
)

State, What, By = Booking.State, BookingEvent.What, BookingEvent.By
SEARCHED_DAYS = 7


class DemoHours(NamedTuple):
    trainer: str
    gym: str
    weekdays: tuple[int, ...]
    starts: time
    ends: time


class DemoSession(NamedTuple):
    trainer: str
    name: str
    minutes: int
    price: str
    currency: str
    buffer_after: int = 0
    active: bool = True


class DemoBooking(NamedTuple):
    """So many days from today, or on the next day further away on which the trainer works."""

    trainer: str
    member: str
    session: str
    days: int
    at: time
    state: str = State.BOOKED
    waived: bool = False
    by_trainer: bool = False
    gym: str = ""
    exercise: str = ""
    note: str = ""


class DemoDate(NamedTuple):
    """So many days from today: other hours, or none."""

    trainer: str
    gym: str
    days: int
    hours: tuple[time, time] | None = None


class Away(NamedTuple):
    """Whole days off, from one so many days from today to another."""

    trainer: str
    gym: str
    first: int
    last: int
    note: str


HOURS = (
    DemoHours("tara", RIVERSIDE, (*WORKDAYS,), time(9), time(13)),
    DemoHours("tara", RIVERSIDE, (0, 1, 2, 3), time(16), time(20)),
    DemoHours("tara", RIVERSIDE, (*WEEKEND,), time(10), time(14)),
    DemoHours("rob", RIVERSIDE, (*WORKDAYS,), time(12), time(20)),
    DemoHours("lena", HAFEN, (0, 1, 3), time(9), time(15)),
    DemoHours("lena", HAFEN, (2, 4), time(18), MIDNIGHT),
    DemoHours("lena", HAFEN, (5,), time(10), time(14)),
    DemoHours("kofi", HAFEN, (0, 1, 2, 3), time(8), time(16)),
    DemoHours("kofi", RIVERSIDE, (4,), time(10), time(18)),
)

SESSIONS = (
    DemoSession("tara", "Personal training", 60, "40.00", "GBP", buffer_after=15),
    DemoSession("tara", "Technique check", 30, "22.50", "GBP"),
    DemoSession("rob", "Personal training", 60, "45.00", "GBP", buffer_after=15),
    DemoSession("lena", "First session", 45, "0.00", "EUR", buffer_after=15),
    DemoSession("lena", "Personal training", 60, "55.00", "EUR", buffer_after=15),
    DemoSession("kofi", "Pressing hour", 60, "50.00", "EUR"),
    DemoSession("kofi", "Form check by video", 30, "25.00", "EUR", active=False),
)

BOOKINGS = (
    DemoBooking("tara", "mia", "Personal training", -40, time(11), State.COMPLETED),
    DemoBooking("tara", "mia", "Personal training", -26, time(11), State.COMPLETED),
    DemoBooking("tara", "mia", "Technique check", -19, time(12), State.NO_SHOW, waived=True),
    DemoBooking("tara", "mia", "Personal training", -12, time(11), State.COMPLETED),
    DemoBooking("tara", "mia", "Technique check", -5, time(12), State.CANCELLED),
    DemoBooking(
        "tara",
        "mia",
        "Personal training",
        1,
        time(11),
        exercise="hip-thrusts",
        note="I would like to try the barbell without the pad.",
    ),
    DemoBooking("tara", "mia", "Technique check", 8, time(12), by_trainer=True),
    DemoBooking("tara", "omar", "Personal training", -33, time(12), State.COMPLETED),
    DemoBooking("tara", "omar", "Personal training", -11, time(12), State.NO_SHOW),
    DemoBooking("tara", "omar", "Technique check", -1, time(10)),
    DemoBooking("tara", "omar", "Personal training", 3, time(12), by_trainer=True),
    DemoBooking("rob", "ben", "Personal training", -120, time(18), State.COMPLETED),
    DemoBooking("rob", "ben", "Personal training", -7, time(18), State.LATE_CANCELLED),
    DemoBooking("kofi", "ben", "Pressing hour", -14, time(12), State.COMPLETED, gym=RIVERSIDE),
    DemoBooking("kofi", "ben", "Pressing hour", 5, time(12), gym=RIVERSIDE, exercise="bench-press"),
    DemoBooking("kofi", "jack", "Pressing hour", -3, time(14), State.COMPLETED),
    DemoBooking("lena", "priya", "First session", -24, time(13), State.COMPLETED),
    DemoBooking("lena", "priya", "Personal training", -10, time(13), State.LATE_CANCELLED),
    DemoBooking("lena", "priya", "Personal training", 2, time(13)),
    DemoBooking("lena", "jack", "First session", 6, time(11), State.CANCELLED),
)

DATES = (
    DemoDate("tara", RIVERSIDE, 15),
    DemoDate("lena", HAFEN, 12),
    DemoDate("kofi", HAFEN, 16, (time(12), time(20))),
)

TIME_OFF = (
    Away("tara", RIVERSIDE, 17, 22, "Course in Leeds"),
    Away("kofi", HAFEN, 20, 26, "Accra"),
)


@transaction.atomic
def bookings_make(now: datetime) -> None:
    """Make what is missing; a booking that lost its trainer or member is made anew."""
    maker = _Maker(now)
    maker.set_up()
    for given in BOOKINGS:
        maker.booking(given)
    for away in TIME_OFF:
        maker.time_off(away)


class _Maker:
    def __init__(self, now: datetime) -> None:
        self.now = now
        trainers = Trainer.objects.select_related("user").prefetch_related("weekly_hours__gym")
        self.trainers = {one.user.email: one for one in trainers}
        members = Member.objects.select_related("user__trainer")
        self.members = {one.user.email: one for one in members}
        self.gyms = {gym.slug: gym for gym in Gym.objects.all()}

    def set_up(self) -> None:
        """Hours, dates and sessions of those trainers who have none yet."""
        fresh = Trainer.objects.filter(weekly_hours=None, session_types=None)
        mailboxes = {one.user.email.partition("@")[0] for one in fresh.select_related("user")}
        for hours in HOURS:
            if hours.trainer in mailboxes:
                WeeklyHours.objects.bulk_create(self._week(hours))
        for one in SESSIONS:
            if one.trainer in mailboxes:
                values = {"trainer": self._trainer(one.trainer), "price": Decimal(one.price)}
                SessionType.objects.create(**{**one._asdict(), **values})
        for day in DATES:
            if day.trainer in mailboxes:
                self._date(day)

    def _date(self, given: DemoDate) -> None:
        gym, (starts, ends) = self.gyms[given.gym], given.hours or (None, None)
        DateOverride.objects.create(
            trainer=self._trainer(given.trainer),
            date=self._day(gym, given.days),
            gym=gym if given.hours else None,
            starts=starts,
            ends=ends,
        )

    def _week(self, given: DemoHours) -> Iterator[WeeklyHours]:
        for weekday in given.weekdays:
            yield WeeklyHours(
                trainer=self._trainer(given.trainer),
                gym=self.gyms[given.gym],
                weekday=weekday,
                starts=given.starts,
                ends=given.ends,
            )

    def booking(self, given: DemoBooking) -> None:
        pk = demo_uuid(f"bookings/{given.trainer}/{given.member}/{given.days}")
        known = Booking.objects.filter(pk=pk)
        known.filter(Q(trainer=None) | Q(member=None)).delete()
        found = self._when(given)
        if found is None or known.exists():
            return
        gym, start = found
        trainer = self._trainer(given.trainer)
        session = trainer.session_types.get(name=given.session)
        cancelled_at = start - timedelta(hours=5 if given.state == State.LATE_CANCELLED else 48)
        made_at = min(self.now, start) - timedelta(days=3)
        booking = Booking(
            pk=pk,
            trainer=trainer,
            member=self.members[email_of(given.member)],
            gym=gym,
            session_type=session,
            session_name=session.name,
            starts_at=start,
            ends_at=start + session.length,
            buffer_minutes=session.buffer_after,
            price=session.price,
            currency=session.currency,
            free_cancellation_hours=gym.free_cancellation_hours,
            free_anyway_until=made_at + timedelta(hours=24) if given.by_trainer else None,
            state=given.state,
            sequence=int(given.state in (State.CANCELLED, State.LATE_CANCELLED)),
            waived_at=start + timedelta(hours=3) if given.waived else None,
            exercise=Exercise.objects.filter(slug=given.exercise).first(),
            note=given.note,
            created_at=made_at,
        )
        with suppress(Claimed), transaction.atomic():
            booking.save(force_insert=True)
            claims_take(booking)
            self._tell(booking, given, min(cancelled_at, self.now - timedelta(hours=1)))

    def _tell(self, booking: Booking, given: DemoBooking, cancelled_at: datetime) -> None:
        """What happened, by whom and when."""
        assert booking.trainer is not None
        assert booking.member is not None
        trainer = (By.TRAINER, booking.trainer.user)
        member = (By.MEMBER, booking.member.user)
        happened = [(What.BOOKED, trainer if given.by_trainer else member, booking.created_at)]
        if not booking.holds_time:
            happened.append((What(booking.state), member, cancelled_at))
        elif booking.state != State.BOOKED:
            happened.append((What(booking.state), trainer, booking.ends_at))
        if booking.waived_at:
            happened.append((What.WAIVED, trainer, booking.waived_at))
        BookingEvent.objects.bulk_create(
            BookingEvent(
                booking=booking, what=what, by=by, user=user, at=at, starts_at=booking.starts_at
            )
            for what, (by, user), at in happened
        )

    def _when(self, given: DemoBooking) -> tuple[Gym, datetime] | None:
        """The first day from the one meant, away from today, on whose hours the time lies."""
        trainer = self._trainer(given.trainer)
        step = 1 if given.days > 0 else -1
        weekly = list(trainer.weekly_hours.select_related("gym"))
        for further in range(SEARCHED_DAYS):
            for row in weekly:
                day = self._day(row.gym, given.days + step * further)
                fits = row.starts <= given.at and (given.at < row.ends or row.ends == MIDNIGHT)
                wanted = given.gym in ("", row.gym.slug)
                if wanted and fits and row.weekday == day.weekday():
                    return row.gym, first_instant(datetime.combine(day, given.at), row.gym.zone)
        return None

    def time_off(self, away: Away) -> None:
        trainer, gym = self._trainer(away.trainer), self.gyms[away.gym]
        if trainer.time_off.exists():
            return
        starts, ends = (
            first_instant(datetime.combine(self._day(gym, days), MIDNIGHT), gym.zone)
            for days in (away.first, away.last + 1)
        )
        with suppress(Claimed), transaction.atomic():
            made = TimeOff.objects.create(
                trainer=trainer, starts_at=starts, ends_at=ends, note=away.note
            )
            claims_hold(made)

    def _trainer(self, mailbox: str) -> Trainer:
        return self.trainers[email_of(mailbox)]

    def _day(self, gym: Gym, days: int) -> date:
        return gym.local(self.now).date() + timedelta(days=days)
