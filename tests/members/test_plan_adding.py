import pytest
from django.test import Client

from exercises.models import Status, Variation
from members.models import Plan, PlanDay, PlanItem, User
from tests.factories import (
    make_exercise,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
)
from tests.members.plan_forms import items_of

pytestmark = pytest.mark.django_db
ADD = "/me/plan/add/hip-thrusts/barbell/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    return make_variation(exercise=guide, slug="barbell", name="Barbell hip thrust")


@pytest.fixture
def day(alice: User) -> PlanDay:
    return make_plan_day(plan=make_plan(user=alice, name="Winter"), name="Heavy")


def test_two_taps_put_it_into_a_day(client: Client, thrust: Variation, day: PlanDay) -> None:
    guide = client.get(thrust.get_absolute_url()).content.decode()
    assert f'href="{ADD}"' in guide
    page = client.get(ADD).content.decode()
    assert f'name="day" value="{day.pk}"' in page
    assert "to which day of Winter?" in page
    answer = client.post(ADD, {"day": day.pk}, follow=True)
    item = PlanItem.objects.get()
    assert item.day == day
    assert (item.sets, item.reps_min, item.reps_max) == (3, 8, 12)
    page = answer.content.decode()
    assert "Barbell hip thrust is in Heavy of Winter: 3 × 8–12" in page
    assert f'href="/me/plan/items/{item.pk}/edit/"' in page
    assert f'action="/me/plan/items/{item.pk}/delete/"' in page


def test_its_undo_takes_it_out_again(client: Client, thrust: Variation, day: PlanDay) -> None:
    client.post(ADD, {"day": day.pk})
    client.post(f"/me/plan/items/{PlanItem.objects.get().pk}/delete/")
    assert items_of(day) == []


@pytest.mark.parametrize(
    ("measure", "targets"),
    [
        ("load_reps", {"sets": 3, "reps_min": 8, "reps_max": 12, "seconds": None}),
        ("duration", {"sets": 3, "reps_min": None, "seconds": 30}),
        ("load_duration", {"sets": 3, "reps_min": None, "seconds": 30}),
        ("distance_duration", {"sets": 1, "seconds": 1200, "rest_seconds": 0}),
    ],
)
def test_its_first_targets_follow_from_the_measure(
    client: Client, day: PlanDay, thrust: Variation, measure: str, targets: dict[str, int | None]
) -> None:
    thrust.measure = measure
    thrust.save()
    client.post(ADD, {"day": day.pk})
    found = PlanItem.objects.get().targets()
    assert found | targets == found


def test_without_a_plan_one_is_made(client: Client, alice: User, thrust: Variation) -> None:
    assert "You have no plan yet." in client.get(ADD).content.decode()
    client.post(ADD, {"day": ""})
    plan = Plan.objects.get(member=alice.member)
    assert (plan.name, plan.active) == ("My plan", True)
    assert items_of(plan.days.get(name="Day A")) == ["Barbell hip thrust"]


def test_a_new_day_can_be_made_for_it(client: Client, thrust: Variation, day: PlanDay) -> None:
    client.post(ADD, {"day": ""})
    assert Plan.objects.count() == 1
    assert items_of(day.plan.days.get(name="Day A")) == ["Barbell hip thrust"]


def test_sent_twice_it_is_there_once_and_says_so(
    client: Client, thrust: Variation, day: PlanDay
) -> None:
    client.post(ADD, {"day": day.pk})
    answer = client.post(ADD, {"day": day.pk}, follow=True)
    assert "<h1>Already there</h1>" in answer.content.decode()
    assert items_of(day) == ["Barbell hip thrust"]
    assert "Already there" in client.get(ADD).content.decode()


def test_it_goes_to_the_active_plan_unless_another_is_chosen(
    client: Client, alice: User, thrust: Variation, day: PlanDay
) -> None:
    other = make_plan_day(plan=make_plan(user=alice, active=False, name="Spring"), name="Soft")
    page = client.get(ADD).content.decode()
    assert "Heavy" in page
    assert f'href="?plan={other.plan_id}"' in page
    page = client.get(f"{ADD}?plan={other.plan_id}").content.decode()
    assert "to which day of Spring?" in page
    client.post(f"{ADD}?plan={other.plan_id}", {"day": ""})
    assert items_of(other.plan.days.get(name="Day A")) == ["Barbell hip thrust"]


def test_another_members_day_is_not_found(client: Client, alice: User, thrust: Variation) -> None:
    foreign = make_plan_day(plan=make_plan(user=make_user(), name="Secret"))
    for key in (foreign.pk, "nonsense"):
        assert client.post(ADD, {"day": key}).status_code == 404
    assert "Secret" not in client.get(f"{ADD}?plan={foreign.plan_id}").content.decode()
    item = make_plan_item(day=foreign, variation=thrust)
    assert "Secret" not in client.get(f"{ADD}?added={item.pk}").content.decode()
    assert client.get(f"{ADD}?added=nonsense").status_code == 200


def test_what_is_not_public_cannot_be_added(
    client: Client, thrust: Variation, day: PlanDay
) -> None:
    Variation.objects.update(status=Status.RETIRED)
    assert client.get(ADD).status_code == 404
    assert client.post(ADD, {"day": day.pk}).status_code == 404
    assert items_of(day) == []


def test_each_card_of_a_guide_leads_there_by_a_name_of_its_own(
    client: Client, thrust: Variation
) -> None:
    make_variation(exercise=thrust.exercise, slug="band", name="Band hip thrust")
    page = client.get(thrust.exercise.get_absolute_url()).content.decode()
    for slug, name in (("barbell", "Barbell hip thrust"), ("band", "Band hip thrust")):
        assert f'href="/me/plan/add/hip-thrusts/{slug}/"' in page
        assert f'Add to my plan<span class="visually-hidden">: {name}</span>' in page


# From a day of the plan


def found(client: Client, day: PlanDay, query: str) -> list[str]:
    answer = client.get(f"/me/plan/days/{day.pk}/add/", {"q": query})
    assert answer.status_code == 200
    return [variation.name for variation in answer.context["variations"]]


def test_a_day_finds_variations_and_adds_one(
    client: Client, thrust: Variation, day: PlanDay
) -> None:
    assert found(client, day, "hip trust") == ["Barbell hip thrust"]
    page = client.get(f"/me/plan/days/{day.pk}/add/?q=thrust").content.decode()
    assert f'action="{ADD}"' in page
    make_plan_item(day=day, variation=thrust)
    page = client.get(f"/me/plan/days/{day.pk}/add/?q=thrust").content.decode()
    assert f'action="{ADD}"' not in page
    assert "Already there" in page


def test_without_words_it_offers_the_body_parts(client: Client, day: PlanDay) -> None:
    page = client.get(f"/me/plan/days/{day.pk}/add/").content.decode()
    assert 'href="?q=glutes"' in page
    assert 'href="?q=full%20body"' in page


@pytest.mark.parametrize("query", ["zzqxzzqx", "'; drop", "\x00", "x" * 5000])
def test_nothing_found_says_so(client: Client, day: PlanDay, query: str) -> None:
    assert found(client, day, query) == []
