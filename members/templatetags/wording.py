from django import template

from members import wording

register = template.Library()
register.filter("targets", wording.targets_words)
register.filter("set_words", wording.set_words)
register.filter("time_words", wording.time_words)
register.filter("distance_words", wording.distance_words)


@register.simple_tag
def load_phrase(*args: object) -> str:
    """`{% load_phrase load_kg variation unit %}`"""
    return wording.load_phrase(*args)  # type: ignore[arg-type]
