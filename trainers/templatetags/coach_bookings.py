"""How bookings read to their trainer; all times are those of the gym's clock."""

from django import template

from trainers import coach_words
from trainers.models import Booking, BookingEvent

register = template.Library()


@register.filter
def member_name(booking: Booking) -> str:
    return coach_words.member_name(booking)


@register.filter
def coach_state(booking: Booking) -> str:
    return coach_words.coach_state(booking)


@register.filter
def coach_cost(booking: Booking) -> str:
    return coach_words.coach_cost(booking)


@register.filter
def coach_unmovable(booking: Booking) -> str:
    return coach_words.coach_unmovable(booking)


@register.filter
def coach_uncancellable(booking: Booking) -> str:
    return coach_words.coach_uncancellable(booking)


@register.filter
def mark_words(booking: Booking, state: Booking.State) -> str:
    return coach_words.mark_words(booking, state)


@register.filter
def coach_event(event: BookingEvent, booking: Booking) -> str:
    return coach_words.coach_event(event, booking)
