from django.contrib import admin
from django.utils.safestring import SafeString

from exercises.admin.base import PicturesAdmin, thumbnail
from exercises.forms import PictureForm
from exercises.models import Exercise, Picture, Variation


@admin.register(Picture)
class PictureAdmin(PicturesAdmin):
    form = PictureForm
    fields = (
        "thumbnail",
        "upload",
        "alt",
        "exercise",
        "variation",
        "role",
        "order",
        "credit",
        "licence",
    )
    readonly_fields = ("thumbnail",)
    list_display = ("thumbnail", "alt", "shown_on", "role", "credit", "licence")
    list_display_links = ("thumbnail", "alt")
    list_filter = ("role",)
    list_select_related = ("exercise", "variation")
    ordering = ("-pk",)
    search_fields = ("alt", "credit", "exercise__name", "variation__name")
    autocomplete_fields = ("exercise", "variation")

    @admin.display(description="Now")
    def thumbnail(self, picture: Picture) -> SafeString | str:
        return thumbnail(picture)

    @admin.display(description="shown on")
    def shown_on(self, picture: Picture) -> Exercise | Variation | None:
        return picture.exercise or picture.variation
