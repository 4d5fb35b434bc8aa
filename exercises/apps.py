from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ExercisesConfig(AppConfig):
    name = "exercises"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(_load_reference, sender=self)


def _load_reference(using: str, **kwargs: Any) -> None:
    from exercises.reference import load_reference

    load_reference(using=using)
