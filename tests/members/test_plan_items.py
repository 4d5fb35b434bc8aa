import pytest
from django.test import Client

from members.models import PlanDay, PlanItem
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.members.plan_forms import htmx, items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(client: Client) -> PlanDay:
    alice = make_user()
    client.force_login(alice)
    return make_plan_day(plan=make_plan(user=alice), name="Day A")


@pytest.fixture
def items(day: PlanDay) -> list[PlanItem]:
    return [make_plan_item(day=day, variation=make_variation(name=name)) for name in "ABC"]


def at(item: PlanItem, act: str) -> str:
    return f"/me/plan/items/{item.pk}/{act}/"


@pytest.mark.parametrize(
    ("item", "where", "order"),
    [
        (0, {"direction": "down"}, "BAC"),
        (2, {"direction": "up"}, "ACB"),
        (0, {"direction": "up"}, "ABC"),
        (2, {"direction": "down"}, "ABC"),
        (0, {"place": "2", "day": ""}, "BCA"),
        (2, {"place": "0"}, "CAB"),
        (1, {"place": "1"}, "ABC"),
    ],
)
def test_an_item_moves_within_its_day(
    client: Client, items: list[PlanItem], item: int, where: dict[str, str], order: str
) -> None:
    answer = client.post(at(items[item], "move"), where)
    assert answer["Location"].endswith(f"#item-{items[item].pk}")
    assert items_of(items[0].day) == list(order)


def test_an_item_moves_to_another_day_at_its_end_or_at_a_place(
    client: Client, items: list[PlanItem]
) -> None:
    other = make_plan_day(plan=items[0].day.plan, name="Day B")
    make_plan_item(day=other, variation=make_variation(name="Z"))
    client.post(at(items[0], "move"), {"day": other.pk})
    client.post(at(items[1], "move"), {"day": other.pk, "place": "0"})
    assert items_of(items[0].day) == ["C"]
    assert items_of(other) == ["B", "Z", "A"]


def test_htmx_hears_where_it_went(client: Client, items: list[PlanItem]) -> None:
    assert "A is 2 of 3 in Day A." in htmx(client, at(items[0], "move"), {"direction": "down"})


def test_an_item_moves_only_within_its_plan(client: Client, items: list[PlanItem]) -> None:
    user = items[0].day.plan.member.user
    elsewhere = make_plan_day(plan=make_plan(user=user, active=False))
    foreign = make_plan_day(plan=make_plan(user=make_user()))
    for day in (elsewhere, foreign):
        assert client.post(at(items[0], "move"), {"day": day.pk}).status_code == 404
    assert client.post(at(items[0], "move"), {"day": "nonsense"}).status_code == 400
    assert items_of(items[0].day) == ["A", "B", "C"]


def test_what_is_taken_out_comes_back_to_its_place_with_its_log(
    client: Client, items: list[PlanItem]
) -> None:
    workout = make_workout(user=items[1].day.plan.member.user, plan_day=items[1].day)
    logged = make_workout_item(workout=workout, plan_item=items[1])
    answer = client.post(at(items[1], "delete"))
    assert items_of(items[0].day) == ["A", "C"]
    page = client.get(answer["Location"]).content.decode()
    assert "B is out of Day A." in page
    assert f'action="{at(items[1], "restore")}"' in page
    client.post(at(items[1], "restore"))
    assert items_of(items[0].day) == ["A", "B", "C"]
    logged.refresh_from_db()
    assert logged.plan_item == items[1]
    assert "is out of" not in client.get(answer["Location"]).content.decode()


def test_sent_twice_it_is_taken_out_once(client: Client, items: list[PlanItem]) -> None:
    client.post(at(items[0], "delete"))
    assert client.post(at(items[0], "delete")).status_code == 404
    assert items_of(items[0].day) == ["B", "C"]


@pytest.mark.parametrize("where", ["day", "plan"])
def test_an_item_of_a_deleted_day_or_plan_is_not_found(
    client: Client, items: list[PlanItem], where: str
) -> None:
    (items[0].day if where == "day" else items[0].day.plan).remove()
    for act in ("edit", "swap"):
        assert client.get(at(items[0], act)).status_code == 404
    for act in ("move", "delete", "restore"):
        assert client.post(at(items[0], act)).status_code == 404


@pytest.mark.parametrize("act", ["edit", "move", "swap", "delete", "restore"])
def test_a_strangers_item_is_not_found(client: Client, items: list[PlanItem], act: str) -> None:
    client.force_login(make_user())
    values = {"direction": "down", "sets": "9", "variation": items[1].variation_id}
    assert client.post(at(items[0], act), values).status_code == 404
    assert items_of(items[0].day) == ["A", "B", "C"]
