from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control

from exercises.decorators import read_only
from trainers.filters import TrainerFilters
from trainers.models import Trainer
from trainers.structured_data import trainer_data

PAGE_SIZE = 24


@read_only
@cache_control(public=True, max_age=60)
def trainer_list(request: HttpRequest) -> HttpResponse:
    filters = TrainerFilters.from_query(request.GET)
    trainers = Trainer.objects.published().for_card().as_listed()
    if filters.gym:
        trainers = trainers.filter(gyms=filters.gym)
    if filters.speciality:
        trainers = trainers.filter(specialities=filters.speciality)
    page = Paginator(trainers, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "trainers/trainer_list.html", {"filters": filters, "page": page})


@read_only
@cache_control(public=True, max_age=60)
def trainer_detail(request: HttpRequest, slug: str) -> HttpResponse:
    trainer = get_object_or_404(Trainer.objects.published().for_card(), slug=slug)
    context = {"trainer": trainer, "structured_data": trainer_data(trainer)}
    return render(request, "trainers/trainer_detail.html", context)
