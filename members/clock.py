"""What time alone causes among members."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from members.accounts import unconfirmed_erase
from members.imports import imports_lapsed, imports_stalled
from members.models import Notice, Workout
from members.models.workouts import RESTORABLE_FOR

NOTICES_KEPT = timedelta(days=90)
UNCONFIRMED_KEPT = timedelta(days=7)


def forget_old_notices(now: datetime) -> None:
    Notice.objects.ended_before(now - NOTICES_KEPT).delete()


def forget_old_sessions(now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()


def forget_deleted_workouts(now: datetime) -> None:
    Workout.objects.filter(deleted_at__lte=now - RESTORABLE_FOR).delete()


def forget_lapsed_imports(now: datetime) -> None:
    imports_lapsed()


def resume_stalled_imports(now: datetime) -> None:
    imports_stalled()


def forget_unconfirmed_accounts(now: datetime) -> None:
    unconfirmed_erase(now - UNCONFIRMED_KEPT)


DUTIES: tuple[Callable[[datetime], None], ...] = (
    forget_old_notices,
    forget_old_sessions,
    forget_deleted_workouts,
    forget_lapsed_imports,
    resume_stalled_imports,
    forget_unconfirmed_accounts,
)
