"""A member's data: download everything, delete the account, keep it after all."""

from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from gymsite.data_export import export_request
from gymsite.models import DataExport
from gymsite.personal_data import leave_everything
from members import deletion
from members.access import MemberRequest, leaving_page, member_page
from members.models import Plan, SavedExercise, Workout
from members.models.people import ERASED_AFTER
from trainers.booking_words import AT_THE_DESK, total_words
from trainers.bookings import late_by_leaving, sessions_ahead


@read_only
@member_page
def my_data(request: MemberRequest) -> HttpResponse:
    """The page, or to htmx how far the download is."""
    mine = DataExport.objects.visible_to(request.user)
    context = {
        "waiting": mine.waiting().first(),
        "ready": mine.ready().first(),
        "latest": mine.first(),
        "days": DataExport.KEPT_FOR.days,
    }
    partial = request.htmx and not request.htmx.history_restore_request
    template = "gymsite/my_data.html"
    return render(request, f"{template}#download" if partial else template, context)


@require_POST
@member_page
def export_create(request: MemberRequest) -> HttpResponse:
    export_request(member=request.member)
    return redirect("gymsite:my_data")


@read_only
@member_page
def export_download(request: MemberRequest, uuid: UUID) -> Any:
    export = get_object_or_404(DataExport.objects.visible_to(request.user).ready(), pk=uuid)
    try:
        file = storages["exports"].open(export.file_name)
    except FileNotFoundError:
        raise Http404 from None
    name = f"gymsite-{export.requested_at:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def deletion_create(request: MemberRequest) -> Any:
    """What would go, stay, and when; the POST asks for the password or a passkey again."""
    late = late_by_leaving(request.user)
    due = total_words(late)
    changed = request.method == "POST" and request.POST.get("due", "") != due
    if request.method == "POST" and not changed:
        return _leave(request)
    mine = {
        "plans": Plan.objects.visible_to(request.user),
        "workouts": Workout.objects.visible_to(request.user).kept(),
        "saved": SavedExercise.objects.visible_to(request.user),
    }
    counts = {name: rows.count() for name, rows in mine.items()}
    counts["sessions"] = sessions_ahead(request.user).count()
    context = {
        "counts": counts,
        "days": ERASED_AFTER.days,
        "late": late,
        "due": due,
        "at_the_desk": AT_THE_DESK,
        "changed": changed,
    }
    status = 409 if changed else 200
    return render(request, "gymsite/deletion_create.html", context, status=status)


@reauthentication_required
def _leave(request: MemberRequest) -> HttpResponse:
    leave_everything(request.member)
    return redirect("gymsite:deletion_detail")


@read_only
@leaving_page
def deletion_detail(request: MemberRequest) -> HttpResponse:
    """All that is left to somebody who is leaving: keep the account, or sign out."""
    gone_at = request.member.erased_on
    if gone_at is None:
        return redirect("gymsite:my_data")
    context = {
        "gone_at": gone_at,
        "is_over": gone_at <= timezone.now(),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "gymsite/deletion_detail.html", context)


@require_POST
@leaving_page
def deletion_undo(request: MemberRequest) -> HttpResponse:
    if deletion.deletion_undo(member=request.member):
        messages.success(request, "Your account stays, with everything in it.")
        return redirect("gymsite:today")
    return redirect("gymsite:deletion_detail")
