from django.contrib import admin
from django.utils.safestring import SafeString

from exercises.admin.base import PictureInline, PicturesAdmin, public_address, public_link
from exercises.forms import VariationEquipmentFormSet
from exercises.models import Variation, VariationEquipment


class EquipmentInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = VariationEquipment
    formset = VariationEquipmentFormSet
    autocomplete_fields = ("equipment",)
    extra = 0
    verbose_name = "piece of equipment"
    verbose_name_plural = "equipment"


@admin.register(Variation)
class VariationAdmin(PicturesAdmin):
    inlines = (EquipmentInline, PictureInline)
    fieldsets = (
        (None, {"fields": ("exercise", "name", "slug", "summary", "level", "order", "status")}),
        ("How it is done", {"fields": ("steps", "mistakes")}),
        ("What a set records", {"fields": ("measure", "load_counts", "one_side_at_a_time")}),
        ("Search and media", {"fields": ("aliases", "figure", "video_url")}),
    )
    list_display = ("name", "exercise", "status", "level", "order", "updated_at", "on_site")
    list_filter = ("status", "level", "measure", "equipment", "exercise__body_part")
    ordering = ("exercise__name", "order", "pk")
    search_fields = ("name", "aliases", "slug", "exercise__name")
    autocomplete_fields = ("exercise",)
    prepopulated_fields = {"slug": ["name"]}

    def view_on_site(self, variation: Variation) -> str | None:
        return public_address(variation)

    @admin.display(description="on the site")
    def on_site(self, variation: Variation) -> SafeString | str:
        return public_link(variation)
