import pytest
from django.test import Client

from members.models import Plan, PlanDay
from tests.factories import make_plan, make_plan_day, make_plan_item, make_user
from tests.members.plan_forms import days_of, htmx, items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(client: Client) -> Plan:
    alice = make_user()
    client.force_login(alice)
    return make_plan(user=alice)


@pytest.fixture
def days(plan: Plan) -> list[PlanDay]:
    return [make_plan_day(plan=plan, name=name) for name in "ABC"]


def at(day: PlanDay, act: str) -> str:
    return f"/me/plan/days/{day.pk}/{act}/"


def test_a_day_is_added_with_the_first_free_letter(client: Client, plan: Plan) -> None:
    for _ in range(2):
        client.post(f"/me/plan/{plan.pk}/days/new/")
    plan.days.get(name="Day A").remove()
    answer = client.post(f"/me/plan/{plan.pk}/days/new/")
    assert days_of(plan) == ["Day B", "Day A"]
    day = plan.days.get(name="Day A")
    assert answer["Location"] == f"{plan.get_absolute_url()}#day-{day.pk}"


def test_a_day_is_renamed(client: Client, days: list[PlanDay]) -> None:
    assert 'value="A"' in client.get(at(days[0], "edit")).content.decode()
    client.post(at(days[0], "edit"), {"name": "Push"})
    assert days_of(days[0].plan) == ["Push", "B", "C"]


@pytest.mark.parametrize(
    ("name", "error"),
    [("", "Give the day a name"), ("<b>", "without HTML"), ("x" * 61, "at most 60 characters")],
)
def test_a_name_that_will_not_do_is_kept_in_the_form(
    client: Client, days: list[PlanDay], name: str, error: str
) -> None:
    page = client.post(at(days[0], "edit"), {"name": name}).content.decode()
    assert error in page
    assert "<h1>Rename A</h1>" in page
    assert days_of(days[0].plan) == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("day", "where", "order"),
    [
        (0, {"direction": "down"}, "BAC"),
        (2, {"direction": "up"}, "ACB"),
        (0, {"direction": "up"}, "ABC"),
        (2, {"direction": "down"}, "ABC"),
        (0, {"place": "2"}, "BCA"),
        (2, {"place": "0"}, "CAB"),
        (0, {"place": "999"}, "BCA"),
        (0, {"direction": "down", "place": ""}, "BAC"),
    ],
)
def test_a_day_moves(
    client: Client, days: list[PlanDay], day: int, where: dict[str, str], order: str
) -> None:
    client.post(at(days[day], "move"), where)
    assert days_of(days[0].plan) == list(order)


@pytest.mark.parametrize("where", [{"place": "-1"}, {"place": "x"}, {"direction": "left"}])
def test_a_place_that_makes_no_sense_is_refused(
    client: Client, days: list[PlanDay], where: dict[str, str]
) -> None:
    assert client.post(at(days[0], "move"), where).status_code == 400
    assert days_of(days[0].plan) == ["A", "B", "C"]


def test_htmx_gets_the_plan_and_hears_where_the_day_went(
    client: Client, days: list[PlanDay]
) -> None:
    text = htmx(client, at(days[0], "move"), {"direction": "down"})
    assert 'id="plan"' in text
    assert "A is day 2 of 3." in text


def test_a_copy_stands_right_behind_its_day(client: Client, days: list[PlanDay]) -> None:
    make_plan_item(day=days[0], note="kept")
    client.post(at(days[0], "copy"))
    assert days_of(days[0].plan) == ["A", "Copy of A", "B", "C"]
    copy = PlanDay.objects.get(name="Copy of A")
    assert items_of(copy) == items_of(days[0])
    assert copy.items.get().note == "kept"


def test_a_deleted_day_comes_back_to_its_place(client: Client, days: list[PlanDay]) -> None:
    item = make_plan_item(day=days[1])
    answer = client.post(at(days[1], "delete"))
    assert days_of(days[0].plan) == ["A", "C"]
    page = client.get(answer["Location"]).content.decode()
    assert "B is deleted." in page
    assert f'action="{at(days[1], "restore")}"' in page
    client.post(at(days[1], "restore"))
    assert days_of(days[0].plan) == ["A", "B", "C"]
    assert list(days[1].items.all()) == [item]
    assert "is deleted" not in client.get(answer["Location"]).content.decode()


def test_htmx_gets_the_undo_with_the_plan(client: Client, days: list[PlanDay]) -> None:
    text = htmx(client, at(days[1], "delete"))
    assert f'data-hx-post="{at(days[1], "restore")}"' in text


def test_a_day_of_a_deleted_plan_is_not_found(client: Client, days: list[PlanDay]) -> None:
    days[0].plan.remove()
    for act in ("edit", "add"):
        assert client.get(at(days[0], act)).status_code == 404
    assert client.post(at(days[0], "restore")).status_code == 404


@pytest.mark.parametrize("act", ["edit", "move", "copy", "delete", "restore"])
def test_a_strangers_day_is_not_found(client: Client, days: list[PlanDay], act: str) -> None:
    client.force_login(make_user())
    values = {"name": "Mine", "direction": "down"}
    assert client.post(at(days[0], act), values).status_code == 404
    assert days_of(days[0].plan) == ["A", "B", "C"]
