import uuid
from datetime import timedelta
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models import Variation
from exercises.models.fields import PlainCharField
from members.importers.fitting import Fit, fit
from members.models.people import Member, Unit, User
from members.models.workouts import Workout

DRAFT_LASTS = timedelta(hours=24)
RECORD_LASTS = timedelta(days=30)
STALLED_AFTER = timedelta(minutes=10)


class WorkoutImportQuerySet(models.QuerySet["WorkoutImport"]):
    def visible_to(self, user: User) -> Self:
        """The member's own, that have been read whole and have not lapsed."""
        mine = self.filter(member__user=user, expires_at__gt=timezone.now())
        return mine.exclude(state=WorkoutImport.State.READING)

    def lapsed(self) -> Self:
        return self.filter(expires_at__lte=timezone.now())

    def stalled(self) -> Self:
        """Being imported, and without a batch written for too long."""
        return self.filter(
            state=WorkoutImport.State.IMPORTING, moved_at__lte=timezone.now() - STALLED_AFTER
        )


class WorkoutImport(models.Model):
    """A file of another app on its way into a member's history.

    Of the file itself only what was read is kept, in batches, until those are written.
    """

    class Source(models.TextChoices):
        STRONG = "strong", "Strong"
        HEVY = "hevy", "Hevy"

    class State(models.TextChoices):
        READING = "reading", "Being read"
        DRAFT = "draft", "To be looked through"
        IMPORTING = "importing", "Being imported"
        DONE = "done", "Imported"
        UNDONE = "undone", "Taken back"

    class Distance(models.TextChoices):
        KILOMETRES = "km", "Kilometres"
        MILES = "mi", "Miles"
        METRES = "m", "Metres"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.CASCADE, related_name="workout_imports")
    source = models.CharField(max_length=6, choices=Source)
    state = models.CharField(max_length=9, choices=State, default=State.READING)
    file_name = PlainCharField(max_length=120, blank=True)
    asks_unit = models.BooleanField(default=False)
    asks_distance_unit = models.BooleanField(default=False)
    unit = models.CharField(max_length=2, choices=Unit, blank=True)
    distance_unit = models.CharField(max_length=2, choices=Distance, blank=True)
    rows = models.PositiveIntegerField(default=0)
    workout_count = models.PositiveIntegerField(default=0)
    known_count = models.PositiveIntegerField(
        default=0, help_text="Workouts that were in the history already."
    )
    batch_count = models.PositiveIntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    heaviest = models.CharField(max_length=20, blank=True, help_text="Load without a unit.")
    empty_count = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict, help_text="What importing counted.")
    workouts = models.ManyToManyField(Workout, related_name="imports")
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = WorkoutImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["expires_at"], name="members_import_expires")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["reading", "draft", "importing", "done", "undone"]),
                name="members_import_state",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=["strong", "hevy"]), name="members_import_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse("members:import_detail", args=[self.pk])

    @property
    def written_percent(self) -> int:
        left = self.batches.count()
        return 100 * (self.batch_count - left) // max(1, self.batch_count)


class ImportBatch(models.Model):
    """Workouts that are written in one transaction; gone once they are."""

    record = models.ForeignKey(WorkoutImport, models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="members_import_batch_once")
        ]

    def __str__(self) -> str:
        return f"batch {self.number}"


class ImportedNameQuerySet(models.QuerySet["ImportedName"]):
    def for_page(self) -> Self:
        """What the list of an import's exercises touches, in one query."""
        shown = ("name", "measure")
        return self.select_related("variation", "suggested").only(
            *(field.name for field in ImportedName._meta.concrete_fields),
            *(f"{which}__{field}" for which in ("variation", "suggested") for field in shown),
        )


class ImportedName(models.Model):
    """An exercise as the other app names it, and the variation it becomes; None is left out."""

    class How(models.TextChoices):
        NAME = "name", "Same name"
        ALIAS = "alias", "Also called"
        SEARCH = "search", "Close match"
        CHOSEN = "chosen", "Your choice"
        LEFT_OUT = "left_out", "Left out"
        UNKNOWN = "unknown", "Not found"

    record = models.ForeignKey(WorkoutImport, models.CASCADE, related_name="names")
    name = PlainCharField(max_length=120)
    sets = models.PositiveIntegerField()
    filled = models.JSONField(default=dict, help_text="Sets by the boxes that they fill.")
    variation = models.ForeignKey(Variation, models.SET_NULL, null=True, related_name="+")
    suggested = models.ForeignKey(Variation, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(max_length=8, choices=How, default=How.UNKNOWN)
    confidence = models.PositiveSmallIntegerField(null=True)

    objects = ImportedNameQuerySet.as_manager()

    class Meta:
        ordering = ["-sets", "name"]
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="members_import_name_once")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:import_match", args=[self.record_id, self.pk])

    @property
    def fit(self) -> Fit | None:
        return fit(self.filled, self.variation.measure) if self.variation else None
