from django.urls import URLPattern, path

from members.views import security

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Accounts
    path("accounts/security/", security.security, name="security"),
    path("accounts/sessions/<int:pk>/end/", security.session_end, name="session_end"),
    # Plans
    # Saved
    # Workouts
    # Progress
    # Settings, consent, readiness
    # Imports
    # Gyms
]
