"""How moments and people of questions read."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format

from members.models import Gym


def due_words(gym: Gym, at: datetime) -> str:
    """A moment on the gym's clock; its zone is named where it is not that of the reader."""
    words = date_format(gym.local(at), "l j F, H:i")
    if gym.timezone == timezone.get_current_timezone_name():
        return words
    return f"{words} ({gym.timezone})"
