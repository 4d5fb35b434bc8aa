from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from members.models import PlanDay, PlanItem
from tests.factories import make_plan, make_plan_day, make_plan_item, make_user, make_variation
from tests.forms import Fields
from tests.members.plan_forms import HTMX

pytestmark = pytest.mark.django_db
TYPED = {
    "sets": "4",
    "reps_min": "6",
    "reps_max": "8",
    "load_kg": "62,5",
    "rest_seconds": "2:30",
    "target_rir": "1",
    "superset": "B",
    "note": "Slow on the way down",
}


@pytest.fixture
def day(client: Client) -> PlanDay:
    alice = make_user()
    client.force_login(alice)
    return make_plan_day(plan=make_plan(user=alice))


@pytest.fixture
def item(day: PlanDay) -> PlanItem:
    return make_plan_item(day=day)


def at(item: PlanItem) -> str:
    return f"/me/plan/items/{item.pk}/edit/"


def boxes(client: Client, item: PlanItem) -> set[str]:
    found = Fields(client.get(at(item)).content.decode()).values.keys()
    return set(found) - {"csrfmiddlewaretoken", "theme", "sets", "rest_seconds", "superset", "note"}


def test_all_targets_are_saved(client: Client, item: PlanItem) -> None:
    answer = client.post(at(item), TYPED)
    assert answer["Location"] == f"{item.day.plan.get_absolute_url()}#item-{item.pk}"
    item.refresh_from_db()
    assert item.targets() == {
        "sets": 4,
        "reps_min": 6,
        "reps_max": 8,
        "seconds": None,
        "metres": None,
        "load_kg": Decimal("62.50"),
        "rest_seconds": 150,
        "target_rir": 1,
        "superset": "B",
        "note": "Slow on the way down",
    }


REPS = {"reps_min", "reps_max", "target_rir"}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("load_reps", {"load_kg"} | REPS),
        ("reps", REPS),
        ("added_load_reps", {"load_kg"} | REPS),
        ("assisted_reps", {"load_kg"} | REPS),
        ("duration", {"seconds"}),
        ("load_duration", {"load_kg", "seconds"}),
        ("distance_duration", {"metres", "seconds"}),
    ],
)
def test_the_boxes_follow_from_the_measure(
    client: Client, day: PlanDay, measure: str, expected: set[str]
) -> None:
    item = make_plan_item(day=day, variation=make_variation(measure=measure))
    assert boxes(client, item) == expected


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"measure": "assisted_reps"}, "Help in kg"),
        ({"measure": "added_load_reps"}, "Added load in kg"),
        ({"load_counts": "per_hand"}, "Load per hand in kg"),
        ({}, "Load in kg"),
    ],
)
def test_the_load_says_what_it_is(
    client: Client, day: PlanDay, changes: dict[str, Any], label: str
) -> None:
    item = make_plan_item(day=day, variation=make_variation(**changes))
    assert label in client.get(at(item)).content.decode()


def test_one_end_of_the_range_is_a_single_number(client: Client, item: PlanItem) -> None:
    client.post(at(item), {**TYPED, "reps_max": ""})
    item.refresh_from_db()
    assert (item.reps_min, item.reps_max) == (6, 6)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"reps_min": "8-10"}, "Type one number, such as 8."),
        ({"reps_min": ""}, "Type a number, such as 8."),
        ({"reps_max": "5"}, "Type 6 or more, or leave it empty."),
        ({"sets": "-5"}, "Type a number from 1 to 20."),
        ({"sets": "21"}, "Type a number from 1 to 20."),
        ({"load_kg": "10000"}, "Type a number from 0 to 1,000."),
        ({"load_kg": "sixty"}, "Type one number, such as 62.5."),
        ({"rest_seconds": "16:00"}, "Type a time from 0 to 15:00."),
        ({"target_rir": "11"}, "Type a number from 0 to 10."),
        ({"superset": "Z"}, "Select a valid choice."),
        ({"note": "x" * 301}, "at most 300 characters"),
        ({"note": "<script>"}, "without HTML"),
    ],
)
def test_what_is_typed_wrong_comes_back_kept_with_what_to_do(
    client: Client, item: PlanItem, wrong: dict[str, str], error: str
) -> None:
    answer = client.post(at(item), {**TYPED, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert error in page
    kept = Fields(page).values
    assert wrong.keys() <= {"superset"} or kept | wrong == kept
    before = item.targets()
    item.refresh_from_db()
    assert item.targets() == before


def test_a_distance_needs_a_number_and_takes_either(client: Client, day: PlanDay) -> None:
    item = make_plan_item(
        day=day,
        variation=make_variation(measure="distance_duration"),
        reps_min=None,
        reps_max=None,
    )
    values: dict[str, Any] = {"sets": "1", "rest_seconds": "0"}
    page = client.post(at(item), values).content.decode()
    assert "Type a distance, a time, or both." in page
    client.post(at(item), {**values, "seconds": "20:00"})
    item.refresh_from_db()
    assert (item.metres, item.seconds) == (None, 1200)


def test_pounds_are_kept_as_kilograms_and_do_not_creep(client: Client, item: PlanItem) -> None:
    member = item.day.plan.member
    member.unit = "lb"
    member.save()
    client.post(at(item), {**TYPED, "load_kg": "135"})
    item.refresh_from_db()
    assert item.load_kg == Decimal("61.23")
    PlanItem.objects.update(load_kg=Decimal(60))
    page = client.get(at(item)).content.decode()
    assert "Load in lb" in page
    values = Fields(page).values
    assert values["load_kg"] == "132.25"
    client.post(at(item), {**TYPED, "load_kg": values["load_kg"]})
    item.refresh_from_db()
    assert item.load_kg == Decimal(60)


def test_in_place_the_form_answers_alone_and_the_plan_when_it_is_right(
    client: Client, item: PlanItem
) -> None:
    form = client.get(at(item), headers=HTMX).content.decode()
    assert "<html" not in form
    assert f'id="item-{item.pk}"' in form
    wrong = client.post(at(item), {**TYPED, "sets": "x"}, headers=HTMX)
    assert wrong["HX-Retarget"] == f"#item-{item.pk}"
    assert "Type one number" in wrong.content.decode()
    right = client.post(at(item), TYPED, headers=HTMX).content.decode()
    assert 'id="plan"' in right
    assert "4 × 6–8 at 62.5 kg, 1 in reserve, rest 2 min 30 s" in right
