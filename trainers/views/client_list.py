"""A trainer's clients, and who has asked whom."""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from members.models import Member
from trainers import clients as writes
from trainers.access import TrainerRequest, trainer_page
from trainers.clients import AskedLately, NotAllowed
from trainers.following import ClientFigures, clients_of, figures_of
from trainers.models import Client, ClientRequest, Question
from trainers.wording import leave_words

PAGE_SIZE = 24
WHAT = "How much of your plan you do, in the list of clients"
TOO_LATE = "That has been answered or taken back meanwhile."
MAY_NOT_ASK = (
    "You can ask only members whose question you have taken or answered, or who booked with you."
)
ASKED_LATELY = (
    "You have asked this member not long ago. You can ask again from {again_on}, or once they have"
    " asked you something new or booked with you again."
)
AskedBy = ClientRequest.AskedBy


class Row(NamedTuple):
    """A client with their figures, where they let the trainer see them."""

    client: Client
    figures: ClientFigures | None

    @property
    def name(self) -> str:
        return self.client.member.user.get_full_name()

    @property
    def leave(self) -> str:
        return leave_words(self.client)

    @property
    def attention(self) -> str:
        return self.figures.attention if self.figures else ""

    @property
    def place(self) -> tuple[bool, str]:
        """Those who need attention first, then by name."""
        return (not self.attention, self.name.casefold())


@read_only
@trainer_page
def client_list(request: TrainerRequest) -> HttpResponse:
    sought = request.GET.get("q", "").strip()
    page = Paginator(_rows(request, sought), PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = ClientRequest.objects.open().filter(trainer=request.trainer)
    waiting = waiting.order_by("created_at", "pk").select_related("member__user")
    context = {
        "q": sought,
        "page": page,
        "asked": [
            (one, leave_words(one)) for one in waiting.filter(asked_by=AskedBy.MEMBER)[:PAGE_SIZE]
        ],
        "mine": waiting.filter(asked_by=AskedBy.TRAINER)[:PAGE_SIZE],
    }
    return render(request, "trainers/client_list.html", context)


def _rows(request: TrainerRequest, sought: str) -> list[Row]:
    """Every client of that name; the place of each tells something of their workouts."""
    clients = [
        client
        for client in clients_of(request.trainer)
        if sought.casefold() in client.member.user.get_full_name().casefold()
    ]
    figures = {one.client.pk: one for one in figures_of(clients)}
    writes.workouts_read(clients=[one.client for one in figures.values()], what=WHAT)
    rows = [Row(client, figures.get(client.pk)) for client in clients]
    return sorted(rows, key=lambda row: row.place)


@require_POST
@trainer_page
def coach_request_accept(request: TrainerRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.MEMBER)
    try:
        client = writes.client_request_accept(request=found)
    except NotAllowed:
        messages.info(request, TOO_LATE)
        return redirect("trainers:client_list")
    messages.success(request, "You have a new client.")
    return redirect(client)


@require_POST
@trainer_page
def coach_request_decline(request: TrainerRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.MEMBER)
    try:
        writes.client_request_decline(request=found)
    except NotAllowed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "Declined.")
    return redirect("trainers:client_list")


@require_POST
@trainer_page
def coach_request_withdraw(request: TrainerRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.TRAINER)
    try:
        writes.client_request_withdraw(request=found)
    except NotAllowed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "Taken back.")
    return redirect("trainers:client_list")


def _request(request: TrainerRequest, key: UUID, asked_by: str) -> ClientRequest:
    mine = ClientRequest.objects.filter(trainer=request.trainer, asked_by=asked_by)
    return get_object_or_404(mine.select_related("trainer__user", "member__user"), pk=key)


@require_POST
@trainer_page
def client_ask(request: TrainerRequest, question: UUID) -> HttpResponse:
    """Ask whoever asked a question to follow them."""
    seen = Question.objects.visible_to(request.trainer).select_related("member__user")
    member = get_object_or_404(seen, pk=question).member
    if member is None:
        raise Http404
    return ask_to_follow(request, member)


def ask_to_follow(request: TrainerRequest, member: Member) -> HttpResponse:
    try:
        writes.client_ask(trainer=request.trainer, member=member)
    except AskedLately as asked:
        again_on = date_format(asked.again_on, "j F Y")
        messages.error(request, ASKED_LATELY.format(again_on=again_on))
        return redirect("trainers:client_list")
    except NotAllowed:
        messages.error(request, MAY_NOT_ASK)
        return redirect("trainers:client_list")
    client = Client.objects.of_member(member).filter(trainer=request.trainer).first()
    if client:
        messages.success(request, "They are your client.")
        return redirect(client)
    messages.success(request, "Asked. You see nothing of theirs until they say yes.")
    return redirect("trainers:client_list")
