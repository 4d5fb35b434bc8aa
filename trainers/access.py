"""Who may open a trainer's page."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from members.access import SignedInRequest, View, signed_in
from members.accounts import second_factor_missing
from trainers.models import Client, Trainer

FIRST_A_FACTOR = (
    "Trainers' pages open with a second factor. Add an authenticator app or a passkey, then go on."
)


class TrainerRequest(SignedInRequest):
    trainer: Trainer


def trainer_page(view: View) -> View:
    """A page of the trainer who is signed in, as `request.trainer`; 404 for everybody else.

    A trainer without a second factor is led to where one is added.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        trainer = Trainer.objects.of(request.user)
        if trainer is None:
            raise Http404
        if second_factor_missing(request.user):
            messages.warning(request, FIRST_A_FACTOR)
            return redirect("mfa_index")
        request.trainer = trainer
        return view(request, *args, **kwargs)

    return signed_in(guarded)


class ClientPageRequest(TrainerRequest):
    client: Client


def client_page(view: View) -> View:
    """A trainer's page of one of their current clients, as `request.client`, in the client's zone.

    404 for anybody else's client, and for one who has ended it.
    """

    @wraps(view)
    def guarded(request: Any, client: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        mine = Client.objects.visible_to(request.user)
        found = mine.select_related("member__user", "member__home_gym", "trainer")
        request.client = get_object_or_404(found, pk=client)
        with timezone.override(request.client.member.zone):
            return view(request, *args, **kwargs)

    return trainer_page(guarded)


def training_of_client_page(view: View) -> View:
    """A page of what a client logged: 404 unless they let their trainer see it now."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.client.may_see_workouts:
            raise Http404
        return view(request, *args, **kwargs)

    return client_page(guarded)
