from django import template
from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.formats import date_format

from trainers.models import WaitlistEntry
from trainers.waitlist_lines import Line

register = template.Library()


@register.filter
def days_words(entry: WaitlistEntry) -> str:
    """On which days."""
    if entry.first_day is None or entry.last_day is None:
        return "Any day"
    first = date_format(entry.first_day, "l j F")
    if entry.first_day == entry.last_day:
        return first
    return f"{first} to {date_format(entry.last_day, 'l j F')}"


@register.filter
def place_words(line: Line) -> str:
    """Where one stands in line, or why it cannot move."""
    if not line.entry.session_type.active:
        return "Not on offer at the moment"
    if not line.entry.trainer.accepting:
        return f"{line.entry.trainer} takes no bookings at the moment"
    if not line.can_move:
        return "No time can come free then"
    place = line.place
    return "You are next in line" if place == 1 else f"{ordinal(place)} in line"
