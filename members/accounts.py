"""Accounts beyond what django-allauth does for them."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from members.models import User


def email_confirm(*, user: User) -> None:
    """Take the account's address as its owner's own without a code, as for demo accounts."""
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


def second_factor_missing(user: User) -> bool:
    """Whether someone whose account asks for a second factor has neither app nor passkey."""
    if user.second_factor_waived:
        return False
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return not Authenticator.objects.filter(user=user, type__in=factors).exists()
