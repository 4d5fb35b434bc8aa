from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from members.models import Plan, PlanDay, User
from members.plans import next_day, plan_day_move
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_user,
    make_workout,
    make_workout_item,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_user()


@pytest.fixture
def plan(alice: User) -> Plan:
    plan = make_plan(user=alice)
    for name in "ABC":
        make_plan_item(day=make_plan_day(plan=plan, name=name))
    return plan


def done(day: PlanDay, *, days_ago: int, sets: int = 1, **changes: Any) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    values = {"started_at": at, "finished_at": at + timedelta(hours=1), **changes}
    item = make_workout_item(
        workout=make_workout(user=day.plan.member.user, plan_day=day, **values)
    )
    for _ in range(sets):
        make_set(item=item)


def named(plan: Plan, name: str) -> PlanDay:
    return PlanDay.everything.get(plan=plan, name=name)


def following(plan: Plan) -> str | None:
    return getattr(next_day(Plan.objects.get(pk=plan.pk)), "name", None)


def test_the_first_day_comes_first_and_then_the_one_after_the_last_done(plan: Plan) -> None:
    order = [following(plan)]
    for place in range(3):
        done(named(plan, "ABC"[place]), days_ago=9 - place)
        order.append(following(plan))
    assert order == ["A", "B", "C", "A"]


def test_missed_weeks_lose_nothing(plan: Plan) -> None:
    done(named(plan, "A"), days_ago=70)
    assert following(plan) == "B"


def test_a_workout_that_is_deleted_or_unfinished_is_not_done(plan: Plan) -> None:
    done(named(plan, "A"), days_ago=3)
    done(named(plan, "B"), days_ago=2, deleted_at=timezone.now())
    done(named(plan, "B"), days_ago=1, finished_at=None)
    assert following(plan) == "B"


def test_a_workout_without_a_set_leaves_its_day_to_be_done(plan: Plan) -> None:
    done(named(plan, "A"), days_ago=3)
    done(named(plan, "B"), days_ago=1, sets=0)
    assert following(plan) == "B"


def test_the_latest_session_counts_whenever_it_was_logged(plan: Plan) -> None:
    done(named(plan, "B"), days_ago=1)
    done(named(plan, "A"), days_ago=8)
    assert following(plan) == "C"


def test_workouts_of_no_plan_or_another_change_nothing(plan: Plan, alice: User) -> None:
    other = make_plan_day(plan=make_plan(user=alice, active=False), name="Z", order=5)
    done(other, days_ago=1)
    make_workout(user=alice, finished_at=timezone.now() + timedelta(hours=1))
    assert following(plan) == "A"


def test_after_a_deleted_day_comes_the_one_behind_it(plan: Plan) -> None:
    done(named(plan, "B"), days_ago=1)
    named(plan, "B").remove()
    assert following(plan) == "C"


def test_after_a_deleted_last_day_comes_the_first(plan: Plan) -> None:
    done(named(plan, "C"), days_ago=1)
    named(plan, "C").remove()
    assert following(plan) == "A"


def test_days_without_exercises_are_passed_over(plan: Plan) -> None:
    done(named(plan, "A"), days_ago=1)
    named(plan, "B").items.get().remove()
    assert following(plan) == "C"


def test_a_plan_without_exercises_has_no_next_day(alice: User) -> None:
    plan = make_plan(user=alice)
    assert following(plan) is None
    make_plan_day(plan=plan)
    assert following(plan) is None


def test_the_order_of_the_plan_counts_not_the_age_of_its_days(plan: Plan) -> None:
    plan_day_move(day=named(plan, "C"), place=0)
    assert following(plan) == "C"
    done(named(plan, "C"), days_ago=1)
    assert following(plan) == "A"
