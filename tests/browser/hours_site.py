"""A trainer's hours and sessions for the pages that tests walk through."""

from datetime import time, timedelta

from django.utils import timezone

from members.models import User
from tests.factories import make_booking, make_session_type, make_user, make_weekly_hours
from trainers.models import Trainer
from trainers.time_off import time_off_create

ROW = 1000


def fill_hours(user: User) -> None:
    """With a session that lies outside the hours."""
    trainer = Trainer.objects.filter(user=user).get()
    gym = trainer.gyms.all()[0]
    make_weekly_hours(trainer=trainer, gym=gym, weekdays=[0], pk=ROW)
    make_weekly_hours(trainer=trainer, gym=gym, weekdays=[0], starts=time(18), ends=time(0))
    make_session_type(trainer=trainer, buffer_after=15, pk=ROW)
    make_session_type(trainer=trainer, active=False)
    today = timezone.now().replace(minute=0, second=0, microsecond=0)
    trainer.date_overrides.create(pk=ROW, date=(today + timedelta(days=9)).date())
    away = today + timedelta(days=20)
    time_off_create(trainer=trainer, starts_at=away, ends_at=away + timedelta(days=2), note="Leeds")
    night = today.replace(hour=3) + timedelta(days=4)
    make_booking(trainer=trainer, user=make_user(name="Noor Haddad"), starts_at=night)
