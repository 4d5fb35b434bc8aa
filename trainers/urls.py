from django.urls import URLPattern, path

from trainers.views import assigning, assignment_sets, assignments

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    # Questions
    # Assignments
    path("coach/assign/", assignment_sets.assignment_set_list, name="assignment_set_list"),
    path("coach/assign/new/", assignment_sets.assignment_set_create, name="assignment_set_create"),
    path(
        "coach/assign/<uuid:uuid>/", assigning.assignment_set_detail, name="assignment_set_detail"
    ),
    path(
        "coach/assign/<uuid:uuid>/search/",
        assignment_sets.assignment_set_search,
        name="assignment_set_search",
    ),
    path(
        "coach/assign/<uuid:uuid>/items/add/",
        assignment_sets.assignment_set_item_create,
        name="assignment_set_item_create",
    ),
    path(
        "coach/assign/<uuid:uuid>/send/", assigning.assignment_set_send, name="assignment_set_send"
    ),
    path(
        "coach/assign/<uuid:uuid>/delete/",
        assignment_sets.assignment_set_delete,
        name="assignment_set_delete",
    ),
    *(
        path(f"coach/assign/items/<int:pk>/{act}/", view, name=f"assignment_set_item_{name}")
        for act, name, view in (
            ("edit", "update", assignment_sets.assignment_set_item_update),
            ("move", "move", assignment_sets.assignment_set_item_move),
            ("delete", "delete", assignment_sets.assignment_set_item_delete),
        )
    ),
    path(
        "coach/assignments/<uuid:uuid>/edit/",
        assigning.assignment_update,
        name="assignment_update",
    ),
    path(
        "coach/assignments/<uuid:uuid>/withdraw/",
        assigning.assignment_withdraw,
        name="assignment_withdraw",
    ),
    path("me/assignments/", assignments.assignment_list, name="assignment_list"),
    path("me/assignments/<uuid:uuid>/take/", assignments.assignment_take, name="assignment_take"),
    path(
        "me/assignments/<uuid:uuid>/decline/",
        assignments.assignment_decline,
        name="assignment_decline",
    ),
    # Clients
    # Inbox
    # Coach
]
