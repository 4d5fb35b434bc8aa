"""Sessions that members have with trainers, and the quarters of an hour that they hold."""

import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise, Variation
from exercises.models.fields import PlainCharField
from members.models import Gym, Member, User
from trainers.models.availability import Currency, SessionType, TimeOff
from trainers.models.people import Trainer
from trainers.models.questions import Question

LONGEST_NOTE = 1_000
ASSIGNED_FROM_FOR = timedelta(days=30)
HELD = ("booked", "arrived", "completed", "no_show")
"""The states in which a booking holds its claims."""


def _ahead(now: datetime) -> models.Q:
    booked = models.Q(state=Booking.State.BOOKED, ends_at__gt=now)
    return booked | models.Q(state=Booking.State.ARRIVED, starts_at__gt=now)


class BookingQuerySet(models.QuerySet["Booking"]):
    def of_member(self, user: User) -> Self:
        return self.filter(member__user=user)

    def visible_to(self, user: User) -> Self:
        """Those of the active trainer that an account is."""
        return self.filter(trainer__user=user, trainer__active=True)

    def booked(self) -> Self:
        return self.filter(state=Booking.State.BOOKED)

    def held(self) -> Self:
        """Those that hold their time: all but the cancelled ones."""
        return self.filter(state__in=HELD)

    def to_come(self, now: datetime | None = None) -> Self:
        """Booked, and not over yet; the next one first."""
        coming = self.booked().filter(ends_at__gt=now or timezone.now())
        return coming.order_by("starts_at", "pk")

    def ahead(self, now: datetime | None = None) -> Self:
        """To come, or marked as arrived and not begun yet; the next one first."""
        return self.filter(_ahead(now or timezone.now())).order_by("starts_at", "pk")

    def past(self, now: datetime | None = None) -> Self:
        """Over, or cancelled: not ahead; the last one first."""
        return self.exclude(_ahead(now or timezone.now())).order_by("-starts_at", "pk")

    def to_assign_from(self) -> Self:
        """Begun, not longer ago than 30 days, and not cancelled: exercises can follow from it."""
        now = timezone.now()
        lately = self.held().filter(starts_at__range=(now - ASSIGNED_FROM_FOR, now))
        return lately.filter(member__isnull=False)

    def overlapping(self, start: datetime, end: datetime) -> Self:
        """With a moment between two instants; the free minutes afterwards do not count."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)

    def for_list(self) -> Self:
        """What a line of a list touches."""
        return self.select_related(
            "trainer", "member__user", "gym", "exercise__body_part", "variation"
        )

    def for_calendar(self) -> Self:
        """What a calendar file or a mail touches, with when each was last changed."""
        last = BookingEvent.objects.filter(booking=models.OuterRef("pk")).order_by("-at")
        changed_at = Coalesce(models.Subquery(last.values("at")[:1]), models.F("created_at"))
        people = self.select_related("trainer__user__member", "member__user", "gym")
        return people.annotate(changed_at=changed_at)


class Booking(models.Model):
    """One session, for life: moving changes the row and adds 1 to `sequence`.

    It keeps what was accepted: name, length and price of the session, and until when cancelling
    is free. Written by `trainers.bookings` alone. `trainer` or `member` is None once that account
    is gone.
    """

    class State(models.TextChoices):
        BOOKED = "booked", "Booked"
        CANCELLED = "cancelled", "Cancelled"
        LATE_CANCELLED = "late_cancelled", "Cancelled late"
        ARRIVED = "arrived", "Arrived"
        COMPLETED = "completed", "Completed"
        NO_SHOW = "no_show", "Did not come"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="bookings")
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    gym = models.ForeignKey(Gym, models.PROTECT, related_name="+")
    session_type = models.ForeignKey(SessionType, models.SET_NULL, null=True, related_name="+")
    session_name = PlainCharField(max_length=60)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    buffer_minutes = models.PositiveSmallIntegerField(default=0)
    price = models.DecimalField(max_digits=7, decimal_places=2)
    currency = models.CharField(max_length=3, choices=Currency)
    free_cancellation_hours = models.PositiveSmallIntegerField(
        help_text="As accepted: cancelling is free until so many hours before the start."
    )
    free_anyway_until = models.DateTimeField(
        null=True, help_text="Cancelling is free until then too, as the trainer chose the time."
    )
    state = models.CharField(max_length=14, choices=State, default=State.BOOKED)
    sequence = models.PositiveIntegerField(default=0)
    waived_at = models.DateTimeField(null=True)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, related_name="+")
    exercise = models.ForeignKey(Exercise, models.PROTECT, null=True, related_name="+")
    variation = models.ForeignKey(Variation, models.PROTECT, null=True, related_name="+")
    note = models.TextField(
        max_length=LONGEST_NOTE, blank=True, help_text="From the member to the trainer."
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at: datetime  # of those read `for_calendar`

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        permissions = [("waive_booking", "Can waive what a booking costs")]
        indexes = [
            models.Index(fields=["trainer", "starts_at"], name="trainers_booking_trainer"),
            models.Index(fields=["member", "starts_at"], name="trainers_booking_member"),
            models.Index(fields=["starts_at"], name="trainers_booking_start"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="trainers_booking_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[*HELD, "cancelled", "late_cancelled"]),
                name="trainers_booking_state",
            ),
        ]

    def __str__(self) -> str:
        return f"Booking {self.pk}"

    def get_absolute_url(self) -> str:
        """Where its member reads it."""
        return reverse("trainers:booking_detail", args=[self.pk])

    @property
    def holds_time(self) -> bool:
        return self.state in HELD

    @property
    def held_until(self) -> datetime:
        """The end of the trainer's claims."""
        return self.ends_at + timedelta(minutes=self.buffer_minutes)

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def arrived_early(self) -> bool:
        """Marked as arrived, and not begun yet."""
        return self.state == self.State.ARRIVED and not self.has_started

    @property
    def is_to_come(self) -> bool:
        """Booked, and not over yet."""
        return self.state == self.State.BOOKED and self.ends_at > timezone.now()

    @property
    def free_until(self) -> datetime:
        """Until then the member cancels without cost; never after the start."""
        agreed = self.starts_at - timedelta(hours=self.free_cancellation_hours)
        return min(max(agreed, self.free_anyway_until or agreed), self.starts_at)

    @property
    def is_free_to_cancel(self) -> bool:
        return timezone.now() < self.free_until

    @property
    def cost(self) -> Decimal:
        """What the desk is told that it costs the member, as the state is now."""
        if self.state in (self.State.ARRIVED, self.State.COMPLETED):
            return self.price
        late = self.state in (self.State.LATE_CANCELLED, self.State.NO_SHOW)
        return self.price if late and self.waived_at is None else Decimal(0)

    @property
    def can_be_waived(self) -> bool:
        late = self.state in (self.State.LATE_CANCELLED, self.State.NO_SHOW)
        return late and self.waived_at is None

    def history(self) -> list["BookingEvent"]:
        """What happened, oldest first, each with the gym where it took place from then on."""
        events, gym = list(self.events.all()), self.gym
        for event in reversed(events):
            event.gym, gym = gym, event.was_gym or gym
        return events

    @property
    def local_start(self) -> datetime:
        return self.gym.local(self.starts_at)

    @property
    def local_end(self) -> datetime:
        return self.gym.local(self.ends_at)


