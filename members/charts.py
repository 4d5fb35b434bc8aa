"""Charts as inline SVG.

All places are per cent of the picture, so that a chart fills any width while letters, lines and
points keep their size; pages give it its height and colours by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LEFT, RIGHT, TOP, BOTTOM = 15.0, 97.0, 17.0, 86.0
STEPS = 4
LETTER = 3.4
TOP_LABEL_GAP = 3.5
UNIT_DOWN = 6.0


@dataclass(frozen=True)
class Point:
    """One value of a chart, with the words that stand for it in the table."""

    day: date
    value: Decimal
    label: str
    words: str


def line_chart(
    points: Sequence[Point], *, title: str, unit: str, best: Decimal, ident: str
) -> SafeString:
    """Values over time, joined in their order; the first one equal to `best` is marked.

    The days are to scale. `unit` names the upright axis, `ident` starts every id. Raises
    ValueError without points.
    """
    if not points:
        raise ValueError("A chart needs a point.")
    values = [float(point.value) for point in points]
    axis = ticks(min(values), max(values))
    first, last = points[0].day, points[-1].day
    days = (last - first).days
    across = [_across((point.day - first).days / days if days else 0.5) for point in points]
    down = [_down(value, axis) for value in values]
    record = next(place for place, point in enumerate(points) if point.value == best)
    lines = zip(across, down, across[1:], down[1:], strict=False)
    drawn = [
        format_html_join(
            "",
            '<line class="chart__line" x1="{}%" y1="{}%" x2="{}%" y2="{}%"/>',
            ([_place(n) for n in line] for line in lines),
        ),
        format_html_join(
            "",
            '<circle class="chart__point" cx="{}%" cy="{}%" r="4"><title>{}: {}</title></circle>',
            (
                [_place(x), _place(y), point.label, point.words]
                for x, y, point in zip(across, down, points, strict=True)
            ),
        ),
        format_html(
            '<circle class="chart__record" cx="{}%" cy="{}%" r="7"/>',
            _place(across[record]),
            _place(down[record]),
        ),
        _value_label(across[record], down[record], f"Best {points[record].words}"),
    ]
    dates = _spread([(x, point.label) for x, point in zip(across, points, strict=True)])
    return _chart(drawn, axis, dates, title=title, unit=unit, ident=ident, describe=points)


def bar_chart(
    points: Sequence[Point],
    *,
    title: str,
    unit: str,
    ident: str,
    target: Decimal | None = None,
    target_words: str = "",
) -> SafeString:
    """A bar from zero for each value, at equal distances; a dashed line at `target`,
    whose words stand above all bars in the line's colour.

    The first of the highest bars is marked. Raises ValueError without points.
    """
    if not points:
        raise ValueError("A chart needs a bar.")
    values = [float(point.value) for point in points]
    axis = ticks(0, max([*values, float(target or 0), 1]), whole=True)
    wide = (RIGHT - LEFT) / len(points)
    middles = [LEFT + wide * (place + 0.5) for place in range(len(points))]
    top = max(range(len(points)), key=lambda place: (values[place], -place))
    drawn = [
        format_html_join(
            "",
            '<rect class="chart__bar{}" x="{}%" y="{}%" width="{}%" height="{}%">'
            "<title>{}: {}</title></rect>",
            (
                [
                    " chart__bar--top" if place == top else "",
                    _place(middles[place] - wide * 0.38),
                    _place(_down(values[place], axis)),
                    _place(wide * 0.76),
                    _place(BOTTOM - _down(values[place], axis)),
                    point.label,
                    point.words,
                ]
                for place, point in enumerate(points)
                if point.value
            ),
        )
    ]
    if values[top]:
        drawn.append(_value_label(middles[top], _down(values[top], axis), _place(values[top])))
    if target:
        down = _down(float(target), axis)
        drawn += [
            format_html(
                '<line class="chart__target" x1="{}%" x2="{}%" y1="{}%" y2="{}%"/>',
                *map(_place, (LEFT, RIGHT, down, down)),
            ),
            format_html(
                '<text class="chart__note" x="{}%" y="{}%" text-anchor="end">{}</text>',
                *map(_place, (RIGHT, UNIT_DOWN)),
                target_words,
            ),
        ]
    dates = _spread([(x, point.label) for x, point in zip(middles, points, strict=True)])
    return _chart(drawn, axis, dates, title=title, unit=unit, ident=ident, describe=points)


def ticks(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Round numbers at equal distances, from at most `low` to at least `high`, at least two."""
    rough = (high - low) / STEPS or max(abs(high), 1.0) / STEPS
    rough = max(rough, 1.0) if whole else rough
    power = 10.0 ** floor(log10(rough))
    steps = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    step = next(power * one for one in steps if power * one >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(step * number, 6) for number in range(first, max(last, first + 1) + 1)]


