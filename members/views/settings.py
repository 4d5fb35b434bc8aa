from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from members.access import MemberRequest, member_page
from members.forms.settings import SettingsForm
from members.readiness import current_check


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def settings_update(request: MemberRequest) -> HttpResponse:
    form = SettingsForm(request.POST or None, instance=request.member)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your settings are saved.")
        return redirect("members:settings_update")
    context = {
        "form": form,
        "readiness": current_check(request.member),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "members/settings_update.html", context)
