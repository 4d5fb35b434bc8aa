"""A trainer's week with sessions in every state, for the pages that tests walk through."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid5

from django.utils import timezone

from members.models import User
from tests.browser.client_site import SEEN
from tests.factories import make_booking, make_session_type, make_user, make_weekly_hours
from trainers.bookings import Actor, By
from trainers.bookings.writing import event_add
from trainers.instants import instant_text
from trainers.models import Booking, BookingEvent, Client, SessionType, Trainer
from trainers.time_off import time_off_create
from trainers.week import Week

COMING, OVER, MISSED, WEEKLY = (UUID(int=number) for number in range(121, 125))
HOUR = timedelta(hours=1)
MIDNIGHT = datetime.combine(timezone.now().date(), time(), UTC)
NEXT_MONDAY = MIDNIGHT + timedelta(days=7 - MIDNIGHT.weekday())
EMPTY_WEEK = Week.of(NEXT_MONDAY.date()).plus(30)
TYPE, GYM = 9000, 9000
MOVED_TO = f"?start={instant_text(NEXT_MONDAY + timedelta(days=2, hours=14))}"
CHOSEN = f"client={SEEN}&type={TYPE}&start={instant_text(NEXT_MONDAY + timedelta(hours=10))}"
BOOKED_AT = f"?client={SEEN}&type={TYPE}&start={instant_text(NEXT_MONDAY + 14 * HOUR)}"
SERIES = f"/coach/bookings/series/{WEEKLY}/?{CHOSEN}&weeks=3&gym={GYM}"


def fill_coach(trainer_user: User) -> None:
    """Hours, a session type, sessions over and to come, time off."""
    trainer = Trainer.objects.get(user=trainer_user)
    gym = trainer.gyms.get(slug="hackney")
    make_weekly_hours(trainer=trainer, gym=gym, weekdays=range(5), starts=time(8), ends=time(13))
    make_weekly_hours(trainer=trainer, gym=gym, weekdays=range(6), starts=time(14), ends=time(19))
    training = make_session_type(trainer=trainer, pk=TYPE, name="Personal training")
    client = Client.objects.get(pk=SEEN).member.user
    asker = make_user(name="Aleksandra Wiśniewska-Featherstone")
    monday = NEXT_MONDAY - timedelta(days=7)
    _session(trainer, asker, training, monday + 9 * HOUR, pk=OVER, note="My left knee aches.")
    _session(trainer, client, training, monday + 11 * HOUR, state="completed")
    _session(trainer, client, training, monday + 15 * HOUR, pk=MISSED, state="no_show")
    _session(trainer, asker, training, monday + timedelta(days=1, hours=9), state="late_cancelled")
    _session(trainer, asker, training, NEXT_MONDAY + 16 * HOUR, pk=COMING)
    for number, name in enumerate(("Ben Okoro", "Carla Dee", "Dev Rao", "Ewa Lis")):
        start = monday + timedelta(days=2 + number, hours=8 + number)
        _session(trainer, make_user(name=name), training, start, minutes=30 + 15 * number)
    for week in (0, 2):
        start = NEXT_MONDAY + timedelta(weeks=week, hours=10)
        _session(trainer, client, training, start, pk=uuid5(WEEKLY, str(week)))
    start = monday + timedelta(days=4, hours=14)
    time_off_create(trainer=trainer, starts_at=start, ends_at=start + 20 * HOUR, note="Dentist")


def _session(
    trainer: Trainer, user: User, training: SessionType, start: datetime, **changes: object
) -> Booking:
    values = {"session_type": training, "session_name": training.name, **changes}
    gym = trainer.gyms.get(slug="hackney")
    booking = make_booking(trainer=trainer, user=user, starts_at=start, gym=gym, **values)  # type: ignore[arg-type]
    event_add(booking, BookingEvent.What.BOOKED, Actor(user, By.MEMBER))
    return booking
