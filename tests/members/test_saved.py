import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from exercises.models import Status, Variation
from members.models import SavedExercise, User
from tests.factories import make_exercise, make_user, make_variation
from tests.members.plan_forms import queries

pytestmark = pytest.mark.django_db
GUIDE = "/me/saved/add/hip-thrusts/"
ONE = f"{GUIDE}barbell/"


@pytest.fixture
def alice(client: Client) -> User:
    alice = make_user()
    client.force_login(alice)
    return alice


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    return make_variation(exercise=guide, slug="barbell", name="Barbell hip thrust")


def names(client: Client) -> list[str]:
    return [str(row) for row in client.get("/me/saved/").context["page"].object_list]


def test_guide_and_variation_lead_to_saving_and_are_saved(
    client: Client, alice: User, thrust: Variation
) -> None:
    assert f'href="{GUIDE}"' in client.get(thrust.exercise.get_absolute_url()).content.decode()
    assert f'href="{ONE}"' in client.get(thrust.get_absolute_url()).content.decode()
    assert "Keep it in your list" in client.get(GUIDE).content.decode()
    for address in (GUIDE, ONE):
        page = client.post(address, follow=True).content.decode()
        assert "It stands in your list." in page
    assert names(client) == ["Barbell hip thrust", "Hip Thrusts"]


def test_saved_twice_it_stands_once(client: Client, alice: User, thrust: Variation) -> None:
    for _ in range(2):
        client.post(ONE)
    assert names(client) == ["Barbell hip thrust"]


def test_removing_can_be_undone(client: Client, alice: User, thrust: Variation) -> None:
    for address in (GUIDE, ONE):
        client.post(address)
        removed = client.post(address.replace("/add/", "/remove/"))
        page = client.get(removed["Location"]).content.decode()
        assert "is no longer saved." in page
        assert f'action="{address}"' in page
        client.post(address)
        assert "is no longer saved." not in client.get(removed["Location"]).content.decode()
    assert SavedExercise.objects.count() == 2


def test_removing_twice_does_no_harm(client: Client, alice: User, thrust: Variation) -> None:
    client.post(ONE)
    for _ in range(2):
        assert client.post(ONE.replace("/add/", "/remove/")).status_code == 302
    assert names(client) == []


def test_removing_takes_only_mine_and_only_that(
    client: Client, alice: User, thrust: Variation
) -> None:
    other = make_user()
    SavedExercise.objects.create(member=other.member, variation=thrust)
    client.post(ONE)
    client.post(GUIDE)
    client.post(ONE.replace("/add/", "/remove/"))
    assert names(client) == ["Hip Thrusts"]
    assert SavedExercise.objects.filter(member=other.member).exists()


@pytest.mark.parametrize("address", ["/me/saved/add/nothing/", "/me/saved/add/hip-thrusts/no/"])
def test_what_is_not_there_is_not_found(
    client: Client, alice: User, thrust: Variation, address: str
) -> None:
    for one in (address, address.replace("/add/", "/remove/")):
        assert client.post(one).status_code == 404
    assert client.get(address).status_code == 404
    assert client.get("/me/saved/?undo=no/such").status_code == 200


def test_what_left_the_guides_stays_listed_and_can_be_removed(
    client: Client, alice: User, thrust: Variation
) -> None:
    client.post(ONE)
    Variation.objects.update(status=Status.RETIRED)
    page = client.get("/me/saved/").content.decode()
    assert "No longer in the guides" in page
    assert f'href="{thrust.get_absolute_url()}"' not in page
    assert client.post(ONE).status_code == 404
    client.post(ONE.replace("/add/", "/remove/"))
    assert names(client) == []


def test_an_empty_list_says_what_will_stand_here(client: Client, alice: User) -> None:
    page = client.get("/me/saved/").content.decode()
    assert "Guides and variations that you save stand here." in page
    assert 'href="/exercises/"' in page


def test_the_number_of_queries_does_not_grow(client: Client, alice: User) -> None:
    for _ in range(2):
        SavedExercise.objects.create(member=alice.member, variation=make_variation())
    few = queries(client, "/me/saved/")
    for _ in range(5):
        SavedExercise.objects.create(member=alice.member, variation=make_variation())
        SavedExercise.objects.create(member=alice.member, exercise=make_exercise())
    assert queries(client, "/me/saved/") == few <= 7


def test_the_database_keeps_each_thing_once(alice: User, thrust: Variation) -> None:
    SavedExercise.objects.create(member=alice.member, variation=thrust)
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedExercise.objects.create(member=alice.member, variation=thrust)
