"""Targets, times and distances as people read them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from exercises.models import LoadCounts, Measure, Variation
from members.units import load_words

SHORT_REST = 120


class Targets(Protocol):
    """Targets with their variation: of a plan's item and of a workout's alike."""

    variation: Any
    sets: Any
    reps_min: Any
    reps_max: Any
    seconds: Any
    metres: Any
    load_kg: Any
    rest_seconds: Any
    target_rir: Any


def targets_words(item: Targets, unit: str) -> str:
    """All targets in one line: 3 × 8–10 at 60 kg, 2 in reserve, rest 90 s."""
    parts = [f"{item.sets} × {set_words(item, unit)}"]
    if item.target_rir is not None:
        parts.append(f"{item.target_rir} in reserve")
    if item.rest_seconds:
        parts.append(f"rest {time_words(item.rest_seconds)}")
    return ", ".join(parts)


def set_words(item: Targets, unit: str) -> str:
    """What one set asks for: 8–10 each side at 60 kg."""
    effort = [
        reps_words(item.reps_min, item.reps_max),
        distance_words(item.metres) if item.metres else "",
        time_words(item.seconds) if item.seconds else "",
    ]
    words = " in ".join(part for part in effort if part) or "as many as feel right"
    if item.variation.one_side_at_a_time:
        words += " each side"
    if item.load_kg is not None:
        words += f" {load_phrase(item.load_kg, item.variation, unit)}"
    return words


def reps_words(lowest: int | None, highest: int | None) -> str:
    """A rep range: 8–10, or 8 where both ends are the same."""
    if lowest is None or highest is None:
        return ""
    return str(lowest) if lowest == highest else f"{lowest}–{highest}"


def load_phrase(load_kg: Decimal, variation: Variation, unit: str) -> str:
    """A load as a variation uses it: at 60 kg, at 20 kg per hand, with 10 kg of help."""
    words = load_words(load_kg, unit)
    if variation.measure == Measure.ASSISTED_REPS:
        return f"with {words} of help"
    if variation.measure == Measure.ADDED_LOAD_REPS:
        return f"with {words} added"
    return f"at {words} per hand" if variation.load_counts == LoadCounts.PER_HAND else f"at {words}"


def time_words(seconds: int) -> str:
    """A length of time: 90 s, 2 min, 2 min 30 s, 1 h 5 min."""
    if seconds < 120:
        return f"{seconds} s"
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "min"), (rest, "s"))
    return " ".join(f"{number} {name}" for number, name in parts if number)


def distance_words(metres: int) -> str:
    """A distance: 400 m, 1.5 km."""
    if metres < 1_000:
        return f"{metres} m"
    return f"{metres / 1_000:.2f}".rstrip("0").rstrip(".") + " km"


def rest_words(seconds: int) -> str:
    """Short enough for a button: 90 s, 2:30."""
    if seconds < SHORT_REST:
        return f"{seconds} s"
    return minutes_and_seconds(timedelta(seconds=seconds))


def minutes_and_seconds(time: timedelta) -> str:
    """As a stopwatch shows it: 0:07, 24:10, 1:05:00."""
    minutes, seconds = divmod(max(int(time.total_seconds()), 0), 60)
    hours, rest = divmod(minutes, 60)
    return f"{hours}:{rest:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
