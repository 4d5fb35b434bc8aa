import uuid
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise, Variation
from exercises.models.fields import PlainCharField
from members.models.people import Goal, Member, User
from members.models.prescriptions import Prescription, between

Row = TypeVar("Row", bound="Removable")


class Removable(models.Model):
    """A row that `objects` no longer finds once it is removed, and that can be put back.

    Removed rows stay for the workouts that were done by them; they go with the account.
    """

    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def remove(self) -> None:
        self.deleted_at = timezone.now()
        self.save(update_fields=["deleted_at"])

    def restore(self) -> None:
        self.deleted_at = None
        self.save(update_fields=["deleted_at"])


class KeptManager(models.Manager[Row]):
    def get_queryset(self) -> models.QuerySet[Row]:
        return super().get_queryset().filter(deleted_at__isnull=True)


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(member__user=user)

    def for_card(self) -> Self:
        """What a card of the list touches."""
        return self.prefetch_related("days")

    def for_page(self) -> Self:
        """What the plan's page touches, in a constant number of queries."""
        return self.prefetch_related(
            "days", models.Prefetch("days__items", PlanItem.objects.for_card())
        )


class Plan(Removable):
    """Days of exercises that follow one another, not tied to weekdays."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="plans")
    name = PlainCharField(max_length=80)
    goal = models.CharField(max_length=10, choices=Goal, blank=True)
    sessions_per_week = models.PositiveSmallIntegerField(default=3, validators=between(1, 14))
    active = models.BooleanField(default=False)
    template = models.SlugField(max_length=60, blank=True, editable=False)
    started_on = models.DateField(default=timezone.localdate, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = KeptManager.from_queryset(PlanQuerySet)()
    everything = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-active", "-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(active=True, deleted_at__isnull=True),
                name="members_plan_one_active",
            ),
            models.CheckConstraint(
                condition=models.Q(sessions_per_week__range=(1, 14)),
                name="members_plan_sessions_per_week",
            ),
            models.CheckConstraint(
                condition=models.Q(goal__in=["", *Goal.values]), name="members_plan_goal"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:plan_detail", args=[self.pk])


class PlanDayQuerySet(models.QuerySet["PlanDay"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(plan__member__user=user, plan__deleted_at__isnull=True)


class PlanDay(Removable):
    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="days")
    name = PlainCharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)

    objects = KeptManager.from_queryset(PlanDayQuerySet)()
    everything = PlanDayQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            day__plan__member__user=user,
            day__deleted_at__isnull=True,
            day__plan__deleted_at__isnull=True,
        )

    def for_card(self) -> Self:
        """What an item's card and the plan's body map touch."""
        return self.select_related(
            "variation__exercise__body_part", "assigned_by"
        ).prefetch_related("variation__equipment", "variation__exercise__exercise_muscles__muscle")


class PlanItem(Removable, Prescription):
    """A variation in a plan's day, with its targets."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    day = models.ForeignKey(PlanDay, models.CASCADE, related_name="items")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = KeptManager.from_queryset(PlanItemQuerySet)()
    everything = PlanItemQuerySet.as_manager()

    class Meta(Prescription.Meta):
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.variation} in a member’s plan"


class SavedExerciseQuerySet(models.QuerySet["SavedExercise"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(member__user=user)

    def for_list(self) -> Self:
        """What the list of saved guides and variations touches."""
        return self.select_related(
            "exercise__body_part", "variation__exercise__body_part"
        ).prefetch_related("variation__equipment")


class SavedExercise(models.Model):
    """A guide or a variation that a member wants to find again."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="saved_exercises")
    exercise = models.ForeignKey(Exercise, models.CASCADE, null=True, related_name="+")
    variation = models.ForeignKey(Variation, models.CASCADE, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now_add=True)

    objects = SavedExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exercise__isnull=True, variation__isnull=False)
                | models.Q(exercise__isnull=False, variation__isnull=True),
                name="members_saved_one_thing",
            ),
            models.UniqueConstraint(
                fields=["member", "exercise"], name="members_saved_exercise_once"
            ),
            models.UniqueConstraint(
                fields=["member", "variation"], name="members_saved_variation_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.exercise or self.variation)
