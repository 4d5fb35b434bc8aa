from decimal import Decimal

import pytest

from members.models import Plan
from members.plan_volume import weekly_sets
from tests.factories import (
    make_exercise,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
)

pytestmark = pytest.mark.django_db


def volume(plan: Plan) -> dict[str, Decimal]:
    found = Plan.objects.for_page().get(pk=plan.pk)
    return {row.muscle.slug: row.total for row in weekly_sets(found)}


def test_sets_count_whole_for_primary_and_half_for_secondary_muscles() -> None:
    """Two days, three sessions a week: each day 1½ times. 4 × 1½ = 6; ½ of 6 + 2 × 1½ = 6."""
    thrust = make_variation(
        exercise=make_exercise(primary=("gluteus-maximus",), secondary=("hamstrings",))
    )
    curl = make_variation(exercise=make_exercise(primary=("hamstrings",), secondary=()))
    plan = make_plan(user=make_user(), sessions_per_week=3)
    make_plan_item(day=make_plan_day(plan=plan), variation=thrust, sets=4)
    make_plan_item(day=make_plan_day(plan=plan), variation=curl, sets=2)
    assert volume(plan) == {"gluteus-maximus": Decimal(6), "hamstrings": Decimal(6)}
    rows = {row.muscle.slug: row for row in weekly_sets(Plan.objects.for_page().get(pk=plan.pk))}
    assert rows["hamstrings"].primary == Decimal(3)
    assert rows["hamstrings"].shade == 2


def test_days_without_exercises_take_no_session_and_removed_rows_do_not_count() -> None:
    plan = make_plan(user=make_user(), sessions_per_week=2)
    day = make_plan_day(plan=plan)
    make_plan_item(day=day, sets=3)
    make_plan_item(day=day, sets=9).remove()
    make_plan_day(plan=plan)
    make_plan_item(day=make_plan_day(plan=plan), sets=9).day.remove()
    assert volume(plan) == {"gluteus-maximus": Decimal(6), "hamstrings": Decimal(3)}


def test_an_empty_plan_trains_nothing() -> None:
    assert volume(make_plan(user=make_user())) == {}
