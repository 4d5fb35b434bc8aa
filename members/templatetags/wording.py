from collections.abc import Mapping
from typing import Any

from django import template

from members import wording

register = template.Library()
register.filter("targets", wording.targets_words)
register.filter("set_words", wording.set_words)
register.filter("time_words", wording.time_words)
register.filter("distance_words", wording.distance_words)
register.simple_tag(wording.load_phrase)


@register.filter
def lookup(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`{{ loads|lookup:variation.pk }}`"""
    return mapping.get(key)
