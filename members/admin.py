from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.http import HttpRequest

from members.models import Notice, User

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


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Staff remove a lost second factor; its secret is shown to nobody."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What became of a mail; its details, which may be a code, are shown to nobody."""

    list_display = ["kind", "recipient", "outcome", "attempts", "created_at", "ended_at"]
    list_filter = ["outcome", "kind"]
    search_fields = ["recipient"]
    fields = [
        *["kind", "recipient", "outcome", "attempts"],
        *["created_at", "due_at", "next_try_at", "ended_at"],
    ]

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False
