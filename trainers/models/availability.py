"""When a trainer works, and what can be booked with them."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from exercises.models.fields import PlainCharField
from members.models import Gym
from members.models.gyms import Weekday
from trainers.models.people import Trainer

QUARTER_MINUTES = 15
LONGEST_SESSION, LONGEST_BUFFER = 180, 60
LONGEST_TIME_OFF = timedelta(days=92)


class Currency(models.TextChoices):
    GBP = "GBP", "£"
    EUR = "EUR", "€"
    USD = "USD", "$"
    AUD = "AUD", "A$"


def validate_whole_quarters(minutes: int) -> None:
    if minutes % QUARTER_MINUTES:
        raise ValidationError("Choose whole quarters of an hour.", code="quarters")


def validate_on_quarter(at: time) -> None:
    if at.minute % QUARTER_MINUTES or at.second or at.microsecond:
        raise ValidationError("Choose a time on a quarter of an hour.", code="quarter")


class SessionTypeQuerySet(models.QuerySet["SessionType"]):
    def on_offer(self) -> Self:
        """What can be booked anew."""
        return self.filter(active=True)


class SessionType(models.Model):
    """What a trainer offers, one to one. Bookings keep its name, length and price as they were.

    Nobody pays here: the price is shown, and reported to the desk.
    """

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="session_types")
    name = PlainCharField(max_length=60)
    minutes = models.PositiveSmallIntegerField(
        default=60,
        validators=[
            MinValueValidator(QUARTER_MINUTES),
            MaxValueValidator(LONGEST_SESSION),
            validate_whole_quarters,
        ],
        help_text="How long it takes.",
    )
    price = models.DecimalField(
        max_digits=7, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(max_length=3, choices=Currency, default=Currency.GBP)
    buffer_after = models.PositiveSmallIntegerField(
        "minutes free afterwards",
        default=0,
        validators=[MaxValueValidator(LONGEST_BUFFER), validate_whole_quarters],
        help_text="Kept free after it, for notes or a way.",
    )
    active = models.BooleanField("can be booked", default=True)

    objects = SessionTypeQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "name"],
                name="trainers_session_type_once",
                violation_error_message="There is a session of this name already.",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    minutes__in=[*range(QUARTER_MINUTES, LONGEST_SESSION + 1, QUARTER_MINUTES)]
                ),
                name="trainers_session_type_minutes",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    buffer_after__in=[*range(0, LONGEST_BUFFER + 1, QUARTER_MINUTES)]
                ),
                name="trainers_session_type_buffer",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0), name="trainers_session_type_price"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def held_for(self) -> timedelta:
        """With the minutes kept free afterwards."""
        return timedelta(minutes=self.minutes + self.buffer_after)


class WallHours(models.Model):
    """From one wall time of a gym to another; `ends` 00:00 is midnight at the end of the day."""

    starts = models.TimeField("from", validators=[validate_on_quarter])
    ends = models.TimeField(
        "to", validators=[validate_on_quarter], help_text="00:00 is midnight at the end of the day."
    )

    class Meta:
        abstract = True

    @property
    def ends_sorted(self) -> time:
        """`ends` as a time that sorts after every other one of the day."""
        return time.max if self.ends == time.min else self.ends

    def overlaps(self, other: "WallHours") -> bool:
        """Whether two of one day have a time in common."""
        return self.starts < other.ends_sorted and other.starts < self.ends_sorted


class WeeklyHours(WallHours):
    """Working hours of a weekday at a gym."""

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="weekly_hours")
    gym = models.ForeignKey(Gym, models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        verbose_name_plural = "weekly hours"
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "weekday", "starts"],
                name="trainers_weekly_hours_once",
                violation_error_message="There are hours from that time already.",
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("starts")) | models.Q(ends="00:00"),
                name="trainers_weekly_hours_in_order",
                violation_error_message="Hours end after they begin.",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__in=Weekday.values), name="trainers_weekly_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class DateOverride(models.Model):
    """Hours of one date, in place of all weekly hours of that day; without times: not at work."""

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="date_overrides")
    date = models.DateField()
    gym = models.ForeignKey(Gym, models.CASCADE, null=True, blank=True, related_name="+")
    starts = models.TimeField("from", null=True, blank=True, validators=[validate_on_quarter])
    ends = models.TimeField(
        "to",
        null=True,
        blank=True,
        validators=[validate_on_quarter],
        help_text="00:00 is midnight at the end of the day.",
    )

    class Meta:
        ordering = ["date", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "date", "starts"],
                name="trainers_date_override_once",
                violation_error_message="There are hours from that time on that day already.",
            ),
            models.UniqueConstraint(
                fields=["trainer", "date"],
                condition=models.Q(starts__isnull=True),
                name="trainers_date_override_closed_once",
                violation_error_message="That day is closed already.",
            ),
            models.CheckConstraint(
                condition=models.Q(gym__isnull=True, starts__isnull=True, ends__isnull=True)
                | (
                    models.Q(gym__isnull=False, starts__isnull=False, ends__isnull=False)
                    & (models.Q(ends__gt=models.F("starts")) | models.Q(ends="00:00"))
                ),
                name="trainers_date_override_whole",
                violation_error_message=(
                    "Give a gym and hours that end after they begin, or none of them."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} closed" if self.is_closed else f"{self.date} {self.starts:%H:%M}"

    @property
    def is_closed(self) -> bool:
        return self.starts is None


class TimeOffQuerySet(models.QuerySet["TimeOff"]):
    def to_come(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())


class TimeOff(models.Model):
    """Time in which a trainer is away; holds claims, rounded outwards to quarters of an hour.

    Written by `trainers.time_off`, which sees that no booking is in its way.
    """

    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="time_off")
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("to")
    note = PlainCharField(max_length=120, blank=True, help_text="Only you see it.")

    objects = TimeOffQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name_plural = "time off"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="trainers_time_off_in_order",
                violation_error_message="It ends after it begins.",
            )
        ]

    def __str__(self) -> str:
        return f"Time off {self.pk}"

    def covers(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at
