from django.urls import URLPattern

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Plans
    # Saved
    # Workouts
    # Progress
    # Settings, consent, readiness
    # Imports
    # Gyms
]
