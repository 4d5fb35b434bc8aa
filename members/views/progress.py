from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from exercises.decorators import read_only
from exercises.models import Muscle, Variation
from members.access import MemberRequest, member_page
from members.overview import Overview, variation_rows
from members.progress import trend_of, workouts_with
from members.progress_charts import trend_chart
from members.progression import RecordKind
from members.records import NAMES, history_rows, records_of
from members.spans import Range, Span
from members.substitutes import substitutes_of

VARIATIONS_A_PAGE = 24
WORKOUTS_A_PAGE = 12


@read_only
@member_page
def progress(request: MemberRequest) -> HttpResponse:
    span, muscle = _span(request), _muscle(request)
    overview = Overview.of(request.member, span, muscle)
    page = Paginator(overview.totals, VARIATIONS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "span": span,
        "ranges": Range,
        "ignored": _ignored(request, span, muscle),
        "overview": overview,
        "links": {one: _muscle_address(request, one) for one in overview.by_muscle},
        "page": page,
        "rows": variation_rows(page, request.member.unit),
    }
    return render(request, "members/progress.html", context)


@read_only
@member_page
def progress_variation(request: MemberRequest, variation: int) -> HttpResponse:
    member, span = request.member, _span(request)
    found = get_object_or_404(Variation.objects.select_related("exercise__body_part"), pk=variation)
    workouts = workouts_with(member, found)
    page = Paginator(workouts, WORKOUTS_A_PAGE).get_page(request.GET.get("page"))
    if not page and not found.is_public:
        raise Http404
    trend, records = trend_of(member, found, span), records_of(member, found)
    context = {
        "span": span,
        "ranges": Range,
        "ignored": _ignored(request, span, None),
        "variation": found,
        "alternatives": None if found.is_public else substitutes_of(found).all(),
        "bests": [one for one in records if one.record.kind != RecordKind.MOST_REPS],
        "most_reps": [one for one in records if one.record.kind == RecordKind.MOST_REPS],
        "trend_name": NAMES[trend.kind],
        "estimated": trend.kind == RecordKind.ONE_REP_MAX,
        "chart": trend_chart(trend, span, member.unit) if trend.days else None,
        "page": page,
        "rows": history_rows(page, found, member.unit),
    }
    return render(request, "members/progress_variation.html", context)


def _span(request: MemberRequest) -> Span:
    return Span.of(request.member, request.GET.get("range", ""))


def _muscle(request: MemberRequest) -> Muscle | None:
    slug = request.GET.get("muscle", "")
    return Muscle.objects.filter(slug=slug).first() if slug else None


def _muscle_address(request: MemberRequest, muscle: Muscle) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query["muscle"] = muscle.slug
    return f"?{query.urlencode()}#volume"


def _ignored(request: MemberRequest, span: Span, muscle: Muscle | None) -> list[str]:
    """What the address asks for and does not exist."""
    taken = {span.range.value, muscle.slug if muscle else ""}
    asked = (request.GET.get(name, "") for name in ("range", "muscle"))
    return [value for value in asked if value and value not in taken]
