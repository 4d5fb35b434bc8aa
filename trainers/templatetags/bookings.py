from decimal import Decimal

from django import template

from trainers.models.availability import Currency

register = template.Library()


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """`£40`, `£37.50`."""
    sign = dict(Currency.choices).get(currency, f"{currency} ")
    return f"{sign}{amount:.0f}" if amount == int(amount) else f"{sign}{amount:.2f}"
