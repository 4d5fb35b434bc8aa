"""The mails about bookings: which are due when, and how each reads when it is sent."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.models import Notice
from members.notices import Mail, letter, notice_add, notice_kind
from trainers.models import Booking

REMINDED_BEFORE = timedelta(hours=24)


def booking_tell(booking: Booking, *, member: bool = True) -> None:
    """Both sides hear how the booking is now; the member is reminded a day before.

    Inside the transaction of the change. What is said is read when the mail is sent.
    """
    about, sequence = str(booking.pk), booking.sequence
    if booking.trainer:
        email = booking.trainer.user.email
        notice_add(kind="booking_trainer", recipient=email, about=about, sequence=sequence)
    if booking.member is None:
        return
    email = booking.member.user.email
    if member:
        notice_add(kind="booking_member", recipient=email, about=about, sequence=sequence)
    remind_at = booking.starts_at - REMINDED_BEFORE
    if booking.is_to_come and remind_at > timezone.now():
        notice_add(
            kind="booking_reminder",
            recipient=email,
            about=about,
            sequence=sequence,
            due_at=remind_at,
        )


def series_tell(bookings: list[Booking]) -> None:
    """One mail for what a trainer has booked at once."""
    first = bookings[0]
    assert first.member is not None
    notice_add(
        kind="booking_series",
        recipient=first.member.user.email,
        about=str(first.pk),
        details={"bookings": [str(one.pk) for one in bookings]},
    )


def waived_tell(booking: Booking) -> None:
    if booking.member:
        email = booking.member.user.email
        notice_add(kind="booking_waived", recipient=email, about=str(booking.pk))


def _current(notice: Notice) -> Booking | None:
    """None where a later change has a mail of its own, or that side is gone."""
    rows = Booking.objects.for_list().select_related("trainer__user")
    return rows.filter(pk=notice.about, sequence=notice.sequence).first()


def _letter(booking: Booking, subject: str) -> Mail:
    start = booking.local_start
    return letter(
        subject,
        f"{date_format(start, 'l j F, H:i')} ({start.tzinfo}), {booking.gym.name}.",
        action=(
            "See the booking",
            settings.PUBLIC_URL + reverse("trainers:booking_detail", args=[booking.pk]),
        ),
    )


@notice_kind("booking_member")
def booking_member(notice: Notice) -> Mail | None:
    booking = _current(notice)
    return (
        _letter(booking, f"Your session is {booking.get_state_display().lower()}")
        if booking
        else None
    )


@notice_kind("booking_trainer")
def booking_trainer(notice: Notice) -> Mail | None:
    booking = _current(notice)
    return (
        _letter(booking, f"A session is {booking.get_state_display().lower()}") if booking else None
    )


@notice_kind("booking_reminder")
def booking_reminder(notice: Notice) -> Mail | None:
    booking = _current(notice)
    if booking is None or not booking.is_to_come or booking.has_started:
        return None
    return _letter(booking, "Your session is tomorrow")


@notice_kind("booking_series")
def booking_series(notice: Notice) -> Mail | None:
    booking = Booking.objects.for_list().filter(pk=notice.about).first()
    return _letter(booking, "Your trainer has booked sessions for you") if booking else None


@notice_kind("booking_waived")
def booking_waived(notice: Notice) -> Mail | None:
    booking = Booking.objects.for_list().filter(pk=notice.about).first()
    return _letter(booking, "You do not pay for your session") if booking else None
