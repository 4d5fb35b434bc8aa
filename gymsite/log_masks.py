"""Keeps out of logs the one secret that stands in an address: the token of a calendar feed."""

import copy
import logging
import re
from typing import Any

from django.http import HttpRequest

SECRET = re.compile(r"/calendar/(?:[^/\s\"'?]+\.ics|[\w%-]{20,})", re.IGNORECASE)
MASKED = "/calendar/….ics"


def mask(text: str) -> str:
    return SECRET.sub(MASKED, text)


class CalendarTokenFilter(logging.Filter):
    """Masks the address in what a record says, in its traceback, and in its request."""

    def filter(self, record: logging.LogRecord) -> bool:
        _mask_message(record)
        _mask_traceback(record)
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and SECRET.search(request.path):
            record.request = _masked_request(request)
        return True


def _mask_message(record: logging.LogRecord) -> None:
    try:
        message = record.getMessage()
    except (TypeError, ValueError, KeyError):  # left to the handler, which reports it
        return
    if SECRET.search(message):
        record.msg, record.args = mask(message), ()


def _mask_traceback(record: logging.LogRecord) -> None:
    if record.exc_info and not record.exc_text:
        record.exc_text = logging.Formatter().formatException(record.exc_info)
    if record.exc_text:
        record.exc_text = mask(record.exc_text)


def _masked_request(request: HttpRequest) -> HttpRequest:
    masked: Any = copy.copy(request)
    masked.path, masked.path_info = mask(request.path), mask(request.path_info)
    masked.META = {
        name: mask(value) if isinstance(value, str) else value
        for name, value in request.META.items()
    }
    masked.environ, masked.resolver_match = masked.META, None
    return masked  # type: ignore[no-any-return]
