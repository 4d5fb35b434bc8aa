"""The body map: front and back of a figure as one SVG, a region for each muscle."""

from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from exercises.figures import body_shapes as shapes

REGIONS: frozenset[str] = frozenset(shapes.FRONT) | frozenset(shapes.BACK)
SHADES = range(5)
SETS_A_WEEK = (3, 8, 14)
"""From so many sets a week on, a muscle is shaded one step more; any set at all is the first."""

WIDTH, HEIGHT = 400, 424
FRONT_X, BACK_X = 98, 302
LABEL_Y = 417
UNIT = 3  # whole steps of the path data in one pixel; body-map.css counts strokes in them
HANDLE = 0.37
CORNER = 2.0


def body_map(
    *,
    primary: Collection[str] = (),
    secondary: Collection[str] = (),
    names: Mapping[str, str],
    links: Mapping[str, str] | None = None,
    shades: Mapping[str, int] | None = None,
    title: str = "",
    ident: str = "body-map",
) -> SafeString:
    """Draw the front and the back of a body with its muscles marked, as an inline SVG.

    ``primary``, ``secondary`` and the keys of ``links`` (region to address) and ``shades``
    (region to 0..4, least to most) are ids in ``REGIONS``; ``names`` gives each of them the
    muscle's name. A region named several times is primary before secondary before shaded.
    A region is one element, and so one tab stop, in both views together. ``ident`` starts
    every id in the SVG and must differ between the maps of one page.

    Raises ``ValueError`` for an unknown region, a region without a name and a shade that is
    out of range.
    """
    links, shades = links or {}, shades or {}
    states = {region: f"shade-{shade}" for region, shade in shades.items()}
    states |= dict.fromkeys(secondary, "secondary") | dict.fromkeys(primary, "primary")
    _check([*states, *links], names, shades)
    return format_html(
        '<svg class="body-map" role="{role}" aria-labelledby="{ident}-title {ident}-desc"'
        ' viewBox="0 0 {across} {down}" width="{width}" height="{height}">'
        '<title id="{ident}-title">{title}</title><desc id="{ident}-desc">{desc}</desc>'
        "{hatch}{body}{regions}{labels}</svg>",
        role="group" if links else "img",
        ident=ident,
        across=WIDTH * UNIT,
        down=HEIGHT * UNIT,
        width=WIDTH,
        height=HEIGHT,
        title=_sentence(title or "Body map"),
        desc=_description(states, names),
        hatch=_hatch(ident) if "secondary" in states.values() else "",
        body=format_html_join(
            "", '<path class="body-map__body" d="{}"/>', ([path] for path in outline_paths())
        ),
        regions=format_html_join(
            "",
            "{}",
            (
                [_region(path, states.get(region, ""), names.get(region), links.get(region), ident)]
                for region, path in region_paths().items()
            ),
        ),
        labels=_labels(),
    )


def shade_of(sets_a_week: Decimal) -> int:
    """The shade of a muscle that is trained so much: 0 for not at all, 4 for the most."""
    return sum(sets_a_week >= level for level in SETS_A_WEEK) + 1 if sets_a_week else 0


def _check(regions: Iterable[str], names: Mapping[str, str], shades: Mapping[str, int]) -> None:
    for region in regions:
        if region not in REGIONS:
            raise ValueError(f"Unknown body map region: {region!r}")
        if region not in names:
            raise ValueError(f"No name for body map region: {region!r}")
    for region, shade in shades.items():
        if shade not in SHADES:
            raise ValueError(f"Shade of {region!r} is {shade!r}, not 0 to {SHADES[-1]}")


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?")) else f"{text}."


def _description(states: Mapping[str, str], names: Mapping[str, str]) -> str:
    labels = {"primary": "Primary", "secondary": "Secondary"}
    labels |= {f"shade-{n}": f"Level {n} of {SHADES[-1]}" for n in reversed(SHADES[1:])}
    text = "Front and back of the body."
    for state, label in labels.items():
        found = sorted({names[region] for region, has in states.items() if has == state})
        if found:
            text += f" {label}: {', '.join(found)}."
    return text


