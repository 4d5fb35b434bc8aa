from django.urls import URLPattern, path

from trainers.views import trainers

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    path("trainers/", trainers.trainer_list, name="trainer_list"),
    path("trainers/<slug:slug>/", trainers.trainer_detail, name="trainer_detail"),
    # Questions
    # Assignments
    # Clients
    # Inbox
    # Coach
]
