"""Requests and queries that the tests of plans share."""

from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from members.models import Plan, PlanDay

HTMX = {"HX-Request": "true"}


def htmx(client: Client, address: str, values: dict[str, Any] | None = None) -> str:
    """The fragment that answers an htmx form."""
    answer = client.post(address, values or {}, headers=HTMX)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "<html" not in text
    return text


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def days_of(plan: Plan) -> list[str]:
    return list(plan.days.values_list("name", flat=True))


def items_of(day: PlanDay) -> list[str]:
    return list(day.items.values_list("variation__name", flat=True))
