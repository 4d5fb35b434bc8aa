"""A small picture for each body part: a close view of the body map with the part marked."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from exercises.figures.body_map import BACK_X, FRONT_X, UNIT, outline_paths, region_paths

BODY_ID = "emblem-body"
HEART = "M{x} {y}c-24-39-84-30-84 21 0 45 54 75 84 102 30-27 84-57 84-102 0-51-60-60-84-21z"
JOINTS = [(46, 90), (58, 140), (24, 196)]


@dataclass(frozen=True)
class View:
    """A square of the body map: centre and side in pixels of the map, and what is marked."""

    x: int
    y: int
    side: int
    regions: tuple[str, ...] = ()


VIEWS = {
    "glutes": View(BACK_X, 196, 122, ("gluteus-maximus", "gluteus-medius")),
    "legs": View(FRONT_X, 262, 168, ("quadriceps", "adductors", "abductors")),
    "back": View(
        BACK_X, 120, 140, ("latissimus-dorsi", "trapezius", "rhomboids", "erector-spinae")
    ),
    "chest": View(FRONT_X, 100, 130, ("pectoralis-major",)),
    "shoulders": View(FRONT_X, 84, 130, ("front-deltoid", "side-deltoid")),
    "arms": View(FRONT_X + 52, 146, 134, ("biceps-brachii", "brachialis", "forearms")),
    "abs": View(FRONT_X, 158, 130, ("rectus-abdominis", "obliques", "transverse-abdominis")),
    "full-body": View(
        FRONT_X,
        112,
        224,
        ("pectoralis-major", "rectus-abdominis", "quadriceps", "front-deltoid", "forearms"),
    ),
    "cardio": View(FRONT_X, 100, 130),
    "mobility": View(FRONT_X, 112, 224),
}


def emblem_outline() -> SafeString:
    """The outline that all emblems of a page share; to stand once before the first of them."""
    return format_html(
        '<svg class="emblem-outline" width="0" height="0" aria-hidden="true">'
        '<defs><g id="{}">{}</g></defs></svg>',
        BODY_ID,
        format_html_join(
            "", '<path class="emblem__body" d="{}"/>', ([path] for path in outline_paths())
        ),
    )


def emblem(body_part: str) -> SafeString:
    """The emblem of a body part by its slug; nothing for one that staff have added."""
    view = VIEWS.get(body_part)
    if view is None:
        return SafeString("")
    left, top = ((at - view.side // 2) * UNIT for at in (view.x, view.y))
    marks = format_html_join(
        "",
        '<path class="emblem__mark" d="{}"/>',
        ([region_paths()[region]] for region in view.regions),
    )
    return format_html(
        '<svg class="emblem" viewBox="{} {} {} {}" width="48" height="48"'
        ' aria-hidden="true"><use href="#{}"/>{}{}</svg>',
        left,
        top,
        view.side * UNIT,
        view.side * UNIT,
        BODY_ID,
        marks,
        _extra(body_part),
    )


def _extra(body_part: str) -> SafeString:
    if body_part == "cardio":
        heart = HEART.format(x=(FRONT_X + 6) * UNIT, y=88 * UNIT)
        return format_html('<path class="emblem__mark" d="{}"/>', heart)
    if body_part == "mobility":
        return format_html_join(
            "",
            '<circle class="emblem__mark" cx="{}" cy="{}" r="27"/>',
            ((x * UNIT, y * UNIT) for dx, y in JOINTS for x in (FRONT_X - dx, FRONT_X + dx)),
        )
    return SafeString("")
