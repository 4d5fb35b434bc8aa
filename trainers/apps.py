from django.apps import AppConfig


class TrainersConfig(AppConfig):
    name = "trainers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registers how its mails read
        from trainers import notices  # noqa: F401
