"""The body map: front and back of a figure as one SVG, a region for each muscle."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from math import hypot
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from exercises.figures import body_shapes as shapes

REGIONS: frozenset[str] = frozenset(shapes.FRONT) | frozenset(shapes.BACK)
SHADES = range(5)

WIDTH, HEIGHT = 400, 424
FRONT_X, BACK_X = 98, 302
LABEL_Y = 417
CORNER_RADIUS = 2.0
HANDLE = 0.37


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
    (region to 0..4, least to most) are ids in ``REGIONS``; a region named in several is
    primary before secondary before shaded. ``names`` gives the muscle's name for each of
    them. ``ident`` starts every id in the SVG and must differ between maps on one page.

    Raises ``ValueError`` for an unknown region, a region without a name and a shade out of
    range.
    """
    links, shades = links or {}, shades or {}
    marked = [*primary, *secondary, *links, *shades]
    for region in marked:
        if region not in REGIONS:
            raise ValueError(f"Unknown body map region: {region!r}")
        if region not in names:
            raise ValueError(f"No name for body map region: {region!r}")
    for region, shade in shades.items():
        if shade not in SHADES:
            raise ValueError(f"Shade of {region!r} is {shade!r}, not 0 to 4")

    def state(region: str) -> str:
        if region in primary:
            return "primary"
        if region in secondary:
            return "secondary"
        return f"shade-{shades[region]}" if region in shades else "quiet"

    return format_html(
        '<svg class="body-map" role="{role}" aria-labelledby="{ident}-title {ident}-desc"'
        ' viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        '<title id="{ident}-title">{title}</title><desc id="{ident}-desc">{desc}</desc>'
        "{hatch}{body}{regions}{labels}</svg>",
        role="group" if links else "img",
        ident=ident,
        width=WIDTH,
        height=HEIGHT,
        title=_sentence(title or "Body map"),
        desc=_description(primary, secondary, shades, names),
        hatch=_hatch(ident) if any(state(region) == "secondary" for region in marked) else "",
        body=_body(),
        regions=format_html_join(
            "",
            "{}",
            ((_region(region, state(region), names, links, ident),) for region in _paths()),
        ),
        labels=_labels(),
    )


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _description(
    primary: Collection[str],
    secondary: Collection[str],
    shades: Mapping[str, int],
    names: Mapping[str, str],
) -> str:
    def listed(label: str, regions: Iterable[str]) -> str:
        found = ", ".join(sorted({names[region] for region in regions}))
        return f" {label}: {found}." if found else ""

    text = "Front and back of the body."
    text += listed("Primary", primary)
    text += listed("Secondary", set(secondary) - set(primary))
    for level in reversed(SHADES[1:]):
        text += listed(f"Level {level} of 4", (r for r, shade in shades.items() if shade == level))
    return text


def _hatch(ident: str) -> SafeString:
    return format_html(
        '<defs><pattern id="{}-hatch" width="4.4" height="4.4" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)"><path class="body-map__hatch-ground" d="M0 0h4.4v4.4H0z"/>'
        '<path class="body-map__hatch-line" d="M0 0h2v4.4H0z"/></pattern></defs>',
        ident,
    )


def _region(
    region: str, state: str, names: Mapping[str, str], links: Mapping[str, str], ident: str
) -> SafeString:
    fill = format_html(' fill="url(#{}-hatch)"', ident) if state == "secondary" else ""
    path = format_html('<path class="region region--{}"{} d="{}"/>', state, fill, _paths()[region])
    if region in links:
        return format_html(
            '<a href="{}"><title>{}</title>{}</a>', links[region], names[region], path
        )
    if state == "quiet":
        return path
    return format_html("<g><title>{}</title>{}</g>", names[region], path)


@cache
def _body() -> SafeString:
    head = _path([(shapes.HEAD_FRONT, FRONT_X), (shapes.HEAD_BACK, BACK_X)])
    body = _path([(shapes.BODY_FRONT, FRONT_X), (shapes.BODY_BACK, BACK_X)])
    return format_html(
        '<path class="body-map__body" d="{}"/><path class="body-map__body" d="{}"/>', body, head
    )


@cache
def _labels() -> SafeString:
    return format_html_join(
        "",
        '<text class="body-map__label" x="{}" y="{}" text-anchor="middle" font-size="15">{}</text>',
        ((FRONT_X, LABEL_Y, "Front"), (BACK_X, LABEL_Y, "Back")),
    )


