"""Accounts beyond what django-allauth does for them."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import QuerySet

from members.models import User
from members.personal_data import erase


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


def unconfirmed_accounts(before: datetime) -> QuerySet[User]:
    """Sign-ups from before then whose address nobody confirmed, and that hold nothing else."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    return (
        User.objects.filter(date_joined__lt=before, last_login__isnull=True)
        .filter(emailaddress__verified=False, is_staff=False, is_superuser=False)
        .filter(second_factor_waived=False, member__plans=None, member__workouts=None)
        .filter(member__saved_exercises=None, member__readiness_checks=None)
        .filter(member__workout_imports=None)
        .exclude(pk__in=confirmed)
        .distinct()
    )


def unconfirmed_erase(before: datetime) -> None:
    """Remove those accounts; one that is confirmed in this very moment stays."""
    for user in list(unconfirmed_accounts(before)):
        with transaction.atomic():
            list(EmailAddress.objects.select_for_update().filter(user=user))
            if unconfirmed_accounts(before).filter(pk=user.pk).exists():
                erase(user)
