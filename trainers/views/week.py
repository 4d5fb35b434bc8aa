"""The trainer's calendar: a week, on the desk as columns, on the phone day by day."""

from django.http import HttpResponse
from django.shortcuts import render

from exercises.decorators import read_only
from trainers.access import TrainerRequest, trainer_page
from trainers.week import Week, calendar_week, today_of, unmarked

UNMARKED_AT_ONCE = 12
TELLING = "telling"
"""In the address where a session was told just now, so that the list of the others stays open."""
NO_WEEK = "That is no week that we know, so here is this one."
TOO_FAR = "That week is further away than the calendar reaches, so here is this one."


@read_only
@trainer_page
def calendar(request: TrainerRequest) -> HttpResponse:
    this = Week.of(today_of(request.trainer))
    asked = request.GET.get("week", "")
    week = Week.parsed(asked)
    refused = ""
    if asked and week is None:
        refused = NO_WEEK
    elif week and not week.near(this):
        refused = TOO_FAR
    if week is None or refused:
        week = this
    over = list(unmarked(request.trainer)[: UNMARKED_AT_ONCE + 1])
    context = {
        "shown": calendar_week(request.trainer, week),
        "this_week": this,
        "is_this_week": week == this,
        "neighbours": [one if one.near(this) else None for one in (week.plus(-1), week.plus(1))],
        "refused": refused,
        "unmarked": over[:UNMARKED_AT_ONCE],
        "telling": TELLING in request.GET,
        "more_unmarked": len(over) > UNMARKED_AT_ONCE,
        "back": f"week {week}",
    }
    return render(request, "trainers/calendar.html", context)
