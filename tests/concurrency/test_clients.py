"""A member and a trainer who ask each other at once; without the lock they get in the way."""

from functools import partial

import pytest
from django.db import Error, connection

from tests.concurrency.threads import at_once
from tests.factories import make_gym, make_question, make_trainer, make_user
from trainers import clients
from trainers.clients import NotAllowed, Rights
from trainers.models import Client, ClientRequest

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


@pytest.fixture(params=[True, False], ids=["locked", "without the lock"])
def locked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether writes lock the member, as they do; SQLite lets one write at a time anyway."""
    if not request.param:
        monkeypatch.setattr(clients, "_lock", str)
    return bool(request.param) or connection.vendor == "sqlite"


def test_an_invitation_and_a_request_that_cross_make_one_client(locked: bool) -> None:
    errors = []
    gym = make_gym()
    for _ in range(ROUNDS):
        user, trainer = make_user(), make_trainer(gym=gym)
        make_question(user=user, gym=gym, claimed_by=trainer)
        invite = partial(
            clients.client_invite,
            member=user.member,
            trainer=trainer,
            rights=Rights(may_see_workouts=True),
        )
        ask = partial(clients.client_ask, trainer=trainer, member=user.member)
        errors += [one for one in at_once(invite, ask, invite, ask) if isinstance(one, Error)]
        if locked:
            one = Client.objects.get(member=user.member)
            assert (one.may_edit_plan, one.may_see_workouts) == (False, True)
            assert not ClientRequest.objects.open().filter(member=user.member).exists()
    assert bool(errors) is not locked


def test_a_yes_and_a_taking_back_that_cross(locked: bool) -> None:
    """Whichever comes first holds, with the lock or without: the update decides."""
    for _ in range(ROUNDS):
        user, trainer = make_user(), make_trainer()
        clients.client_invite(member=user.member, trainer=trainer, rights=Rights())
        request = ClientRequest.objects.get(member=user.member)
        same = ClientRequest.objects.get(member=user.member)
        outcomes = at_once(
            partial(clients.client_request_accept, request=request),
            partial(clients.client_request_withdraw, request=same),
        )
        assert sum(isinstance(one, NotAllowed) for one in outcomes) == 1
        accepted = not isinstance(outcomes[0], NotAllowed)
        assert Client.objects.filter(member=user.member).exists() is accepted
        assert ClientRequest.objects.get(member=user.member).state == (
            "accepted" if accepted else "withdrawn"
        )
