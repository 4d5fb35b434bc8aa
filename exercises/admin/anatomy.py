from adminsortable2.admin import SortableAdminMixin  # type: ignore[import-untyped]
from django.contrib import admin

from exercises.admin.base import CatalogueAdmin
from exercises.forms import EquipmentForm
from exercises.models import BodyPart, Equipment, Muscle


@admin.register(BodyPart)
class BodyPartAdmin(SortableAdminMixin, CatalogueAdmin):  # type: ignore[misc]
    list_display = ("name", "adjective", "slug")
    search_fields = ("name", "adjective")
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Muscle)
class MuscleAdmin(CatalogueAdmin):
    list_display = ("name", "common_name", "body_part", "region")
    list_filter = ("body_part",)
    search_fields = ("name", "common_name", "aliases")
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Equipment)
class EquipmentAdmin(SortableAdminMixin, CatalogueAdmin):  # type: ignore[misc]
    form = EquipmentForm
    list_display = ("name", "load_step_kg", "load_step_lb")
    search_fields = ("name", "aliases")
    prepopulated_fields = {"slug": ["name"]}
