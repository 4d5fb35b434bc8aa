"""The site's addresses with those of the accounts."""

from django.urls import include, path

from gymsite.urls import *  # noqa: F403
from gymsite.urls import urlpatterns as site_urlpatterns

urlpatterns = [*site_urlpatterns, path("accounts/", include("allauth.urls"))]
