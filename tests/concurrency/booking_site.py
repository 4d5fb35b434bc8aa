"""Trainers and members for a storm of bookings, and what is left of it afterwards.

As a program, `python -m tests.concurrency.booking_site`, it makes them in the database of
the settings and prints them as JSON; with `--left` it prints the bookings that are there.
"""

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any

TRAINERS, MEMBERS = 3, 6


@dataclass(frozen=True)
class Site:
    """The trainers as slug and session type, and the members' sessions."""

    trainers: list[tuple[str, int]]
    sessions: list[str]


def make_site() -> Site:
    from django.conf import settings
    from django.test import Client

    from tests.factories import (
        make_gym,
        make_session_type,
        make_trainer,
        make_user,
        make_weekly_hours,
    )

    gym = make_gym(timezone="UTC", free_cancellation_hours=0)
    trainers, sessions = [], []
    for _ in range(TRAINERS):
        trainer = make_trainer(gym=gym)
        make_weekly_hours(trainer=trainer, starts="00:00", ends="00:00")
        trainers.append((trainer.slug, make_session_type(trainer=trainer, buffer_after=15).pk))
    for _ in range(MEMBERS):
        client = Client()
        client.force_login(make_user())
        sessions.append(client.cookies[settings.SESSION_COOKIE_NAME].value)
    return Site(trainers, sessions)


def left() -> dict[str, str]:
    """The state of every booking, by its key."""
    from trainers.models import Booking

    return {str(pk): state for pk, state in Booking.objects.values_list("pk", "state")}


def main() -> Any:
    import django

    django.setup()
    return left() if "--left" in sys.argv else asdict(make_site())


if __name__ == "__main__":
    print(json.dumps(main()))  # noqa: T201