def _across(part: float) -> float:
    return LEFT + 2 + (RIGHT - LEFT - 4) * part


def _down(value: float, axis: Sequence[float]) -> float:
    return BOTTOM - (BOTTOM - TOP) * (value - axis[0]) / (axis[-1] - axis[0])


def _place(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _anchor(x: float) -> str:
    return "start" if x < LEFT + 8 else "end" if x > RIGHT - 12 else "middle"


def _value_label(x: float, y: float, words: str) -> SafeString:
    return format_html(
        '<text class="chart__value" x="{}%" y="{}%" text-anchor="{}">{}</text>',
        _place(x),
        _place(y - TOP_LABEL_GAP),
        _anchor(x),
        words,
    )


def _spread(labels: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The first, the last and some between them, where a phone has room for them."""
    chosen = [labels[0]]
    room = LETTER * max(len(label) for _, label in labels) + 3
    for x, label in labels[1:-1]:
        if x - chosen[-1][0] >= room and labels[-1][0] - x >= room:
            chosen.append((x, label))
    if labels[-1][0] - chosen[-1][0] >= room:
        chosen.append(labels[-1])
    return chosen


def _chart(
    drawn: Sequence[SafeString],
    axis: Sequence[float],
    dates: Sequence[tuple[float, str]],
    *,
    title: str,
    unit: str,
    ident: str,
    describe: Sequence[Point],
) -> SafeString:
    first, last = describe[0], describe[-1]
    desc = f"From {first.label}, {first.words}, to {last.label}, {last.words}."
    return format_html(
        '<svg class="chart" role="img" width="100%" height="240"'
        ' aria-labelledby="{ident}-title {ident}-desc">'
        '<title id="{ident}-title">{title}.</title><desc id="{ident}-desc">{desc}</desc>'
        '<text class="chart__unit" x="0" y="{unit_y}%">{unit}</text>{grid}{drawn}{dates}</svg>',
        ident=ident,
        title=title,
        desc=f"{desc} The same numbers stand in the table beneath.",
        unit=unit,
        unit_y=_place(UNIT_DOWN),
        grid=_grid(axis),
        drawn=format_html_join("", "{}", ([part] for part in drawn)),
        dates=format_html_join(
            "",
            '<text class="chart__label" x="{}%" y="95%" text-anchor="{}">{}</text>',
            ([_place(x), _anchor(x), label] for x, label in dates),
        ),
    )


def _grid(axis: Sequence[float]) -> SafeString:
    return format_html_join(
        "",
        '<line class="chart__grid" x1="{}%" x2="{}%" y1="{}%" y2="{}%"/>'
        '<text class="chart__label" x="{}%" y="{}%" dy="0.35em" text-anchor="end">{}</text>',
        (
            [
                *map(_place, (LEFT, RIGHT, _down(value, axis), _down(value, axis))),
                _place(LEFT - 1.5),
                _place(_down(value, axis)),
                f"{_place(value)}",
            ]
            for value in axis
        ),
    )
