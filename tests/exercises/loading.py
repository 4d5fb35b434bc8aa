"""Running `load_guides` and looking at what it did."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test.utils import CaptureQueriesContext

from exercises.models import CatalogueState, Variation


def load(*arguments: Any) -> str:
    out = StringIO()
    call_command("load_guides", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def load_broken(*arguments: Any) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("load_guides", *map(str, arguments), stdout=out, stderr=out)
    assert failure.value.returncode == 1
    return out.getvalue()


def version() -> int:
    return CatalogueState.objects.get(pk=1).version


def writes(queries: CaptureQueriesContext) -> list[str]:
    words = ("INSERT", "UPDATE", "DELETE")
    return [query["sql"] for query in queries if query["sql"].startswith(words)]


def ladder() -> list[str]:
    return list(Variation.objects.order_by("order", "pk").values_list("slug", flat=True))
