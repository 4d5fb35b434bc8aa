from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control

from exercises.decorators import read_only
from members.models import Gym, GymClosure, Weekday
from members.structured_data import gym_data

CLOSURES_SHOWN = 12


@read_only
@cache_control(public=True, max_age=60)
def gym_detail(request: HttpRequest, slug: str) -> HttpResponse:
    gym = get_object_or_404(Gym.objects.for_page(), slug=slug)
    now = gym.local(timezone.now())
    today = now.date()
    coming = [closure for closure in gym.closures.all() if closure.date >= today]
    context = {
        "gym": gym,
        "now": _now(gym, now),
        "days": _days(gym, today, next((one for one in coming if one.date == today), None)),
        "closures": coming[:CLOSURES_SHOWN],
        "structured_data": gym_data(gym, today),
    }
    with timezone.override(gym.zone):
        return render(request, "members/gym_detail.html", context)


def _now(gym: Gym, now: datetime) -> dict[str, Any]:
    """Whether the gym is open, until when, or from when on."""
    hours = gym.opening_hours()
    closes, opens = hours.closes_at(now), hours.next_opening(now)
    opens_on = gym.local(opens).date() if opens else None
    return {
        "is_open": hours.is_open(now),
        "closes": closes,
        "opens": opens,
        "opens_today": opens_on == now.date(),
        "opens_tomorrow": opens_on == now.date() + timedelta(days=1),
    }


def _days(gym: Gym, today: date, closure: GymClosure | None) -> list[dict[str, Any]]:
    """The week from Monday; today's line says so where today is closed for once."""
    return [
        {
            "name": weekday.label,
            "hours": [row for row in gym.hours.all() if row.weekday == weekday],
            "is_today": weekday == today.weekday(),
            "closure": closure if weekday == today.weekday() else None,
        }
        for weekday in Weekday
    ]
