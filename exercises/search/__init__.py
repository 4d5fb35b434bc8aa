"""Search: names first, then aliases and muscles, then text; on SQLite and PostgreSQL alike."""

from exercises.search.facets import Choice
from exercises.search.pages import Result, SearchPage, search, suggest

__all__ = ["Choice", "Result", "SearchPage", "search", "suggest"]
