"""Bookings as calendar files: one, several, or a person's feed.

Each names to a person the other one and the place, and nothing else: no note, no message.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone, vCalAddress, vDuration, vText

from members.models import Gym, User
from trainers.calendar_zones import zone_component
from trainers.models import Booking

CONTENT_TYPE = "text/calendar; charset=utf-8"
FEED_NAME = "Gymsite sessions"
KEPT_FOR, AHEAD = timedelta(days=60), timedelta(days=365)
READ_AGAIN_AFTER = timedelta(hours=1)


class Method(StrEnum):
    """What whoever gets a file is to do with it."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Side(StrEnum):
    """For whom an event is written."""

    MEMBER = "member"
    TRAINER = "trainer"


def calendar_file(
    bookings: Iterable[Booking], side: Side, method: Method = Method.PUBLISH, recipient: str = ""
) -> bytes:
    """Bookings that were read `for_calendar`; an invitation is addressed to its recipient."""
    events = [event_of(one, side, recipient) for one in bookings]
    content: bytes = _calendar(events, method).to_ical()
    return content


def feed_file(user: User) -> bytes:
    """A person's sessions on both sides, from 60 days ago to a year ahead.

    Cancelled ones are left out: a subscribed calendar drops what is gone, and some show a
    cancelled event like any other.
    """
    calendar = _calendar(
        [event_of(one, _side_of(one, user)) for one in _in_feed(user)], Method.PUBLISH
    )
    calendar.add("x-wr-calname", FEED_NAME)
    calendar.add("refresh-interval", vDuration(READ_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(READ_AGAIN_AFTER))
    content: bytes = calendar.to_ical()
    return content


def event_of(booking: Booking, side: Side, recipient: str = "") -> Event:
    event = Event()
    event.add("uid", f"{booking.pk}@{settings.PUBLIC_HOST}")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", booking.changed_at)
    event.add("last-modified", booking.changed_at)
    event.add("dtstart", _moment(booking.gym, booking.starts_at))
    event.add("dtend", _moment(booking.gym, booking.ends_at))
    event.add("summary", _summary(booking, side))
    event.add("location", ", ".join([booking.gym.name, *booking.gym.address.splitlines()]))
    event.add("url", page_of(booking, side))
    event.add("status", "CONFIRMED" if booking.holds_time else "CANCELLED")
    event.add("organizer", _organizer())
    if recipient:
        event.add("attendee", _attendee(recipient))
    return event


def page_of(booking: Booking, side: Side) -> str:
    """The full address of the page on which that side reads the booking."""
    name = "booking_detail" if side == Side.MEMBER else "coach_booking_detail"
    return settings.PUBLIC_URL + reverse(f"trainers:{name}", args=[booking.pk])


def member_name(booking: Booking) -> str:
    """What the trainer reads of the member; nothing of one who has left or is leaving."""
    member = booking.member
    return "" if member is None or member.deletion_requested_at else member.user.name


def _in_feed(user: User) -> QuerySet[Booking]:
    now = timezone.now()
    own = Q(member__user=user) | Q(trainer__user=user, trainer__active=True)
    held = Booking.objects.held().filter(own, ends_at__gt=now - KEPT_FOR, starts_at__lt=now + AHEAD)
    return held.for_calendar().order_by("starts_at", "pk")


def _side_of(booking: Booking, user: User) -> Side:
    is_member = booking.member is not None and booking.member.user_id == user.pk
    return Side.MEMBER if is_member else Side.TRAINER


def _calendar(events: list[Event], method: Method) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Gymsite//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    years: dict[str, list[int]] = {}
    for event in events:
        for moment in (event.DTSTART, event.DTEND):
            if isinstance(moment, datetime) and moment.tzinfo != UTC:
                years.setdefault(str(moment.tzinfo), []).append(moment.year)
    for key, found in years.items():
        zone = Timezone.from_ical(zone_component(key, min(found), max(found)))
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(event)
    return calendar


def _moment(gym: Gym, at: datetime) -> datetime:
    """On the gym's clock; in UTC where that shows the same hour a second time."""
    local = gym.local(at)
    return at.astimezone(UTC) if local.fold else local


def _summary(booking: Booking, side: Side) -> str:
    if side == Side.TRAINER:
        other = member_name(booking)
    else:
        other = booking.trainer.name if booking.trainer else ""
    return f"{booking.session_name} with {other}" if other else booking.session_name


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(name or "Gymsite")
    return organizer


def _attendee(recipient: str) -> vCalAddress:
    """As one who has agreed, so that their calendar does not ask for an answer."""
    attendee = vCalAddress(f"mailto:{recipient}")
    attendee.params.update({"PARTSTAT": "ACCEPTED", "RSVP": "FALSE", "ROLE": "REQ-PARTICIPANT"})
    return attendee
