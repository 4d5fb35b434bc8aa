from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from members.forms.gyms import GymHoursForm, GymHoursFormSet
from members.models import Gym, GymClosure, GymHours, Member, User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # not generic at run time
    ordering = ["email"]
    list_display = ["email", "name", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        ("May", {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined"]


class GymHoursInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = GymHours
    form = GymHoursForm
    formset = GymHoursFormSet
    fields = [("weekday", "opens", "closes")]
    extra = 0


class GymClosureInline(admin.StackedInline):  # type: ignore[type-arg]
    model = GymClosure
    fields = [("date", "reason")]
    extra = 0


@admin.register(Gym)
class GymAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "address", "timezone"]
    search_fields = ["name", "address"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [GymHoursInline, GymClosureInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "address", "timezone"]}),
        ("Questions", {"fields": ["answer_within_hours"]}),
        (
            "Bookings",
            {
                "fields": [
                    "minimum_notice_minutes",
                    "booking_window_days",
                    "free_cancellation_hours",
                ]
            },
        ),
    ]


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """What the desk needs; nothing of anybody's health, training or goal."""

    list_display = ["user", "name", "home_gym", "deletion_requested_at"]
    list_filter = ["home_gym"]
    list_select_related = ["user", "home_gym"]
    search_fields = ["user__email", "user__name"]
    fields = ["user", "name", "home_gym", "age_confirmed_at", "deletion_requested_at"]
    readonly_fields = ["user", "name", "age_confirmed_at", "deletion_requested_at"]

    @admin.display(ordering="user__name")
    def name(self, member: Member) -> str:
        return member.user.name

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
