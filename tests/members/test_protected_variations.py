"""A variation that members train by is not deleted; staff see how often, never by whom."""

import pytest
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from exercises.models import Exercise, Variation
from members.models import PlanItem, User
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.forms import admin_address

pytestmark = pytest.mark.django_db
SAID = (
    "Plan item: Barbell hip thrust in a member’s plan: 3 times",
    "Workout item: Barbell hip thrust in a member’s workout: 12 times",
)


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def thrust() -> Variation:
    thrust = make_variation(name="Barbell hip thrust")
    for number in range(3):
        user = make_user(name=f"Secret {number}", email=f"secret{number}@example.test")
        day = make_plan_day(plan=make_plan(user=user, name="Secret plan"), name="Secret day")
        make_plan_item(day=day, variation=thrust, note="Secret note")
        workout = make_workout(user=user, name="Secret workout")
        for _ in range(4):
            make_workout_item(workout=workout, variation=thrust)
    PlanItem.objects.get(day=day).remove()
    return thrust


@pytest.mark.parametrize("model", [Variation, Exercise])
def test_deleting_is_refused_with_counts_and_without_names(
    staff: Client, thrust: Variation, model: type[Variation | Exercise]
) -> None:
    key = thrust.pk if model is Variation else thrust.exercise_id
    address = admin_address(model, "delete", key)
    page = staff.get(address).content.decode()
    for line in SAID:
        assert line in page
    assert "ecret" not in page
    answer = staff.post(address, {"post": "yes"})
    assert "ecret" not in answer.content.decode()
    assert Variation.objects.filter(pk=thrust.pk).exists()


def test_so_it_is_from_the_list(staff: Client, thrust: Variation) -> None:
    values = {"action": "delete_selected", "_selected_action": [thrust.pk]}
    page = staff.post(reverse("admin:exercises_variation_changelist"), values).content.decode()
    for line in SAID:
        assert line in page
    assert "ecret" not in page


def test_one_that_nobody_trains_by_goes(staff: Client) -> None:
    free = make_variation()
    address = admin_address(Variation, "delete", free.pk)
    assert "member" not in staff.get(address).content.decode().partition("<main")[2]
    staff.post(address, {"post": "yes"})
    assert not Variation.objects.filter(pk=free.pk).exists()


def test_the_database_protects_it_whoever_asks(thrust: Variation) -> None:
    with pytest.raises(ProtectedError):
        thrust.delete()


def test_a_persons_page_says_nothing_of_their_plans(staff: Client, thrust: Variation) -> None:
    user = User.objects.get(name="Secret 0")
    page = staff.get(admin_address(User, "change", user.pk)).content.decode()
    assert user.email in page
    assert "plan" not in page.lower()
    assert "plan" not in staff.get("/admin/").content.decode().lower()
