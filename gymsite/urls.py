from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap as sitemap_section
from django.urls import include, path

from exercises.decorators import read_only
from exercises.views import exercise_preview
from gymsite import feeds, media, my_data, sitemaps, views
from gymsite.today import today

site_patterns = (
    [
        path("", views.home, name="home"),
        path("feed.xml", read_only(feeds.GuideFeed()), name="feed"),
        path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
        path(
            "sitemap-<section>.xml",
            read_only(sitemap_section),
            {"sitemaps": sitemaps.SITEMAPS},
            name="sitemap_section",
        ),
        path("robots.txt", views.robots, name="robots"),
        path("healthz", views.health, name="health"),
        path("styleguide/", views.styleguide, name="styleguide"),
        path("privacy/", views.site_page, {"slug": "privacy"}, name="privacy"),
        path("terms/", views.site_page, {"slug": "terms"}, name="terms"),
        path("accessibility/", views.site_page, {"slug": "accessibility"}, name="accessibility"),
        path("me/", today, name="today"),
        path("me/data/", my_data.my_data, name="my_data"),
        path("me/data/exports/", my_data.export_create, name="export_create"),
        path("me/data/exports/<uuid:uuid>/", my_data.export_download, name="export_download"),
        path("me/data/delete/", my_data.deletion_create, name="deletion_create"),
        path("me/data/leaving/", my_data.deletion_detail, name="deletion_detail"),
        path("me/data/keep/", my_data.deletion_undo, name="deletion_undo"),
    ],
    "gymsite",
)

urlpatterns = [
    path("", include(site_patterns)),
    path("exercises/", include("exercises.urls")),
    path("", include("members.urls")),
    path("", include("trainers.urls")),
    path("accounts/", include("allauth.urls")),
    path(
        "admin/exercises/exercise/<int:pk>/preview/",
        read_only(admin.site.admin_view(exercise_preview)),
        name="exercise_preview",
    ),
    path("admin/", admin.site.urls),
]

handler429 = views.too_many_requests

if settings.MEDIA_URL.startswith("/"):
    urlpatterns.append(path(f"{settings.MEDIA_URL.strip('/')}/<path:name>", media.serve))

if settings.DEBUG:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()
