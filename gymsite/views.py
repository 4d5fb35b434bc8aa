import logging
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from exercises.decorators import read_only
from exercises.models import BodyPart, Exercise
from gymsite.models import SitePage
from gymsite.styleguide import COLOURS, StyleguideForm, styleguide_charts
from members.models import Gym

FEATURED = 8

logger = logging.getLogger(__name__)


@read_only
def home(request: HttpRequest) -> HttpResponse:
    guides = Exercise.objects.published().for_card()
    featured = guides.filter(featured_order__isnull=False).order_by("featured_order", "name")
    return render(
        request,
        "gymsite/home.html",
        {"body_parts": BodyPart.objects.all(), "featured": featured[:FEATURED]},
    )


@read_only
@never_cache
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for staff and whoever develops."""
    if not (settings.DEBUG or (request.user.is_authenticated and request.user.is_staff)):
        raise Http404
    guides = Exercise.objects.published().for_card().for_page()
    context = {
        "themes": ["light", "dark"],
        "colours": COLOURS,
        "exercise": guides.first(),
        "charts": {theme: styleguide_charts(theme) for theme in ("light", "dark")},
        "form": StyleguideForm({"email": "nobody", "goal": ""}),
    }
    return render(request, "gymsite/styleguide.html", context)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Answers whoever reaches a rate limit; the longest of them lasts five minutes."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "300"
    return response


@read_only
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Privacy, terms, accessibility; the gyms stand beneath, as their desks are whom to ask."""
    page = get_object_or_404(SitePage, slug=slug)
    context = {"page": page, "gyms": Gym.objects.all()}
    return render(request, "gymsite/site_page.html", context)


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@read_only
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """Whether database and cache answer; 503 when one does not."""
    parts = {"database": _answers(_ask_database), "cache": _answers(_ask_cache)}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except Exception:
        logger.exception("A part of the site does not answer.")
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_cache() -> None:
    cache.get("health")
