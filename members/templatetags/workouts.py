from decimal import Decimal

from django import template

from members.units import load_words

register = template.Library()
register.filter("load", load_words)


@register.filter
def tonnage(volume_kg: Decimal, unit: str) -> str:
    """A volume to the whole unit, thousands apart: 4,320 kg."""
    number, name = load_words(volume_kg, unit).split()
    return f"{round(Decimal(number)):,} {name}"
