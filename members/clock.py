"""What time alone causes among members."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from members.models import Notice

NOTICES_KEPT = timedelta(days=90)


def forget_old_notices(now: datetime) -> None:
    Notice.objects.ended_before(now - NOTICES_KEPT).delete()


def forget_old_sessions(now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()


DUTIES: tuple[Callable[[datetime], None], ...] = (forget_old_notices, forget_old_sessions)