def _hatch(ident: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="15" height="15" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path class="body-map__hatch-ground" d="M0 0h15v15H0z"/>'
        '<path class="body-map__hatch-line" d="M0 0h6v15H0z"/></pattern></defs>',
        ident,
    )


def _region(path: str, state: str, name: str | None, link: str | None, ident: str) -> SafeString:
    drawn = format_html(
        '<path class="region{}"{} d="{}"/>',
        state and f" region--{state}",
        format_html(' fill="url(#{}-hatch)"', ident) if state == "secondary" else "",
        path,
    )
    if link is not None:
        return format_html('<a href="{}"><title>{}</title>{}</a>', link, name, drawn)
    if state:
        return format_html("<g><title>{}</title>{}</g>", name, drawn)
    return drawn


@cache
def outline_paths() -> tuple[str, str]:
    """Path data of the body without muscles, front and back together: below and above."""
    below = _path((shapes.BODY_FRONT, FRONT_X), (shapes.BODY_BACK, BACK_X))
    above = _path((shapes.HEAD_FRONT, FRONT_X), (shapes.HEAD_BACK, BACK_X), (shapes.KNEE, FRONT_X))
    return below, above


@cache
def _labels() -> SafeString:
    return format_html_join(
        "",
        '<text class="body-map__label" x="{}" y="{}" font-size="45" text-anchor="middle">{}</text>',
        [(x * UNIT, LABEL_Y * UNIT, text) for x, text in ((FRONT_X, "Front"), (BACK_X, "Back"))],
    )


@cache
def region_paths() -> dict[str, str]:
    """Path data of every region, front and back together, in thirds of a pixel."""
    placed: dict[str, list[tuple[str, int]]] = {}
    for view, centre in ((shapes.FRONT, FRONT_X), (shapes.BACK, BACK_X)):
        for region, halves in view.items():
            placed.setdefault(region, []).extend((half, centre) for half in halves)
    return {region: _path(*halves) for region, halves in placed.items()}


def _path(*halves: tuple[str, int]) -> str:
    """Path data of half shapes, each with its mirror image about a centre line."""
    data = ""
    for half, centre in halves:
        right = []
        for pair in half.split():
            x, y = map(float, pair.rstrip("*").split(","))
            right.append((complex(x, y), pair.endswith("*")))
        left = [(-point.conjugate(), corner) for point, corner in reversed(right)]
        joined = right[0][0].real == right[-1][0].real == 0
        for points in [right + left[1:-1]] if joined else [right, left]:
            data += _curve([((centre + point) * UNIT, corner) for point, corner in points])
    return data


def _curve(points: list[tuple[complex, bool]]) -> str:
    """A closed curve of cubic Béziers through all points, given as (x + yi, is a corner).

    Both handles of a point have one length, so that every segment but the first is an "s".
    """
    count = len(points)
    handles = [
        _handle(points[index - 1][0], point, points[(index + 1) % count][0], corner)
        for index, (point, corner) in enumerate(points)
    ]
    start = at = _whole(points[0][0])
    data = f"M{start.real:.0f} {start.imag:.0f}c{_pair(_whole(points[0][0] + handles[0]) - at)}"
    for index in range(1, count + 1):
        point = points[index % count][0]
        end = _whole(point)
        for to in (_whole(point - handles[index % count]), end):
            step = _pair(to - at)
            data += step if step[0] == "-" or data[-1] == "s" else f" {step}"
        data += "s" if index == 1 else ""
        at = end
    return data + "z"


def _handle(before: complex, here: complex, after: complex, corner: bool) -> complex:
    """From a point to its leaving handle.

    It lies along the circle through all three points; at a corner it is short and square to
    the angle's bisector, which rounds the corner.
    """
    arriving, leaving = here - before, after - here
    near, far = abs(arriving), abs(leaving)
    if corner:
        way = arriving / near + leaving / far
        length = CORNER * UNIT
    else:
        way = arriving / near * far + leaving / far * near
        length = HANDLE * min((near * far) ** 0.5, 1.5 * min(near, far))
    return way / abs(way) * length


def _whole(point: complex) -> complex:
    return complex(round(point.real), round(point.imag))


def _pair(step: complex) -> str:
    x, y = int(step.real), int(step.imag)
    return f"{x}{y}" if y < 0 else f"{x} {y}"
