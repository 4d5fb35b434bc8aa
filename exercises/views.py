from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from exercises.decorators import read_only
from exercises.filters import CatalogueFilters, filter_groups
from exercises.markdown import LinkResolver
from exercises.models import BodyPart, Exercise, Muscle, SlugRedirect, Variation
from exercises.search import search, suggest
from exercises.structured_data import breadcrumb_data, video_data

PAGE_SIZE = 24


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@read_only
@vary_on_headers("HX-Request", "HX-Target")
def exercise_list(request: HtmxRequest) -> HttpResponse:
    filters = CatalogueFilters.from_query(request.GET)
    if request.htmx and request.htmx.target == "suggestions":
        found = suggest(filters.query)
        return render(request, "exercises/exercise_list.html#suggestions", {"suggestions": found})
    page = search(
        filters.query,
        parts=filters.parts,
        muscles=filters.muscles,
        equipment=filters.equipment,
        levels=filters.levels,
        page=filters.page,
        page_size=PAGE_SIZE,
    )
    groups = filter_groups(page)
    context = {
        "filters": filters,
        "page": page,
        "groups": groups,
        "chosen": [(group.parameter, choice) for group in groups for choice in group.chosen],
        "body_parts": BodyPart.objects.all(),
        "muscles": Muscle.objects.select_related("body_part"),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    template = "exercises/exercise_list.html"
    return render(request, f"{template}#results" if partial else template, context)


@read_only
def body_part_detail(request: HttpRequest, body_part: str) -> HttpResponse:
    part = get_object_or_404(BodyPart.objects.prefetch_related("muscles"), slug=body_part)
    guides = Exercise.objects.published().filter(body_part=part).for_card().as_listed()
    page = Paginator(guides, PAGE_SIZE).get_page(request.GET.get("page"))
    data = breadcrumb_data(part)
    return render(
        request,
        "exercises/body_part_detail.html",
        {"part": part, "page": page, "structured_data": [data]},
    )


@read_only
def exercise_detail(request: HttpRequest, body_part: str, exercise: str) -> HttpResponse:
    guide = Exercise.objects.published().for_page().filter(slug=exercise).first()
    if guide is None:
        return _moved(exercise)
    if guide.body_part.slug != body_part:
        return redirect(guide, permanent=True)
    return exercise_page(request, guide)


def exercise_page(request: HttpRequest, guide: Exercise) -> HttpResponse:
    """A guide's page; also what the preview in the admin shows."""
    tips, faqs = guide.texts()
    texts = [guide.what_is, *(tip.text for tip in tips), *(faq.answer for faq in faqs)]
    return render(
        request,
        "exercises/exercise_detail.html",
        {
            "exercise": guide,
            "tips": tips,
            "faqs": faqs,
            "links": LinkResolver.for_texts(texts, exercise_slug=guide.slug),
            "structured_data": [breadcrumb_data(guide.body_part, guide)],
        },
    )


@never_cache
@csp_replace({"frame-ancestors": SELF})  # type: ignore[arg-type]  # typed for bare views only
@xframe_options_sameorigin
def exercise_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The guide's page as it would be, for staff; the admin checks who asks."""
    return exercise_page(request, get_object_or_404(Exercise.objects.for_preview(), pk=pk))


@read_only
def variation_detail(
    request: HttpRequest, body_part: str, exercise: str, variation: str
) -> HttpResponse:
    found = (
        Variation.objects.published()
        .for_page()
        .filter(exercise__slug=exercise, slug=variation)
        .first()
    )
    if found is None:
        return _moved(exercise, variation)
    guide = found.exercise
    if guide.body_part.slug != body_part:
        return redirect(found, permanent=True)
    alternatives = Variation.objects.alternatives_to(found, without=found.main_equipment())
    easier, harder = found.neighbours()
    data = [breadcrumb_data(guide.body_part, guide, found), *video_data(found)]
    return render(
        request,
        "exercises/variation_detail.html",
        {
            "variation": found,
            "exercise": guide,
            "easier": easier,
            "harder": harder,
            "alternatives": alternatives.for_card()[:6],
            "structured_data": data,
        },
    )


def _moved(exercise_slug: str, variation_slug: str = "") -> HttpResponse:
    target = SlugRedirect.objects.target_of(exercise_slug, variation_slug)
    if target is None:
        raise Http404
    return redirect(target, permanent=True)
