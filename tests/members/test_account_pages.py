"""Every page about accounts is ours: our words, our look, kept by no cache."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import allauth
import pytest
from allauth import urls as allauth_urls
from allauth.account import app_settings
from django.template.loader import get_template
from django.test import Client
from django.urls import URLPattern, URLResolver

from gymsite.environment import BASE_DIR
from members.account_notices import CHANGES
from members.adapters import WITH_THE_PASSWORD
from members.notices import KINDS
from tests.factories import make_user
from tests.members.accounts import show_it_is_you, sign_in

OURS = BASE_DIR / "templates"
NEVER_SHOWN = {"account/confirm_login_code.html", "account/signup_closed.html"}
"""What we do not offer: signing in by mailed code, and a site closed for new members."""

PAGES = [
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "inactive/",
]
MEMBERS_PAGES = [
    "security/",
    "email/",
    "password/change/",
    "reauthenticate/",
    "logout/",
    "sessions/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
]


def patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns)
        else:
            yield one


def template_names(pattern: URLPattern) -> Iterator[str]:
    """The templates of a view, or of the views that a bare function chooses between."""
    view: Any = pattern.callback
    classes = [view.view_class] if hasattr(view, "view_class") else []
    if not classes:
        source = inspect.getsource(inspect.unwrap(view))
        names = vars(inspect.getmodule(inspect.unwrap(view)))
        classes = [
            one
            for name, one in names.items()
            if inspect.isclass(one) and f"{name}.as_view" in source
        ]
    assert classes, pattern
    for one in classes:
        for name in ("template_name", "template_name_signup_closed"):
            if template := getattr(one, name, None):
                yield template


def test_every_template_that_an_address_can_show_is_ours() -> None:
    names = {name for one in patterns(allauth_urls.urlpatterns) for name in template_names(one)}
    names.discard("account/verification_sent.html")  # of confirming by link, which is off
    assert len(names) > 20
    theirs = set()
    for name in names:
        try:
            origin = get_template(name).template.origin.name  # type: ignore[attr-defined]
        except Exception as error:
            raise AssertionError(name) from error
        if not origin.startswith(str(OURS)):
            theirs.add(name)
    assert theirs == NEVER_SHOWN
    assert app_settings.EMAIL_VERIFICATION_BY_CODE_ENABLED
    assert not app_settings.LOGIN_BY_CODE_ENABLED
    assert not app_settings.LOGIN_BY_CODE_REQUIRED


def test_none_of_ours_builds_on_theirs() -> None:
    for folder in ("account", "mfa", "usersessions"):
        for path in (OURS / folder).rglob("*.html"):
            text = path.read_text("utf-8")
            assert "allauth" not in text, path
            assert "i18n" not in text, path


@pytest.mark.django_db
def test_pages_are_in_our_look_and_kept_by_nobody(client: Client) -> None:
    for address in PAGES:
        check(client.get(f"/accounts/{address}"), address)
    sign_in(client, make_user())
    show_it_is_you(client)
    for address in MEMBERS_PAGES:
        check(client.get(f"/accounts/{address}"), address)


def check(answer: Any, address: str) -> None:
    page = answer.content.decode()
    assert answer.status_code == 200, address
    assert '<meta name="robots" content="noindex">' in page, address
    assert "css/pages/account.css" in page, address
    assert page.count("<h1") == 1, address
    assert "placeholder" not in page, address
    if "Cookie" in answer.get("Vary", ""):
        assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}, address
    assert "unsafe" not in answer["Content-Security-Policy"], address


@pytest.mark.django_db
def test_what_is_not_offered_leads_to_sign_in(client: Client) -> None:
    assert client.get("/accounts/login/code/confirm/")["Location"] == "/accounts/login/"
    for address in ("login/code/", "phone/change/", "signup/passkey/", "3rdparty/"):
        assert client.get(f"/accounts/{address}").status_code == 404


def test_every_mail_that_allauth_writes_has_words_of_ours() -> None:
    not_sent = {
        "account/login_code",  # signing in by mailed code is off
        "account/password_reset_key",  # so is the link for a new password
        "account/email_confirm",  # sent by nothing any more
    }
    with_the_password = {name.replace("/email/", "/") for name in WITH_THE_PASSWORD}
    written = set(their_mails()) - not_sent - (with_the_password - {"account/password_changed"})
    assert written - KINDS.keys() == set()
    assert CHANGES.keys() - written == set()


def their_mails() -> Iterator[str]:
    folder = Path(allauth.__file__).parent / "templates"
    for path in folder.glob("*/email/*_subject.txt"):
        if path.parent.parent.name != "socialaccount":
            yield f"{path.parent.parent.name}/{path.name.removesuffix('_subject.txt')}"
