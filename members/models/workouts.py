import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from exercises.models import Variation
from exercises.models.fields import PlainCharField
from members.models.people import Member, User
from members.models.plans import PlanDay, PlanItem
from members.models.prescriptions import (
    MOST_KG,
    MOST_METRES,
    MOST_REPS,
    MOST_RIR,
    MOST_SECONDS,
    LoadField,
    Prescription,
    between,
)

RESTORABLE_FOR = timedelta(days=30)
MOST_SETS = 100
"""Of one exercise in a workout, deleted ones among them."""


class Revised(models.Model):
    """A row whose uuid and revisions its writer makes, so that a write can be repeated.

    A write takes effect only if its revision is higher than the stored one.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveBigIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class WorkoutQuerySet(models.QuerySet["Workout"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(member__user=user)

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def unfinished(self) -> Self:
        return self.kept().filter(finished_at__isnull=True)

    def finished(self) -> Self:
        return self.kept().filter(finished_at__isnull=False)

    def with_sets(self) -> Self:
        """Those in which something was logged."""
        sets = SetEntry.objects.kept().filter(item__workout=models.OuterRef("pk"))
        return self.kept().filter(models.Exists(sets))

    def trained(self) -> Self:
        """Those that count as a session: finished, with at least one set."""
        return self.finished().with_sets()

    def restorable(self) -> Self:
        """Deleted, but not so long ago that it cannot be put back."""
        return self.filter(deleted_at__gt=timezone.now() - RESTORABLE_FOR)

    def for_page(self) -> Self:
        """What a workout's pages touch, in a constant number of queries; deleted sets too."""
        items = WorkoutItem.objects.select_related(
            "variation__exercise__body_part", "swapped_from", "plan_item__assigned_by"
        ).prefetch_related("variation__equipment")
        return self.prefetch_related(
            models.Prefetch("items", items.order_by("order", "pk")),
            models.Prefetch("items__entries", SetEntry.objects.order_by("order", "done_at", "pk")),
        )

    def for_history(self) -> Self:
        """What a list of workouts adds up."""
        items = WorkoutItem.objects.select_related("variation").order_by("order", "pk")
        return self.prefetch_related(
            models.Prefetch("items", items),
            models.Prefetch("items__entries", SetEntry.objects.kept()),
        )


class Workout(Revised):
    """A session as it happened; without `plan_day` an ad-hoc one."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="workouts")
    plan_day = models.ForeignKey(
        PlanDay, models.SET_NULL, null=True, blank=True, related_name="workouts"
    )
    name = PlainCharField(max_length=80, blank=True, help_text="The day’s name as it stood.")
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    note = PlainCharField(max_length=500, blank=True)
    source = models.CharField(max_length=20, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = WorkoutQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["member", "started_at"], name="members_workout_history")]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(finished_at__isnull=True, deleted_at__isnull=True),
                name="members_workout_one_unfinished",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True)
                | models.Q(finished_at__gte=models.F("started_at")),
                name="members_workout_ends_after_start",
                violation_error_message="A workout ends after it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Workout"

    def get_absolute_url(self) -> str:
        return reverse("members:workout_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is the one that the member is in the middle of."""
        return self.finished_at is None and self.deleted_at is None


class ItemState(models.TextChoices):
    TODO = "todo", "To do"
    DONE = "done", "Done"
    SKIPPED = "skipped", "Skipped"


class WorkoutItemQuerySet(models.QuerySet["WorkoutItem"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(workout__member__user=user)

    def for_set(self, entry: uuid.UUID) -> Self:
        """All that the check of a set needs: whose it is, and whether there is room for it."""
        entries = SetEntry.objects.filter(item=models.OuterRef("pk")).order_by()
        count = entries.values("item").annotate(count=models.Count("pk")).values("count")
        there = self.filter(workout__deleted_at__isnull=True)
        return there.select_related("workout__member", "variation").annotate(
            sets_kept=Coalesce(models.Subquery(count), 0),
            is_repeat=models.Exists(entries.filter(pk=entry)),
        )


class WorkoutItem(Revised, Prescription):
    """An exercise of a workout, with the targets as they stood when it began."""

    workout = models.ForeignKey(Workout, models.CASCADE, related_name="items")
    plan_item = models.ForeignKey(
        PlanItem, models.SET_NULL, null=True, blank=True, related_name="workout_items"
    )
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="+")
    swapped_from = models.ForeignKey(
        Variation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=7, choices=ItemState, default=ItemState.TODO)

    objects = WorkoutItemQuerySet.as_manager()

    class Meta(Prescription.Meta):
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["variation", "workout"], name="members_item_of_variation")]
        constraints = [
            *Prescription.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=ItemState.values), name="members_workoutitem_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variation} in a member’s workout"


class SetKind(models.TextChoices):
    WARM_UP = "warm_up", "Warm-up"
    WORKING = "working", "Working"
    DROP = "drop", "Drop"
    FAILURE = "failure", "To failure"


class SetEntryQuerySet(models.QuerySet["SetEntry"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(item__workout__member__user=user)

    def kept(self) -> Self:
        return self.filter(deleted_at__isnull=True)

    def counted(self) -> Self:
        """Those of workouts that are not deleted."""
        return self.kept().filter(item__workout__deleted_at__isnull=True)


class SetEntry(Revised):
    """One set as it was done; reps are per side where a variation works one side at a time."""

    item = models.ForeignKey(WorkoutItem, models.CASCADE, related_name="entries")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=7, choices=SetKind, default=SetKind.WORKING)
    reps = models.PositiveSmallIntegerField(null=True, blank=True, validators=between(0, MOST_REPS))
    load_kg = LoadField("load")
    seconds = models.PositiveIntegerField(
        null=True, blank=True, validators=between(0, MOST_SECONDS)
    )
    metres = models.PositiveIntegerField(null=True, blank=True, validators=between(0, MOST_METRES))
    rir = models.PositiveSmallIntegerField(
        "reps in reserve", null=True, blank=True, validators=between(0, MOST_RIR)
    )
    done_at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = SetEntryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "done_at"]
        verbose_name = "set"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=SetKind.values), name="members_set_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(reps__isnull=True) | models.Q(reps__range=(0, MOST_REPS)),
                name="members_set_reps",
            ),
            models.CheckConstraint(
                condition=models.Q(load_kg__isnull=True) | models.Q(load_kg__range=(0, MOST_KG)),
                name="members_set_load",
            ),
            models.CheckConstraint(
                condition=models.Q(seconds__isnull=True)
                | models.Q(seconds__range=(0, MOST_SECONDS)),
                name="members_set_seconds",
            ),
            models.CheckConstraint(
                condition=models.Q(metres__isnull=True) | models.Q(metres__range=(0, MOST_METRES)),
                name="members_set_metres",
            ),
            models.CheckConstraint(
                condition=models.Q(rir__isnull=True) | models.Q(rir__range=(0, MOST_RIR)),
                name="members_set_rir",
            ),
        ]

    def __str__(self) -> str:
        return f"set {self.order}"
