from collections.abc import Iterable
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from exercises.figures import emblems
from exercises.figures.body_map import body_map
from exercises.models import Muscle

register = template.Library()
register.simple_tag(emblems.emblem)
register.simple_tag(emblems.emblem_outline)


@register.simple_tag
def muscle_map(
    primary: Iterable[Muscle] = (),
    secondary: Iterable[Muscle] = (),
    *,
    title: str = "",
    ident: str = "body-map",
) -> SafeString:
    """The body map with these muscles marked."""
    primary, secondary = list(primary), list(secondary)
    return body_map(
        primary=[muscle.region for muscle in primary],
        secondary=[muscle.region for muscle in secondary],
        names={muscle.region: muscle.name for muscle in [*primary, *secondary]},
        title=title,
        ident=ident,
    )


@register.simple_tag
def muscle_links(muscles: Iterable[Muscle], *, title: str, ident: str = "body-map") -> SafeString:
    """The body map whose regions lead to the exercises for a muscle."""
    hub = reverse("exercises:exercise_list")
    muscles = list(muscles)
    return body_map(
        names={muscle.region: muscle.name for muscle in muscles},
        links={muscle.region: f"{hub}?muscle={muscle.slug}#found" for muscle in muscles},
        title=title,
        ident=ident,
    )


class Shaded(Protocol):
    """A muscle with how much it is trained: 0 to 4."""

    @property
    def muscle(self) -> Muscle: ...

    @property
    def shade(self) -> int: ...


@register.simple_tag
def muscle_shades(
    rows: Iterable[Shaded], *, title: str = "", ident: str = "body-map"
) -> SafeString:
    """The body map shaded by volume; muscles of one region show the highest of their shades."""
    rows = sorted(rows, key=lambda row: row.shade)
    return body_map(
        shades={row.muscle.region: row.shade for row in rows},
        names={row.muscle.region: row.muscle.name for row in rows},
        title=title,
        ident=ident,
    )
