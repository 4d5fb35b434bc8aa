from django.apps import AppConfig


class GymsiteConfig(AppConfig):
    name = "gymsite"

    def ready(self) -> None:
        from gymsite import checks  # noqa: F401  registers the system checks
