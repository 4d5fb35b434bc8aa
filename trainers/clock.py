"""What time alone causes among trainers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from trainers.models import AssignmentSet
from trainers.questions import claims_lapsed
from trainers.waitlist import waitlists_offer

DRAFTS_KEPT = timedelta(days=30)


def forget_old_drafts(now: datetime) -> None:
    AssignmentSet.objects.filter(name="", updated_at__lt=now - DRAFTS_KEPT).delete()


DUTIES: tuple[Callable[[datetime], None], ...] = (
    claims_lapsed,
    forget_old_drafts,
    waitlists_offer,
)
