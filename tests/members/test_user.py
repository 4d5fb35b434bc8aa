import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from members.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "email", ["alice@example.test", "Alice@Example.test", "ALICE@EXAMPLE.TEST"]
)
def test_an_e_mail_address_is_there_once_in_any_case(email: str) -> None:
    make_user(email="alice@example.test")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email=email)])
    with pytest.raises(ValidationError, match="already"):
        User(email=email, password="x").full_clean()


def test_lower_case_alone_is_not_what_refuses_it() -> None:
    """The two rules of the database: one on the field, one on its lower case."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, User._meta.db_table)
    assert found["members_user_email_once"]["unique"]
    assert any(rule["unique"] and rule["columns"] == ["email"] for rule in found.values())


@pytest.mark.parametrize("typed", ["alice@example.test", "Alice@Example.Test"])
def test_sign_in_by_e_mail_in_any_case(typed: str) -> None:
    alice = make_user(email="alice@example.test")
    assert authenticate(email=typed, password="correct horse battery") == alice
    assert authenticate(email=typed, password="Correct horse battery") is None


def test_a_user_needs_an_e_mail_address() -> None:
    with pytest.raises(ValueError, match="e-mail"):
        User.objects.create_user("")


def test_someone_without_a_password_cannot_sign_in() -> None:
    User.objects.create_user("alice@example.test")
    assert authenticate(email="alice@example.test", password="") is None


def test_a_new_user_has_no_rights() -> None:
    user = make_user()
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_createsuperuser_asks_for_the_e_mail_address_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery")
    call_command("createsuperuser", interactive=False, email="erin@example.test", verbosity=0)
    erin = User.objects.get(email="erin@example.test")
    assert erin.is_staff
    assert erin.is_superuser


def test_a_person_is_called_by_name_or_else_by_address() -> None:
    assert make_user(name="Alice").get_full_name() == "Alice"
    assert make_user(email="bob@example.test", name="").get_short_name() == "bob@example.test"
