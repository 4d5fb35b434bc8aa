"""A trainer's notes on a client; private ones are never shown to the member."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from trainers.access import ClientPageRequest, TrainerRequest, client_page, trainer_page
from trainers.clients import ConsentMissing, client_note_keep, workout_read
from trainers.forms.clients import NoteForm
from trainers.models import Client, ClientNote
from trainers.views.client_page import WHAT, client_context

NO_CONSENT = (
    "Not kept: this member does not agree, or no longer, that anything about their health is kept."
    " Your text is still here."
)


@require_POST
@client_page
def client_note_create(request: ClientPageRequest) -> HttpResponse:
    form = NoteForm(request.POST, instance=ClientNote(client=request.client))
    if _kept(request, form):
        return redirect(f"{request.client.get_absolute_url()}#notes")
    if request.client.may_see_workouts:
        workout_read(client=request.client, what=WHAT)
    return render(request, "trainers/client_detail.html", client_context(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def client_note_update(request: TrainerRequest, note: int) -> HttpResponse:
    found = _own(request, note)
    form = NoteForm(request.POST or None, instance=found)
    if request.method == "POST" and _kept(request, form):
        return redirect(f"{found.client.get_absolute_url()}#notes")
    return render(request, "trainers/client_note.html", {"form": form, "client": found.client})


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def client_note_delete(request: TrainerRequest, note: int) -> HttpResponse:
    """Asks once, and shows what goes."""
    found = _own(request, note)
    if request.method != "POST":
        return render(request, "trainers/client_note_delete.html", {"note": found})
    found.delete()
    messages.success(request, "The note is deleted.")
    return redirect(f"{found.client.get_absolute_url()}#notes")


def _kept(request: TrainerRequest, form: NoteForm) -> bool:
    """Keeps what was written; False with the reason at the form."""
    if not form.is_valid():
        return False
    try:
        client_note_keep(note=form.save(commit=False))
    except ConsentMissing:
        form.add_error("text", NO_CONSENT)
        return False
    messages.success(request, "The note is kept.")
    return True


def _own(request: TrainerRequest, note: int) -> ClientNote:
    """A note on a current client; 404 once they have ended it."""
    mine = Client.objects.visible_to(request.user)
    notes = ClientNote.objects.filter(client__in=mine).select_related("client__member__user")
    return get_object_or_404(notes, pk=note)
