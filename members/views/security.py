from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from members.access import MemberRequest, member_page


@read_only
@member_page
def security(request: MemberRequest) -> HttpResponse:
    """Where everything about signing in is found."""
    types = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    return render(
        request,
        "members/security.html",
        {
            "factor_state": "On" if types else "Off",
            "passkeys_state": types.count(Authenticator.Type.WEBAUTHN) or "None yet",
        },
    )


@require_POST
@member_page
def session_end(request: MemberRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.is_current():
        get_adapter().logout(request)
        session.delete()
        return redirect("account_login")
    session.end()
    return redirect("usersessions_list")
