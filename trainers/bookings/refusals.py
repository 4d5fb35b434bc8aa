"""Why a booking is not written; each is told to whoever asked."""

from trainers.bookings.terms import Terms
from trainers.models import Booking


class TimeGone(Exception):
    """The time is not on offer, or not any more."""


class MemberBusy(Exception):
    """The member has something else at that time: a booking, or work of their own as a trainer."""

    def __init__(self, booking: Booking | None) -> None:
        self.booking = booking


class BookingChanged(Exception):
    """The booking is not as it was shown; tells how it is now."""

    def __init__(self, booking: Booking) -> None:
        self.booking = booking


class TermsChanged(Exception):
    """Price or policy are not those that were shown; tells those of now."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms


class CostsNow(Exception):
    """Cancelling has become late, and what it costs was not shown."""


class TooManyBookings(Exception):
    """The member has as many sessions ahead as one may have."""


class NotAllowed(Exception):
    """Not with this trainer, not for this member, or not any more."""
