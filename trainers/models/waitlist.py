import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from members.models import Member, User
from trainers.models.availability import SessionType
from trainers.models.people import Trainer


class WaitlistQuerySet(models.QuerySet["WaitlistEntry"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(member__user=user)

    def in_line(self) -> Self:
        """Those who still want a time, whoever came first first."""
        standing = [WaitlistEntry.State.WAITING, WaitlistEntry.State.OFFERED]
        return self.filter(state__in=standing).order_by("created_at", "pk")

    def for_line(self) -> Self:
        """What a line of the member's list touches."""
        entries = self.select_related("trainer", "session_type")
        return entries.prefetch_related("trainer__gyms")


class WaitlistEntry(models.Model):
    """A member who wants a session with a trainer on days that are full.

    waiting → offered when a time has come free: it holds nothing, but until `claim_by` nobody
    behind is told of it. Back to waiting when that time is gone; booked, left or over at the end.
    Days are those of the gym where the time is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        OFFERED = "offered", "Told of a free time"
        BOOKED = "booked", "Booked"
        LEFT = "left", "Left"
        OVER = "over", "Nothing came free"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="waitlist")
    session_type = models.ForeignKey(SessionType, models.CASCADE, related_name="+")
    first_day = models.DateField(null=True, help_text="Any day where empty.")
    last_day = models.DateField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now)
    offers = models.PositiveSmallIntegerField(default=0, help_text="How often they were told.")
    offered_start = models.DateTimeField(null=True)
    claim_by = models.DateTimeField(null=True)

    objects = WaitlistQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name_plural = "waitlist entries"
        indexes = [
            models.Index(
                fields=["trainer", "created_at"],
                condition=models.Q(state__in=["waiting", "offered"]),
                name="trainers_waitlist_in_line",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "offered", "booked", "left", "over"]),
                name="trainers_waitlist_state",
            ),
            models.CheckConstraint(
                condition=models.Q(first_day__isnull=True, last_day__isnull=True)
                | models.Q(
                    first_day__isnull=False,
                    last_day__isnull=False,
                    last_day__gte=models.F("first_day"),
                ),
                name="trainers_waitlist_days",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="offered")
                | models.Q(offered_start__isnull=False, claim_by__isnull=False),
                name="trainers_waitlist_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"Waitlist entry {self.pk}"

    @property
    def wish(self) -> tuple[int, int, date | None, date | None]:
        """What tells it from the member's other entries."""
        return self.trainer_id, self.session_type_id, self.first_day, self.last_day

    def is_for(self, day: date) -> bool:
        """Whether a day is among those wished for."""
        if self.first_day is None or self.last_day is None:
            return True
        return self.first_day <= day <= self.last_day

    @property
    def days(self) -> list[date]:
        """Those that are wished for; none where any day is."""
        if self.first_day is None or self.last_day is None:
            return []
        number = (self.last_day - self.first_day).days + 1
        return [self.first_day + timedelta(days=day) for day in range(number)]

    def offer_stands(self, now: datetime) -> bool:
        """Whether nobody behind is told of the time yet."""
        return (
            self.state == self.State.OFFERED and self.claim_by is not None and self.claim_by > now
        )
