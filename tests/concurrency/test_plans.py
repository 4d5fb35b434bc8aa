"""Taps that arrive together, on real connections; without the lock they get in each other's way."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import Error, connection, connections

from members import plans
from members.models import Plan, PlanItem
from tests.factories import make_plan, make_plan_day, make_user, make_variation

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6
ROUNDS = 5


def race(calls: Sequence[Callable[[], object]]) -> list[Error]:
    """Make all calls at once, each in a thread of its own; the database's complaints."""
    start = Barrier(len(calls))

    def run(call: Callable[[], object]) -> Error | None:
        start.wait()
        try:
            call()
        except Error as error:
            return error
        finally:
            connections.close_all()
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        return [error for error in pool.map(run, calls) if error]


@pytest.fixture(params=[True, False], ids=["locked", "without the lock"])
def locked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether writes lock the member, as they do; SQLite lets one write at a time anyway."""
    if not request.param:
        monkeypatch.setattr(plans, "_lock", str)
    return bool(request.param) or connection.vendor == "sqlite"


def test_following_several_plans_at_once_leaves_one_active(locked: bool) -> None:
    errors = []
    for _ in range(ROUNDS):
        user = make_user()
        made = [make_plan(user=user, active=False) for _ in range(AT_ONCE)]
        errors += race([partial(plans.plan_activate, plan=plan) for plan in made])
        assert Plan.objects.filter(member=user.member, active=True).count() == 1
    assert bool(errors) is not locked


def test_adding_one_variation_several_times_at_once_adds_it_once(locked: bool) -> None:
    twice = 0
    for _ in range(ROUNDS):
        day = make_plan_day(plan=make_plan(user=make_user()))
        variation = make_variation()
        add = partial(plans.plan_item_create, day=day, variation=variation)
        assert not race([add] * AT_ONCE)
        twice += PlanItem.objects.filter(day=day).count() > 1
    assert bool(twice) is not locked
