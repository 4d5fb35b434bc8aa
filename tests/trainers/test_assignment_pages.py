"""What a member does with what trainers gave."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Plan, PlanDay, PlanItem, User
from members.workouts import workout_start
from tests.factories import (
    make_assignment,
    make_client,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_trainer,
    make_user,
    make_variation,
)
from tests.members.plan_forms import items_of, queries
from trainers.assignments import assignment_change, assignment_take, assignment_withdraw
from trainers.models import Assignment, Trainer

pytestmark = pytest.mark.django_db
LIST = "/me/assignments/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user(name="Alice")
    client.force_login(alice)
    return alice


@pytest.fixture
def tom() -> Trainer:
    return make_trainer(name="Tom Park", user=make_user(name="Tom Park"))


@pytest.fixture
def day(alice: User) -> PlanDay:
    return make_plan_day(plan=make_plan(user=alice, name="Winter"), name="Heavy")


@pytest.fixture
def given(alice: User, tom: Trainer) -> Assignment:
    variation = make_variation(name="Dumbbell hip thrust")
    return make_assignment(
        trainer=tom, user=alice, variation=variation, load_kg=20, note="Slow <i>down</i>"
    )


def take(given: Assignment) -> str:
    return f"{LIST}{given.pk}/take/"


def page_of(client: Client, address: str = LIST) -> str:
    return client.get(address).content.decode()


# The list


def test_a_card_says_what_how_much_and_from_whom(client: Client, given: Assignment) -> None:
    page = page_of(client)
    assert f'href="{given.variation.get_absolute_url()}">Dumbbell hip thrust</a>' in page
    assert "3 × 12 at 20 kg, rest 90 s" in page
    assert "From Tom Park" in page
    assert "Slow &lt;i&gt;down&lt;/i&gt;" in page


def test_loads_are_in_the_members_unit(client: Client, alice: User, given: Assignment) -> None:
    alice.member.unit = "lb"
    alice.member.save()
    assert "at 44 lb" in page_of(client)


def test_what_is_offered_comes_first_and_others_things_not_at_all(
    client: Client, alice: User, tom: Trainer, given: Assignment
) -> None:
    make_assignment(trainer=tom, user=alice, state="declined")
    make_assignment(trainer=tom, user=make_user())
    cards = client.get(LIST).context["cards"]
    assert [card.assignment.state for card in cards] == ["offered", "declined"]


def test_looking_marks_those_shown_as_seen(client: Client, given: Assignment) -> None:
    assert '<span class="tag">New</span>' in page_of(client)
    given.refresh_from_db()
    assert given.seen_at
    assert '<span class="tag">New</span>' not in page_of(client)


def test_one_taken_back_shows_as_that_only_if_it_was_seen(
    client: Client, alice: User, tom: Trainer, given: Assignment
) -> None:
    page_of(client)
    assignment_withdraw(assignment=given)
    assignment_withdraw(assignment=make_assignment(trainer=tom, user=alice))
    page = page_of(client)
    assert page.count("Taken back") == 1
    assert "Put into my plan" not in page


def test_a_replacement_says_what_changes(client: Client, given: Assignment, day: PlanDay) -> None:
    assignment_take(assignment=given, day=day)
    make_plan_day(plan=day.plan, name="Light")
    new = assignment_change(assignment=given, targets={"sets": 4, "reps_min": 6, "reps_max": 6})
    page = page_of(client)
    assert "Until now: 3 × 12 at 20 kg, rest 90 s" in page
    assert "New: 4 × 6, rest 90 s" in page
    assert "It takes the place of 3 × 12 at 20 kg" in page_of(client, take(new))
    client.post(take(new))
    assert day.items.get().sets == 4
    assert page_of(client).count("card assignment") == 1


def test_the_list_costs_the_same_with_2_and_with_12(
    client: Client, alice: User, tom: Trainer, day: PlanDay
) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            given = make_assignment(trainer=tom, user=alice)
            assignment_take(assignment=given, day=day)
            assignment_change(assignment=given, targets={"sets": 5})

    fill(1)
    page_of(client)
    few = queries(client, LIST)
    fill(5)
    page_of(client)
    assert queries(client, LIST) == few


def test_nothing_yet_says_so(client: Client, alice: User) -> None:
    assert "Nothing from a trainer yet." in page_of(client)
    assert client.post(LIST).status_code == 405


# Into the plan


def test_with_one_day_it_is_one_tap(client: Client, given: Assignment, day: PlanDay) -> None:
    page = page_of(client)
    assert f'action="{take(given)}"' in page
    assert f'name="day" value="{day.pk}"' in page
    page = client.post(take(given), {"day": day.pk}, follow=True).content.decode()
    assert "Dumbbell hip thrust is in Heavy of Winter: 3 × 12 at 20 kg" in page
    assert f'href="{day.plan.get_absolute_url()}#item-' in page
    assert items_of(day) == ["Dumbbell hip thrust"]


def test_with_several_days_it_asks_which(client: Client, given: Assignment, day: PlanDay) -> None:
    light = make_plan_day(plan=day.plan, name="Light")
    make_plan_item(day=light, variation=given.variation)
    assert f'href="{take(given)}"' in page_of(client)
    page = page_of(client, take(given))
    assert "into which day of Winter?" in page
    assert f'value="{light.pk}">Light <span class="tag">Replaces what is there</span>' in page
    client.post(take(given), {"day": light.pk})
    assert (items_of(light), items_of(day)) == (["Dumbbell hip thrust"], [])


def test_without_a_plan_one_tap_makes_one(client: Client, alice: User, given: Assignment) -> None:
    assert f'action="{take(given)}"' in page_of(client)
    assert "You have no plan yet." in page_of(client, take(given))
    client.post(take(given))
    plan = Plan.objects.get(member=alice.member)
    assert items_of(plan.days.get()) == ["Dumbbell hip thrust"]


def test_into_a_new_day_or_another_plan(
    client: Client, alice: User, given: Assignment, day: PlanDay
) -> None:
    other = make_plan(user=alice, name="Spring", active=False)
    make_plan_day(plan=other, name="Soft")
    assert f'href="?plan={other.pk}"' in page_of(client, take(given))
    assert "Soft" in page_of(client, f"{take(given)}?plan={other.pk}")
    client.post(f"{take(given)}?plan={other.pk}", {"new": "1"})
    assert items_of(other.days.get(name="Day A")) == ["Dumbbell hip thrust"]


def test_sent_twice_it_is_there_once(client: Client, given: Assignment, day: PlanDay) -> None:
    for _ in range(2):
        assert client.post(take(given), {"day": day.pk}).status_code == 302
    assert PlanItem.everything.count() == 1


def test_taken_back_meanwhile_says_so(client: Client, given: Assignment, day: PlanDay) -> None:
    Assignment.objects.update(state="withdrawn")
    page = client.post(take(given), {"day": day.pk}, follow=True).content.decode()
    assert "taken that back or replaced it" in page
    assert "<h1>Taken back</h1>" in page_of(client, take(given))
    assert items_of(day) == []


def test_a_day_of_somebody_else_or_of_nobody_is_not_found(
    client: Client, given: Assignment, day: PlanDay
) -> None:
    foreign = make_plan_day(plan=make_plan(user=make_user(), name="Secret"))
    for key in (foreign.pk, "nonsense", uuid4()):
        assert client.post(take(given), {"day": key}).status_code == 404
    assert "Secret" not in page_of(client, f"{take(given)}?plan={foreign.plan_id}")
    assert PlanItem.everything.count() == 0


# No, thanks


def test_declined_it_stays_and_may_be_taken_after_all(
    client: Client, given: Assignment, day: PlanDay
) -> None:
    decline = f"{LIST}{given.pk}/decline/"
    page = client.post(decline, follow=True).content.decode()
    assert '<span class="tag">You said no</span>' in page
    assert "Put into my plan after all" in page
    assert client.post(decline).status_code == 302
    assert client.get(decline).status_code == 405
    client.post(take(given), {"day": day.pk})
    given.refresh_from_db()
    assert given.state == "in_plan"


# Whose it is


def test_it_is_the_members_own(client: Client, alice: User, tom: Trainer) -> None:
    foreign = make_assignment(trainer=tom, user=make_user())
    for who in (alice, tom.user):
        client.force_login(who)
        for key in (foreign.pk, uuid4()):
            assert client.get(f"{LIST}{key}/take/").status_code == 404
            for act in ("take", "decline"):
                assert client.post(f"{LIST}{key}/{act}/").status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.seen_at) == ("offered", None)


# Elsewhere


def test_today_shows_what_is_offered(
    client: Client, alice: User, tom: Trainer, given: Assignment
) -> None:
    page = page_of(client, "/me/")
    assert "From your trainer" in page
    assert f'action="{take(given)}"' in page
    given.refresh_from_db()
    assert given.seen_at
    client.post(take(given))
    assert "From your trainer" not in page_of(client, "/me/")


def test_today_costs_the_same_with_1_and_with_3_offers(
    client: Client, alice: User, tom: Trainer, given: Assignment
) -> None:
    page_of(client, "/me/")
    few = queries(client, "/me/")
    for _ in range(5):
        make_assignment(trainer=tom, user=alice)
    page_of(client, "/me/")
    assert queries(client, "/me/") == few


def test_the_plan_and_the_floor_say_who_it_is_from(
    client: Client, alice: User, tom: Trainer, given: Assignment, day: PlanDay
) -> None:
    make_client(trainer=tom, user=alice)
    make_plan_item(day=day)
    assignment_take(assignment=given, day=day)
    plan = reverse("members:plan_detail", args=[day.plan_id])
    assert page_of(client, plan).count("From Tom Park") == 1
    workout = workout_start(member=alice.member, uuid=uuid4(), plan_day=day)
    floor = f"/me/workouts/{workout.pk}/"
    assert page_of(client, floor).count("From Tom Park") == 1
    few = queries(client, plan), queries(client, floor)
    for _ in range(5):
        other = make_trainer()
        assignment_take(assignment=make_assignment(trainer=other, user=alice), day=day)
    assert queries(client, plan) == few[0]


def test_declined_twice_and_declined_after_taking_say_what_is_true(
    client: Client, alice: User
) -> None:
    given = make_assignment(trainer=make_trainer(), user=alice)
    client.force_login(alice)
    decline = f"/me/assignments/{given.pk}/decline/"
    for _ in range(2):
        assert "You said no to" in client.post(decline, follow=True).content.decode()
    client.post(f"/me/assignments/{given.pk}/take/")
    page = client.post(decline, follow=True).content.decode()
    assert "is in your plan already." in page
    assert "taken that back" not in page
