import os

import pytest
from django.conf import settings
from django.test import TransactionTestCase

# Playwright keeps an event loop running in the thread that the tests run in.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what may not touch a database: it has run with SQLite already."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    without = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if _touches_the_database(item)]


def _touches_the_database(item: pytest.Item) -> bool:
    case = getattr(item, "cls", None)
    return item.get_closest_marker("django_db") is not None or (
        isinstance(case, type) and issubclass(case, TransactionTestCase)
    )
