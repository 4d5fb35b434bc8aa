from decimal import Decimal
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from exercises.models import Status
from gymsite.urls import urlpatterns as of_the_site
from members.models import Plan, User
from members.urls import urlpatterns as members
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
)
from tests.forms import Fields
from tests.members.plan_forms import HTMX, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def plan(alice: User) -> Plan:
    return make_plan(user=alice, name="Winter")


def test_it_shows_days_items_and_targets_in_words(client: Client, plan: Plan) -> None:
    day = make_plan_day(plan=plan, name="Heavy")
    make_plan_item(
        day=day,
        variation=make_variation(name="Barbell hip thrust"),
        load_kg=Decimal("62.5"),
        target_rir=2,
        superset="A",
        note="Pad under the bar",
    )
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "<h1>Winter</h1>" in page
    assert 'Heavy <span class="tag">Next</span>' in page
    assert "3 × 8–10 at 62.5 kg, 2 in reserve, rest 90 s" in page
    assert "Superset A" in page
    assert "Pad under the bar" in page
    assert "Gluteus maximus</th><td>9</td>" in page


def test_loads_are_shown_in_the_members_unit(client: Client, alice: User, plan: Plan) -> None:
    alice.member.unit = "lb"
    alice.member.save()
    make_plan_item(day=make_plan_day(plan=plan), load_kg=Decimal("61.23"))
    assert "at 135 lb" in client.get(plan.get_absolute_url()).content.decode()


def test_it_costs_the_same_number_of_queries_with_2_and_12_items(
    client: Client, plan: Plan
) -> None:
    for _ in range(2):
        make_plan_item(
            day=make_plan_day(plan=plan), variation=make_variation(equipment=("barbell", "bench"))
        )
    few = queries(client, plan.get_absolute_url())
    for _ in range(2):
        day = make_plan_day(plan=plan)
        for _ in range(5):
            make_plan_item(day=day, variation=make_variation(equipment=("dumbbell",)))
    assert queries(client, plan.get_absolute_url()) == few <= 12


def test_an_empty_plan_and_an_empty_day_offer_what_fills_them(client: Client, plan: Plan) -> None:
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "A plan is made of days" in page
    assert "Add Day A" in page
    day = make_plan_day(plan=plan)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert f'<a class="button button--main" href="/me/plan/days/{day.pk}/add/">' in page
    assert "What a week trains" not in page


urlpatterns = [
    path(
        "",
        include(
            ([*members, path("me/workouts/new/", HttpResponse, name="workout_create")], "members")
        ),
    ),
    *of_the_site,
]


@pytest.mark.urls(__name__)
def test_the_main_action_starts_the_next_day_once_however_often_it_is_sent(
    client: Client, plan: Plan
) -> None:
    day = make_plan_item(day=make_plan_day(plan=plan, name="Heavy")).day
    page = client.get(plan.get_absolute_url()).content.decode()
    start = page.partition(f'action="/me/workouts/new/?day={day.pk}"')[2].partition("</form>")[0]
    assert f'name="day" value="{day.pk}"' in start
    assert "Start Heavy" in start
    sent = Fields(start).values
    assert UUID(sent["uuid"])


def test_htmx_gets_the_plan_alone_but_going_back_gets_the_page(client: Client, plan: Plan) -> None:
    address = plan.get_absolute_url()
    part = client.get(address, headers=HTMX).content.decode()
    assert 'id="plan"' in part
    assert "<html" not in part
    back = client.get(address, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_what_left_the_guides_stays_with_its_name_steps_and_alternatives(
    client: Client, plan: Plan
) -> None:
    gone = make_variation(name="Old thrust", status=Status.RETIRED, steps=["Sit down first."])
    other = make_variation(exercise=gone.exercise, name="New thrust", level=gone.level)
    item = make_plan_item(day=make_plan_day(plan=plan), variation=gone)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "Old thrust" in page
    assert "No longer in the guides" in page
    assert f'href="/me/plan/items/{item.pk}/swap/"' in page
    steps = client.get(f"/me/plan/items/{item.pk}/").content.decode()
    assert "Sit down first." in steps
    assert "No longer in the guides" in steps
    assert 'class="body-map"' in steps
    assert f'name="variation" value="{other.pk}"' in steps


def test_an_item_that_is_in_the_guides_leads_there(client: Client, plan: Plan) -> None:
    item = make_plan_item(day=make_plan_day(plan=plan))
    answer = client.get(f"/me/plan/items/{item.pk}/")
    assert answer["Location"] == item.variation.get_absolute_url()


@pytest.mark.parametrize("key", [str(UUID(int=404)), "1", "not-a-uuid", "00000000-0000"])
def test_an_unknown_or_malformed_key_is_not_found(client: Client, alice: User, key: str) -> None:
    assert client.get(f"/me/plan/{key}/").status_code == 404


def test_a_deleted_plan_is_not_found(client: Client, plan: Plan) -> None:
    plan.remove()
    assert client.get(plan.get_absolute_url()).status_code == 404
