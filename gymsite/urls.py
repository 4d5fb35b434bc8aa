from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("exercises/", include("exercises.urls")),
    path("admin/", admin.site.urls),
]
