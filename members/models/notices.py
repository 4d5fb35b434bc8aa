from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LEASE = timedelta(minutes=5)
"""For how long a claimed notice belongs to its sender; longer than a mail server may take."""


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> "NoticeQuerySet":
        """To be sent now, the longest due first."""
        now = timezone.now()
        return self.filter(ended_at__isnull=True, due_at__lte=now, next_try_at__lte=now).order_by(
            "next_try_at", "pk"
        )

    def claim(self) -> "Notice | None":
        """The next due notice, for the caller alone to send; None when nothing is due.

        One conditional UPDATE, whose row count decides between senders. The claim lapses with its
        lease, so that a notice whose sender was killed is sent by the next one.
        """
        while notice := self.due().first():
            if notice.attempts > len(RETRY_AFTER):
                notice.end(Notice.Outcome.GIVEN_UP)
                continue
            held = {"attempts": notice.attempts + 1, "next_try_at": timezone.now() + LEASE}
            if notice.change(**held):
                return notice
        return None

    def ended_before(self, moment: datetime) -> "NoticeQuerySet":
        return self.filter(ended_at__lt=moment)


class Notice(models.Model):
    """A mail to send, made by `members.notices.notice_add`.

    `recipient` is an address: some mails go to people without an account. `attempts` counts the
    one under way. `details` hold what cannot be read from the state at sending, such as a one-time
    code; they are emptied when the notice has ended.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        DROPPED = "dropped", "No longer true when it was due"
        GIVEN_UP = "given_up", "Refused at every try"

    kind = models.CharField(max_length=60)
    recipient = models.EmailField()
    about = models.CharField(max_length=120)
    sequence = models.PositiveIntegerField(default=0)
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "recipient", "about", "sequence"], name="members_notice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", ended_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(ended_at__isnull=False)),
                name="members_notice_ended_with_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(ended_at__isnull=True),
                name="members_notice_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.outcome or 'waiting'})"

    def end(self, outcome: "Notice.Outcome") -> bool:
        """Close the notice for good; what it alone knew is forgotten."""
        now = timezone.now()
        sent_at = now if outcome == self.Outcome.SENT else None
        return self.change(outcome=outcome, ended_at=now, sent_at=sent_at, details={})

    def put_off(self) -> bool:
        """After a failed try: the next one in 1, 5, 30 minutes, 2, 12 hours, then none."""
        if self.attempts > len(RETRY_AFTER):
            return self.end(self.Outcome.GIVEN_UP)
        return self.change(next_try_at=timezone.now() + RETRY_AFTER[self.attempts - 1])

    def change(self, **values: Any) -> bool:
        """Write the values unless someone else changed the notice since it was read."""
        as_read = Notice.objects.filter(
            pk=self.pk, next_try_at=self.next_try_at, ended_at__isnull=True
        )
        changed = as_read.update(**values) == 1
        if changed:
            for name, value in values.items():
                setattr(self, name, value)
        return changed
