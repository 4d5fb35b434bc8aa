from datetime import datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from exercises.models import Level
from exercises.models.fields import PlainCharField
from members.models.gyms import Gym


class UserManager(BaseUserManager["User"]):
    @transaction.atomic
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account and the member that belongs to it."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        Member.objects.create(user=user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            email, password, **{**fields, "is_staff": True, "is_superuser": True}
        )

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.alias(low=Lower("email")).get(low=(username or "").lower())


class User(AbstractUser):
    """Anyone who signs in, with an e-mail address for a name."""

    username = None  # type: ignore[assignment]  # AbstractUser's own way to leave it out
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    name = PlainCharField(max_length=120, blank=True)
    second_factor_waived = models.BooleanField(
        default=False,
        editable=False,
        help_text="Set for demo accounts alone: they open staff pages without a second factor.",
    )

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="members_user_email_once",
                violation_error_message="There is already an account with this e-mail address.",
            )
        ]

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.get_full_name()


class Goal(models.TextChoices):
    STRENGTH = "strength", "Get stronger"
    MUSCLE = "muscle", "Build muscle"
    HEALTH = "health", "Stay healthy"
    WEIGHT = "weight", "Lose weight"
    SPORT = "sport", "Train for a sport"


class Unit(models.TextChoices):
    KG = "kg", "Kilograms"
    LB = "lb", "Pounds"


class MemberQuerySet(models.QuerySet["Member"]):
    def of(self, user: User) -> "Member":
        """The member of an account; made where the account came about without one."""
        return self.select_related("home_gym").get_or_create(user=user)[0]

    def due_for_erasure(self, now: datetime) -> "MemberQuerySet":
        """Those whose days for taking back the deletion are over."""
        return self.filter(deletion_requested_at__lte=now - ERASED_AFTER)


ERASED_AFTER = timedelta(days=14)


class Member(models.Model):
    """What an account trains with."""

    user = models.OneToOneField(User, models.CASCADE, related_name="member")
    home_gym = models.ForeignKey(
        Gym, models.SET_NULL, null=True, blank=True, related_name="members"
    )
    goal = models.CharField(max_length=10, choices=Goal, blank=True)
    level = models.CharField(max_length=12, choices=Level, blank=True)
    unit = models.CharField(max_length=2, choices=Unit, default=Unit.KG)
    age_confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the member said that they are 16 or over."
    )
    health_consent_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when we may keep health data; empty without leave."
    )
    deletion_requested_at = models.DateTimeField(null=True, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__in=Unit.values), name="members_member_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=["", *Level.values]), name="members_member_level"
            ),
            models.CheckConstraint(
                condition=models.Q(goal__in=["", *Goal.values]), name="members_member_goal"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose days and hours the member sees."""
        return self.home_gym.zone if self.home_gym else ZoneInfo(settings.TIME_ZONE)

    @property
    def erased_on(self) -> datetime | None:
        """When the account goes, if its deletion was asked for."""
        asked = self.deletion_requested_at
        return asked and asked + ERASED_AFTER

    @property
    def may_keep_health_data(self) -> bool:
        return self.health_consent_at is not None

    def wants(self, mail: str) -> bool:
        """Whether a mail that may be refused is to be sent."""
        return not self.refused_mails.filter(kind=mail).exists()


class ReadinessCheck(models.Model):
    """The outcome of the questions before training; the answers are never kept."""

    class Outcome(models.TextChoices):
        CLEAR = "clear", "Nothing stands in the way"
        PROFESSIONAL = "professional", "See a professional first"

    LAPSES_AFTER = timedelta(days=365)

    member = models.ForeignKey(Member, models.CASCADE, related_name="readiness_checks")
    version = models.PositiveSmallIntegerField(help_text="Of the questions.")
    outcome = models.CharField(max_length=12, choices=Outcome)
    taken_on = models.DateField()
    lapsed_on = models.DateField(
        null=True, blank=True, help_text="When the member said that something had changed."
    )

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["clear", "professional"]),
                name="members_readiness_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}, {self.taken_on}"

    @property
    def is_current(self) -> bool:
        return self.lapsed_on is None and timezone.localdate() < self.taken_on + self.LAPSES_AFTER
