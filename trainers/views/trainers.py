from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import cache_control

from exercises.decorators import read_only
from trainers.filters import TrainerFilters
from trainers.finding import SOON, SORTED_AT_MOST, next_free, soonest_first, week_of
from trainers.models import Trainer
from trainers.structured_data import trainer_data
from trainers.subject import Subject

PAGE_SIZE = 24
FEW = 3


@read_only
@cache_control(public=True, max_age=0, s_maxage=2)
def trainer_list(request: HttpRequest) -> HttpResponse:
    """Whoever is free within the week first; every card of the page with its next free time."""
    filters = TrainerFilters.from_query(request.GET)
    trainers = Trainer.objects.published().for_card().as_listed()
    if filters.gym:
        trainers = trainers.filter(gyms=filters.gym)
    if filters.speciality:
        trainers = trainers.filter(specialities=filters.speciality)
    page = Paginator(_in_order(trainers, filters), PAGE_SIZE).get_page(request.GET.get("page"))
    free = next_free(list(page))
    context = {
        "filters": filters,
        "page": page,
        "cards": [(trainer, free.get(trainer.pk)) for trainer in page],
        "subject": Subject.from_query(request.GET),
    }
    return render(request, "trainers/trainer_list.html", context)


def _in_order(
    trainers: QuerySet[Trainer], filters: TrainerFilters
) -> QuerySet[Trainer] | list[Trainer]:
    """Whoever is free first, unless there are too many; with a filter only those who are."""
    found = list(trainers if filters.free else trainers[: SORTED_AT_MOST + 1])
    if len(found) > SORTED_AT_MOST and not filters.free:
        return trainers
    free = next_free(found, filters.free or SOON)
    in_order = soonest_first(found, free)
    return [one for one in in_order if one.pk in free] if filters.free else in_order


@read_only
@cache_control(public=True, max_age=60)
def trainers_soon(request: HttpRequest) -> HttpResponse:
    """A few who are free next, as a part of the start page."""
    trainers = Trainer.objects.published().for_card().as_listed()[:SORTED_AT_MOST]
    free = next_free(trainers, SOON)
    first = [one for one in soonest_first(trainers, free) if one.pk in free][:FEW]
    cards = [(trainer, free[trainer.pk]) for trainer in first]
    return render(request, "trainers/trainers_soon.html", {"cards": cards})


@read_only
@cache_control(public=True, max_age=0, s_maxage=2)
def trainer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who it is, and a week of free times of the session that is chosen."""
    trainer = get_object_or_404(Trainer.objects.published().for_card(), slug=slug)
    types = (
        list(trainer.session_types.on_offer()) if trainer.accepting and trainer.gyms.all() else []
    )
    wanted = request.GET.get("type", "")
    chosen = next((one for one in types if str(one.pk) == wanted), types[0] if types else None)
    asked = _date(request.GET.get("from", ""))
    context: dict[str, Any] = {
        "trainer": trainer,
        "structured_data": trainer_data(trainer),
        "types": types,
        "is_gone": bool(wanted and chosen and str(chosen.pk) != wanted),
        "chosen": chosen,
        "zones": sorted({gym.timezone for gym in trainer.gyms.all()}),
        "asked": asked,
        "week": chosen and week_of(trainer, chosen, asked),
        "subject": Subject.from_query(request.GET),
    }
    return render(request, "trainers/trainer_detail.html", context)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
