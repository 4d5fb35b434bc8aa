"""What somebody typed before they could send it: one text, kept in their session for a day."""

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

KEY = "trainers_draft"
KEPT = timedelta(days=1)

Session = MutableMapping[str, Any]


def draft_keep(session: Session, about: str, values: dict[str, Any]) -> None:
    session[KEY] = {"about": about, "at": timezone.now().timestamp(), "values": values}


def draft_of(session: Session, about: str) -> dict[str, Any]:
    """What was typed about this; empty where it was about something else, or too long ago."""
    draft = session.get(KEY)
    if draft is None:
        return {}
    if timezone.now().timestamp() - draft["at"] > KEPT.total_seconds():
        del session[KEY]
        return {}
    values: dict[str, Any] = draft["values"] if draft["about"] == about else {}
    return values


def draft_drop(session: Session, about: str) -> None:
    if session.get(KEY, {}).get("about") == about:
        del session[KEY]
