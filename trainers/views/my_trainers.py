"""A member's trainers: who may see and change what, who looked when."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from trainers import clients as writes
from trainers.clients import ConsentMissing, NotAllowed
from trainers.forms.clients import RightsForm
from trainers.models import Client, ClientNote, ClientRequest, Trainer, WorkoutRead
from trainers.wording import rights_words

READS_A_PAGE = 24
NOTES_A_PAGE = 12
TOO_LATE = "That has been answered or taken back meanwhile."
FIRST_CONSENT = (
    "Nothing has been changed yet. Your workouts are health data: agree that we keep it, then tick"
    " them once more."
)
AskedBy = ClientRequest.AskedBy


class Following(NamedTuple):
    """A trainer with the form of their rights, and what they can do now."""

    client: Client
    form: RightsForm
    words: str


@read_only
@member_page
def my_trainers(request: MemberRequest) -> HttpResponse:
    member = request.member
    waiting = ClientRequest.objects.open()
    notes = ClientNote.objects.shared().filter(client__member=member)
    reads = WorkoutRead.objects.filter(member=member)
    context = {
        "following": _following(Client.objects.of_member(member).select_related("trainer__user")),
        "asked": [(one, _form(one)) for one in waiting.from_trainers(member)],
        "mine": waiting.filter(member=member, asked_by=AskedBy.MEMBER).select_related("trainer"),
        "notes": Paginator(notes.select_related("client__trainer"), NOTES_A_PAGE).get_page(
            request.GET.get("notes")
        ),
        "page": Paginator(reads, READS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "trainers/my_trainers.html", context)


def _following(clients: Iterable[Client]) -> list[Following]:
    return [Following(one, _form(one), rights_words(one, one.trainer.name)) for one in clients]


def _form(row: Client | ClientRequest) -> RightsForm:
    """The boxes as they stand; of a trainer's request both are empty."""
    names = ("may_edit_plan", "may_see_workouts")
    initial = {name: getattr(row, name) for name in names}
    return RightsForm(initial=initial, auto_id=f"id_{row.pk}_%s")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def client_invite(request: MemberRequest, slug: str) -> HttpResponse:
    """What each right means, to be ticked; a POST asks the trainer."""
    trainer = get_object_or_404(Trainer.objects.published(), slug=slug)
    hindrance = _hindrance(request, trainer)
    if request.method == "POST" and not hindrance:
        return _invite(request, trainer)
    context = {"trainer": trainer, "form": RightsForm(), "hindrance": hindrance}
    return render(request, "trainers/client_invite.html", context)


def _hindrance(request: MemberRequest, trainer: Trainer) -> str:
    """Why the member cannot ask this trainer now, or nothing."""
    if trainer.user_id == request.user.pk:
        return "This is you. You cannot be your own trainer here."
    if Client.objects.of_member(request.member).filter(trainer=trainer).exists():
        return f"{trainer.name} is your trainer already."
    asked = ClientRequest.objects.open().filter(trainer=trainer, member=request.member)
    if not trainer.accepting and not asked.exists():
        return f"{trainer.name} takes no new clients at the moment."
    return ""


def _invite(request: MemberRequest, trainer: Trainer) -> HttpResponse:
    form = RightsForm(request.POST)
    form.full_clean()
    try:
        writes.client_invite(member=request.member, trainer=trainer, rights=form.rights)
    except ConsentMissing:
        return _first_consent(request, request.path)
    client = Client.objects.of_member(request.member).filter(trainer=trainer).first()
    if client:
        messages.success(request, f"Done. {rights_words(client, trainer.name)}")
    else:
        messages.success(
            request, f"{trainer.name} has your invitation. Until they say yes they see nothing."
        )
    return redirect("trainers:my_trainers")


@require_POST
@member_page
def client_rights(request: MemberRequest, client: UUID) -> HttpResponse:
    found = _own(request, client)
    form = RightsForm(request.POST)
    form.full_clean()
    try:
        writes.client_rights(client=found, rights=form.rights)
    except ConsentMissing:
        return _first_consent(request)
    messages.success(request, rights_words(form.rights, found.trainer.name))
    return redirect("trainers:my_trainers")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def client_end(request: MemberRequest, client: UUID) -> HttpResponse:
    """Asks once, and says what ends."""
    found = _own(request, client)
    if request.method != "POST":
        return render(request, "trainers/client_end.html", {"client": found})
    writes.client_end(client=found)
    messages.success(
        request, f"{found.trainer.name} is no longer your trainer and sees nothing of yours."
    )
    return redirect("trainers:my_trainers")


@require_POST
@member_page
def client_request_accept(request: MemberRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.TRAINER)
    form = RightsForm(request.POST)
    form.full_clean()
    try:
        if not found.trainer.is_public:
            raise NotAllowed
        client = writes.client_request_accept(request=found, rights=form.rights)
    except ConsentMissing:
        return _first_consent(request)
    except NotAllowed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, rights_words(client, found.trainer.name))
    return redirect("trainers:my_trainers")


@require_POST
@member_page
def client_request_decline(request: MemberRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.TRAINER)
    try:
        writes.client_request_decline(request=found)
    except NotAllowed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "Declined. They see nothing of yours, and are not told.")
    return redirect("trainers:my_trainers")


@require_POST
@member_page
def client_request_withdraw(request: MemberRequest, request_id: UUID) -> HttpResponse:
    found = _request(request, request_id, AskedBy.MEMBER)
    try:
        writes.client_request_withdraw(request=found)
    except NotAllowed:
        messages.info(request, TOO_LATE)
    else:
        messages.success(request, "Your invitation is taken back.")
    return redirect("trainers:my_trainers")


def _first_consent(request: MemberRequest, back: str = "") -> HttpResponse:
    """To the page that asks for leave to keep health data, and back."""
    messages.info(request, FIRST_CONSENT)
    query = urlencode({"next": back or reverse("trainers:my_trainers")})
    return redirect(f"{reverse('members:consent_update')}?{query}")


def _own(request: MemberRequest, client: UUID) -> Client:
    mine = Client.objects.of_member(request.member).select_related("trainer", "member")
    return get_object_or_404(mine, pk=client)


def _request(request: MemberRequest, key: UUID, asked_by: str) -> ClientRequest:
    mine = ClientRequest.objects.filter(member=request.member, asked_by=asked_by)
    return get_object_or_404(mine.select_related("trainer", "member__user"), pk=key)
