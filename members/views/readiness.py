from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from members import readiness
from members.access import MemberRequest, member_page, training_page
from members.forms.readiness import ReadinessForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@training_page
def readiness_create(request: MemberRequest) -> HttpResponse:
    """The questions; their answers live as long as this request."""
    form = ReadinessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        readiness.readiness_take(member=request.member, outcome=form.outcome)
        return redirect("members:readiness_detail")
    current = readiness.current_check(request.member)
    return render(request, "members/readiness_create.html", {"form": form, "current": current})


@read_only
@member_page
def readiness_detail(request: MemberRequest) -> HttpResponse:
    current = readiness.current_check(request.member)
    if current is None:
        return redirect("members:readiness_create")
    return render(request, "members/readiness_detail.html", {"current": current})


@require_POST
@member_page
def readiness_lapse(request: MemberRequest) -> HttpResponse:
    """Something has changed."""
    readiness.readiness_lapse(member=request.member)
    return redirect("members:readiness_create")
