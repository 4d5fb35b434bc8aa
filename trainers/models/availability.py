"""When a trainer works, and what can be booked with them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from exercises.models.fields import PlainCharField
from members.models import Gym
from members.models.gyms import Weekday
from members.opening_hours import first_instant
from trainers.models.people import Trainer

QUARTER_MINUTES = 15
LONGEST_SESSION, LONGEST_BUFFER = 180, 60
CLOSED = "That day is closed. Take that out first, then give it hours."
OPEN = "That day has hours of its own. Take them out first, then close it."
NAME_TAKEN = "There is a session of this name already."
YEARS = 2
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


def is_near(day: date) -> bool:
    return abs(day.year - timezone.now().year) <= YEARS


def validate_near(day: date) -> None:
    if not is_near(day):
        raise ValidationError("Choose a date of the next two years.", code="near")


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
                violation_error_message=NAME_TAKEN,
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

    def clean(self) -> None:
        """Members tell sessions apart by name, and not by capitals."""
        others = SessionType.objects.filter(trainer=self.trainer_id).exclude(pk=self.pk)
        names = others.values_list("name", flat=True)
        if self.name.casefold() in {name.casefold() for name in names}:
            raise ValidationError({"name": NAME_TAKEN})

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    @property
    def held_for(self) -> timedelta:
        """With the minutes kept free afterwards."""
        return timedelta(minutes=self.minutes + self.buffer_after)


def _sorted(ends: time) -> time:
    """An end as a time that sorts after every other one of the day."""
    return time.max if ends == time.min else ends


def refuse_backwards(starts: time | None, ends: time | None) -> None:
    if starts is not None and ends is not None and starts >= _sorted(ends):
        raise ValidationError({"ends": "Hours end after they begin; 00:00 is midnight."})


def refuse_elsewhere(gym: Gym | None, gyms: Collection[Gym]) -> None:
    if gym is not None and gym not in gyms:
        raise ValidationError({"gym": "Choose a gym where the trainer works."})


def today_at(gyms: Iterable[Gym]) -> date:
    """Today, by the clock of whichever of these gyms is behind the others."""
    now = timezone.now()
    return min((gym.local(now).date() for gym in gyms), default=now.date())


class WallHours(models.Model):
    """From one wall time of a gym to another; `ends` 00:00 is midnight at the end of the day."""

    starts = models.TimeField("from", validators=[validate_on_quarter])
    ends = models.TimeField(
        "to", validators=[validate_on_quarter], help_text="00:00 is midnight at the end of the day."
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        refuse_backwards(self.starts, self.ends)


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

    def refuse_beside(self, others: Iterable["WeeklyHours"], gyms: Collection[Gym]) -> None:
        """Raise ValidationError at a gym that is none of theirs, and for hours that overlap."""
        refuse_elsewhere(self.gym, gyms)
        for other in others:
            if self.overlaps(other):
                raise ValidationError(
                    {"starts": f"This overlaps {other} at {other.gym}. Change one of the two."}
                )

    def overlaps(self, other: "WeeklyHours") -> bool:
        """Whether some week of the next year has a moment that lies in both."""
        if self.gym.timezone == other.gym.timezone:
            return self.weekday == other.weekday and walls_overlap(self, other)
        monday = timezone.now().date() - timedelta(days=timezone.now().weekday())
        return any(
            _meet(self, monday + timedelta(days=self.weekday, weeks=week), other, day)
            for week in range(53)
            for near in (-1, 0, 1)
            for day in [monday + timedelta(days=other.weekday, weeks=week + near)]
        )


class DateOverrideQuerySet(models.QuerySet["DateOverride"]):
    def to_come(self, gyms: Collection[Gym]) -> Self:
        """From today on, by the clock of whichever of these gyms is behind the others."""
        return self.filter(date__gte=today_at(gyms))


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

    objects = DateOverrideQuerySet.as_manager()

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
        if self.starts is None or self.ends is None:
            return f"{self.date:%-d %B %Y}, no hours"
        return f"{self.date:%-d %B %Y} {self.starts:%H:%M}–{self.ends:%H:%M}"

    @property
    def is_closed(self) -> bool:
        return self.starts is None

    @property
    def is_past(self) -> bool:
        return self.date < timezone.now().date()

    def clean(self) -> None:
        refuse_backwards(self.starts, self.ends)
        if self.date and not is_near(self.date):
            raise ValidationError({"date": "Choose a date of the next two years."})

    def refuse_beside(self, others: Iterable["DateOverride"], gyms: Collection[Gym]) -> None:
        """Raise ValidationError at another gym, in the past, and beside hours that do not fit."""
        refuse_elsewhere(self.gym, gyms)
        if self.date < today_at([self.gym] if self.gym else gyms):
            raise ValidationError({"date": "That day has gone by. Choose today or a day to come."})
        for other in others:
            if other.date == self.date and self.is_closed != other.is_closed:
                raise ValidationError({"date": CLOSED if other.is_closed else OPEN})
            if self.overlaps(other):
                raise ValidationError(
                    {"starts": f"This overlaps {other} at {other.gym}. Change one of the two."}
                )

    def overlaps(self, other: "DateOverride") -> bool:
        """Whether a moment lies in the hours of both."""
        if self.is_closed or other.is_closed or self.gym is None or other.gym is None:
            return False
        if self.gym.timezone == other.gym.timezone:
            return self.date == other.date and walls_overlap(self, other)
        return _meet(self, self.date, other, other.date)


Hours = WeeklyHours | DateOverride


def walls_overlap(one: Hours, other: Hours) -> bool:
    """Whether two of one day and one clock have a time in common."""
    assert one.starts is not None
    assert one.ends is not None
    assert other.starts is not None
    assert other.ends is not None
    return one.starts < _sorted(other.ends) and other.starts < _sorted(one.ends)


def _meet(one: Hours, day: date, other: Hours, others_day: date) -> bool:
    """Whether two have a moment in common on these dates, each on the clock of its gym."""
    start, end = _instants(one, day)
    others_start, others_end = _instants(other, others_day)
    return start < others_end and others_start < end


def _instants(hours: Hours, day: date) -> tuple[datetime, datetime]:
    assert hours.gym is not None
    assert hours.starts is not None
    assert hours.ends is not None
    last = day + timedelta(days=1) if hours.ends == time.min else day
    zone = hours.gym.zone
    return (
        first_instant(datetime.combine(day, hours.starts), zone),
        first_instant(datetime.combine(last, hours.ends), zone),
    )


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
