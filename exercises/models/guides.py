from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models.anatomy import BodyPart, Muscle
from exercises.models.fields import MarkdownField, PlainCharField, TextListField
from exercises.models.state import (
    CatalogueModel,
    CatalogueQuerySet,
    catalogue_batch,
    now_or_earlier,
)

if TYPE_CHECKING:
    from exercises.models.variations import VariationQuerySet


class Status(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    PUBLISHED = "published", "Published"
    RETIRED = "retired", "Retired"


class ExerciseQuerySet(CatalogueQuerySet["Exercise"]):
    def published(self) -> Self:
        """Public now: published, and its `publish_at` is empty or past."""
        return self.filter(now_or_earlier("publish_at"), status=Status.PUBLISHED)

    def as_listed(self) -> Self:
        """Featured guides in their order, then complete ones, then the rest, by name."""
        has_questions = models.Exists(Faq.objects.filter(exercise=models.OuterRef("pk")))
        incomplete = models.Case(
            models.When(~models.Q(what_is="") & has_questions, then=models.Value(0)),
            default=models.Value(1),
        )
        featured_first = models.F("featured_order").asc(nulls_last=True)
        return self.order_by(featured_first, incomplete, "name", "pk")

    def for_card(self) -> Self:
        """What `components/guide_card.html` touches."""
        return self.select_related("body_part").annotate(
            variation_count=models.Count(
                "variations", filter=models.Q(variations__status=Status.PUBLISHED)
            )
        )

    def for_page(self) -> Self:
        """What the guide's page touches, in a constant number of queries."""
        from exercises.models.variations import Variation

        return self._with_parts(Variation.objects.published())

    def for_preview(self) -> Self:
        """As `for_page`, with the variations that are not public yet."""
        from exercises.models.variations import Variation

        return self._with_parts(Variation.objects.exclude(status=Status.RETIRED))

    def _with_parts(self, variations: "VariationQuerySet") -> Self:
        muscles = ExerciseMuscle.objects.select_related("muscle__body_part")
        related = RelatedExercise.objects.filter(related__in=Exercise.objects.published())
        return (
            self.select_related("body_part")
            .prefetch_related(models.Prefetch("exercise_muscles", muscles))
            .prefetch_related(models.Prefetch("variations", variations.for_card()))
            .prefetch_related(
                models.Prefetch("related_links", related.select_related("related__body_part"))
            )
            .prefetch_related("pictures")
        )


class Exercise(CatalogueModel):
    """A guide: one exercise with its variations, tips and questions."""

    guide_paths = ("pk",)

    variation_count: int
    """Public variations, where `for_card()` has counted them."""

    name = PlainCharField(max_length=120, help_text="As a heading: Hip Thrusts.")
    singular = PlainCharField(max_length=120, help_text="In a sentence: hip thrust.")
    with_article = PlainCharField(max_length=120, help_text="After “What is”: a hip thrust.")
    name_in_text = PlainCharField(
        max_length=120,
        blank=True,
        help_text="The plural in a sentence, when it is not the name in lower case.",
    )
    aliases = TextListField(help_text="Other names that people search for.")
    slug = models.SlugField(max_length=120, unique=True)
    body_part = models.ForeignKey(BodyPart, models.PROTECT, related_name="exercises")
    summary = PlainCharField(
        max_length=200, help_text="The line beneath the name; search engines show it too."
    )
    what_is = MarkdownField("what is it", blank=True)
    muscles = models.ManyToManyField(Muscle, through="ExerciseMuscle", related_name="exercises")
    related = models.ManyToManyField(
        "self", through="RelatedExercise", symmetrical=False, related_name="+", blank=True
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="Published guides stay hidden until then."
    )
    featured_order = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="A number puts the guide on the home page, lowest first."
    )
    reviewed_by_name = PlainCharField("reviewed by", max_length=120, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    loaded_state = models.JSONField(
        null=True, editable=False, help_text="Field values as a file or importer last wrote them."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["name"]
        verbose_name = "guide"
        indexes = [
            models.Index(fields=["status", "name"], name="exercises_guide_by_name"),
            models.Index(fields=["status", "publish_at"], name="exercises_guide_due"),
            models.Index(fields=["body_part", "status", "name"], name="exercises_guide_by_part"),
            models.Index(fields=["status", "updated_at"], name="exercises_guide_by_update"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="exercises_guide_status"
            ),
            models.CheckConstraint(
                condition=~models.Q(slug=""), name="exercises_guide_slug_filled"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by_name="", reviewed_on__isnull=True)
                | (~models.Q(reviewed_by_name="") & models.Q(reviewed_on__isnull=False)),
                name="exercises_guide_review_whole",
                violation_error_message="Give both who reviewed the guide and when, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        from exercises.models.redirects import SlugRedirect

        with catalogue_batch():
            old = self._stored_slug()
            super().save(*args, **kwargs)
            if old != self._stored_slug():
                SlugRedirect.objects.guide_moved(self, old)

    def get_absolute_url(self) -> str:
        return reverse("exercises:exercise_detail", args=[self.body_part.slug, self.slug])

    def clean(self) -> None:
        if self.publish_at and self.status != Status.PUBLISHED:
            raise ValidationError(
                {"publish_at": "Only a published guide can have a date to appear."}
            )

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED and (
            self.publish_at is None or self.publish_at <= timezone.now()
        )

    @property
    def plural_in_text(self) -> str:
        """The plural inside a sentence: "hip thrusts"."""
        return self.name_in_text or self.name.lower()

    @property
    def primary_muscles(self) -> list[Muscle]:
        return self._muscles(ExerciseMuscle.Role.PRIMARY)

    @property
    def secondary_muscles(self) -> list[Muscle]:
        return self._muscles(ExerciseMuscle.Role.SECONDARY)

    def texts(self) -> tuple[list["Tip"], list["Faq"]]:
        """The guide's tips and questions in their order, read in one query."""
        nothing = models.Value("")
        tips = Tip.objects.order_by().filter(exercise=self)
        faqs = Faq.objects.order_by().filter(exercise=self)
        rows = sorted(
            tips.values_list("order", "pk", nothing, "text").union(
                faqs.values_list("order", "pk", "question", "answer"), all=True
            )
        )
        return (
            [Tip(pk=pk, order=order, text=text) for order, pk, title, text in rows if not title],
            [
                Faq(pk=pk, order=order, question=title, answer=text)
                for order, pk, title, text in rows
                if title
            ],
        )

    def _stored_slug(self) -> str | None:
        rows = type(self).objects.filter(pk=self.pk)
        return rows.values_list("slug", flat=True).first()

    def _muscles(self, role: str) -> list[Muscle]:
        return [link.muscle for link in self.exercise_muscles.all() if link.role == role]


class ExerciseMuscle(CatalogueModel):
    """That a guide trains a muscle, and whether first of all or besides."""

    guide_paths = ("exercise_id",)

    class Role(models.TextChoices):
        PRIMARY = "primary", "Primary"
        SECONDARY = "secondary", "Secondary"

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="exercise_muscles")
    muscle = models.ForeignKey(Muscle, models.PROTECT, related_name="exercise_muscles")
    role = models.CharField(max_length=9, choices=Role, default=Role.PRIMARY)
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["role", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "muscle"],
                name="exercises_muscle_once_a_guide",
                violation_error_message="This muscle is already listed.",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["primary", "secondary"]),
                name="exercises_muscle_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise}: {self.muscle} ({self.role})"


class RelatedExercise(CatalogueModel):
    """An entry of a guide's "other exercises", in order."""

    guide_paths = ("exercise_id",)

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="related_links")
    related = models.ForeignKey(Exercise, models.CASCADE, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["exercise", "related"], name="exercises_related_once_a_guide"
            ),
            models.CheckConstraint(
                condition=~models.Q(exercise=models.F("related")),
                name="exercises_related_to_another",
                violation_error_message="A guide cannot be related to itself.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} → {self.related}"

    def clean(self) -> None:
        if self.exercise_id and self.exercise_id == self.related_id:
            raise ValidationError({"related": "A guide cannot be related to itself."})


class Tip(CatalogueModel):
    guide_paths = ("exercise_id",)

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="tips")
    order = models.PositiveSmallIntegerField(default=0)
    text = MarkdownField()

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Faq(CatalogueModel):
    guide_paths = ("exercise_id",)

    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="faqs")
    order = models.PositiveSmallIntegerField(default=0)
    question = PlainCharField(max_length=200)
    answer = MarkdownField()

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["order", "pk"]
        verbose_name = "question"

    def __str__(self) -> str:
        return self.question
