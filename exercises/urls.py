from django.urls import path

from exercises import views

app_name = "exercises"
urlpatterns = [
    path("", views.exercise_list, name="exercise_list"),
    path("<slug:body_part>/", views.body_part_detail, name="body_part_detail"),
    path("<slug:body_part>/<slug:exercise>/", views.exercise_detail, name="exercise_detail"),
    path(
        "<slug:body_part>/<slug:exercise>/<slug:variation>/",
        views.variation_detail,
        name="variation_detail",
    ),
]