class BookingEvent(models.Model):
    """What changed in a booking, by whom and when."""

    class What(models.TextChoices):
        BOOKED = "booked", "Booked"
        MOVED = "moved", "Moved"
        CANCELLED = "cancelled", "Cancelled"
        LATE_CANCELLED = "late_cancelled", "Cancelled late"
        ARRIVED = "arrived", "Arrived"
        COMPLETED = "completed", "Completed"
        NO_SHOW = "no_show", "Did not come"
        UNMARKED = "unmarked", "Mark taken back"
        WAIVED = "waived", "Cost waived"
        WAIVER_ENDED = "waiver_ended", "Waiver ended"

    class By(models.TextChoices):
        MEMBER = "member", "The member"
        TRAINER = "trainer", "The trainer"
        STAFF = "staff", "The gym"

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="events")
    what = models.CharField(max_length=14, choices=What)
    by = models.CharField(max_length=7, choices=By)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    was = models.DateTimeField(null=True, help_text="The start before it was moved.")
    was_gym = models.ForeignKey(
        Gym, models.PROTECT, null=True, related_name="+", help_text="The gym before it was moved."
    )
    starts_at = models.DateTimeField(help_text="The start from then on.")
    message = models.TextField(
        max_length=LONGEST_NOTE, blank=True, help_text="To the other side, why."
    )
    gym: Gym  # of those read by `Booking.history`

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by__in=["member", "trainer", "staff"]),
                name="trainers_booking_event_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class TrainerClaim(models.Model):
    """A quarter of an hour that a trainer is not free: Unix time in seconds // 900."""

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="+")
    quarter = models.PositiveIntegerField()
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, related_name="+")
    time_off = models.ForeignKey(TimeOff, models.CASCADE, null=True, related_name="claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trainer", "quarter"], name="trainers_claim_once"),
            models.CheckConstraint(
                condition=models.Q(booking__isnull=False, time_off__isnull=True)
                | models.Q(booking__isnull=True, time_off__isnull=False),
                name="trainers_claim_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trainer_id}: {self.quarter}"


class MemberClaim(models.Model):
    """A quarter of an hour that a member is booked."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    quarter = models.PositiveIntegerField()
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "quarter"], name="trainers_member_claim_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.quarter}"
