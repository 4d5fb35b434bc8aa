import pytest
from django.test import Client
from django.utils import timezone

from members.models import Plan, User
from tests.factories import make_plan, make_plan_day, make_user
from tests.members.plan_forms import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


def names(client: Client, address: str = "/me/plan/") -> list[str]:
    return [plan.name for plan in client.get(address).context["page"].object_list]


def test_the_active_plan_comes_first_then_the_newest(client: Client, alice: User) -> None:
    for name, active in (("Old", False), ("Mine", True), ("New", False)):
        make_plan(user=alice, name=name, active=active)
    assert names(client) == ["Mine", "New", "Old"]


def test_only_my_own_plans_that_are_not_deleted(client: Client, alice: User) -> None:
    make_plan(user=make_user(), name="Somebody else’s")
    make_plan(user=alice, active=False).remove()
    assert names(client) == []
    page = client.get("/me/plan/").content.decode()
    assert "Your plan will stand here" in page
    assert 'href="/me/plan/new/"' in page
    assert "Somebody else" not in page


def test_every_shipped_plan_is_offered_with_whom_it_is_for(client: Client, alice: User) -> None:
    page = client.get("/me/plan/").content.decode()
    assert page.count("/me/plan/new/") == 6
    assert "You train at home or on the road" in page


def test_the_number_of_queries_does_not_grow(client: Client, alice: User) -> None:
    for _ in range(2):
        make_plan_day(plan=make_plan(user=alice, active=False))
    few = queries(client, "/me/plan/")
    for _ in range(10):
        make_plan_day(plan=make_plan(user=alice, active=False))
    assert queries(client, "/me/plan/") == few <= 7


def test_a_page_holds_24(client: Client, alice: User) -> None:
    Plan.objects.bulk_create(
        Plan(member=alice.member, name=f"Plan {number}", created_at=timezone.now())
        for number in range(25)
    )
    assert len(names(client)) == 24
    assert len(names(client, "/me/plan/?page=99")) == 1
