from collections.abc import Iterable, Mapping
from decimal import Decimal

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from exercises.figures import emblems
from exercises.figures.body_map import body_map, shade_of
from exercises.models import Muscle

register = template.Library()
register.simple_tag(emblems.emblem)
register.simple_tag(emblems.emblem_outline)


@register.simple_tag
def muscle_map(
    primary: Iterable[Muscle] = (),
    secondary: Iterable[Muscle] = (),
    *,
    volumes: Mapping[Muscle, Decimal] | None = None,
    links: Mapping[Muscle, str] | None = None,
    title: str = "",
    ident: str = "body-map",
) -> SafeString:
    """The body map with these muscles marked, or shaded by `volumes`, their sets a week.

    With `links`, the regions of those muscles lead to addresses.
    """
    primary, secondary = list(primary), list(secondary)
    volumes, links = volumes or {}, links or {}
    shaded = sorted(volumes.items(), key=lambda one: one[1])  # the most trained of a region shows
    return body_map(
        primary=[muscle.region for muscle in primary],
        secondary=[muscle.region for muscle in secondary],
        shades={muscle.region: shade_of(sets) for muscle, sets in shaded},
        links={muscle.region: address for muscle, address in links.items()},
        names={muscle.region: muscle.name for muscle in (*primary, *secondary, *volumes, *links)},
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
