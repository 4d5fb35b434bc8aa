"""What a trainer offers: never deleted, but switched off, as bookings keep pointing at it."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from trainers.access import TrainerRequest, trainer_page
from trainers.forms.hours import errors_into
from trainers.forms.session_types import SessionTypeForm
from trainers.hours import session_type_save
from trainers.models import SessionType
from trainers.views.hours import FORM, kept


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def session_type_create(request: TrainerRequest) -> HttpResponse:
    last = request.trainer.session_types.last()
    row = SessionType(trainer=request.trainer)
    if last:
        row.currency = last.currency
    return _form(request, row, "Add a session")


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def session_type_update(request: TrainerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.trainer.session_types, pk=pk)
    return _form(request, row, "Change a session")


def _form(request: TrainerRequest, row: SessionType, heading: str) -> HttpResponse:
    form = SessionTypeForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            session_type_save(session_type=form.save(commit=False))
        except ValidationError as error:
            errors_into(form, error)
        else:
            return kept(request, f"{row.name} is kept.")
    return render(request, FORM, {"form": form, "heading": heading, "section": "sessions"})
