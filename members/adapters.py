"""What django-allauth does in our way."""

from typing import Any
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import respond_429
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from members.models import Member
from members.notices import notice_add
from members.user_agents import device_name

MESSAGES = {
    "account/messages/logged_out.txt": "You have signed out.",
    "account/messages/email_confirmed.txt": "Your e-mail address is confirmed.",
    "account/messages/email_confirmation_failed.txt": "That address belongs to another account.",
    "account/messages/email_deleted.txt": "The address was removed.",
    "account/messages/cannot_delete_primary_email.txt": "An account needs its address.",
    "account/messages/unverified_primary_email.txt": "Confirm the address first.",
    "account/messages/primary_email_set.txt": "Your e-mail address was changed.",
    "account/messages/password_changed.txt": "Your password was changed.",
    "account/messages/password_set.txt": "Your password was set.",
    "mfa/messages/totp_activated.txt": "Your authenticator app now confirms your sign-in.",
    "mfa/messages/totp_deactivated.txt": "The authenticator app was removed.",
    "mfa/messages/webauthn_added.txt": "The passkey was added.",
    "mfa/messages/webauthn_removed.txt": "The passkey was removed.",
    "mfa/messages/recovery_codes_generated.txt": "Keep your recovery codes in a safe place.",
    "usersessions/messages/sessions_logged_out.txt": "All other devices were signed out.",
}
"""What is said after a step; of the others the page itself tells enough."""

WITH_THE_PASSWORD = {
    "account/email/password_changed",
    "account/email/password_set",
    "account/email/password_reset",
}
WAYS_TO_SHOW_IT = {
    "reauthenticate": "Use my password",
    "mfa_reauthenticate": "Use a code",
    "mfa_reauthenticate:webauthn": "Use my passkey",
}
WAY_ON = "way_on"
"""Where in a session stands where its visitor goes on to once signed in."""
DETAILS = ("code", "to_email", "deleted_email")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": "This is already the address of your account.",
        "email_password_mismatch": "E-mail address and password do not belong together. Check both,"
        " or choose a new password.",
        "email_taken": "That address belongs to another account.",
        "enter_current_password": "This is not your password. Type the one you use now.",
        "incorrect_code": "This is not the code. Check the last mail from us, and type its digits.",
        "incorrect_password": "This is not your password.",
        "rate_limited": "Wait a few seconds before you ask for another code.",
        "same_as_current": "This is already your address.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then start again.",
    }

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Make the account with its member; hashing is done before the transaction begins."""
        super().save_user(request, user, form, commit=False)
        given, now = form.cleaned_data, timezone.now()
        user.name = given["name"]
        with transaction.atomic():
            user.save()
            Member.objects.create(
                user=user,
                home_gym=given.get("home_gym"),
                age_confirmed_at=now,
                health_consent_at=now if given["health_consent"] else None,
            )
        return user

    def set_password(self, user: Any, password: str) -> None:
        user.set_password(password)
        with transaction.atomic():
            user.save(update_fields=["password"])
            self._notice("account/password_changed", user.email, self._device())

    def is_safe_url(self, url: str | None) -> bool:
        """A way on leads to a path of this site, and nowhere else."""
        return (url or "").startswith("/") and url_has_allowed_host_and_scheme(url, None)

    def pre_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse | None:
        """Remember the way on, which not every step of allauth hands to the next."""
        if way_on := login["redirect_url"] or get_next_redirect_url(request):
            request.session[WAY_ON] = way_on
        return super().pre_login(request, user, **login)

    def post_login(self, request: HttpRequest, user: Any, **login: Any) -> HttpResponse:
        response = super().post_login(request, user, **login)
        request.session.pop(WAY_ON, None)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return request.session.get(WAY_ON) or super().get_login_redirect_url(request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": WAYS_TO_SHOW_IT[way["id"]]} for way in ways]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as too_many:
            raise ImmediateHttpResponse(respond_429(request)) from too_many

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        details = {name: context[name] for name in DETAILS if name in context}
        if "user_agent" in context:
            details |= self._device()
        self._notice(template_prefix.replace("/email/", "/"), email, details)

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        if template_prefix not in WITH_THE_PASSWORD:
            super().send_notification_mail(template_prefix, *args, **kwargs)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        words = message or MESSAGES.get(message_template or "")
        if words:
            super().add_message(request, level, extra_tags=extra_tags, message=words)

    def _device(self) -> dict[str, str]:
        return {"device": device_name(self.get_http_user_agent(self.request))}

    def _notice(self, kind: str, recipient: str, details: dict[str, Any]) -> None:
        notice_add(kind=kind, recipient=recipient, about=uuid4().hex, details=details)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This is not the code. Type the one that the app shows now.",
        "unverified_email": "Confirm your e-mail address first.",
        "cannot_generate_recovery_codes": "Add an authenticator app or a passkey first.",
    }

    def get_totp_issuer(self) -> str:
        return "Gymsite"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": settings.PUBLIC_HOST, "name": "Gymsite"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        return device_name(self.request.headers.get("User-Agent", ""))
