from django.apps import AppConfig


class TrainersConfig(AppConfig):
    name = "trainers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # registers how its mails read
        from members.forms.gyms import SESSIONS_AHEAD
        from members.personal_data import OTHERS_HEALTH_DATA
        from members.preferences import CONSENT_WITHDRAWN
        from trainers import booking_notices, notices, waitlist_notices  # noqa: F401
        from trainers.hours import sessions_ahead_at
        from trainers.personal_data import HEALTH_DATA, consent_withdrawn

        OTHERS_HEALTH_DATA.append(HEALTH_DATA)
        CONSENT_WITHDRAWN.append(consent_withdrawn)
        SESSIONS_AHEAD.append(sessions_ahead_at)
