"""The forms of authenticator apps, recovery codes and passkeys, in our words."""

from typing import Any

from allauth.mfa.base import forms as allauth
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms

from exercises.models.fields import validate_line
from members.account_forms import CodeEntry


class AuthenticateForm(CodeEntry, allauth.AuthenticateForm):
    words = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ReauthenticateForm(CodeEntry, allauth.ReauthenticateForm):
    words = {"code": ("Code", "From your authenticator app, or one of your recovery codes.")}


class ActivateTotpForm(CodeEntry, totp.ActivateTOTPForm):
    words = {"code": ("Code that the app shows", "")}


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """Every passkey of ours also signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field(required=False)
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name_field(required=True)


def _name_field(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label="Name of the passkey",
        help_text="So that you know it among others.",
        max_length=80,
        required=required,
        validators=[validate_line],
    )
