"""The outbox: every mail is a row first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from members.models import Notice


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str


Renderer = Callable[[Notice], Mail | None]
KINDS: dict[str, Renderer] = {}


def notice_kind(kind: str) -> Callable[[Renderer], Renderer]:
    """Registers the function that writes a kind; it returns None when the mail is not true."""

    def register(render: Renderer) -> Renderer:
        KINDS[kind] = render
        return render

    return register


def letter(
    subject: str, *paragraphs: str, code: str = "", action: tuple[str, str] | None = None
) -> Mail:
    return Mail(subject, "\n\n".join([*paragraphs, *(action or ())]), "")


def notice_add(
    *,
    kind: str,
    recipient: str,
    about: str,
    sequence: int = 0,
    details: dict[str, Any] | None = None,
    due_at: datetime | None = None,
) -> Notice:
    """Put a mail into the outbox, in the transaction of its cause; a repeat adds nothing."""
    if kind not in KINDS:
        raise ValueError(f"No function writes notices of the kind {kind}.")
    due_at = due_at or timezone.now()
    return Notice.objects.get_or_create(
        kind=kind,
        recipient=recipient,
        about=about,
        sequence=sequence,
        defaults={"details": details or {}, "due_at": due_at, "next_try_at": due_at},
    )[0]
