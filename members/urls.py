from django.urls import URLPattern, path

from members.views import imports

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Plans
    # Saved
    # Workouts
    # Progress
    # Settings, consent, readiness
    # Imports
    path("me/workouts/import/", imports.import_create, name="import_create"),
    path("me/workouts/import/<uuid:uuid>/", imports.import_detail, name="import_detail"),
    path("me/workouts/import/<uuid:uuid>/start/", imports.import_start, name="import_start"),
    path("me/workouts/import/<uuid:uuid>/undo/", imports.import_undo, name="import_undo"),
    path("me/workouts/import/<uuid:uuid>/restore/", imports.import_restore, name="import_restore"),
    path("me/workouts/import/<uuid:uuid>/delete/", imports.import_delete, name="import_delete"),
    path(
        "me/workouts/import/<uuid:uuid>/exercises/<int:pk>/",
        imports.import_match,
        name="import_match",
    ),
    # Gyms
]
