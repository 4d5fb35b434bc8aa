"""What somebody means to do: the targets that plans, workouts and trainers share."""

from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from exercises.models import Measure
from exercises.models.fields import PlainCharField

MOST_KG = Decimal(1_000)
MOST_REPS = 500
MOST_SECONDS = 86_400
MOST_METRES = 200_000
MOST_RIR = 10

BOXES = {
    Measure.LOAD_REPS: ("load_kg", "reps"),
    Measure.REPS: ("reps",),
    Measure.ADDED_LOAD_REPS: ("load_kg", "reps"),
    Measure.ASSISTED_REPS: ("load_kg", "reps"),
    Measure.DURATION: ("seconds",),
    Measure.LOAD_DURATION: ("load_kg", "seconds"),
    Measure.DISTANCE_DURATION: ("metres", "seconds"),
}
"""The boxes that one set of a measure has, in the order of the page."""

Other = TypeVar("Other", bound="Prescription")
LETTERS = [(letter, letter) for letter in "ABCDEFGH"]


def between(lowest: Any, highest: Any) -> list[Any]:
    return [MinValueValidator(lowest), MaxValueValidator(highest)]


class LoadField(models.DecimalField):  # type: ignore[type-arg]  # not generic at run time
    """Kilograms with two places, 0 to 1,000."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_digits": 6, "decimal_places": 2, "null": True, "blank": True}
        kwargs["validators"] = between(0, MOST_KG)
        super().__init__(*args, **kwargs)


class Prescription(models.Model):
    """Targets of one exercise; which of them apply follows from the variation's measure."""

    sets = models.PositiveSmallIntegerField(default=3, validators=between(1, 20))
    reps_min = models.PositiveSmallIntegerField(
        "reps from", null=True, blank=True, validators=between(1, 100)
    )
    reps_max = models.PositiveSmallIntegerField(
        "reps to", null=True, blank=True, validators=between(1, 100)
    )
    seconds = models.PositiveIntegerField(null=True, blank=True, validators=between(1, 14_400))
    metres = models.PositiveIntegerField(null=True, blank=True, validators=between(1, 100_000))
    load_kg = LoadField("load")
    rest_seconds = models.PositiveSmallIntegerField(
        "rest in seconds", default=90, validators=between(0, 900)
    )
    target_rir = models.PositiveSmallIntegerField(
        "reps in reserve", null=True, blank=True, validators=between(0, MOST_RIR)
    )
    superset = models.CharField(max_length=1, blank=True, choices=LETTERS)
    note = PlainCharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sets__range=(1, 20)), name="%(app_label)s_%(class)s_sets"
            ),
            models.CheckConstraint(
                condition=models.Q(reps_min__isnull=True, reps_max__isnull=True)
                | models.Q(reps_min__gte=1, reps_max__gte=models.F("reps_min"), reps_max__lte=100),
                name="%(app_label)s_%(class)s_reps",
                violation_error_message="Give both ends of the rep range, the lower one first.",
            ),
            models.CheckConstraint(
                condition=models.Q(load_kg__isnull=True) | models.Q(load_kg__range=(0, MOST_KG)),
                name="%(app_label)s_%(class)s_load",
            ),
            models.CheckConstraint(
                condition=models.Q(rest_seconds__range=(0, 900)),
                name="%(app_label)s_%(class)s_rest",
            ),
        ]

    TARGETS = (
        "sets",
        "reps_min",
        "reps_max",
        "seconds",
        "metres",
        "load_kg",
        "rest_seconds",
        "target_rir",
        "superset",
        "note",
    )

    def clean(self) -> None:
        if (self.reps_min is None) != (self.reps_max is None):
            box = "reps_min" if self.reps_min is None else "reps_max"
            raise ValidationError({box: "Give both ends of the rep range."})

    def targets(self) -> dict[str, Any]:
        """The targets by field, to copy them into another prescription."""
        return {name: getattr(self, name) for name in self.TARGETS}

    def copied_to(self, model: type[Other], **fields: Any) -> Other:
        """An unsaved row of another model with the same targets."""
        return model(**self.targets(), **fields)
