from datetime import datetime, time
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from exercises.models import public_pages_change
from exercises.models.fields import PlainCharField, validate_plain
from members.opening_hours import OpeningHours


class Weekday(models.IntegerChoices):
    """As `date.weekday()` counts."""

    MONDAY = 0, "Monday"
    TUESDAY = 1, "Tuesday"
    WEDNESDAY = 2, "Wednesday"
    THURSDAY = 3, "Thursday"
    FRIDAY = 4, "Friday"
    SATURDAY = 5, "Saturday"
    SUNDAY = 6, "Sunday"


def validate_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError("Choose a zone such as Europe/London.", code="zone")


class GymQuerySet(models.QuerySet["Gym"]):
    def for_page(self) -> Self:
        """What a gym's page touches."""
        return self.prefetch_related("hours", "closures")


class Gym(models.Model):
    """A place with opening hours, to which members, trainers, questions and bookings belong."""

    name = PlainCharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    address = models.TextField(max_length=400, validators=[validate_plain])
    timezone = models.CharField(max_length=60, default="Europe/London", validators=[validate_zone])
    answer_within_hours = models.PositiveSmallIntegerField(
        default=16,
        validators=[MinValueValidator(1), MaxValueValidator(200)],
        help_text="Opening hours within which a trainer answers a question.",
    )
    minimum_notice_minutes = models.PositiveSmallIntegerField(
        default=120,
        validators=[MaxValueValidator(10_080)],
        help_text="A booking starts at least this many minutes from now.",
    )
    booking_window_days = models.PositiveSmallIntegerField(
        default=28,
        validators=[MinValueValidator(1), MaxValueValidator(180)],
        help_text="A booking starts at most this many days from now.",
    )
    free_cancellation_hours = models.PositiveSmallIntegerField(
        default=24,
        validators=[MaxValueValidator(336)],
        help_text="Cancelling costs nothing until this many hours before the start.",
    )

    objects = GymQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer_within_hours__range=(1, 200)),
                name="members_gym_answers_in_time",
            ),
            models.CheckConstraint(
                condition=models.Q(booking_window_days__range=(1, 180)),
                name="members_gym_booking_window",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public_pages_change():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with public_pages_change():
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("members:gym_detail", args=[self.slug])

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def opening_hours(self) -> OpeningHours:
        """When it is open, for questions about instants."""
        week: dict[int, list[tuple[time, time]]] = {}
        for row in self.hours.all():
            week.setdefault(row.weekday, []).append((row.opens, row.closes))
        closed = frozenset(closure.date for closure in self.closures.all())
        return OpeningHours(self.zone, week, closed)

    def local(self, at: datetime) -> datetime:
        """An instant as the gym's clock shows it."""
        return at.astimezone(self.zone)


class GymHours(models.Model):
    """Opening hours of a weekday in local wall time; `closes` 00:00 is midnight at its end."""

    gym = models.ForeignKey(Gym, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField(help_text="00:00 is midnight at the end of the day.")

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(
                fields=["gym", "weekday", "opens"], name="members_gym_hours_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")) | models.Q(closes="00:00"),
                name="members_gym_hours_in_order",
                violation_error_message="A gym closes after it opens.",
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__in=Weekday.values), name="members_gym_hours_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def overlaps(self, other: "GymHours") -> bool:
        """Whether two openings of one day have a time in common."""
        return self.opens < other.ends and other.opens < self.ends

    @property
    def ends(self) -> time:
        """`closes` as a time that sorts after every other one of the day."""
        return time.max if self.closes == time.min else self.closes


class GymClosure(models.Model):
    """A date on which a gym stays closed."""

    gym = models.ForeignKey(Gym, models.CASCADE, related_name="closures")
    date = models.DateField()
    reason = PlainCharField(max_length=120, blank=True)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["gym", "date"], name="members_gym_closure_once")
        ]

    def __str__(self) -> str:
        return f"{self.gym}: {self.date}"
