from django.core.exceptions import ValidationError
from django.db import models

from exercises.models.guides import Exercise
from exercises.models.state import CatalogueModel, CatalogueQuerySet
from exercises.models.variations import Variation


class SlugRedirectQuerySet(CatalogueQuerySet["SlugRedirect"]):
    def target_of(
        self, exercise_slug: str, variation_slug: str = ""
    ) -> Exercise | Variation | None:
        """The public guide or variation that this old address leads to, or None.

        A variation is also found at any slug it had under any slug of its guide.
        """
        rows = self.filter(exercise_slug=exercise_slug).select_related(
            "exercise__body_part", "variation__exercise__body_part"
        )
        row = rows.filter(variation_slug=variation_slug).first()
        target = row and (row.exercise or row.variation)
        if target is None and variation_slug:
            target = self._variation_of(exercise_slug, variation_slug)
        return target if target and target.is_public else None

    def _variation_of(self, exercise_slug: str, variation_slug: str) -> Variation | None:
        moved = self.filter(exercise_slug=exercise_slug, variation_slug="").values("exercise")
        renamed = self.filter(variation_slug=variation_slug).values("variation")
        return (
            Variation.objects.filter(
                models.Q(exercise__slug=exercise_slug) | models.Q(exercise__in=moved),
                models.Q(slug=variation_slug) | models.Q(pk__in=renamed),
            )
            .select_related("exercise__body_part")
            .order_by(models.Case(models.When(slug=variation_slug, then=0), default=1))
            .first()
        )

    def guide_moved(self, exercise: Exercise, old_slug: str | None) -> None:
        """Lead the guide's old slug (None for a new guide) to the guide."""
        self.filter(exercise_slug=exercise.slug, variation_slug="").delete()
        if old_slug:
            self.update_or_create(
                exercise_slug=old_slug,
                variation_slug="",
                defaults={"exercise": exercise, "variation": None},
            )

    def variation_moved(self, variation: Variation, old: tuple[str, str] | None) -> None:
        """Lead the old (guide slug, variation slug) to the variation; None for a new one."""
        self.filter(exercise_slug=variation.exercise.slug, variation_slug=variation.slug).delete()
        if old:
            self.update_or_create(
                exercise_slug=old[0],
                variation_slug=old[1],
                defaults={"exercise": None, "variation": variation},
            )


class SlugRedirect(CatalogueModel):
    """An address that a guide or a variation once had; it leads there for good."""

    guide_paths = ("exercise_id", "variation__exercise_id")

    exercise_slug = models.SlugField("old guide slug", max_length=120)
    variation_slug = models.SlugField(
        "old variation slug", max_length=120, blank=True, help_text="Empty for a guide's address."
    )
    exercise = models.ForeignKey(
        Exercise, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )
    variation = models.ForeignKey(
        Variation, models.CASCADE, null=True, blank=True, related_name="old_addresses"
    )

    objects = SlugRedirectQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["exercise_slug", "variation_slug"],
                name="exercises_redirect_address_once",
                violation_error_message="This old address already leads somewhere.",
            ),
            models.CheckConstraint(
                condition=models.Q(exercise__isnull=True, variation__isnull=False)
                | models.Q(exercise__isnull=False, variation__isnull=True),
                name="exercises_redirect_to_one_thing",
                violation_error_message="A redirect leads to a guide or to a variation.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise_slug}/{self.variation_slug}".rstrip("/")

    def clean(self) -> None:
        there: models.QuerySet[Exercise] | models.QuerySet[Variation]
        if self.variation_slug:
            there = Variation.objects.filter(
                exercise__slug=self.exercise_slug, slug=self.variation_slug
            )
        else:
            there = Exercise.objects.filter(slug=self.exercise_slug)
        if there.exists():
            raise ValidationError(
                "Something has this address now; a redirect from it would never be used."
            )
