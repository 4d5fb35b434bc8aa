from typing import Any

from django import template

from exercises.models import Picture
from exercises.pictures import StoredPicture, source_set

register = template.Library()


@register.inclusion_tag("components/picture.html")
def picture(
    picture: Picture | StoredPicture, sizes: str = "100vw", eager: bool = False
) -> dict[str, Any]:
    """A photograph in the width the screen needs; `eager` for one that shows without scrolling."""
    return {
        "picture": picture,
        "sizes": sizes,
        "eager": eager,
        "webp": source_set(picture, "webp"),
        "jpeg": source_set(picture, "jpg"),
    }
