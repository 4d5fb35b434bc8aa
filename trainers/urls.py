from django.urls import URLPattern

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    # Questions
    # Assignments
    # Clients
    # Inbox
    # Coach
]
