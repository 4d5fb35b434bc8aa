"""A trainer and a member, or one of them twice, at the same moment."""

from collections.abc import Callable
from functools import partial
from time import sleep
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from members import plans
from members.models import PlanItem
from tests.concurrency.threads import at_once
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_client,
    make_plan,
    make_plan_day,
    make_trainer,
    make_user,
)
from trainers import assignments
from trainers.clients import Rights, client_rights
from trainers.models import Assignment, Client

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6
PAUSE = 0.2


@pytest.fixture(params=[True, False], ids=["locked", "without the locks"])
def locked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether writes lock, as they do; SQLite lets one write at a time anyway."""
    if not request.param:
        monkeypatch.setattr(assignments, "_lock", str)
        monkeypatch.setattr(plans, "_lock", str)
        monkeypatch.setattr(assignments, "_may_edit", slowly(may_edit_now))
        monkeypatch.setattr(assignments, "item_standing", slowly(assignments.item_standing))
    return bool(request.param) or connection.vendor == "sqlite"


def slowly(look: Callable[..., Any]) -> Callable[..., Any]:
    """Leaves the others time to write between a look and what is done by it."""

    def looked(*args: Any) -> Any:
        seen = look(*args)
        sleep(PAUSE)
        return seen

    return looked


def may_edit_now(trainer: object, member: object) -> bool:
    rows = Client.objects.filter(trainer=trainer, member=member, may_edit_plan=True)  # type: ignore[misc]
    return rows.exists()


def test_one_assignment_accepted_several_times_at_once_is_one_item(locked: bool) -> None:
    twice = 0
    for _ in range(ROUNDS):
        user = make_user()
        day = make_plan_day(plan=make_plan(user=user))
        given = make_assignment(trainer=make_trainer(), user=user)

        def take(pk: object = given.pk, into: object = day) -> object:
            one = Assignment.objects.get(pk=pk)  # type: ignore[misc]
            return assignments.assignment_take(assignment=one, day=into)  # type: ignore[arg-type]

        results = at_once(*[take] * 4)
        assert all(isinstance(one, PlanItem) for one in results), results
        twice += PlanItem.everything.filter(day=day).count() > 1
    assert bool(twice) is not locked


def test_one_sending_several_times_at_once_gives_once(locked: bool) -> None:
    in_the_way = 0
    for _ in range(ROUNDS):
        trainer, user = make_trainer(), make_user()
        day = make_plan_day(plan=make_plan(user=user))
        make_client(trainer=trainer, user=user, may_edit_plan=True)
        give = partial(
            assignments.assignments_give,
            trainer=trainer,
            assignment_set=make_assignment_set(trainer=trainer, name="Hips"),
            recipients=[assignments.Recipient(user.member, day)],
            sending=uuid4(),
        )
        results = at_once(*[give] * 4)
        in_the_way += any(isinstance(one, Exception) for one in results)
        assert Assignment.objects.filter(member=user.member).count() == 2
        assert PlanItem.everything.filter(day=day).count() == 2
    assert bool(in_the_way) is not locked


def test_after_leave_is_withdrawn_nothing_more_goes_into_the_plan(locked: bool) -> None:
    after = 0
    for _ in range(ROUNDS * 2):
        trainer, user = make_trainer(), make_user()
        day = make_plan_day(plan=make_plan(user=user))
        client = make_client(trainer=trainer, user=user, may_edit_plan=True)
        made = make_assignment_set(trainer=trainer, variations=6, name="Hips")
        in_plan = PlanItem.everything.filter(day=day)

        def give(trainer=trainer, made=made, user=user, day=day):  # type: ignore[no-untyped-def]
            return assignments.assignments_give(
                trainer=trainer,
                assignment_set=made,
                recipients=[assignments.Recipient(user.member, day)],
                sending=uuid4(),
            )

        def withdraw(client=client, in_plan=in_plan):  # type: ignore[no-untyped-def]
            sleep(PAUSE / 3)
            client_rights(client=client, rights=Rights())
            return in_plan.all().count()

        given, seen = at_once(give, withdraw)
        assert len(given) == 6, given
        after += in_plan.all().count() > seen
        states = set(Assignment.objects.filter(member=user.member).values_list("state", flat=True))
        assert states in ({"in_plan"}, {"offered"})
    assert bool(after) is not locked


def test_taken_and_taken_back_at_once_is_one_of_both() -> None:
    for _ in range(ROUNDS):
        trainer, user = make_trainer(), make_user()
        day = make_plan_day(plan=make_plan(user=user))
        given = make_assignment(trainer=trainer, user=user)
        take = partial(
            assignments.assignment_take,
            assignment=Assignment.objects.get(pk=given.pk),
            day=day,
        )
        withdraw = partial(
            assignments.assignment_withdraw, assignment=Assignment.objects.get(pk=given.pk)
        )
        taken, withdrawn = at_once(take, withdraw)
        refused = (assignments.NotAllowed, Assignment.DoesNotExist)
        assert isinstance(taken, refused) or isinstance(withdrawn, refused)
        with transaction.atomic():
            left = Assignment.objects.filter(pk=given.pk).first()
        assert (left.state if left else "") == ("" if withdrawn is None else "in_plan")
        assert day.items.count() == (0 if withdrawn is None else 1)
