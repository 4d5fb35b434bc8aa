"""The one clock: what every app does because time has passed."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gymsite.data_export import exports_due
from gymsite.personal_data import erasures_due
from members import clock as members
from trainers import clock as trainers

logger = logging.getLogger(__name__)

TASK_LIMIT = timedelta(minutes=30)
TASK_TRIES = 3
TASKS_KEPT = timedelta(days=14)


def put_back_lost_tasks(now: datetime) -> None:
    """Tasks whose worker was killed stay running for ever: they are run again, or given up."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - TASK_LIMIT)
    for task in lost:
        if len(task.worker_ids) < TASK_TRIES:
            lost.filter(pk=task.pk).update(status=TaskResultStatus.READY, started_at=None)
        else:
            task.set_failed(TimeoutError(f"Not done within {TASK_LIMIT} in {TASK_TRIES} tries."))


def forget_old_tasks(now: datetime) -> None:
    DBTaskResult.objects.finished().filter(finished_at__lt=now - TASKS_KEPT).delete()


DUTIES: tuple[Callable[[datetime], None], ...] = (
    *members.DUTIES,
    *trainers.DUTIES,
    exports_due,
    erasures_due,
    put_back_lost_tasks,
    forget_old_tasks,
)


def tick() -> None:
    """Do each duty of the clock; one that fails keeps none of the others from being done."""
    for duty in DUTIES:
        try:
            duty(timezone.now())
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            logger.exception("The clock could not do: %s", duty.__name__)
