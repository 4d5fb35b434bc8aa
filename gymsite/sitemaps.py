from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from exercises.decorators import read_only
from exercises.models import BodyPart, Exercise, Variation
from gymsite.models import SitePage
from members.models import Gym
from trainers.models import Trainer


class PublicSitemap(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    """Absolute addresses from PUBLIC_URL, whatever Host the request names."""

    limit = 20_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.PUBLIC_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PUBLIC_URL).netloc


class PageSitemap(PublicSitemap):
    def items(self) -> list[str]:
        return ["gymsite:home", "exercises:exercise_list", "trainers:trainer_list"]

    def location(self, item: str) -> str:
        return reverse(item)


class BodyPartSitemap(PublicSitemap):
    def items(self) -> QuerySet[BodyPart]:
        return BodyPart.objects.all()


class GuideSitemap(PublicSitemap):
    def items(self) -> QuerySet[Exercise]:
        return Exercise.objects.published().select_related("body_part").order_by("pk")

    def lastmod(self, item: Exercise) -> datetime:
        return item.updated_at


class VariationSitemap(PublicSitemap):
    def items(self) -> QuerySet[Variation]:
        rows = Variation.objects.published().select_related("exercise__body_part")
        return rows.order_by("pk")

    def lastmod(self, item: Variation) -> datetime:
        return item.updated_at


class GymSitemap(PublicSitemap):
    def items(self) -> QuerySet[Gym]:
        return Gym.objects.order_by("pk")


class TrainerSitemap(PublicSitemap):
    def items(self) -> QuerySet[Trainer]:
        return Trainer.objects.published().order_by("pk")


class SitePageSitemap(PublicSitemap):
    def items(self) -> QuerySet[SitePage]:
        return SitePage.objects.all()

    def lastmod(self, item: SitePage) -> datetime:
        return item.updated_at


SITEMAPS: dict[str, type[PublicSitemap]] = {
    "pages": PageSitemap,
    "body-parts": BodyPartSitemap,
    "guides": GuideSitemap,
    "variations": VariationSitemap,
    "gyms": GymSitemap,
    "trainers": TrainerSitemap,
    "texts": SitePageSitemap,
}


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page once; past what one file may hold, an index of files."""
    files = {name: section().paginator.num_pages for name, section in SITEMAPS.items()}
    if max(files.values()) == 1:
        return views.sitemap(request, {**SITEMAPS})
    locations = [
        settings.PUBLIC_URL + reverse("gymsite:sitemap_section", args=[name]) + f"?p={page}"
        for name, pages in files.items()
        for page in range(1, pages + 1)
    ]
    return render(
        request,
        "sitemap_index.xml",
        {"sitemaps": [{"location": location} for location in locations]},
        content_type="application/xml",
    )
