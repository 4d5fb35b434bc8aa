from django.apps import AppConfig
from django.contrib.admin import apps as admin


class GymsiteConfig(AppConfig):
    name = "gymsite"

    def ready(self) -> None:
        from gymsite import checks  # noqa: F401  registers the system checks


class EditorsAdminConfig(admin.AdminConfig):
    default = False
    default_site = "gymsite.editors_admin.EditorsAdminSite"
