"""What a client logged, for the trainer whom they let see it; each page notes first that it is."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime

from exercises.decorators import read_only
from exercises.models import Variation
from members.floor import FloorExercise, floor_of
from members.history import summaries
from members.models import Workout
from members.overview import Overview, variation_rows
from members.progress import trend_of, workouts_with
from members.progress_charts import trend_chart
from members.progression import RecordKind
from members.records import NAMES, history_rows, records_of
from members.spans import Range, Span
from trainers.access import ClientPageRequest, training_of_client_page
from trainers.clients import workout_read

PAGE_SIZE = 24
WORKOUTS_A_PAGE = 12


@read_only
@training_of_client_page
def client_workouts(request: ClientPageRequest) -> HttpResponse:
    member = request.client.member
    workout_read(client=request.client, what="Your workouts")
    finished = Workout.objects.finished().filter(member=member).for_history()
    page = Paginator(finished, PAGE_SIZE).get_page(request.GET.get("page"))
    context = _of_client(request) | {
        "page": page,
        "summaries": summaries(list(page), member=member),
    }
    return render(request, "trainers/client_workouts.html", context)


@read_only
@training_of_client_page
def client_workout(request: ClientPageRequest, workout: UUID) -> HttpResponse:
    member = request.client.member
    finished = Workout.objects.finished().filter(member=member).for_page()
    found = get_object_or_404(finished, pk=workout)
    day = date_format(localtime(found.started_at), "j F Y")
    workout_read(client=request.client, what=f"Your workout of {day}")
    context = _of_client(request) | {
        "workout": found,
        "summary": summaries([found], member=member)[0],
        "exercises": [one for one in floor_of(found, member).exercises if _shown(one)],
    }
    return render(request, "trainers/client_workout.html", context)


def _shown(exercise: FloorExercise) -> bool:
    """An exercise added by hand and skipped again is not worth a line."""
    return bool(exercise.item.plan_item_id or any(row.done for row in exercise.rows))


@read_only
@training_of_client_page
def client_progress(request: ClientPageRequest) -> HttpResponse:
    member, span = request.client.member, _span(request)
    workout_read(client=request.client, what="Your progress")
    overview = Overview.of(member, span, None)
    page = Paginator(overview.totals, PAGE_SIZE).get_page(request.GET.get("page"))
    context = _of_client(request) | {
        "span": span,
        "ranges": Range,
        "overview": overview,
        "page": page,
        "rows": variation_rows(page, member.unit),
    }
    return render(request, "trainers/client_progress.html", context)


@read_only
@training_of_client_page
def client_progress_variation(request: ClientPageRequest, variation: int) -> HttpResponse:
    member, span = request.client.member, _span(request)
    found = get_object_or_404(Variation.objects.select_related("exercise__body_part"), pk=variation)
    page = Paginator(workouts_with(member, found), WORKOUTS_A_PAGE).get_page(
        request.GET.get("page")
    )
    if not page:
        raise Http404
    workout_read(client=request.client, what=f"Your progress: {found.name}")
    trend, records = trend_of(member, found, span), records_of(member, found)
    context = _of_client(request) | {
        "span": span,
        "ranges": Range,
        "variation": found,
        "bests": [one for one in records if one.record.kind != RecordKind.MOST_REPS],
        "most_reps": [one for one in records if one.record.kind == RecordKind.MOST_REPS],
        "trend_name": NAMES[trend.kind],
        "chart": trend_chart(trend, span, member.unit) if trend.days else None,
        "page": page,
        "rows": history_rows(page, found, member.unit),
    }
    return render(request, "trainers/client_progress_variation.html", context)


def _of_client(request: ClientPageRequest) -> dict[str, object]:
    member = request.client.member
    return {
        "client": request.client,
        "name": member.user.get_full_name(),
        "unit": member.unit,
    }


def _span(request: ClientPageRequest) -> Span:
    return Span.of(request.client.member, request.GET.get("range", ""))
