from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models.functions import Abs
from django.urls import reverse

from exercises.models.anatomy import Equipment
from exercises.models.fields import PlainCharField, TextListField
from exercises.models.guides import Exercise, ExerciseMuscle, Status
from exercises.models.state import CatalogueModel, CatalogueQuerySet, catalogue_batch


class Level(models.TextChoices):
    BEGINNER = "beginner", "Beginner"
    INTERMEDIATE = "intermediate", "Intermediate"
    ADVANCED = "advanced", "Advanced"


class Measure(models.TextChoices):
    """What one set records."""

    LOAD_REPS = "load_reps", "Load and reps"
    REPS = "reps", "Reps"
    ADDED_LOAD_REPS = "added_load_reps", "Added load and reps"
    ASSISTED_REPS = "assisted_reps", "Help and reps"
    DURATION = "duration", "Time"
    LOAD_DURATION = "load_duration", "Load and time"
    DISTANCE_DURATION = "distance_duration", "Distance and time"


class LoadCounts(models.TextChoices):
    TOTAL = "total", "Total"
    PER_HAND = "per_hand", "Per hand"


APART = ("mobility", "cardio")
"""Body parts whose exercises are no substitute for those of other parts."""

LEVEL_RANK = models.Case(
    *(models.When(level=level, then=models.Value(rank)) for rank, level in enumerate(Level.values)),
    output_field=models.IntegerField(),
)


class VariationQuerySet(CatalogueQuerySet["Variation"]):
    def published(self) -> Self:
        """Public now: published, of a guide that is public now."""
        return self.filter(status=Status.PUBLISHED, exercise__in=Exercise.objects.published())

    def for_card(self) -> Self:
        """What `components/variation_card.html` touches."""
        return self.select_related("exercise__body_part").prefetch_related("equipment")

    def for_page(self) -> Self:
        """What the variation's page touches, in a constant number of queries."""
        muscles = ExerciseMuscle.objects.select_related("muscle__body_part")
        ladder = Variation.objects.published().for_card()
        return (
            self.for_card()
            .prefetch_related("pictures")
            .prefetch_related(models.Prefetch("exercise__exercise_muscles", muscles))
            .prefetch_related(models.Prefetch("exercise__variations", ladder))
        )

    def alternatives_to(
        self,
        variation: "Variation",
        *,
        equipment: Iterable[Equipment] | None = None,
        without: Iterable[Equipment] = (),
    ) -> Self:
        """Public variations that train the same primary muscles, best first; one query.

        Those of the same guide come before other guides at the same distance in level.
        A stretch or a cardio machine stands in only for its like.
        With `equipment`, only variations that need nothing but those pieces ("no barbell at
        home"); those that need a piece of `without` stay away ("the machine is taken").
        """
        muscles = ExerciseMuscle.objects.filter(
            exercise=variation.exercise_id, role=ExerciseMuscle.Role.PRIMARY
        ).values("muscle")
        shared = (
            ExerciseMuscle.objects.filter(
                exercise=models.OuterRef("exercise_id"),
                role=ExerciseMuscle.Role.PRIMARY,
                muscle__in=muscles,
            )
            .order_by()
            .values("exercise")
            .annotate(number=models.Count("pk"))
            .values("number")
        )
        found = self.published().exclude(pk=variation.pk)
        own_part = models.Q(exercise__body_part=variation.exercise.body_part_id)
        found = found.filter(own_part | ~models.Q(exercise__body_part__slug__in=APART))
        pieces = VariationEquipment.objects.filter(variation=models.OuterRef("pk"))
        if equipment is not None:
            found = found.exclude(models.Exists(pieces.exclude(equipment__in=equipment)))
        if without:
            found = found.exclude(models.Exists(pieces.filter(equipment__in=without)))
        return (
            found.annotate(
                shared_muscles=models.Subquery(shared, output_field=models.IntegerField()),
                level_distance=Abs(LEVEL_RANK - Level.values.index(variation.level)),
                elsewhere=models.Case(
                    models.When(exercise=variation.exercise_id, then=models.Value(0)),
                    default=models.Value(1),
                    output_field=models.IntegerField(),
                ),
            )
            .filter(shared_muscles__gte=1)
            .order_by("level_distance", "elsewhere", "-shared_muscles", "order", "name")
        )


