from collections.abc import Iterable
from datetime import timedelta

from django import template
from django.utils.formats import date_format

from members.models import Gym
from trainers.models import TimeOff

register = template.Library()
DAY, TIME = "D j F Y", "D j F Y, H:i"


@register.filter
def when(time_off: TimeOff, gyms: Iterable[Gym]) -> str:
    """From when to when, on the clock of a gym on which they are whole days if there is one."""
    clocks = list(gyms)
    for gym in clocks:
        starts, ends = gym.local(time_off.starts_at), gym.local(time_off.ends_at)
        if starts.time() == ends.time() == starts.min.time():
            last = ends - timedelta(days=1)
            end = date_format(last, DAY)
            begin = "D j F" if starts.year == last.year else DAY
            whole = end if last <= starts else f"{date_format(starts, begin)} – {end}"
            return f"{whole}, all day ({gym.timezone})"
    if not clocks:
        return f"{time_off.starts_at:%Y-%m-%d %H:%M} – {time_off.ends_at:%Y-%m-%d %H:%M} UTC"
    starts, ends = clocks[0].local(time_off.starts_at), clocks[0].local(time_off.ends_at)
    same = starts.date() == ends.date()
    end = date_format(ends, "H:i" if same else TIME)
    return f"{date_format(starts, TIME)} – {end} ({clocks[0].timezone})"
