"""Signing up and in as a browser does, with the code out of the mail."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from members.models import User
from members.notices import send_due

PASSWORD = "correct horse battery"
SIGN_UP = {
    "name": "Alice",
    "email": "alice@example.test",
    "password1": "purple otter sandwich",
    "age": "on",
}


def sign_up(client: Client, *, next: str = "", **changes: str) -> Any:
    """Send the form; a value of None leaves a box out."""
    values = {**SIGN_UP, **changes} | ({"next": next} if next else {})
    return client.post("/accounts/signup/", {k: v for k, v in values.items() if v is not None})


def sign_in(client: Client, user: User, *, password: str = PASSWORD, next: str = "") -> Any:
    values = {"login": user.email, "password": password} | ({"next": next} if next else {})
    return client.post("/accounts/login/", values)


def show_it_is_you(client: Client, password: str = PASSWORD) -> None:
    client.post("/accounts/reauthenticate/", {"password": password})


def last_code() -> str:
    """The code in the last mail that is delivered now."""
    send_due()
    found = re.search(r"^ +(\d{4}-\d{4})$", str(mail.outbox[-1].body), re.M)
    assert found, mail.outbox[-1].body
    return found[1]


def is_confirmed(email: str) -> bool:
    return EmailAddress.objects.filter(email=email, verified=True).exists()
