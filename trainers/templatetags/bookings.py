"""How bookings read; all times are those of the gym's clock."""

from datetime import datetime

from django import template
from django.utils.formats import date_format

from members.models import Gym
from trainers import booking_words
from trainers.models import Booking

register = template.Library()


register.filter("money", booking_words.money_words)
register.filter("hours", booking_words.hours_words)
register.filter("policy", booking_words.policy_words)
register.filter("cost_words", booking_words.cost_words)
register.filter("state_words", booking_words.state_words)
register.filter("unmovable", booking_words.unmovable_words)
register.filter("uncancellable", booking_words.uncancellable_words)
register.filter("arrived_words", booking_words.arrived_words)
register.filter("event_words", booking_words.event_words)


@register.filter
def day(booking: Booking) -> str:
    """`Thursday 26 November`."""
    return booking_words.day_words(booking.local_start)


@register.filter
def short_day(booking: Booking) -> str:
    """`Thu 26 Nov`."""
    return booking_words.day_words(booking.local_start, short=True)


@register.filter
def day_number(booking: Booking) -> int:
    return booking.local_start.day


@register.filter
def month_name(booking: Booking) -> str:
    """`Nov`."""
    return date_format(booking.local_start.replace(tzinfo=None), "M")


@register.filter
def moment(at: datetime, gym: Gym) -> str:
    """`Thu 26 Nov, 10:00`."""
    return booking_words.moment_words(gym, at)


@register.filter
def full_moment(at: datetime, gym: Gym) -> str:
    """`Thursday 26 November, 10:00`."""
    return booking_words.moment_words(gym, at, short=False)


@register.filter
def clock(at: datetime, gym: Gym) -> str:
    """`10:00`."""
    return booking_words.clock_words(gym.local(at))


@register.filter
def about_words(booking: Booking) -> str:
    return booking_words.about_words(booking.exercise, booking.variation)
