"""Making, naming, following, copying and deleting a plan."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from members import plans
from members.models import Plan, User
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_workout,
    make_workout_item,
)
from tests.members.plan_forms import days_of, items_of

pytestmark = pytest.mark.django_db
MADE = {"name": "Winter", "goal": "strength", "sessions_per_week": "2"}


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def plan(alice: User) -> Plan:
    return make_plan(user=alice, name="Winter")


def active(user: User) -> list[Plan]:
    return list(Plan.objects.filter(member=user.member, active=True))


def test_the_first_plan_made_is_the_active_one_the_next_is_not(client: Client, alice: User) -> None:
    answer = client.post("/me/plan/new/", MADE)
    plan = Plan.objects.get()
    assert answer["Location"] == plan.get_absolute_url()
    assert (plan.name, plan.goal, plan.sessions_per_week) == ("Winter", "strength", 2)
    assert active(alice) == [plan]
    client.post("/me/plan/new/", {**MADE, "name": "Summer"})
    assert active(alice) == [plan]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"name": ""}, "Give the plan a name, such as Winter strength."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "two\x00"}, "Null characters are not allowed."),
        ({"sessions_per_week": "3-4"}, "Type one number, such as 8."),
        ({"sessions_per_week": "15"}, "Type a number from 1 to 14."),
        ({"sessions_per_week": ""}, "Type a number, such as 8."),
        ({"goal": "fame"}, "Select a valid choice."),
    ],
)
def test_what_is_typed_wrong_comes_back_with_what_to_do(
    client: Client, alice: User, wrong: dict[str, str], error: str
) -> None:
    answer = client.post("/me/plan/new/", {**MADE, "name": "Kept words", **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    assert "name" in wrong or "Kept words" in page
    assert not Plan.objects.exists()


def test_name_goal_and_sessions_are_changed(client: Client, plan: Plan) -> None:
    address = f"{plan.get_absolute_url()}edit/"
    assert "Winter" in client.get(address).content.decode()
    client.post(address, {**MADE, "name": "Spring"})
    plan.refresh_from_db()
    assert (plan.name, plan.sessions_per_week) == ("Spring", 2)
    page = client.post(address, {**MADE, "name": ""}).content.decode()
    assert "Give the plan a name" in page
    assert "<h1>Spring</h1>" in page


def test_following_another_plan_leaves_the_one_before(client: Client, plan: Plan) -> None:
    other = make_plan(
        user=plan.member.user, active=False, started_on=date.today() - timedelta(days=90)
    )
    client.post(f"{other.get_absolute_url()}activate/")
    assert active(plan.member.user) == [other]
    other.refresh_from_db()
    assert other.started_on == timezone.localdate()


def test_following_the_active_plan_again_keeps_its_start(client: Client, plan: Plan) -> None:
    Plan.objects.update(started_on=date(2026, 1, 5))
    client.post(f"{plan.get_absolute_url()}activate/")
    plan.refresh_from_db()
    assert plan.started_on == date(2026, 1, 5)


def test_the_database_refuses_a_second_active_plan(plan: Plan) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_plan(user=plan.member.user)
    plan.remove()
    make_plan(user=plan.member.user)


def test_a_copy_has_the_same_days_and_targets_and_is_not_followed(
    client: Client, plan: Plan
) -> None:
    for name in "AB":
        day = make_plan_day(plan=plan, name=name)
        make_plan_item(day=day, note=f"note {name}", load_kg=40)
        make_plan_item(day=day).remove()
    make_plan_day(plan=plan, name="Gone").remove()
    answer = client.post(f"{plan.get_absolute_url()}copy/")
    copy = Plan.objects.exclude(pk=plan.pk).get()
    assert answer["Location"] == copy.get_absolute_url()
    assert copy.name == "Copy of Winter"
    assert not copy.active
    assert days_of(copy) == ["A", "B"]
    for mine, theirs in zip(plan.days.all(), copy.days.all(), strict=True):
        assert items_of(mine) == items_of(theirs)
        assert mine.items.get().targets() == theirs.items.get().targets()


def test_a_long_name_is_cut_for_its_copy(plan: Plan) -> None:
    plan.name = "x" * 80
    assert len(plans.plan_copy(plan=plan).name) == 80


def test_a_deleted_plan_comes_back_whole_with_all_that_was_logged(
    client: Client, plan: Plan
) -> None:
    item = make_plan_item(day=make_plan_day(plan=plan))
    workout = make_workout(user=plan.member.user, plan_day=item.day)
    logged = make_workout_item(workout=workout, plan_item=item)
    answer = client.post(f"{plan.get_absolute_url()}delete/")
    assert not Plan.objects.exists()
    page = client.get(answer["Location"]).content.decode()
    assert "Winter is deleted. What you logged by it stays." in page
    address = f"/me/plan/{plan.pk}/restore/"
    assert f'action="{address}"' in page
    client.post(address)
    assert active(plan.member.user) == [plan]
    assert list(plan.days.all()) == [item.day]
    workout.refresh_from_db()
    logged.refresh_from_db()
    assert (workout.plan_day, logged.plan_item) == (item.day, item)
    assert "Undo" not in client.get(answer["Location"]).content.decode()


def test_undo_of_the_active_plan_leaves_the_one_followed_since(client: Client, plan: Plan) -> None:
    plan.remove()
    other = make_plan(user=plan.member.user)
    client.post(f"/me/plan/{plan.pk}/restore/")
    assert active(plan.member.user) == [other]
    assert Plan.objects.count() == 2


def test_undo_of_a_plan_that_was_not_followed_does_not_make_it_so(
    client: Client, plan: Plan
) -> None:
    Plan.objects.update(active=False)
    client.post(f"{plan.get_absolute_url()}delete/")
    client.post(f"/me/plan/{plan.pk}/restore/")
    assert active(plan.member.user) == []


def test_deleting_twice_and_restoring_twice_do_no_harm(client: Client, plan: Plan) -> None:
    address = plan.get_absolute_url()
    assert client.post(f"{address}delete/").status_code == 302
    assert client.post(f"{address}delete/").status_code == 404
    assert client.post(f"{address}restore/").status_code == 302
    assert client.post(f"{address}restore/").status_code == 302
    assert active(plan.member.user) == [plan]


def test_the_undo_of_another_member_is_not_shown(client: Client, alice: User) -> None:
    foreign = make_plan(user=make_user(), name="Secret")
    foreign.remove()
    page = client.get(f"/me/plan/?undo={foreign.pk}").content.decode()
    assert "Secret" not in page
    assert client.get("/me/plan/?undo=nonsense").status_code == 200


@pytest.mark.parametrize("act", ["activate", "copy", "delete", "restore", "days/new", "edit"])
def test_a_strangers_plan_is_not_found_for_any_change(client: Client, plan: Plan, act: str) -> None:
    client.force_login(make_user())
    assert client.post(f"{plan.get_absolute_url()}{act}/", MADE).status_code == 404
    assert Plan.objects.get().name == "Winter"
    assert not plan.days.exists()
