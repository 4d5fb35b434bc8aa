"""What is held about a person who books sessions, and about a trainer who gives them."""

from collections.abc import Iterator

from members.data_tables import KEY, OWNER, Table, every
from members.models import User
from trainers.models import (
    Booking,
    BookingEvent,
    CalendarFeed,
    DateOverride,
    SessionType,
    TimeOff,
    WaitlistEntry,
    WeeklyHours,
)

OF_MEMBER = "Belongs to the member."
SESSION = {
    "uuid": "The session’s own number.",
    "gym": "The gym.",
    "session_name": "What was booked.",
    "starts_at": "When it begins, UTC.",
    "ends_at": "When it ends, UTC.",
    "price": "Its price.",
    "currency": "The currency of the price.",
    "free_cancellation_hours": "Cancelling is free until so many hours before.",
    "free_anyway_until": "Cancelling is free until then too, UTC.",
    "state": "booked, cancelled, late_cancelled, arrived, completed or no_show.",
    "waived_at": "When the cost was waived, UTC.",
    "created_at": "When it was booked, UTC.",
}
CHANGE = {
    "booking": "Number of the session.",
    "what": "What was done.",
    "by": "member, trainer or staff.",
    "at": "When, UTC.",
    "was": "The start before it was moved, UTC.",
    "was_gym": "Name of the gym before it was moved.",
    "starts_at": "The start from then on, UTC.",
}
HOURS = {
    "gym": "Name of the gym.",
    "starts": "From when, on the gym’s clock.",
    "ends": "Until when; 00:00 is midnight at the end of the day.",
}
INNER = {
    "sequence": "Counts the changes.",
    "buffer_minutes": "Minutes that the trainer keeps free afterwards.",
    "session_type": "Told by the name.",
}
GYM = {"gym": "gym__name"}
WAS_GYM = {"was_gym": "was_gym__name"}


def tables_as_booker(user: User) -> Iterator[Table]:
    yield Table(
        "bookings",
        "Your sessions with trainers.",
        every(Booking).filter(member__user=user).order_by("starts_at", "pk"),
        {
            **SESSION,
            "trainer": "Name of the trainer.",
            "question": "Number of your question that it is about.",
            "guide": "Name of the guide that it is about.",
            "variation": "Name of the variation that it is about.",
            "note": "Your note to the trainer.",
        },
        sources={
            **GYM,
            "trainer": "trainer__name",
            "guide": "exercise__name",
            "variation": "variation__name",
        },
        left_out={"member": OWNER, **INNER},
    )
    yield Table(
        "booking_changes",
        "What became of those sessions.",
        every(BookingEvent).filter(booking__member__user=user).order_by("at", "pk"),
        {**CHANGE, "message": "What was written to the other side about it."},
        sources=WAS_GYM,
        left_out={"id": KEY, "user": "Told by who it was done as."},
    )
    yield Table(
        "waitlist",
        "Times with trainers that you wait for or waited for.",
        every(WaitlistEntry).filter(member__user=user).order_by("created_at", "pk"),
        {
            "uuid": "Its own number.",
            "trainer": "Name of the trainer.",
            "session": "Which session.",
            "first_day": "The first day that suits you; empty for any.",
            "last_day": "The last one.",
            "state": "waiting, offered (you were told of a free time), booked, left or over.",
            "created_at": "Since when, UTC.",
            "offers": "How often you were told of a free time.",
            "offered_start": "The time that you were told of last, UTC.",
            "claim_by": "Until when nobody behind you was told of it, UTC.",
        },
        sources={"trainer": "trainer__name", "session": "session_type__name"},
        left_out={"member": OWNER},
    )
    yield Table(
        "calendar_feed",
        "The secret calendar of your sessions.",
        every(CalendarFeed).filter(user=user),
        {"created_at": "When its address was made, UTC."},
        left_out={"user": OWNER, "token": "The secret of its address, which your pages show."},
    )


def tables_as_booked(user: User) -> Iterator[Table]:
    """Without the members: neither their names nor what they or the trainer wrote."""
    yield Table(
        "sessions_given",
        "Your sessions as a trainer, without the members.",
        every(Booking).filter(trainer__user=user).order_by("starts_at", "pk"),
        SESSION,
        sources=GYM,
        left_out={
            "trainer": OWNER,
            **INNER,
            **dict.fromkeys(("member", "question", "exercise", "variation", "note"), OF_MEMBER),
        },
    )
    yield Table(
        "session_changes",
        "What became of those sessions.",
        every(BookingEvent).filter(booking__trainer__user=user).order_by("at", "pk"),
        CHANGE,
        sources=WAS_GYM,
        left_out={"id": KEY, "user": OF_MEMBER, "message": OF_MEMBER},
    )
    yield Table(
        "session_types",
        "What can be booked with you.",
        every(SessionType).filter(trainer__user=user).order_by("pk"),
        {
            "name": "Its name.",
            "minutes": "How long it takes, in minutes.",
            "price": "Its price.",
            "currency": "The currency of the price.",
            "buffer_after": "Minutes kept free afterwards.",
            "active": "Whether it can be booked.",
        },
        left_out={"id": KEY, "trainer": OWNER},
    )
    yield Table(
        "weekly_hours",
        "Your working hours.",
        every(WeeklyHours).filter(trainer__user=user).order_by("weekday", "starts", "pk"),
        {"weekday": "0 is Monday, 6 is Sunday.", **HOURS},
        sources=GYM,
        left_out={"id": KEY, "trainer": OWNER},
    )
    yield Table(
        "dates",
        "Your hours on single dates; without times you are not at work.",
        every(DateOverride).filter(trainer__user=user).order_by("date", "starts", "pk"),
        {"date": "The date.", **HOURS},
        sources=GYM,
        left_out={"id": KEY, "trainer": OWNER},
    )
    yield Table(
        "time_off",
        "When you are away.",
        every(TimeOff).filter(trainer__user=user).order_by("starts_at", "pk"),
        {
            "starts_at": "From when, UTC.",
            "ends_at": "Until when, UTC.",
            "note": "Your note.",
        },
        left_out={"id": KEY, "trainer": OWNER},
    )
