from pathlib import Path

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from gymsite.management.commands import seed_demo
from members.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sign_ins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "var" / "demo-sign-ins.txt"
    monkeypatch.setattr(seed_demo, "VAR_DIR", path.parent)
    monkeypatch.setattr(seed_demo, "SIGN_INS", path)
    return path


def accounts(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines()]


def test_every_line_names_role_mail_and_a_password_that_works(sign_ins: Path) -> None:
    call_command("seed_demo")
    assert len(accounts(sign_ins)) == User.objects.count() > 0
    for role, email, password in accounts(sign_ins):
        user = authenticate(email=email, password=password)
        assert isinstance(user, User)
        assert user.is_staff is (role == "editor")


def test_a_demo_sign_in_opens_the_staff_pages_at_once(sign_ins: Path, client: Client) -> None:
    call_command("seed_demo")
    ((_, email, password),) = accounts(sign_ins)
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    assert answer["Location"] == "/me/"
    assert client.get("/admin/").status_code == 200


def test_only_its_owner_may_read_the_sign_ins(sign_ins: Path) -> None:
    call_command("seed_demo")
    assert oct(sign_ins.stat().st_mode & 0o777) == "0o600"


def test_a_second_time_changes_nothing(sign_ins: Path) -> None:
    call_command("seed_demo")
    before = sign_ins.read_text(), list(User.objects.values())
    call_command("seed_demo")
    assert (sign_ins.read_text(), list(User.objects.values())) == before


def test_passwords_are_made_for_each_database(sign_ins: Path) -> None:
    call_command("seed_demo")
    first = accounts(sign_ins)
    User.objects.all().delete()
    call_command("seed_demo")
    assert len(accounts(sign_ins)) == len(first)
    for role, email, password in accounts(sign_ins):
        assert [role, email, password] not in first
        assert authenticate(email=email, password=password)


def test_a_real_person_stops_it(sign_ins: Path) -> None:
    person = make_user()
    with pytest.raises(CommandError, match="not a demo one"):
        call_command("seed_demo")
    assert list(User.objects.all()) == [person]
    assert not sign_ins.exists()
