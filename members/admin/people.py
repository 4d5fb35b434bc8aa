from contextlib import nullcontext
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from exercises.models import public_pages_change
from members.admin.base import ReadOnlyAdmin
from members.models import Member, User

for made_by_their_owners in (Authenticator, EmailAddress, UserSession):
    admin.site.unregister(made_by_their_owners)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]  # not generic at run time
    ordering = ["email"]
    list_display = ["email", "name", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name"]}),
        (
            "May",
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "second_factor_waived"]},
        ),
        ("When", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})
    ]
    readonly_fields = ["last_login", "date_joined", "second_factor_waived"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A trainer's public page comes and goes with their account."""
        shows = "is_active" in form.changed_data
        with public_pages_change() if shows else nullcontext():
            super().save_model(request, obj, form, change)


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


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Staff remove a lost second factor; its secret is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]
