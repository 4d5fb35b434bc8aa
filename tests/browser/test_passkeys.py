"""Accounts in a real Chromium, with an authenticator of its own for passkeys."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from playwright.sync_api import Page, expect

from members.models import User
from tests.browser.pages import Site
from tests.factories import make_user
from tests.mail_server import MailServer, mail_server, part
from tests.members.accounts import PASSWORD

Window = Callable[..., Page]
Database = ThreadPoolExecutor
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def in_database(database: Database, work: Callable[[], Any]) -> Any:
    def run() -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    return database.submit(run).result()


@pytest.fixture
def alice(transactional_db: Database, site: Site) -> Iterator[User]:
    email = f"alice{time.monotonic_ns()}@example.test"
    user = in_database(transactional_db, lambda: make_user(email=email, name="Alice"))
    yield user
    in_database(transactional_db, user.delete)


def with_authenticator(page: Page) -> Page:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def sign_in_by_password(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_passkey_is_added_and_then_signs_in_and_leads_on(window: Window, alice: User) -> None:
    page = with_authenticator(window())
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    sign_in_by_password(page, alice)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name of the passkey").fill("My phone")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My phone")).to_be_visible()

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/accounts/login/?next=/accounts/security/")
    sign_in_by_password(page, alice)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", name="Sign-in and security")).to_be_visible()


def test_a_device_without_a_passkey_is_told(window: Window) -> None:
    page = with_authenticator(window())
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Try again")


def test_without_javascript_no_button_stands_there_that_does_nothing(
    window: Window, alice: User
) -> None:
    page = window(java_script_enabled=False)
    page.goto("/accounts/login/?next=/accounts/2fa/webauthn/add/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).not_to_be_visible()
    sign_in_by_password(page, alice)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("or JavaScript is off")).to_be_visible()
    expect(page.get_by_role("button", name="Add the passkey")).not_to_be_visible()


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def test_from_sign_up_to_signed_in_with_the_code_of_the_delivered_mail(
    window: Window, server: MailServer, transactional_db: Database
) -> None:
    page = window()
    page.goto("/accounts/signup/?next=/accounts/security/")
    page.get_by_label("Your name").fill("Bo")
    page.get_by_label("E-mail address").fill("bo@example.test")
    page.get_by_label("Password").fill("purple otter sandwich")
    page.get_by_label("I am 16 or over").check()
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_role("heading", name="Confirm your e-mail address")).to_be_visible()
    in_database(transactional_db, lambda: call_command("tick", "--once"))
    code = re.search(r"\d{4}-\d{4}", part(server.mails[-1], "plain"))
    assert code
    page.get_by_label("Code").fill(code[0])
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Sign-in and security")).to_be_visible()
    in_database(transactional_db, lambda: User.objects.get(email="bo@example.test").delete())