class Variation(CatalogueModel):
    """One way of doing an exercise, with its own equipment and level."""

    guide_paths = ("exercise_id",)

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="variations", verbose_name="guide"
    )
    name = PlainCharField(max_length=120, help_text="Singular and whole: Barbell hip thrust.")
    aliases = TextListField()
    slug = models.SlugField(max_length=120)
    summary = PlainCharField(max_length=240, blank=True, help_text="Who it suits.")
    steps = TextListField()
    mistakes = TextListField()
    level = models.CharField(max_length=12, choices=Level, default=Level.BEGINNER)
    equipment = models.ManyToManyField(
        Equipment, through="VariationEquipment", related_name="variations", blank=True
    )
    measure = models.CharField(max_length=17, choices=Measure, default=Measure.LOAD_REPS)
    load_counts = models.CharField(max_length=8, choices=LoadCounts, default=LoadCounts.TOTAL)
    one_side_at_a_time = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=0, help_text="Easiest first.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    figure = models.SlugField(max_length=80, blank=True, help_text="Name of its movement figure.")
    video_url = models.URLField("video", blank=True)
    source = models.CharField(max_length=60, blank=True, editable=False)
    source_id = models.CharField(max_length=120, blank=True, editable=False)
    loaded_state = models.JSONField(
        null=True, editable=False, help_text="Field values as a file or importer last wrote them."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = VariationQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "pk"]
        indexes = [models.Index(fields=["exercise", "status", "order"], name="exercises_ladder")]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "slug"],
                name="exercises_variation_slug_once_a_guide",
                violation_error_message="This guide already has a variation with this slug.",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source=""),
                name="exercises_variation_source_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="exercises_variation_status"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=Level.values), name="exercises_variation_level"
            ),
            models.CheckConstraint(
                condition=models.Q(measure__in=Measure.values), name="exercises_variation_measure"
            ),
            models.CheckConstraint(
                condition=models.Q(load_counts__in=LoadCounts.values),
                name="exercises_variation_load_counts",
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=""), name="exercises_variation_slug_filled"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        from exercises.models.redirects import SlugRedirect

        with catalogue_batch():
            old = self._stored_slugs()
            super().save(*args, **kwargs)
            if old != self._stored_slugs():
                SlugRedirect.objects.variation_moved(self, old)

    def get_absolute_url(self) -> str:
        return reverse(
            "exercises:variation_detail",
            args=[self.exercise.body_part.slug, self.exercise.slug, self.slug],
        )

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and self.exercise.is_public

    def main_equipment(self) -> list[Equipment]:
        """The piece that is loaded, or all where none is: what stands between two members."""
        pieces = list(self.equipment.all())
        return [piece for piece in pieces if piece.load_step_kg is not None] or pieces

    def _stored_slugs(self) -> tuple[str, str] | None:
        rows = type(self).objects.filter(pk=self.pk)
        return rows.values_list("exercise__slug", "slug").first()

    def neighbours(self) -> tuple["Variation | None", "Variation | None"]:
        """The next easier and the next harder variation among the guide's fetched ones."""
        ladder = list(self.exercise.variations.all())
        if self not in ladder:
            return None, None
        place = ladder.index(self)
        easier = ladder[place - 1] if place else None
        return easier, next(iter(ladder[place + 1 :]), None)


class VariationEquipment(CatalogueModel):
    """That a variation needs a piece of equipment."""

    guide_paths = ("variation__exercise_id",)

    variation = models.ForeignKey(Variation, models.CASCADE, related_name="variation_equipment")
    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="variation_equipment")

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "equipment"
        constraints = [
            models.UniqueConstraint(
                fields=["variation", "equipment"],
                name="exercises_equipment_once_a_variation",
                violation_error_message="This piece is already listed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.variation}: {self.equipment}"
