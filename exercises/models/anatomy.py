from django.db import models
from django.urls import reverse

from exercises.models.fields import PlainCharField, TextListField, validate_plain
from exercises.models.state import CatalogueModel, CatalogueQuerySet


class BodyPart(CatalogueModel):
    """A section of the catalogue: glutes, legs, …, cardio, mobility."""

    guide_paths = ("exercises__pk",)

    name = PlainCharField(max_length=60, unique=True)
    adjective = PlainCharField(max_length=60, help_text="As in “other glute exercises”.")
    slug = models.SlugField(max_length=60, unique=True)
    intro = models.TextField(blank=True, validators=[validate_plain])
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:body_part_detail", args=[self.slug])


class Muscle(CatalogueModel):
    """A muscle by its anatomical name, with the names people use for it."""

    guide_paths = ("exercises__pk",)

    name = PlainCharField(max_length=60, unique=True)
    common_name = PlainCharField(max_length=60)
    aliases = TextListField(help_text="Everyday words: bum, quads.")
    slug = models.SlugField(max_length=60, unique=True)
    body_part = models.ForeignKey(BodyPart, models.PROTECT, related_name="muscles")
    region = models.SlugField(max_length=60, help_text="Its area on the body map.")

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["body_part__order", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('exercises:exercise_list')}?muscle={self.slug}"


class Equipment(CatalogueModel):
    """A piece of equipment; with a load step where it is loaded."""

    guide_paths = ("variations__exercise_id",)

    name = PlainCharField(max_length=60, unique=True)
    aliases = TextListField()
    slug = models.SlugField(max_length=60, unique=True)
    load_step_kg = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Smallest useful step of the whole load in kilograms; empty if not loaded.",
    )
    load_step_lb = models.DecimalField(
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="The same in pounds.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "name"]
        verbose_name_plural = "equipment"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(load_step_kg__isnull=True, load_step_lb__isnull=True)
                | models.Q(
                    load_step_kg__isnull=False,
                    load_step_lb__isnull=False,
                    load_step_kg__gt=0,
                    load_step_lb__gt=0,
                ),
                name="exercises_equipment_steps_together",
                violation_error_message="Give the step in both units, or in neither.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('exercises:exercise_list')}?equipment={self.slug}"
