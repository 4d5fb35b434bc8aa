from django.urls import URLPattern, path

from members.views import progress

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Plans
    # Saved
    # Workouts
    # Progress
    path("me/progress/", progress.progress, name="progress"),
    path("me/progress/<int:variation>/", progress.progress_variation, name="progress_variation"),
    # Settings, consent, readiness
    # Imports
    # Gyms
]
