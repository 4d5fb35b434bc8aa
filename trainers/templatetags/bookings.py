from decimal import Decimal

from django import template

from trainers.models.availability import Currency

register = template.Library()


@register.filter
def money(amount: Decimal, currency: str) -> str:
    """`£40`, `£37.50`."""
    number = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    return f"{Currency(currency).label}{number}"
