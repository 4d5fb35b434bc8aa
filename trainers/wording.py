"""How moments read, and what a member lets their trainer do."""

from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from members.models import Gym


def due_words(gym: Gym, at: datetime) -> str:
    """A moment on the gym's clock, which is named."""
    return f"{date_format(gym.local(at), 'l j F, H:i')} ({gym.timezone})"


def dated_words(at: datetime, zone: ZoneInfo) -> str:
    """A moment for the desk, with its year and the zone."""
    return f"{date_format(at.astimezone(zone), 'D j M Y, H:i')} ({zone})"


class LetsDo(Protocol):
    """A client, a request or the rights alone."""

    @property
    def may_edit_plan(self) -> bool: ...

    @property
    def may_see_workouts(self) -> bool: ...


def rights_words(rights: LetsDo, trainer: str) -> str:
    """To the member: what the trainer can do now."""
    if rights.may_edit_plan and rights.may_see_workouts:
        return f"{trainer} sees your plan, workouts and progress, and may change your plan."
    if rights.may_edit_plan:
        return f"{trainer} sees and may change your plan, but not your workouts or progress."
    if rights.may_see_workouts:
        return f"{trainer} sees your plan, workouts and progress, but may not change your plan."
    return f"{trainer} sees neither your plan nor your workouts, and can only offer you exercises."


def leave_words(rights: LetsDo) -> str:
    """To the trainer: what this client lets them do."""
    if rights.may_edit_plan and rights.may_see_workouts:
        return "Lets you see workouts and progress, and change the plan."
    if rights.may_edit_plan:
        return "Lets you change the plan. Workouts and progress they keep to themselves."
    if rights.may_see_workouts:
        return "Lets you see workouts and progress. The plan they change themselves."
    return "Keeps plan, workouts and progress to themselves. You can offer exercises."
