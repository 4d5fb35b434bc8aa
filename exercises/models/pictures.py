from django.db import models

from exercises.models.fields import PlainCharField
from exercises.models.guides import Exercise
from exercises.models.state import CatalogueModel, CatalogueQuerySet
from exercises.models.variations import Variation


class Picture(CatalogueModel):
    """A photograph of a guide or a variation, re-encoded in several widths.

    `image` is the widest JPEG; `widths` lists the pixel widths that exist, each as WebP and JPEG
    beside it (see `exercises/pictures.py`).
    """

    guide_paths = ("exercise_id", "variation__exercise_id")

    class Role(models.TextChoices):
        START = "start", "Start"
        END = "end", "End"
        DETAIL = "detail", "Detail"

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, null=True, blank=True, related_name="pictures"
    )
    variation = models.ForeignKey(
        Variation, models.CASCADE, null=True, blank=True, related_name="pictures"
    )
    image = models.ImageField(width_field="width", height_field="height", max_length=200)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = models.JSONField(default=list, editable=False)
    alt = PlainCharField("alternative text", max_length=200)
    credit = PlainCharField(max_length=120, blank=True)
    licence = PlainCharField(max_length=120, blank=True)
    role = models.CharField(max_length=6, choices=Role, default=Role.DETAIL)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exercise__isnull=True, variation__isnull=False)
                | models.Q(exercise__isnull=False, variation__isnull=True),
                name="exercises_picture_of_one_thing",
                violation_error_message="A picture belongs to a guide or to a variation.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["start", "end", "detail"]),
                name="exercises_picture_role",
            ),
        ]

    def __str__(self) -> str:
        return self.alt
