"""JSON-LD for search engines, with absolute addresses."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from exercises.models import BodyPart, Exercise, Variation


def breadcrumb_data(*trail: BodyPart | Exercise | Variation) -> dict[str, Any]:
    """A BreadcrumbList from the hub down to the last of the trail."""
    steps = [("Exercises", reverse("exercises:exercise_list"))]
    steps += [(str(step), step.get_absolute_url()) for step in trail]
    return trail_data(steps)


def trail_data(steps: list[tuple[str, str]]) -> dict[str, Any]:
    """A BreadcrumbList of names and paths, from the top down."""
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": settings.PUBLIC_URL + address,
            }
            for position, (name, address) in enumerate(steps, 1)
        ],
    }


def video_data(variation: Variation) -> list[dict[str, Any]]:
    """A VideoObject for a variation with a video, else nothing."""
    if not variation.video_url:
        return []
    return [
        {
            "@context": "https://schema.org",
            "@type": "VideoObject",
            "name": variation.name,
            "description": variation.summary or variation.exercise.summary,
            "thumbnailUrl": urljoin(settings.PUBLIC_URL, static("img/share.png")),
            "uploadDate": variation.updated_at.isoformat(),
            "url": variation.video_url,
        }
    ]