@cache
def _paths() -> dict[str, SafeString]:
    placed: dict[str, list[tuple[str, float]]] = {}
    for view, centre in ((shapes.FRONT, FRONT_X), (shapes.BACK, BACK_X)):
        for region, outlines in view.items():
            placed.setdefault(region, []).extend((outline, centre) for outline in outlines)
    return {region: _path(outlines) for region, outlines in placed.items()}


class _Point(NamedTuple):
    x: float
    y: float
    sharp: bool = False

    def __sub__(self, other: "_Point") -> "_Point":
        return _Point(self.x - other.x, self.y - other.y)

    def moved(self, way: "_Point", length: float) -> "_Point":
        scale = length / (hypot(way.x, way.y) or 1)
        return _Point(self.x + way.x * scale, self.y + way.y * scale)


def _path(outlines: Iterable[tuple[str, float]]) -> SafeString:
    """Path data for half shapes, each placed with its mirror image about a centre line."""
    data = ""
    for outline, centre in outlines:
        half = []
        for pair in outline.split():
            x, y = map(float, pair.rstrip("*").split(","))
            half.append(_Point(x, y, pair.endswith("*")))
        mirrored = [_Point(-p.x, p.y, p.sharp) for p in reversed(half)]
        joined = half[0].x == half[-1].x == 0
        for points in [half + mirrored[1:-1]] if joined else [half, mirrored]:
            data += _subpath([_Point(centre + p.x, p.y, p.sharp) for p in points])
    return mark_safe(data)  # noqa: S308 - numbers and path commands only


def _subpath(points: list[_Point]) -> str:
    """A closed curve, smooth through every point that is not sharp, its corners rounded."""
    knots: list[tuple[_Point, _Point | None]] = []
    for index, here in enumerate(points):
        if not here.sharp:
            knots.append((here, None))
            continue
        for neighbour in (points[index - 1], points[(index + 1) % len(points)]):
            way = neighbour - here
            knots.append((here.moved(way, min(CORNER_RADIUS, 0.4 * hypot(way.x, way.y))), here))
    if knots[0][1]:
        knots = knots[1:] + knots[:1]

    pen = _Pen(knots[0][0])
    count = len(knots)
    for index in range(1, count + 1):
        (start, left), (end, corner) = knots[index - 1], knots[index % count]
        if corner and corner is left:
            pen.draw("q", corner, end)
        elif corner and left:
            pen.draw("l", end)
        else:
            reach = hypot(end.x - start.x, end.y - start.y)
            if corner:
                inward = end.moved(end - corner, 0.3 * reach)
            else:
                way, length = _tangent(start, end, knots[(index + 1) % count][0])
                inward = end.moved(way, -length)
            if index == 1 and not left:
                way, length = _tangent(knots[-1][0], start, end)
                pen.draw("c", start.moved(way, length), inward, end)
            else:
                pen.draw("s", inward, end)
    return pen.data + "z"


def _tangent(before: _Point, here: _Point, after: _Point) -> tuple[_Point, float]:
    """The tangent at ``here`` of the circle through all three, and how far its handles reach."""
    arriving, leaving = here - before, after - here
    near, far = hypot(arriving.x, arriving.y), hypot(leaving.x, leaving.y)
    way = _Point(
        arriving.x / near * far + leaving.x / far * near,
        arriving.y / near * far + leaving.y / far * near,
    )
    return way, HANDLE * min((near * far) ** 0.5, 1.5 * min(near, far))


class _Pen:
    """Writes relative path commands to one decimal, without letting rounding add up."""

    def __init__(self, start: _Point) -> None:
        self.at = _Point(round(start.x, 1), round(start.y, 1))
        self.command = "M"
        self.data = "M" + _joined([self.at.x, self.at.y])

    def draw(self, command: str, *points: _Point) -> None:
        numbers = [value for p in points for value in (p.x - self.at.x, p.y - self.at.y)]
        text = _joined(numbers)
        if command != self.command:
            self.data += command
        elif text[0] != "-":
            self.data += " "
        self.data += text
        self.command = command
        self.at = _Point(round(points[-1].x, 1), round(points[-1].y, 1))


def _joined(numbers: Iterable[float]) -> str:
    text = ""
    for value in numbers:
        number = f"{round(value, 1) + 0.0:g}".replace("0.", ".", 1 if abs(value) < 1 else 0)
        follows_fraction = "." in text.rpartition(" ")[2].rpartition("-")[2]
        if text and number[0] != "-" and not (number[0] == "." and follows_fraction):
            text += " "
        text += number
    return text
