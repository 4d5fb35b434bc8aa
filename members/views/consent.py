from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from members import preferences
from members.access import MemberRequest, member_page
from members.models import SetEntry, Workout
from members.personal_data import OTHERS_HEALTH_DATA

WITHDRAWN = (
    "Withdrawn. Nothing new about your training is kept, your questions to trainers are closed,"
    " and no trainer sees your workouts."
)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def consent_update(request: MemberRequest) -> HttpResponse:
    """What health data is; the POST gives leave to keep it and goes on to `next`."""
    after = _own_address(request)
    if request.method == "POST":
        preferences.consent_give(member=request.member)
        messages.success(request, "Thank you. From now on your training is kept for you.")
        return HttpResponseRedirect(after or request.path)
    context = {"next": after, "counts": _counts(request)}
    return render(request, "members/consent_update.html", context)


@require_POST
@member_page
def consent_withdraw(request: MemberRequest) -> HttpResponse:
    preferences.consent_withdraw(member=request.member)
    messages.success(request, WITHDRAWN)
    return redirect("members:consent_update")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def health_data_delete(request: MemberRequest) -> HttpResponse:
    """Asks once, naming what goes."""
    if request.method == "POST":
        preferences.health_data_delete(member=request.member)
        messages.success(request, "Your health data is gone.")
        return redirect("members:consent_update")
    return render(request, "members/health_data_delete.html", {"counts": _counts(request)})


def _counts(request: MemberRequest) -> dict[str, int]:
    """What there is of health data, in numbers."""
    return {
        "workouts": Workout.objects.visible_to(request.user).count(),
        "sets": SetEntry.objects.visible_to(request.user).count(),
        "readiness": request.member.readiness_checks.count(),
        **{data.name: data.count(request.user) for data in OTHERS_HEALTH_DATA},
    }


def _own_address(request: MemberRequest) -> str:
    """Where `next` leads, if that is on this site."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe else ""
