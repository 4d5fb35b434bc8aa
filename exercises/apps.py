from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class ExercisesConfig(AppConfig):
    name = "exercises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_make_current, sender=self)


def _make_current(using: str, apps: Apps = apps, **kwargs: Any) -> None:
    """Load the reference and rebuild an outdated index, once all migrations have run."""
    from exercises.reference import load_reference
    from exercises.search_index import rebuild_if_outdated

    state = apps.all_models["exercises"].get("cataloguestate")
    if not hasattr(state, "index_format"):
        return
    load_reference(using=using)
    if using == DEFAULT_DB_ALIAS:
        rebuild_if_outdated()
