from django.http import HttpResponse
from django.shortcuts import render

from exercises.decorators import read_only
from trainers.access import TrainerRequest, trainer_page
from trainers.clients import workouts_read
from trainers.following import figures_of_all
from trainers.models import Booking, ClientRequest, Question
from trainers.views.inbox import several_gyms
from trainers.week import sessions_today, unmarked

FIRST_FEW = 5
WHAT = "Whether you need attention, among all clients"


@read_only
@trainer_page
def coach(request: TrainerRequest) -> HttpResponse:
    """What waits for the trainer: sessions, questions, clients, members who invite."""
    trainer = request.trainer
    mine = Question.objects.visible_to(trainer).for_list()
    waiting = mine.open().order_by("due_at", "pk")
    invitations = ClientRequest.objects.open().filter(
        trainer=trainer, asked_by=ClientRequest.AskedBy.MEMBER
    )
    sessions = sessions_today(trainer)
    coming = Booking.objects.to_come().filter(trainer=trainer).for_list()
    figures = figures_of_all(trainer)
    workouts_read(clients=[one.client for one in figures], what=WHAT)
    return render(
        request,
        "trainers/coach.html",
        {
            "sessions": sessions,
            "next_session": None if sessions else coming.first(),
            "unmarked": unmarked(trainer)[:FIRST_FEW],
            "claimed": mine.claimed().filter(claimed_by=trainer).order_by("due_at", "pk"),
            "questions": waiting[:FIRST_FEW],
            "waiting": waiting.count(),
            "several_gyms": several_gyms(trainer),
            "attention": [one for one in figures if one.attention],
            "invitations": invitations.select_related("member__user"),
        },
    )
