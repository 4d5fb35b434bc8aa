from django.urls import URLPattern, path

from members.views import floor, workout_edit, workout_items, workouts

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Plans
    # Saved
    # Workouts
    path("me/workouts/", workouts.workout_list, name="workout_list"),
    path("me/workouts/new/", workouts.workout_create, name="workout_create"),
    path("me/workouts/log/", workouts.workout_log, name="workout_log"),
    path("me/workouts/<uuid:workout>/", workouts.workout_detail, name="workout_detail"),
    path("me/workouts/<uuid:workout>/edit/", workout_edit.workout_edit, name="workout_edit"),
    path("me/workouts/<uuid:workout>/finish/", workouts.workout_end, name="workout_end"),
    path("me/workouts/<uuid:workout>/note/", workouts.workout_note, name="workout_note"),
    path("me/workouts/<uuid:workout>/delete/", workouts.workout_delete, name="workout_delete"),
    path("me/workouts/<uuid:workout>/restore/", workouts.workout_restore, name="workout_restore"),
    path("me/workouts/<uuid:workout>/add/", workout_items.item_add, name="item_add"),
    path(
        "me/workouts/<uuid:workout>/items/<uuid:uuid>/", workout_items.item_save, name="item_save"
    ),
    path(
        "me/workouts/<uuid:workout>/items/<uuid:uuid>/swap/",
        workout_items.item_swap,
        name="item_swap",
    ),
    path("me/workouts/<uuid:workout>/sets/<uuid:uuid>/", floor.set_save, name="set_save"),
    # Progress
    # Settings, consent, readiness
    # Imports
    # Gyms
]
