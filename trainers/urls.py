from django.urls import URLPattern, path

from trainers.views import (
    client_list,
    client_notes,
    client_page,
    client_training,
    my_trainers,
)

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    # Questions
    # Assignments
    # Clients
    path("me/trainers/", my_trainers.my_trainers, name="my_trainers"),
    path("me/trainers/invite/<slug:slug>/", my_trainers.client_invite, name="client_invite"),
    path(
        "me/trainers/requests/<uuid:request_id>/accept/",
        my_trainers.client_request_accept,
        name="client_request_accept",
    ),
    path(
        "me/trainers/requests/<uuid:request_id>/decline/",
        my_trainers.client_request_decline,
        name="client_request_decline",
    ),
    path(
        "me/trainers/requests/<uuid:request_id>/withdraw/",
        my_trainers.client_request_withdraw,
        name="client_request_withdraw",
    ),
    path("me/trainers/<uuid:client>/rights/", my_trainers.client_rights, name="client_rights"),
    path("me/trainers/<uuid:client>/end/", my_trainers.client_end, name="client_end"),
    path("coach/clients/", client_list.client_list, name="client_list"),
    path(
        "coach/requests/<uuid:request_id>/accept/",
        client_list.coach_request_accept,
        name="coach_request_accept",
    ),
    path(
        "coach/requests/<uuid:request_id>/decline/",
        client_list.coach_request_decline,
        name="coach_request_decline",
    ),
    path(
        "coach/requests/<uuid:request_id>/withdraw/",
        client_list.coach_request_withdraw,
        name="coach_request_withdraw",
    ),
    path(
        "coach/questions/<uuid:question>/ask-to-follow/",
        client_list.client_ask,
        name="client_ask",
    ),
    path("coach/clients/<uuid:client>/", client_page.client_detail, name="client_detail"),
    path(
        "coach/clients/<uuid:client>/workouts/",
        client_training.client_workouts,
        name="client_workouts",
    ),
    path(
        "coach/clients/<uuid:client>/workouts/<uuid:workout>/",
        client_training.client_workout,
        name="client_workout",
    ),
    path(
        "coach/clients/<uuid:client>/progress/",
        client_training.client_progress,
        name="client_progress",
    ),
    path(
        "coach/clients/<uuid:client>/progress/<int:variation>/",
        client_training.client_progress_variation,
        name="client_progress_variation",
    ),
    path(
        "coach/clients/<uuid:client>/notes/",
        client_notes.client_note_create,
        name="client_note_create",
    ),
    path(
        "coach/notes/<int:note>/edit/", client_notes.client_note_update, name="client_note_update"
    ),
    path(
        "coach/notes/<int:note>/delete/", client_notes.client_note_delete, name="client_note_delete"
    ),
    # Inbox
    # Coach
]
