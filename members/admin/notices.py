from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from members.admin.base import ReadOnlyAdmin
from members.models import Notice


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
