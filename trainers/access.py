"""Who may open a trainer's page."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from members.access import SignedInRequest, View, signed_in
from members.accounts import second_factor_missing
from trainers.models import Trainer

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
