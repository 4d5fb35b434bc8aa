"""What staff find about gyms and members, and what they do not."""

from datetime import time
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from members.models import Gym, GymHours, Member, User
from tests.factories import make_gym, make_user
from tests.forms import filled, post

pytestmark = pytest.mark.django_db

ADD = "/admin/members/gym/add/"


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


def hours(*rows: tuple[int, str, str]) -> dict[str, Any]:
    """The inline's boxes for new rows."""
    values: dict[str, Any] = {"hours-TOTAL_FORMS": len(rows)}
    for number, (weekday, opens, closes) in enumerate(rows):
        values |= {
            f"hours-{number}-weekday": weekday,
            f"hours-{number}-opens": opens,
            f"hours-{number}-closes": closes,
        }
    return values


NEW = {"name": "Hackney", "slug": "hackney", "address": "1 Mare Street"}


def test_staff_make_a_gym_with_hours_and_closures(admin_client: Client) -> None:
    more = hours((0, "06:00", "13:00"), (0, "15:00", "00:00"), (1, "00:00", "00:00"))
    more |= {
        "closures-TOTAL_FORMS": 1,
        "closures-0-date": "2026-12-25",
        "closures-0-reason": "Christmas",
    }
    assert post(admin_client, ADD, **NEW, **more) == ""
    gym = Gym.objects.get(slug="hackney")
    assert [str(row) for row in gym.hours.all()] == [
        "Monday 06:00–13:00",
        "Monday 15:00–00:00",
        "Tuesday 00:00–00:00",
    ]
    assert gym.closures.get().reason == "Christmas"


@pytest.mark.parametrize(
    ("rows", "field", "says"),
    [
        ([(0, "06:00", "12:00"), (0, "11:00", "20:00")], "hours-1-opens", "overlap"),
        ([(0, "06:00", "00:00"), (0, "23:00", "23:30")], "hours-1-opens", "overlap"),
        ([(0, "12:00", "06:00")], "hours-0-closes", "Closing comes after opening"),
        ([(0, "12:00", "12:00")], "hours-0-closes", "Closing comes after opening"),
        ([(0, "25:00", "26:00")], "hours-0-opens", "Enter a valid time"),
        ([(0, "", "12:00")], "hours-0-opens", "This field is required"),
        ([(9, "06:00", "12:00")], "hours-0-weekday", "Select a valid choice"),
    ],
)
def test_hours_that_cannot_be_are_said_beside_the_box(
    admin_client: Client, rows: list[tuple[int, str, str]], field: str, says: str
) -> None:
    page = post(admin_client, ADD, **NEW, **hours(*rows))
    errors = page.partition(f'id="id_{field}_error"')[2].partition("</ul>")[0]
    assert says in errors
    assert not Gym.objects.exists()


def test_new_hours_may_not_overlap_those_that_are_there(admin_client: Client) -> None:
    gym = make_gym()
    address = f"/admin/members/gym/{gym.pk}/change/"
    values = filled(admin_client, address)
    number = int(values["hours-TOTAL_FORMS"])
    extra = {
        "hours-TOTAL_FORMS": number + 1,
        f"hours-{number}-weekday": 0,
        f"hours-{number}-opens": "21:00",
        f"hours-{number}-closes": "23:00",
    }
    assert "overlap" in post(admin_client, address, **extra)
    extra[f"hours-{number}-opens"] = "22:00"
    assert post(admin_client, address, **extra) == ""
    assert GymHours.objects.filter(weekday=0).count() == 2


def test_hours_that_are_removed_make_room(admin_client: Client) -> None:
    gym = make_gym()
    address = f"/admin/members/gym/{gym.pk}/change/"
    number = int(filled(admin_client, address)["hours-TOTAL_FORMS"])
    changes = {"hours-0-DELETE": "on", "hours-TOTAL_FORMS": number + 1}
    changes |= {f"hours-{number}-weekday": 0, f"hours-{number}-opens": "07:00"}
    changes |= {f"hours-{number}-closes": "21:00"}
    assert post(admin_client, address, **changes) == ""
    assert GymHours.objects.get(weekday=0).opens == time(7)


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("timezone", "London", "Choose a zone such as Europe/London."),
        ("answer_within_hours", "0", "greater than or equal to 1"),
        ("slug", "two words", "valid “slug”"),
        ("address", "<b>here</b>", "without HTML"),
    ],
)
def test_a_gym_that_cannot_be_is_refused(
    admin_client: Client, field: str, typed: str, says: str
) -> None:
    assert says in post(admin_client, ADD, **{**NEW, field: typed})


def test_staff_see_nothing_of_a_members_health_training_or_goal(admin_client: Client) -> None:
    alice = make_user(name="Alice")
    gym = make_gym(name="Hackney")
    Member.objects.filter(user=alice).update(goal="weight", level="beginner")
    address = f"/admin/members/member/{alice.member.pk}/change/"
    for page in (address, "/admin/members/member/"):
        text = admin_client.get(page).content.decode()
        assert "Alice" in text
        for word in ("goal", "level", "health", "consent", "Lose weight"):
            assert word not in text
    assert post(admin_client, address, home_gym=gym.pk, goal="muscle", unit="lb") == ""
    member = Member.objects.get(user=alice)
    assert (member.home_gym, member.goal, member.unit) == (gym, "weight", "kg")


def test_members_come_and_go_by_themselves(admin_client: Client) -> None:
    alice = make_user()
    assert admin_client.get("/admin/members/member/add/").status_code == 403
    delete = f"/admin/members/member/{alice.member.pk}/delete/"
    assert admin_client.get(delete).status_code == 403


def test_no_table_of_training_stands_in_the_admin() -> None:
    shown = {model._meta.label for model in admin.site._registry}
    hidden = {"Workout", "WorkoutItem", "SetEntry", "Plan", "PlanDay", "PlanItem"}
    hidden |= {"ReadinessCheck", "SavedExercise", "RefusedMail"}
    hidden |= {"WorkoutImport", "ImportBatch", "ImportedName"}
    assert not shown & {f"members.{name}" for name in hidden}
    assert "gymsite.DataExport" not in shown
