"""The forms about accounts, in our words."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

from exercises.models.fields import validate_line
from members.models import Gym, User

PASSWORD_HELP = "At least 8 characters, and not one that many people use."  # noqa: S105
CONSENT = (
    "Gymsite may keep what I log about my body and my training: workouts, loads, readiness and"
    " questions to trainers. They say something about my health."
)
WITHOUT_CONSENT = (
    "You decide, and can change it at any time. Without it you can read every guide and make"
    " plans; to log a workout we ask again."
)


class Worded(forms.Form):
    """Labels in place of placeholders; `words` gives label and help by field."""

    words: dict[str, tuple[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if not isinstance(field, forms.BooleanField):
                field.error_messages["required"] = "Fill this in."
            if name in self.words:
                field.label, field.help_text = self.words[name]


class CodeEntry(Worded):
    """One box for a code of digits, which phones offer from the mail."""

    words = {"code": ("Code", "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {
            "inputmode": "numeric",
            "autocomplete": "one-time-code",
            "autocapitalize": "off",
            "spellcheck": "false",
        }


class SignupForm(Worded, allauth.SignupForm):  # type: ignore[misc]  # its clean() is its own
    name = forms.CharField(
        max_length=120,
        validators=[validate_line],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    home_gym = forms.ModelChoiceField(
        Gym.objects.all(), required=False, empty_label="I do not know yet"
    )
    age = forms.BooleanField(
        error_messages={
            "required": "Gymsite is for people of 16 and over. Tick the box if you are."
        }
    )
    health_consent = forms.BooleanField(required=False)

    field_order = ["name", "email", "password1", "home_gym", "age", "health_consent"]
    words = {
        "name": ("Your name", "Trainers of your gym see it when you ask or book."),
        "email": ("E-mail address", "We send a code to it, and later what you book."),
        "password1": ("Password", PASSWORD_HELP),
        "home_gym": ("Your gym (optional)", ""),
        "age": ("I am 16 or over", ""),
        "health_consent": (CONSENT, WITHOUT_CONSENT),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not Gym.objects.exists():
            del self.fields["home_gym"]

    def try_save(self, request: Any) -> Any:
        if self.account_already_exists:
            # As long as for a new account, so that the time tells nobody who has one.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class LoginForm(Worded, allauth.LoginForm):
    words = {"login": ("E-mail address", ""), "password": ("Password", "")}


class ReauthenticateForm(Worded, allauth.ReauthenticateForm):
    words = {"password": ("Password", "")}


class ChangeEmailForm(Worded, allauth.AddEmailForm):
    words = {"email": ("New e-mail address", "We send a code to it.")}


class ChangePasswordForm(Worded, allauth.ChangePasswordForm):
    words = {
        "oldpassword": ("Password now", ""),
        "password1": ("New password", PASSWORD_HELP),
        "password2": ("New password again", ""),
    }


class SetPasswordForm(Worded, allauth.SetPasswordForm):
    words = {"password1": ("Password", PASSWORD_HELP), "password2": ("Password again", "")}


class ResetPasswordForm(Worded, allauth.ResetPasswordForm):
    words = {"email": ("E-mail address", "")}


class NewPasswordForm(Worded, allauth.ResetPasswordKeyForm):
    words = {"password1": ("New password", PASSWORD_HELP), "password2": ("New password again", "")}


class ConfirmEmailForm(CodeEntry, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetForm(CodeEntry, allauth.ConfirmPasswordResetCodeForm):
    pass
