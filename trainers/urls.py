from django.urls import URLPattern, path

from trainers.views import asking, coach, inbox, publishing, questions, trainers
from trainers.views import assigning, assignment_sets, assignments

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    path("trainers/", trainers.trainer_list, name="trainer_list"),
    path("trainers/<slug:slug>/", trainers.trainer_detail, name="trainer_detail"),
    # Questions
    path("ask/<slug:exercise>/", asking.question_create, name="question_create"),
    path("me/questions/", questions.question_list, name="question_list"),
    path("me/questions/<uuid:uuid>/", questions.question_detail, name="question_detail"),
    path("me/questions/<uuid:uuid>/reply/", questions.question_reply, name="question_reply"),
    path("me/questions/<uuid:uuid>/resolve/", questions.question_resolve, name="question_resolve"),
    path(
        "me/questions/<uuid:uuid>/publishing/",
        questions.question_publishing,
        name="question_publishing",
    ),
    path(
        "me/questions/<uuid:uuid>/agree/",
        questions.published_answer_agree,
        name="published_answer_agree",
    ),
    path(
        "me/questions/<uuid:uuid>/decline/",
        questions.published_answer_decline,
        name="published_answer_decline",
    ),
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
    path("coach/questions/", inbox.inbox_list, name="inbox_list"),
    path("coach/questions/<uuid:uuid>/", inbox.inbox_detail, name="inbox_detail"),
    path("coach/questions/<uuid:uuid>/claim/", inbox.question_claim, name="question_claim"),
    path("coach/questions/<uuid:uuid>/answer/", inbox.question_answer, name="question_answer"),
    path(
        "coach/questions/<uuid:uuid>/hand-back/",
        inbox.question_hand_back,
        name="question_hand_back",
    ),
    path(
        "coach/questions/<uuid:uuid>/propose/",
        publishing.published_answer_propose,
        name="published_answer_propose",
    ),
    # Coach
    path("coach/", coach.coach, name="coach"),
]
