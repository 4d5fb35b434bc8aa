from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Equipment, Exercise, Status, Variation
from members.models import Plan, PlanItem, User
from members.substitutes import last_loads, substitutes_of
from tests.factories import (
    make_exercise,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.members.plan_forms import htmx, items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> Exercise:
    guide = make_exercise()
    for place, (slug, pieces) in enumerate(
        [("floor", ()), ("band", ("resistance-band",)), ("barbell", ("barbell",)), ("leg", ())]
    ):
        make_variation(exercise=guide, slug=slug, name=slug, equipment=pieces, order=place)
    return guide


def one(guide: Exercise, slug: str) -> Variation:
    return Variation.objects.get(exercise=guide, slug=slug)


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def item(alice: User, guide: Exercise) -> PlanItem:
    day = make_plan_day(plan=make_plan(user=alice))
    make_plan_item(day=day, variation=make_variation(name="first"))
    item = make_plan_item(
        day=day, variation=one(guide, "band"), load_kg=None, note="kept", superset="A", target_rir=1
    )
    make_plan_item(day=day, variation=make_variation(name="last"))
    return item


def at(item: PlanItem) -> str:
    return f"/me/plan/items/{item.pk}/swap/"


def swapped(item: PlanItem) -> PlanItem:
    return PlanItem.objects.get(day=item.day, order=item.order)


def logged(user: User, variation: Variation, load: str, *, days_ago: int, **changes: str) -> None:
    at = timezone.now() - timedelta(days=days_ago)
    workout = make_workout(user=user, started_at=at, finished_at=at)
    item = make_workout_item(workout=workout, variation=variation)
    make_set(item=item, load_kg=Decimal(load), done_at=at, **changes)


# What can stand in


def test_the_neighbours_are_easier_and_harder_the_rest_are_others(guide: Exercise) -> None:
    elsewhere = make_variation(name="elsewhere")
    found = substitutes_of(one(guide, "band"))
    assert found.easier == one(guide, "floor")
    assert found.harder == one(guide, "barbell")
    assert found.others == [one(guide, "leg"), elsewhere]
    assert found.all() == [found.easier, found.harder, *found.others]


def test_others_do_without_the_equipment_that_is_taken(guide: Exercise) -> None:
    make_variation(name="another band", equipment=("resistance-band",))
    assert substitutes_of(one(guide, "band")).others == [one(guide, "leg")]


def test_others_need_nothing_but_what_one_has(guide: Exercise) -> None:
    band = make_variation(name="another band", equipment=("resistance-band",))
    make_variation(name="machine", equipment=("machine",))
    have = Equipment.objects.filter(slug="resistance-band")
    assert set(substitutes_of(one(guide, "band"), equipment=have).others) == {
        one(guide, "leg"),
        band,
    }
    assert substitutes_of(one(guide, "band"), equipment=[]).others == [one(guide, "leg")]


def test_a_variation_no_longer_public_has_others_only(guide: Exercise) -> None:
    gone = one(guide, "band")
    gone.status = Status.RETIRED
    gone.save()
    found = substitutes_of(gone)
    assert (found.easier, found.harder) == (None, None)
    assert set(found.others) == {one(guide, slug) for slug in ("floor", "barbell", "leg")}


def test_nothing_can_stand_in_for_what_is_alone() -> None:
    assert not substitutes_of(make_variation())


def test_the_last_load_is_of_the_member_and_not_of_a_warm_up(alice: User, guide: Exercise) -> None:
    barbell = one(guide, "barbell")
    logged(alice, barbell, "50", days_ago=9)
    logged(alice, barbell, "55", days_ago=2)
    logged(alice, barbell, "20", days_ago=1, kind="warm_up")
    logged(make_user(), barbell, "90", days_ago=1)
    assert last_loads(alice.member, [barbell, one(guide, "floor")]) == {barbell.pk: Decimal(55)}


# The page


def test_the_page_offers_all_of_them_with_a_last_load(
    client: Client, alice: User, guide: Exercise, item: PlanItem
) -> None:
    logged(alice, one(guide, "barbell"), "55", days_ago=2)
    page = client.get(at(item)).content.decode()
    for slug in ("floor", "barbell", "leg"):
        assert f'name="variation" value="{one(guide, slug).pk}"' in page
    assert page.count("your last") == 1 + 1
    assert "Starts at 55 kg, your last" in page


def test_the_filter_keeps_what_is_ticked_and_ignores_what_is_not_there(
    client: Client, item: PlanItem
) -> None:
    page = client.get(at(item), {"equipment": ["none", "hovercraft"]}).content.decode()
    assert 'value="none" checked' in page
    assert 'value="barbell" checked' not in page


def test_the_number_of_queries_does_not_grow(client: Client, item: PlanItem) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(at(item))
        return len(captured)

    few = count()
    for _ in range(10):
        make_variation(exercise=make_exercise(), equipment=("dumbbell", "bench"))
    assert count() == few <= 13


# The swap


def test_one_tap_swaps_and_keeps_the_targets_that_fit(
    client: Client, guide: Exercise, item: PlanItem
) -> None:
    barbell = one(guide, "barbell")
    answer = client.post(at(item), {"variation": barbell.pk})
    new = swapped(item)
    assert f"#item-{new.pk}" in answer["Location"]
    assert new.variation == barbell
    assert new.targets() == item.targets()
    assert items_of(item.day) == ["first", "barbell", "last"]


def test_the_load_starts_empty_or_at_the_last_one_logged(
    client: Client, alice: User, guide: Exercise, item: PlanItem
) -> None:
    PlanItem.objects.filter(pk=item.pk).update(load_kg=Decimal(80))
    client.post(at(item), {"variation": one(guide, "leg").pk})
    new = swapped(item)
    assert new.load_kg is None
    logged(alice, one(guide, "barbell"), "55", days_ago=2)
    client.post(at(new), {"variation": one(guide, "barbell").pk})
    assert swapped(new).load_kg == Decimal(55)


def test_targets_of_another_measure_go_and_its_own_begin(
    client: Client, guide: Exercise, item: PlanItem
) -> None:
    hold = make_variation(exercise=guide, measure="duration", name="hold")
    client.post(at(item), {"variation": hold.pk})
    new = swapped(item)
    assert (new.reps_min, new.reps_max, new.target_rir, new.seconds) == (None, None, None, 30)
    assert (new.sets, new.note, new.superset) == (3, "kept", "A")


def test_undo_puts_back_the_old_one_with_its_targets_and_its_log(
    client: Client, alice: User, guide: Exercise, item: PlanItem
) -> None:
    PlanItem.objects.filter(pk=item.pk).update(load_kg=Decimal(80))
    past = make_workout_item(workout=make_workout(user=alice), plan_item=item)
    answer = client.post(at(item), {"variation": one(guide, "barbell").pk})
    new = swapped(item)
    page = client.get(answer["Location"]).content.decode()
    assert "barbell now stands for band." in page
    assert f'name="instead" value="{new.pk}"' in page
    client.post(f"/me/plan/items/{item.pk}/restore/", {"instead": str(new.pk)})
    assert items_of(item.day) == ["first", "band", "last"]
    back = swapped(item)
    assert (back.pk, back.load_kg) == (item.pk, Decimal(80))
    past.refresh_from_db()
    assert past.plan_item == item
    assert "now stands for" not in client.get(answer["Location"]).content.decode()


def test_undo_follows_the_new_one_to_where_it_was_moved(
    client: Client, guide: Exercise, item: PlanItem
) -> None:
    client.post(at(item), {"variation": one(guide, "barbell").pk})
    new = swapped(item)
    client.post(f"/me/plan/items/{new.pk}/move/", {"place": "0"})
    client.post(f"/me/plan/items/{item.pk}/restore/", {"instead": str(new.pk)})
    assert items_of(item.day) == ["band", "first", "last"]


def test_htmx_gets_the_plan_with_the_undo(client: Client, guide: Exercise, item: PlanItem) -> None:
    text = htmx(client, at(item), {"variation": str(one(guide, "barbell").pk)})
    assert "barbell now stands for band." in text


def test_sent_twice_it_is_swapped_once(client: Client, guide: Exercise, item: PlanItem) -> None:
    values = {"variation": one(guide, "barbell").pk}
    client.post(at(item), values)
    assert client.post(at(item), values).status_code == 404
    assert items_of(item.day) == ["first", "barbell", "last"]


@pytest.mark.parametrize("key", ["", "x", "99999999", "9" * 40, "-1"])
def test_an_unknown_variation_is_not_found(client: Client, item: PlanItem, key: str) -> None:
    assert client.post(at(item), {"variation": key}).status_code == 404
    assert Plan.objects.get().days.get().items.count() == 3


def test_a_variation_that_is_not_public_is_not_found(
    client: Client, guide: Exercise, item: PlanItem
) -> None:
    Variation.objects.filter(slug="barbell").update(status=Status.DRAFT)
    key = one(guide, "barbell").pk
    assert client.post(at(item), {"variation": key}).status_code == 404
