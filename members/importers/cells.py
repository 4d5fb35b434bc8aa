"""Numbers, dates and durations as people's phones write them."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from exercises.models.fields import CONTROL_CHARACTERS, LINE_BREAKS, MARKUP

NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
ZONE = r"(?:\s*(?P<zone>Z|UTC|[+-][0-9]{2}:?[0-9]{2}))?"
CLOCK = (
    r"(?:[T ,]*(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?"
    rf"\s*(?P<half>[ap]\.?m\.?)?{ZONE})?"
)
DATES = tuple(
    re.compile(day + CLOCK, re.IGNORECASE)
    for day in (
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})",
        r"(?P<day>[0-9]{1,2})\.?\s(?:de\s)?(?P<month>[a-z]{3,9})\.?,?\s(?:de\s)?(?P<year>[0-9]{4})",
        r"(?P<month>[a-z]{3,9})\.?\s(?P<day>[0-9]{1,2}),?\s(?P<year>[0-9]{4})",
    )
)
MONTHS = (
    "jan ene gen",
    "feb fev",
    "mar mrt maa",
    "apr abr avr",
    "may mai mei mag",
    "jun juin giu",
    "jul juil lug",
    "aug ago aou",
    "sep set",
    "oct okt ott out",
    "nov",
    "dec dez dic",
)
"""How months begin, without accents, in the languages the apps are used in most."""
LENGTH = re.compile(
    r"(?:(?P<hours>[0-9]{1,3})\s?(?:h|hr|std)\w*\.?)?\s*(?:(?P<minutes>[0-9]{1,4})\s?m\w*\.?)?"
    r"\s*(?:(?P<seconds>[0-9]{1,5})\s?s\w*\.?)?",
    re.IGNORECASE,
)
COLONS = re.compile(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-9]{2})(?::(?P<seconds>[0-9]{2}))?")


class Nonsense(ValueError):
    """A cell that cannot be what its column says; the message completes “the row …”."""


@lru_cache(maxsize=5_000)
def number(text: str) -> Decimal | None:
    """A number with a point or a comma as decimal sign; None of an empty cell."""
    bare = "".join(text.split())
    if not bare:
        return None
    if not NUMBER.fullmatch(bare):
        raise Nonsense(f"“{shortened(text)}” is not a number")
    return Decimal(bare.replace(",", "."))


@lru_cache(maxsize=5_000)
def whole(text: str, most: int) -> int | None:
    """A whole number from 0 to `most`; 5.0 is one too."""
    found = number(text)
    if found is None:
        return None
    if found != found.to_integral_value():
        raise Nonsense(f"{found.normalize():f} is not a whole number")
    return int(within(found, 0, most))


def within(found: Decimal, least: int, most: int) -> Decimal:
    if not least <= found <= most:
        raise Nonsense(f"{found.normalize():f} is not between {least:,} and {most:,}")
    return found


@lru_cache(maxsize=1_000)
def reserve(text: str) -> int | None:
    """Reps in reserve of an RPE: 10 − RPE, rounded down. None of an empty cell and of 0.

    Raises Nonsense outside 5 to 10, where an RPE says nothing about reps left.
    """
    found = number(text)
    if not found:
        return None
    return int(10 - within(found, 5, 10))


@lru_cache(maxsize=1_000)
def instant(text: str) -> datetime:
    """A date with its time, midnight without one; naive unless the text names a zone."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    plain = " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())
    for pattern in DATES:
        if found := pattern.fullmatch(plain):
            return _instant(found, text)
    raise Nonsense(f"“{shortened(text)}” is not a date that we know")


def _instant(found: re.Match[str], text: str) -> datetime:
    parts = found.groupdict()
    hour = int(parts["hour"] or 0)
    if half := parts["half"]:
        hour = hour % 12 + 12 * (half[0] == "p")
    try:
        naive = datetime(
            int(parts["year"]),
            _month(parts["month"]),
            int(parts["day"]),
            hour,
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError:
        raise Nonsense(f"“{shortened(text)}” is not a date that exists") from None
    return _with_zone(naive, parts["zone"])


def _with_zone(naive: datetime, zone: str | None) -> datetime:
    if not zone:
        return naive
    if zone in ("z", "utc"):
        return naive.replace(tzinfo=UTC)
    behind = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    if not 1970 <= naive.year <= 2200:
        raise Nonsense("the date is out of range")
    return (naive - (behind if zone[0] == "+" else -behind)).replace(tzinfo=UTC)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    for place, beginnings in enumerate(MONTHS, start=1):
        if any(text.startswith(one) for one in beginnings.split()):
            return place
    raise ValueError(text)


@lru_cache(maxsize=1_000)
def length(text: str, *, unit: str = "") -> timedelta | None:
    """A duration such as 1h 5m, 45min, 1:05:00 or, of a column in seconds, 3900; None of none.

    A bare number without a unit is taken for seconds. Raises Nonsense.
    """
    bare = text.strip()
    if not bare:
        return None
    if NUMBER.fullmatch(bare):
        scale = 60 if unit.startswith("min") else 1
        return timedelta(seconds=int(within(number(bare) or Decimal(0), 0, 10**6)) * scale)
    found = COLONS.fullmatch(bare) or LENGTH.fullmatch(bare)
    if found is None:
        raise Nonsense(f"“{shortened(text)}” is not a duration")
    return timedelta(**{name: int(value) for name, value in found.groupdict().items() if value})


def line(text: str, most: int) -> str:
    """A text as one plain line that fits; what a line cannot hold is left out of it."""
    plain = CONTROL_CHARACTERS.sub("", LINE_BREAKS.sub(" ", text))
    plain = MARKUP.sub(lambda found: f"‹{found[0][1:]}", " ".join(plain.split()))
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def shortened(text: str) -> str:
    return line(text, 40)
