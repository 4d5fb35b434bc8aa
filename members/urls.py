from django.urls import URLPattern, path

from members.views import (
    consent,
    floor,
    gyms,
    imports,
    plan_adding,
    plan_days,
    plan_items,
    plans,
    progress,
    readiness,
    saved,
    security,
    settings,
    workout_edit,
    workout_items,
    workouts,
)

app_name = "members"
urlpatterns: list[URLPattern] = [
    # Accounts
    path("accounts/security/", security.security, name="security"),
    path("accounts/sessions/<int:pk>/end/", security.session_end, name="session_end"),
    # Plans
    path("me/plan/", plans.plan_list, name="plan_list"),
    path("me/plan/new/", plans.plan_create, name="plan_create"),
    path("me/plan/new/<slug:template>/", plans.plan_template, name="plan_template"),
    path(
        "me/plan/add/<slug:exercise>/<slug:variation>/",
        plan_adding.plan_item_create,
        name="plan_item_create",
    ),
    path("me/plan/<uuid:plan>/", plans.plan_detail, name="plan_detail"),
    path("me/plan/<uuid:plan>/edit/", plans.plan_update, name="plan_update"),
    path("me/plan/<uuid:plan>/activate/", plans.plan_activate, name="plan_activate"),
    path("me/plan/<uuid:plan>/copy/", plans.plan_copy, name="plan_copy"),
    path("me/plan/<uuid:plan>/delete/", plans.plan_delete, name="plan_delete"),
    path("me/plan/<uuid:plan>/restore/", plans.plan_restore, name="plan_restore"),
    path("me/plan/<uuid:plan>/days/new/", plan_days.plan_day_create, name="plan_day_create"),
    path("me/plan/days/<uuid:day>/add/", plan_adding.plan_day_search, name="plan_day_search"),
    path("me/plan/days/<uuid:day>/edit/", plan_days.plan_day_update, name="plan_day_update"),
    path("me/plan/days/<uuid:day>/move/", plan_days.plan_day_move, name="plan_day_move"),
    path("me/plan/days/<uuid:day>/copy/", plan_days.plan_day_copy, name="plan_day_copy"),
    path("me/plan/days/<uuid:day>/delete/", plan_days.plan_day_delete, name="plan_day_delete"),
    path("me/plan/days/<uuid:day>/restore/", plan_days.plan_day_restore, name="plan_day_restore"),
    path("me/plan/items/<uuid:item>/", plan_items.plan_item_detail, name="plan_item_detail"),
    path("me/plan/items/<uuid:item>/edit/", plan_items.plan_item_update, name="plan_item_update"),
    path("me/plan/items/<uuid:item>/move/", plan_items.plan_item_move, name="plan_item_move"),
    path("me/plan/items/<uuid:item>/swap/", plan_items.plan_item_swap, name="plan_item_swap"),
    path("me/plan/items/<uuid:item>/delete/", plan_items.plan_item_delete, name="plan_item_delete"),
    path(
        "me/plan/items/<uuid:item>/restore/", plan_items.plan_item_restore, name="plan_item_restore"
    ),
    # Saved
    path("me/saved/", saved.saved_list, name="saved_list"),
    path("me/saved/add/<slug:exercise>/", saved.saved_create, name="saved_create"),
    path("me/saved/add/<slug:exercise>/<slug:variation>/", saved.saved_create, name="saved_create"),
    path("me/saved/remove/<slug:exercise>/", saved.saved_delete, name="saved_delete"),
    path(
        "me/saved/remove/<slug:exercise>/<slug:variation>/", saved.saved_delete, name="saved_delete"
    ),
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
    path("me/progress/", progress.progress, name="progress"),
    path("me/progress/<int:variation>/", progress.progress_variation, name="progress_variation"),
    # Settings, consent, readiness
    path("me/settings/", settings.settings_update, name="settings_update"),
    path("me/settings/consent/", consent.consent_update, name="consent_update"),
    path("me/settings/consent/withdraw/", consent.consent_withdraw, name="consent_withdraw"),
    path("me/settings/consent/delete/", consent.health_data_delete, name="health_data_delete"),
    path("me/settings/readiness/", readiness.readiness_create, name="readiness_create"),
    path("me/settings/readiness/outcome/", readiness.readiness_detail, name="readiness_detail"),
    path("me/settings/readiness/changed/", readiness.readiness_lapse, name="readiness_lapse"),
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
    path("gyms/<slug:slug>/", gyms.gym_detail, name="gym_detail"),
]
