from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # each registers how its mails read
        from members import account_notices, deletion, readiness  # noqa: F401
