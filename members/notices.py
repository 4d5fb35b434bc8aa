"""The outbox: every mail is a row first, written with its cause and sent by `manage.py tick`."""

import logging
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import formatdate
from typing import Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone

from members.models import Notice

logger = logging.getLogger(__name__)


class CalendarFile(NamedTuple):
    """What a calendar is to take over, and how: REQUEST, CANCEL or PUBLISH."""

    content: bytes
    method: str


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str
    calendar: CalendarFile | None = None


Renderer = Callable[[Notice], Mail | None]
KINDS: dict[str, Renderer] = {}
"""How each kind of notice reads; filled by `notice_kind`."""


def notice_kind(kind: str) -> Callable[[Renderer], Renderer]:
    """Registers the function that writes a kind from the state at sending.

    It returns None when the mail is no longer true: the notice is then dropped.
    """

    def register(render: Renderer) -> Renderer:
        KINDS[kind] = render
        return render

    return register


def letter(
    subject: str,
    *paragraphs: str,
    code: str = "",
    lines: Sequence[str] = (),
    action: tuple[str, str] | None = None,
    calendar: CalendarFile | None = None,
) -> Mail:
    """A mail of a few paragraphs, with one thing to do: its words and address.

    A code to copy, or a list, stands beneath the first paragraph.
    """
    context = {
        "subject": subject,
        "paragraphs": paragraphs,
        "code": code,
        "lines": lines,
        "action": action,
        "site": settings.PUBLIC_URL,
    }
    return Mail(
        subject,
        render_to_string("members/mail/letter.txt", context),
        render_to_string("members/mail/letter.html", context),
        calendar,
    )


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


def send_due(stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, one by one, until nothing is or `stopping`; tells how many were sent."""
    sent = 0
    connection = get_connection()
    try:
        while not stopping() and (notice := Notice.objects.claim()):
            sent += notice_send(notice, connection)
    finally:
        _hang_up(connection)
    return sent


def notice_send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Send a claimed notice; no transaction is open meanwhile. Tells whether it went out."""
    try:
        mail = KINDS[notice.kind](notice)
        if mail is None:
            notice.end(Notice.Outcome.DROPPED)
            return False
        connection.open()
        connection.send_messages([_message(notice, mail)])
    except Exception as error:
        _say_that_it_failed(notice, error)
        _hang_up(connection)
        notice.put_off()
        return False
    return notice.end(Notice.Outcome.SENT)


def _hang_up(connection: BaseEmailBackend) -> None:
    with suppress(OSError):  # of a server that has gone already
        connection.close()


def _message(notice: Notice, mail: Mail) -> EmailMultiAlternatives:
    """Every try has the same Message-ID, by which mail servers know a double."""
    made = int(notice.created_at.timestamp() * 1_000_000)
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[notice.recipient],
        headers={
            "Message-ID": f"<notice.{notice.pk}.{made}@{settings.PUBLIC_HOST}>",
            "Date": formatdate(notice.due_at.timestamp()),
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        _attach(message, mail.calendar)
    return message


def _attach(message: EmailMultiAlternatives, calendar: CalendarFile) -> None:
    """Twice: mail programs act upon the one among the texts, people open the one beside them."""
    content, method = calendar
    message.attach_alternative(content.decode(), f"text/calendar; method={method}")
    message.attach("session.ics", content, "application/ics")


def _say_that_it_failed(notice: Notice, error: Exception) -> None:
    """Without the error's own words, which may hold an address or a code."""
    places = "".join(traceback.format_tb(error.__traceback__)[-2:])
    logger.error(
        "Notice %s (%s), try %s: %s\n%s",
        notice.pk,
        notice.kind,
        notice.attempts,
        type(error).__name__,
        places,
    )
