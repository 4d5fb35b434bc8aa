"""What somebody typed before they could send it: one text, kept in their session for a day."""

from collections.abc import Callable, MutableMapping
from datetime import timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from members.access import View, to_sign_in
from trainers.models.people import LONGEST_TEXT

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


def answer_of(uuid: UUID) -> str:
    """What the draft of a trainer's answer is about."""
    return f"answer {uuid}"


def keeps_text(page: str, about: Callable[[UUID], str]) -> Callable[[View], View]:
    """The text of a form outlives a session that has ended: it is on the page after signing in."""

    def keeping(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, uuid: UUID) -> HttpResponse:
            if request.user.is_authenticated or request.method != "POST":
                return view(request, uuid)
            if text := request.POST.get("text", "")[: 2 * LONGEST_TEXT]:
                draft_keep(request.session, about(uuid), {"text": text})
            return to_sign_in(request, back=reverse(page, args=[uuid]))

        return guarded

    return keeping
