"""Rows of bookings, and changes that the database refuses or allows."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Model

from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.models import (
    Booking,
    BookingEvent,
    DateOverride,
    MemberClaim,
    SessionType,
    TimeOff,
    TrainerClaim,
    WaitlistEntry,
    WeeklyHours,
)
from trainers.time_off import time_off_create

Row = Callable[[], Model]
START = datetime(2026, 12, 1, 10, tzinfo=UTC)
A_DAY = timedelta(days=1)


def session_type() -> SessionType:
    return make_session_type(trainer=make_trainer())


def hours() -> WeeklyHours:
    trainer = make_trainer()
    make_weekly_hours(trainer=trainer, weekdays=[0])
    return WeeklyHours.objects.get(trainer=trainer)


def other_hours() -> DateOverride:
    return DateOverride.objects.create(
        trainer=make_trainer(), gym=make_gym(), date=START.date(), starts=time(9), ends=time(12)
    )


def day_off() -> DateOverride:
    return DateOverride.objects.create(trainer=make_trainer(), date=START.date())


def time_off() -> TimeOff:
    return time_off_create(trainer=make_trainer(), starts_at=START, ends_at=START + A_DAY)


def booking() -> Booking:
    return make_booking(trainer=make_trainer(), user=make_user(), starts_at=START, minutes=15)


def event() -> BookingEvent:
    return booking().events.create(what="booked", by="member", starts_at=START)


def trainer_claim() -> TrainerClaim:
    return TrainerClaim.objects.get(booking=booking())


def member_claim() -> MemberClaim:
    return MemberClaim.objects.get(booking=booking())


def entry() -> WaitlistEntry:
    kind = session_type()
    return WaitlistEntry.objects.create(
        trainer=kind.trainer, member=make_user().member, session_type=kind
    )


REFUSED: list[tuple[str, Row, dict[str, Any]]] = [
    *[("trainers_session_type_minutes", session_type, {"minutes": n}) for n in (0, 20, 195)],
    *[("trainers_session_type_buffer", session_type, {"buffer_after": n}) for n in (5, 75)],
    ("trainers_session_type_price", session_type, {"price": -1}),
    ("trainers_weekly_hours_in_order", hours, {"ends": time(8)}),
    ("trainers_weekly_hours_in_order", hours, {"ends": time(9)}),
    ("trainers_weekly_hours_weekday", hours, {"weekday": 7}),
    ("trainers_date_override_whole", other_hours, {"ends": time(8)}),
    ("trainers_date_override_whole", other_hours, {"starts": None}),
    ("trainers_date_override_whole", other_hours, {"gym": None}),
    ("trainers_date_override_whole", day_off, {"starts": time(9), "ends": time(12)}),
    ("trainers_time_off_in_order", time_off, {"ends_at": START}),
    ("trainers_booking_in_order", booking, {"ends_at": START}),
    ("trainers_booking_state", booking, {"state": "lost"}),
    ("trainers_booking_event_by", event, {"by": "nobody"}),
    ("trainers_claim_for_one_thing", trainer_claim, {"booking": None}),
    ("trainers_waitlist_state", entry, {"state": "lost"}),
    ("trainers_waitlist_days", entry, {"first_day": date(2026, 12, 2)}),
    ("trainers_waitlist_days", entry, {"last_day": date(2026, 12, 2)}),
    ("trainers_waitlist_days", entry, {"first_day": START + A_DAY, "last_day": START}),
    ("trainers_waitlist_offered", entry, {"state": "offered"}),
    ("trainers_waitlist_offered", entry, {"state": "offered", "claim_by": START}),
]
ALLOWED: list[tuple[Row, dict[str, Any]]] = [
    *[(session_type, {"minutes": minutes}) for minutes in (15, 45, 180)],
    *[(session_type, {"buffer_after": minutes}) for minutes in (0, 60)],
    (session_type, {"price": 0}),
    (hours, {"ends": time(0)}),
    (other_hours, {"ends": time(0)}),
    *[(booking, {"state": state}) for state in Booking.State.values],
    (booking, {"member": None, "trainer": None}),
    *[(event, {"by": by}) for by in BookingEvent.By.values],
    *[(entry, {"state": state}) for state in ("waiting", "booked", "left", "over")],
    (entry, {"state": "offered", "claim_by": START, "offered_start": START}),
    (entry, {"first_day": START.date(), "last_day": START.date()}),
]
TWICE: list[tuple[str, str, Row, dict[str, Any]]] = [
    ("trainers_session_type_once", "trainer_id", session_type, {}),
    ("trainers_weekly_hours_once", "trainer_id", hours, {"ends": time(10)}),
    ("trainers_date_override_once", "trainer_id", other_hours, {"ends": time(10)}),
    ("trainers_date_override_closed_once", "trainer_id", day_off, {}),
    ("trainers_claim_once", "trainer_id", trainer_claim, {}),
    ("trainers_member_claim_once", "member_id", member_claim, {}),
]
