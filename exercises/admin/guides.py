from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from exercises.admin.base import (
    CatalogueAdmin,
    OrderedInline,
    PictureInline,
    PicturesAdmin,
    public_address,
    public_link,
)
from exercises.models import (
    Exercise,
    ExerciseMuscle,
    Faq,
    RelatedExercise,
    SlugRedirect,
    Tip,
    Variation,
)


class MuscleInline(OrderedInline):
    model = ExerciseMuscle
    ordering = ("order",)  # what dragging writes; the rows stand by role first
    fields = (("muscle", "role"),)
    verbose_name = "muscle"
    autocomplete_fields = ("muscle",)

    def get_ordering(self, request: HttpRequest) -> list[str]:
        return ["role", "order", "pk"]


class RelatedInline(OrderedInline):
    model = RelatedExercise
    fk_name = "exercise"
    fields = ("related",)
    autocomplete_fields = ("related",)
    verbose_name = "related guide"


class TipInline(OrderedInline):
    model = Tip
    fields = ("text",)


class FaqInline(OrderedInline):
    model = Faq
    fields = ("question", "answer")


class VariationInline(OrderedInline):
    model = Variation
    readonly_fields = ("slug", "level", "status")
    fields = (readonly_fields,)
    show_change_link = True
    can_delete = False
    max_num = 0


@admin.register(Exercise)
class ExerciseAdmin(PicturesAdmin):
    inlines = (
        MuscleInline,
        VariationInline,
        TipInline,
        FaqInline,
        RelatedInline,
        PictureInline,
    )
    fieldsets = (
        (None, {"fields": ("name", "slug", "body_part", "summary", "what_is")}),
        ("Names", {"fields": ("singular", "with_article", "name_in_text", "aliases")}),
        ("Publishing", {"fields": ("status", "publish_at", "featured_order")}),
        ("Review", {"fields": ("reviewed_by_name", "reviewed_on")}),
    )
    list_display = ("name", "status", "body_part", "variations_total", "updated_at", "on_site")
    list_filter = ("status", "body_part")
    search_fields = ("name", "aliases", "slug")
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        rows: QuerySet[Exercise] = super().get_queryset(request)
        return rows.annotate(variations_total=Count("variations"))

    def view_on_site(self, exercise: Exercise) -> str | None:
        return public_address(exercise)

    @admin.display(description="variations", ordering="variations_total")
    def variations_total(self, exercise: Exercise) -> int:
        count: int = exercise.variations_total  # type: ignore[attr-defined]  # annotated above
        return count

    @admin.display(description="on the site")
    def on_site(self, exercise: Exercise) -> SafeString | str:
        return public_link(exercise)


@admin.register(SlugRedirect)
class SlugRedirectAdmin(CatalogueAdmin):
    list_display = ("__str__", "exercise", "variation")
    list_select_related = ("exercise", "variation")
    search_fields = ("exercise_slug", "variation_slug", "exercise__name", "variation__name")
    autocomplete_fields = ("exercise", "variation")
