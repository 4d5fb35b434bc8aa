from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from exercises.decorators import read_only
from exercises.models import Variation
from exercises.search import search
from members import imports
from members.access import MemberRequest, member_page, training_page
from members.import_forms import ImportForm, ImportStartForm
from members.models import ImportedName, WorkoutImport

SHOWN_RESULTS = 12
MOST_SHOWN_IMPORTS = 12
MOST_DIGITS = 19
State = WorkoutImport.State


@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def import_create(request: MemberRequest) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*sent, member=request.member)
    if form.is_valid() and form.record:
        return redirect(form.record)
    past = WorkoutImport.objects.visible_to(request.user)[:MOST_SHOWN_IMPORTS]
    context = {"form": form, "imports": past}
    return render(request, "members/import_create.html", context)


@read_only
@vary_on_headers("HX-Request")
@training_page
def import_detail(request: MemberRequest, uuid: UUID) -> HttpResponse:
    record = get_object_or_404(WorkoutImport.objects.visible_to(request.user), pk=uuid)
    return _page(request, record, ImportStartForm(record=record))


def _page(request: MemberRequest, record: WorkoutImport, form: ImportStartForm) -> HttpResponse:
    names = sorted(record.names.for_page(), key=lambda one: one.how != one.How.UNKNOWN)
    context = {
        "record": record,
        "form": form,
        "names": names,
        "unknown_count": sum(one.how == one.How.UNKNOWN for one in names),
        "set_count": sum(one.sets for one in names),
        "new_count": record.workout_count - record.known_count,
        "any_taken": any(one.fit and one.fit.kept for one in names),
    }
    moving = request.htmx and not request.htmx.history_restore_request
    part = "#progress" if moving and record.state == State.IMPORTING else ""
    answer = render(request, f"members/import_detail.html{part}", context)
    if moving and not part:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
@training_page
def import_start(request: MemberRequest, uuid: UUID) -> HttpResponse:
    record = get_object_or_404(WorkoutImport.objects.visible_to(request.user), pk=uuid)
    form = ImportStartForm(request.POST, record=record)
    if record.state == State.DRAFT and not form.is_valid():
        return _page(request, record, form)
    if record.state == State.DRAFT:
        form.save()
    return redirect(record)


@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
@training_page
def import_match(request: MemberRequest, uuid: UUID, pk: int) -> HttpResponse:
    drafts = WorkoutImport.objects.visible_to(request.user).filter(state=State.DRAFT)
    record = get_object_or_404(drafts, pk=uuid)
    name = get_object_or_404(record.names, pk=pk)
    if request.method == "POST":
        _choose(name, request.POST.get("variation", ""))
        return redirect(f"{record.get_absolute_url()}#name-{name.pk}")
    query = request.GET.get("q", name.name)
    page = search(query, page_size=SHOWN_RESULTS * 2, facets=False)
    results = [one for one in page.results if one.kind == "variation"][:SHOWN_RESULTS]
    context = {"name": name, "record": record, "query": query, "results": results}
    live = request.htmx and not request.htmx.history_restore_request
    return render(request, f"members/import_match.html{'#results' if live else ''}", context)


def _choose(name: ImportedName, chosen: str) -> None:
    """Take the variation chosen; leave the exercise out where none is."""
    found = None
    if chosen:
        pk = int(chosen) if chosen.isdecimal() and len(chosen) < MOST_DIGITS else 0
        found = get_object_or_404(Variation.objects.published(), pk=pk)
    name.variation = found
    name.how = ImportedName.How.CHOSEN if found else ImportedName.How.LEFT_OUT
    name.confidence = None
    name.save(update_fields=["variation", "how", "confidence"])


@require_POST
@member_page
def import_undo(request: MemberRequest, uuid: UUID) -> HttpResponse:
    record = get_object_or_404(WorkoutImport.objects.visible_to(request.user), pk=uuid)
    imports.import_undo(record=record)
    return redirect(record)


@require_POST
@training_page
def import_restore(request: MemberRequest, uuid: UUID) -> HttpResponse:
    record = get_object_or_404(WorkoutImport.objects.visible_to(request.user), pk=uuid)
    imports.import_restore(record=record)
    return redirect(record)


@require_POST
@member_page
def import_delete(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Throw a draft away, with all that was read of its file."""
    drafts = WorkoutImport.objects.visible_to(request.user).filter(state=State.DRAFT)
    get_object_or_404(drafts, pk=uuid).delete()
    return redirect("members:import_create")
