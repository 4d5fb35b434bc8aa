"""Writes of bookings; everything that changes one is here.

`booking_create`, `bookings_create_weekly`, `booking_move`, `booking_cancel`, `booking_mark`,
`booking_waive`, and what they refuse.
"""

from trainers.bookings.changing import (
    booking_cancel,
    booking_mark,
    booking_move,
    booking_waive,
    may_cancel,
    may_mark,
    may_move,
)
from trainers.bookings.creating import Series, booking_create, bookings_create_weekly
from trainers.bookings.leaving import bookings_leave, late_by_leaving, sessions_ahead
from trainers.bookings.refusals import (
    BookingChanged,
    CostsNow,
    MemberBusy,
    NotAllowed,
    TermsChanged,
    TimeGone,
    TooManyBookings,
)
from trainers.bookings.terms import About, Actor, By, Terms

__all__ = [
    "About",
    "Actor",
    "BookingChanged",
    "By",
    "CostsNow",
    "MemberBusy",
    "NotAllowed",
    "Series",
    "Terms",
    "TermsChanged",
    "TimeGone",
    "TooManyBookings",
    "booking_cancel",
    "booking_create",
    "booking_mark",
    "booking_move",
    "booking_waive",
    "bookings_create_weekly",
    "bookings_leave",
    "late_by_leaving",
    "may_cancel",
    "may_mark",
    "may_move",
    "sessions_ahead",
]
