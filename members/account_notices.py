"""The mails about an account itself: codes, and word of every change to how it is opened."""

from datetime import timedelta

from allauth.account import app_settings
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.models import Notice
from members.notices import Mail, letter, notice_kind

CONFIRMING_LASTS = timedelta(seconds=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
RESETTING_LASTS = timedelta(seconds=app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT)

CHANGES = {
    "account/password_changed": "The password of your account was changed.",
    "account/email_changed": "The e-mail address of your account is now {to_email}.",
    "account/email_deleted": "The address {deleted_email} was removed from your account.",
    "mfa/totp_activated": "An authenticator app now confirms your sign-in.",
    "mfa/totp_deactivated": "The authenticator app was removed from your account.",
    "mfa/webauthn_added": "A passkey was added to your account.",
    "mfa/webauthn_removed": "A passkey was removed from your account.",
    "mfa/recovery_codes_generated": "New recovery codes were made; the old ones no longer work.",
}


@notice_kind("account/email_confirmation_signup")
@notice_kind("account/email_confirmation")
def confirming_mail(notice: Notice) -> Mail | None:
    if _older_than(notice, CONFIRMING_LASTS):
        return None
    return letter(
        "Your code for Gymsite",
        "Enter this code on the page that asked for it, to confirm that this address is yours.",
        _good_for(CONFIRMING_LASTS),
        "If you did not ask for it, do nothing: without the code nobody gets any further.",
        code=notice.details["code"],
    )


@notice_kind("account/password_reset_code")
def resetting_mail(notice: Notice) -> Mail | None:
    if _older_than(notice, RESETTING_LASTS):
        return None
    return letter(
        "Your code for a new password",
        "Enter this code on the page that asked for it, then choose a new password.",
        _good_for(RESETTING_LASTS),
        "If you did not ask for it, do nothing: your password stays as it is. Give the code to"
        " nobody; we never ask for it.",
        code=notice.details["code"],
    )


@notice_kind("account/account_already_exists")
def already_there_mail(notice: Notice) -> Mail:
    return letter(
        "You already have an account",
        "Someone, perhaps you, tried to make an account with this address. There is one already.",
        "If it was you, sign in, or choose a new password if you have forgotten yours. If it was"
        " not you, do nothing.",
        action=("Sign in", _address("account_login")),
    )


@notice_kind("account/unknown_account")
def unknown_mail(notice: Notice) -> Mail:
    return letter(
        "There is no account with this address",
        "Someone, perhaps you, asked for a new password for an account with this address. There"
        " is none: you may have used another address.",
        "If it was not you, do nothing.",
        action=("Make an account", _address("account_signup")),
    )


def changed_mail(notice: Notice) -> Mail:
    sentence = CHANGES[notice.kind].format(**notice.details)
    at = timezone.localtime(notice.created_at)
    return letter(
        "Your account was changed",
        sentence,
        f"That was on {date_format(at, 'j F Y')} at {date_format(at, 'H:i')}"
        f" ({settings.TIME_ZONE}), from {notice.details['device']}.",
        "If it was not you, choose a new password now, then sign out all other devices.",
        action=("Choose a new password", _address("account_reset_password")),
    )


for kind in CHANGES:
    notice_kind(kind)(changed_mail)


def _older_than(notice: Notice, lasts: timedelta) -> bool:
    return timezone.now() >= notice.created_at + lasts


def _good_for(lasts: timedelta) -> str:
    return f"It is good for {lasts // timedelta(minutes=1)} minutes."


def _address(name: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name)}"
