from typing import Any

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate


class GymsiteConfig(AppConfig):
    name = "gymsite"

    def ready(self) -> None:
        from gymsite import checks, data_export  # noqa: F401  register checks, a kind of mail

        post_migrate.connect(_load_site_pages, sender=self)


def _load_site_pages(using: str, **kwargs: Any) -> None:
    from gymsite.site_pages import load_site_pages

    load_site_pages(using=using)


class EditorsAdminConfig(admin.AdminConfig):
    default = False
    default_site = "gymsite.editors_admin.EditorsAdminSite"
