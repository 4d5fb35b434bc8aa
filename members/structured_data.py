"""JSON-LD of gyms for search engines, with absolute addresses."""

from datetime import date
from typing import Any

from django.conf import settings

from exercises.structured_data import trail_data
from members.models import Gym, Weekday

CONTEXT = "https://schema.org"


def gym_data(gym: Gym, today: date) -> list[dict[str, Any]]:
    """An ExerciseGym with its hours and coming closures, and the way to its page."""
    address = settings.PUBLIC_URL + gym.get_absolute_url()
    hours = [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"{CONTEXT}/{Weekday(row.weekday).label}",
            "opens": f"{row.opens:%H:%M}",
            "closes": f"{row.ends:%H:%M}",
        }
        for row in gym.hours.all()
    ]
    closures = [
        {
            "@type": "OpeningHoursSpecification",
            "opens": "00:00",
            "closes": "00:00",
            "validFrom": closure.date.isoformat(),
            "validThrough": closure.date.isoformat(),
        }
        for closure in gym.closures.all()
        if closure.date >= today
    ]
    return [
        {
            "@context": CONTEXT,
            "@type": "ExerciseGym",
            "@id": address,
            "name": gym.name,
            "url": address,
            "address": " ".join(gym.address.split()),
            "openingHoursSpecification": hours,
            "specialOpeningHoursSpecification": closures,
        },
        trail_data([("Gymsite", "/"), (gym.name, gym.get_absolute_url())]),
    ]
