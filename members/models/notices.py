from datetime import timedelta

from django.db import models
from django.utils import timezone

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self) -> "NoticeQuerySet":
        """To be sent now, the longest due first."""
        now = timezone.now()
        return self.filter(ended_at__isnull=True, due_at__lte=now, next_try_at__lte=now).order_by(
            "next_try_at", "pk"
        )


class Notice(models.Model):
    """A mail to send. `recipient` is an address: some mails go to people without an account.

    `details` hold what cannot be read from the state at sending, such as a one-time code; they
    are emptied when the notice has ended.
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

    def end(self, outcome: "Notice.Outcome") -> None:
        """Close the notice for good; what it alone knew is forgotten."""
        self.outcome = outcome
        self.ended_at = timezone.now()
        self.details = {}
        if outcome == self.Outcome.SENT:
            self.sent_at = self.ended_at
        self.save(update_fields=["outcome", "ended_at", "details", "sent_at", "attempts"])

    def put_off(self) -> None:
        """After a failed try: the next one in 1, 5, 30 minutes, 2, 12 hours, then none."""
        self.attempts += 1
        if self.attempts > len(RETRY_AFTER):
            self.end(self.Outcome.GIVEN_UP)
            return
        self.next_try_at = timezone.now() + RETRY_AFTER[self.attempts - 1]
        self.save(update_fields=["attempts", "next_try_at"])
