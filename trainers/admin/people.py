from typing import Any

from django.contrib import admin
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from exercises.admin.base import PictureFilesAdmin, thumbnail
from exercises.forms import CATALOGUE_FIELDS
from exercises.pictures import stems_of
from trainers.admin.hours import DateOverrideInline, SessionTypeInline, WeeklyHoursInline
from trainers.claims import lock, own_bookings_claim
from trainers.forms.trainers import TrainerForm
from trainers.models import Trainer


@admin.register(Trainer)
class TrainerAdmin(PictureFilesAdmin):
    """Who they are and what their public page says; nothing of their members."""

    form = TrainerForm
    formfield_overrides = CATALOGUE_FIELDS
    fieldsets = [
        (None, {"fields": ["user", "name", "slug", "active", "accepting"]}),
        ("Where and what", {"fields": ["gyms", "specialities"]}),
        ("Page", {"fields": ["bio", "qualifications"]}),
        ("Photo", {"fields": ["now", "upload", "without_photo"]}),
    ]
    list_display = ["now", "name", "user", "active", "accepting", "on_site"]
    list_display_links = ["now", "name"]
    list_filter = ["active", "accepting", "gyms", "specialities"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email", "user__name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["user"]
    inlines = [WeeklyHoursInline, DateOverrideInline, SessionTypeInline]

    @admin.display(description="Photo now")
    def now(self, trainer: Trainer) -> SafeString | str:
        return thumbnail(trainer.portrait)

    @admin.display(description="On the site")
    def on_site(self, trainer: Trainer) -> SafeString | str:
        if not trainer.is_public:
            return "–"
        return format_html('<a href="{}">View</a>', trainer.get_absolute_url())

    def view_on_site(self, trainer: Trainer) -> str | None:
        return trainer.get_absolute_url() if trainer.is_public else None

    def stems(self, rows: QuerySet[Any] | list[Any]) -> set[str]:
        keys = [row.pk for row in rows]
        return stems_of(Trainer.objects.filter(pk__in=keys), "photo")

    def get_readonly_fields(self, request: HttpRequest, obj: Trainer | None = None) -> list[str]:
        return ["now", "user"] if obj else ["now"]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Trainer | None:
        """Locked while it is written, so that nobody books or writes hours meanwhile."""
        found: Trainer | None = super().get_object(request, *args, **kwargs)
        if found and request.method == "POST" and connection.in_atomic_block:
            lock([found.pk])
        return found

    def save_model(self, request: HttpRequest, obj: Trainer, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            own_bookings_claim(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Trainer | None = None) -> bool:
        """One by one, and never who has worked with members: they are made inactive instead."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not obj.has_worked()
