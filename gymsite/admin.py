from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest

from exercises.forms import validate_links
from exercises.models.fields import MarkdownField
from gymsite.models import SitePage


@admin.register(SitePage)
class SitePageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Texts to edit; which pages there are is a matter of the site's addresses."""

    formfield_overrides = {
        MarkdownField: {
            "validators": [validate_links],
            "widget": AdminTextareaWidget(attrs={"rows": 30}),
        }
    }
    list_display = ["title", "slug", "updated_at", "edited"]
    fields = ["title", "body", "updated_at"]
    readonly_fields = ["updated_at"]

    @admin.display(boolean=True, description="edited by staff")
    def edited(self, page: SitePage) -> bool:
        return page.body != page.shipped_body

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
