"""The charts of the progress pages, each with its numbers as a table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from members.charts import Point, bar_chart, line_chart
from members.models import Plan
from members.progress import Trend, Volume
from members.progression import RecordKind
from members.records import NAMES, estimate_in, value_words
from members.spans import Bins, Span, monday
from members.units import in_unit

DAILY = timedelta(weeks=27)
LONG_HOLD, LONG_WAY = 300, 2_000
TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Chart:
    """A picture and the same numbers as a table, the latest first."""

    svg: SafeString
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def weeks_of(days: Iterable[date], span: Span) -> int:
    """Weeks from the first of the days to today, each begun one counted."""
    first = min(days, default=span.today)
    return (monday(span.today) - monday(first)).days // 7 + 1


def bins_of(days: Iterable[date], span: Span) -> Bins:
    return Bins(span.first or min(days, default=span.today), span.today)


def sessions_chart(days: Sequence[date], span: Span, plan: Plan | None) -> Chart:
    """Finished workouts by week; against the plan's where weeks are shown."""
    bins = bins_of(days, span)
    counts: dict[date, int] = defaultdict(int)
    for day in days:
        counts[bins.start_of(day)] += 1
    points = [
        Point(start, Decimal(counts[start]), _short(start, bins), _counted(counts[start]))
        for start in bins
    ]
    target = plan.sessions_per_week if plan and not bins.monthly else None
    svg = bar_chart(
        points,
        title=f"Sessions a {bins.noun}",
        unit="sessions",
        ident="sessions",
        target=Decimal(target) if target else None,
        target_words=f"your plan: {target}" if target else "",
    )
    return Chart(
        svg,
        (_heading(bins), "Sessions", *(("Your plan",) if target else ())),
        [
            (_long(one.day, bins), f"{one.value}", *((f"{target}",) if target else ()))
            for one in reversed(points)
        ],
    )


def volume_chart(days: Sequence[tuple[date, Volume]], span: Span, unit: str, name: str) -> Chart:
    """Sets by week, with the load moved in the table."""
    bins = bins_of((day for day, _ in days), span)
    volumes: dict[date, Volume] = defaultdict(Volume)
    for day, volume in days:
        volumes[bins.start_of(day)] += volume
    points = [
        Point(start, volumes[start].sets, _short(start, bins), f"{plain(volumes[start].sets)} sets")
        for start in bins
    ]
    title = f"{name} sets a {bins.noun}" if name else f"Sets a {bins.noun}"
    return Chart(
        bar_chart(points, title=title, unit="sets", ident="volume"),
        (_heading(bins), "Sets", f"Load × reps, {unit}"),
        [
            (
                _long(one.day, bins),
                plain(one.value),
                f"{in_unit(volumes[one.day].kg, unit).quantize(Decimal(1)):,}",
            )
            for one in reversed(points)
        ],
    )


def trend_chart(trend: Trend, span: Span, unit: str) -> Chart:
    """A variation's best by day; of each week or month where there are many."""
    bins = Bins(min(trend.days), span.today)
    daily = max(trend.days) - min(trend.days) <= DAILY
    best: dict[date, Decimal] = {}
    for day, value in trend.days.items():
        start = day if daily else bins.start_of(day)
        best[start] = trend.pick([value, best.get(start, value)])
    scale = _scale(trend.kind, max(trend.days.values()), unit)
    points = [
        Point(
            start,
            scale.number(value),
            _day(start) if daily else _short(start, bins),
            value_words(trend.kind, value, unit),
        )
        for start, value in best.items()
    ]
    name = NAMES[trend.kind]
    svg = line_chart(
        points, title=name, unit=scale.unit, best=scale.number(trend.best), ident="trend"
    )
    return Chart(
        svg,
        ("Day" if daily else _heading(bins), name),
        [
            (_date(one.day) if daily else _long(one.day, bins), one.words)
            for one in reversed(points)
        ],
    )


@dataclass(frozen=True)
class _Scale:
    kind: RecordKind
    unit: str

    def number(self, value: Decimal) -> Decimal:
        if self.kind == RecordKind.ONE_REP_MAX:
            return estimate_in(value, self.unit)
        if self.kind in (RecordKind.HEAVIEST, RecordKind.LEAST_HELP):
            return in_unit(value, self.unit)
        return value / {"min": 60, "km": 1_000}.get(self.unit, 1)


def _scale(kind: RecordKind, most: Decimal, unit: str) -> _Scale:
    if kind == RecordKind.MOST_REPS:
        return _Scale(kind, "reps")
    if kind == RecordKind.LONGEST:
        return _Scale(kind, "min" if most >= LONG_HOLD else "s")
    if kind == RecordKind.FURTHEST:
        return _Scale(kind, "km" if most >= LONG_WAY else "m")
    return _Scale(kind, unit)


def plain(number: Decimal) -> str:
    """To a tenth, without an idle zero: 12, 7.5."""
    return f"{number.quantize(TENTH):f}".removesuffix(".0")


def _counted(sessions: int) -> str:
    return "1 session" if sessions == 1 else f"{sessions} sessions"


def _heading(bins: Bins) -> str:
    return "Month" if bins.monthly else "Week from"


def _day(day: date) -> str:
    return date_format(day, "j M")


def _date(day: date) -> str:
    return date_format(day, "j F Y")


def _short(start: date, bins: Bins) -> str:
    return date_format(start, "M Y") if bins.monthly else _day(start)


def _long(start: date, bins: Bins) -> str:
    return date_format(start, "F Y") if bins.monthly else _date(start)
