"""Two gyms in different zones, with opening hours and a day on which one stays closed."""

from datetime import date, time, timedelta
from typing import NamedTuple

from django.db import transaction

from members.models import Gym, GymClosure, GymHours

MIDNIGHT = time(0)
WORKDAYS, WEEKEND = range(5), range(5, 7)


class DemoGym(NamedTuple):
    slug: str
    name: str
    address: str
    timezone: str
    workdays: tuple[time, time]
    weekend: tuple[time, time]
    closed_in_days: int
    reason: str


GYMS = (
    DemoGym(
        "demo-riverside",
        "Demo Gym Riverside",
        "14 Wharf Road\nLondon N1 7GR",
        "Europe/London",
        (time(6), time(22)),
        (time(8), time(20)),
        closed_in_days=18,
        reason="The floor is being laid anew",
    ),
    DemoGym(
        "demo-hafen",
        "Demo Gym Hafen",
        "Am Sandtorkai 30\n20457 Hamburg",
        "Europe/Berlin",
        (time(7), MIDNIGHT),
        (time(9), time(21)),
        closed_in_days=25,
        reason="Fire drill",
    ),
)


@transaction.atomic
def gyms_make(today: date) -> None:
    """Make the gyms that are missing."""
    for one in GYMS:
        gym, made = Gym.objects.get_or_create(
            slug=one.slug,
            defaults={"name": one.name, "address": one.address, "timezone": one.timezone},
        )
        if not made:
            continue
        GymHours.objects.bulk_create(
            GymHours(gym=gym, weekday=weekday, opens=opens, closes=closes)
            for weekdays, (opens, closes) in ((WORKDAYS, one.workdays), (WEEKEND, one.weekend))
            for weekday in weekdays
        )
        closed_on = today + timedelta(days=one.closed_in_days)
        GymClosure.objects.create(gym=gym, date=closed_on, reason=one.reason)
