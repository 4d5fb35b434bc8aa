from django.urls import URLPattern, path

from members.views import consent, gyms, readiness, settings

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Plans
    # Saved
    # Workouts
    # Progress
    # Settings, consent, readiness
    path("me/settings/", settings.settings_update, name="settings_update"),
    path("me/settings/consent/", consent.consent_update, name="consent_update"),
    path("me/settings/consent/withdraw/", consent.consent_withdraw, name="consent_withdraw"),
    path("me/settings/consent/delete/", consent.health_data_delete, name="health_data_delete"),
    path("me/settings/readiness/", readiness.readiness_create, name="readiness_create"),
    path("me/settings/readiness/outcome/", readiness.readiness_detail, name="readiness_detail"),
    path("me/settings/readiness/changed/", readiness.readiness_lapse, name="readiness_lapse"),
    # Imports
    # Gyms
    path("gyms/<slug:slug>/", gyms.gym_detail, name="gym_detail"),
]
