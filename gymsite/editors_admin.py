"""The admin behind the site's own sign-in, for staff with a second factor."""

from typing import Any

from allauth.account import views as accounts
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from members.accounts import second_factor_missing

FIRST_A_FACTOR = (
    "Staff pages open with a second factor. Add an authenticator app or a passkey, then go on."
)


class EditorsAdminSite(AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not self._lacks_factor(request)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nobody signs in here: whoever may not pass is led to what is missing."""
        on = request.GET.get("next") or "/admin/"
        if not request.user.is_authenticated:
            return redirect_to_login(on)
        if not super().has_permission(request):
            raise PermissionDenied
        if self._lacks_factor(request):
            messages.warning(request, FIRST_A_FACTOR)
            return redirect("mfa_index")
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return accounts.logout(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        return redirect("account_change_password")

    def _lacks_factor(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated and second_factor_missing(request.user)
