from dataclasses import replace
from typing import Any

from django import template

from members.models import Gym
from trainers.models import Trainer

register = template.Library()


@register.inclusion_tag("trainers/_portrait.html")
def portrait(trainer: Trainer, sizes: str = "4.5rem", large: bool = False) -> dict[str, Any]:
    """The photo or the initials; a small one stands beside the name and says nothing itself."""
    picture = trainer.portrait
    if picture and not large:
        picture = replace(picture, alt="")
    return {"trainer": trainer, "picture": picture, "sizes": sizes, "large": large}


@register.inclusion_tag("trainers/_gym_trainers.html")
def gym_trainers(gym: Gym) -> dict[str, Any]:
    """The trainers of a gym on its page; nothing where it has none."""
    trainers = Trainer.objects.published().filter(gyms=gym)
    return {"gym": gym, "trainers": trainers.for_card().as_listed()}
