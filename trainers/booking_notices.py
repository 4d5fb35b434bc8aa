"""The mails about bookings: which are due when, and whether they are still true when sent."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Max, Q
from django.utils import timezone

from members.models import Member, Notice, OptionalMail
from members.notices import Mail, notice_add, notice_kind
from trainers import booking_letters
from trainers.calendars import Side
from trainers.models import Booking, BookingEvent, Trainer
from trainers.models.bookings import HELD
from trainers.wording import due_words

REMINDED_BEFORE = timedelta(hours=24)
SERIES_MADE_WITHIN = timedelta(minutes=1)


def booking_tell(booking: Booking, *, alone: bool = True) -> None:
    """Both sides hear how the booking is now; the member is reminded a day before.

    Inside the transaction of the change. What is said is read when the mail is sent. One of a
    series is told by `series_tell`.
    """
    about, sequence = str(booking.pk), booking.sequence
    if booking.trainer and alone:
        email = booking.trainer.user.email
        notice_add(kind="booking_trainer", recipient=email, about=about, sequence=sequence)
    if booking.member is None:
        return
    email = booking.member.user.email
    if alone:
        notice_add(kind="booking_member", recipient=email, about=about, sequence=sequence)
    remind_at = booking.starts_at - REMINDED_BEFORE
    if booking.is_to_come and remind_at > timezone.now():
        notice_add(
            kind=OptionalMail.BOOKING_REMINDER,
            recipient=email,
            about=about,
            sequence=sequence,
            due_at=remind_at,
        )


def series_tell(uuid: UUID, bookings: Sequence[UUID], *, trainer: Trainer, member: Member) -> None:
    """One mail a side for what a trainer books at once.

    Before the first is made, so that whatever was made is told even if the rest is not.
    """
    for kind, user in (("booking_series", member.user), ("booking_series_trainer", trainer.user)):
        notice_add(
            kind=kind,
            recipient=user.email,
            about=str(uuid),
            details={"bookings": [str(one) for one in bookings]},
            due_at=timezone.now() + SERIES_MADE_WITHIN,
        )


def waived_tell(booking: Booking) -> None:
    if booking.member:
        notice_add(
            kind="booking_waived",
            recipient=booking.member.user.email,
            about=str(booking.pk),
            sequence=_waivers(booking),
        )


@notice_kind("booking_member")
def booking_member(notice: Notice) -> Mail | None:
    return _news(notice, Side.MEMBER)


@notice_kind("booking_trainer")
def booking_trainer(notice: Notice) -> Mail | None:
    return _news(notice, Side.TRAINER)


@notice_kind("booking_series")
def booking_series(notice: Notice) -> Mail | None:
    return _series(notice, Side.MEMBER)


@notice_kind("booking_series_trainer")
def booking_series_trainer(notice: Notice) -> Mail | None:
    return _series(notice, Side.TRAINER)


@notice_kind(OptionalMail.BOOKING_REMINDER)
def booking_reminder(notice: Notice) -> Mail | None:
    """None once it has begun, and where the member wants no such mail."""
    booking = _current(notice, Side.MEMBER)
    if booking is None or not booking.is_to_come or booking.has_started:
        return None
    if booking.member is None or not booking.member.wants(OptionalMail.BOOKING_REMINDER):
        return None
    return booking_letters.reminder_letter(booking)


@notice_kind("booking_waived")
def booking_waived(notice: Notice) -> Mail | None:
    """None once that waiver has ended, even where another has followed."""
    found = _of([notice.about], Side.MEMBER)
    if not found or not found[0].waived_at or _waivers(found[0]) != notice.sequence:
        return None
    return booking_letters.waived_letter(found[0])


def _news(notice: Notice, side: Side) -> Mail | None:
    """How the booking is now: booked, moved or cancelled; None once it is over."""
    booking = _current(notice, side)
    if booking is None:
        return None
    if not booking.holds_time:
        return booking_letters.cancelled_letter(booking, side, notice.recipient)
    if not booking.is_to_come:
        return None
    known = _start_known(notice, booking)
    if known is None or known.starts_at == booking.starts_at:
        return booking_letters.booked_letter(booking, side, notice.recipient)
    was = due_words(known.gym, known.starts_at)
    if known.gym != booking.gym:
        was = f"{was}, {known.gym}"
    return booking_letters.moved_letter(booking, side, notice.recipient, was)


def _series(notice: Notice, side: Side) -> Mail | None:
    bookings = [one for one in _of(notice.details["bookings"], side) if one.is_to_come]
    return booking_letters.series_letter(bookings, side) if bookings else None


def _current(notice: Notice, side: Side) -> Booking | None:
    """None where a later change has a mail of its own."""
    found = _of([notice.about], side)
    return found[0] if found and found[0].sequence == notice.sequence else None


def _of(bookings: list[str], side: Side) -> list[Booking]:
    """Those whose member, or trainer, may still hear of them.

    A member who is leaving hears what of their own is cancelled, so that their calendar does too.
    """
    rows = Booking.objects.filter(pk__in=bookings).order_by("starts_at", "pk")
    if side == Side.TRAINER:
        rows = rows.filter(
            trainer__active=True,
            trainer__user__is_active=True,
            trainer__user__member__deletion_requested_at__isnull=True,
        )
    else:
        rows = rows.filter(
            Q(member__deletion_requested_at__isnull=True) | ~Q(state__in=HELD),
            member__isnull=False,
            member__user__is_active=True,
        )
    return list(rows.for_calendar().prefetch_related("events__was_gym"))


def _waivers(booking: Booking) -> int:
    return booking.events.filter(what=BookingEvent.What.WAIVED).count()


def _start_known(notice: Notice, booking: Booking) -> BookingEvent | None:
    """What set the start that the last mail of this kind told; None if there was none.

    Without a notice of the first time it was told as one of a series.
    """
    before = Notice.objects.filter(
        kind=notice.kind,
        recipient=notice.recipient,
        about=notice.about,
        sequence__lt=notice.sequence,
    )
    told = before.filter(outcome=Notice.Outcome.SENT).aggregate(last=Max("sequence"))["last"]
    if told is None and before.filter(sequence=0).exists():
        return None
    times = (BookingEvent.What.BOOKED, BookingEvent.What.MOVED)
    starts = [one for one in booking.history() if one.what in times]
    return starts[told or 0] if (told or 0) < len(starts) else None
