"""Sign-ups that nobody confirmed go after a week, and nothing else does."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from time_machine import travel

from gymsite.clock import tick
from members.models import Notice, SavedExercise, User
from tests.factories import make_exercise, make_plan, make_user, make_workout
from tests.members.accounts import last_code, sign_up

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def alice() -> User | None:
    return User.objects.filter(email="alice@example.test").first()


def test_a_sign_up_goes_a_week_later_with_its_mails(client: Client) -> None:
    now = timezone.now()
    sign_up(client)
    with travel(now + WEEK - timedelta(minutes=1)):
        tick()
        assert alice()
    with travel(now + WEEK + timedelta(minutes=1)):
        tick()
    assert alice() is None
    assert not EmailAddress.objects.exists()
    assert not Notice.objects.filter(recipient="alice@example.test").exists()


def test_a_confirmed_one_stays(client: Client) -> None:
    sign_up(client)
    client.post("/accounts/confirm-email/", {"code": last_code()})
    with travel(timezone.now() + WEEK * 2):
        tick()
    assert alice()


KEPT: dict[str, Callable[[User], object]] = {
    "staff": lambda user: User.objects.filter(pk=user.pk).update(is_staff=True),
    "superuser": lambda user: User.objects.filter(pk=user.pk).update(is_superuser=True),
    "demo": lambda user: User.objects.filter(pk=user.pk).update(second_factor_waived=True),
    "signed in": lambda user: User.objects.filter(pk=user.pk).update(last_login=timezone.now()),
    "another address": lambda user: EmailAddress.objects.create(
        user=user, email="other@example.test", verified=True
    ),
    "no address": lambda user: EmailAddress.objects.filter(user=user).delete(),
    "plan": lambda user: make_plan(user=user),
    "workout": lambda user: make_workout(user=user),
    "saved": lambda user: SavedExercise.objects.create(
        member=user.member, exercise=make_exercise()
    ),
}


@pytest.mark.parametrize("kept", KEPT)
def test_one_with_more_than_a_sign_up_stays(kept: str) -> None:
    user = make_user(second_factor_waived=False)
    EmailAddress.objects.filter(user=user).update(verified=False)
    KEPT[kept](user)
    with travel(timezone.now() + WEEK * 2):
        tick()
    assert User.objects.filter(pk=user.pk).exists()


def test_without_any_of_that_it_goes() -> None:
    user = make_user(second_factor_waived=False)
    EmailAddress.objects.filter(user=user).update(verified=False)
    with travel(timezone.now() + WEEK * 2):
        tick()
    assert not User.objects.filter(pk=user.pk).exists()
