from django.urls import URLPattern, path

from trainers.views import coach, inbox, publishing

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    # Questions
    # Assignments
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
