"""A trainer puts a set together."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Status, Variation
from tests.factories import (
    make_assignment_set,
    make_client,
    make_exercise,
    make_gym,
    make_question,
    make_trainer,
    make_user,
    make_variation,
)
from tests.forms import filled
from tests.members.plan_forms import queries
from trainers.clients import client_end
from trainers.models import AssignmentSet, AssignmentSetItem, Trainer

pytestmark = pytest.mark.django_db
LIST = "/coach/assign/"
NEW = f"{LIST}new/"


@pytest.fixture
def tom(client: Client) -> Trainer:
    tom = make_trainer()
    client.force_login(tom.user)
    return tom


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    return make_variation(
        exercise=guide, name="Dumbbell hip thrust", equipment=("dumbbell",), level="beginner"
    )


def address(made: AssignmentSet, rest: str = "") -> str:
    return f"{LIST}{made.pk}/{rest}"


def of_item(item: AssignmentSetItem, act: str) -> str:
    return f"{LIST}items/{item.pk}/{act}/"


def names(made: AssignmentSet) -> list[str]:
    return list(made.items.values_list("variation__name", flat=True))


# The list


def test_the_list_shows_own_templates_and_drafts(client: Client, tom: Trainer) -> None:
    make_assignment_set(trainer=tom, name="Hips at home")
    make_assignment_set(trainer=make_trainer(), name="Not mine")
    draft = make_assignment_set(trainer=tom)
    page = client.get(LIST).content.decode()
    assert "Hips at home" in page
    assert address(draft) in page
    assert "Not mine" not in page
    assert client.post(LIST).status_code == 405


def test_the_list_costs_the_same_with_2_and_with_12(client: Client, tom: Trainer) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            member = make_user()
            question = make_question(user=member, gym=tom.gyms.get(), variation=make_variation())
            make_assignment_set(trainer=tom, question=question)
            make_assignment_set(trainer=tom, client=make_client(trainer=tom, user=member))
            make_assignment_set(trainer=tom, name="Hips")

    fill(2)
    few = queries(client, LIST)
    fill(10)
    assert queries(client, LIST) == few


# Making one


def test_a_new_set_is_a_draft(client: Client, tom: Trainer) -> None:
    answer = client.post(NEW)
    made = AssignmentSet.objects.get()
    assert answer.headers["Location"] == address(made)
    assert (made.trainer, made.name, made.client, made.question) == (tom, "", None, None)
    assert client.get(NEW).status_code == 405


def test_an_empty_draft_that_is_open_is_the_new_one(client: Client, tom: Trainer) -> None:
    follows = make_client(trainer=tom, user=make_user())
    for query in ("", f"?client={follows.pk}"):
        first = client.post(f"{NEW}{query}")["Location"]
        assert client.post(f"{NEW}{query}")["Location"] == first
    assert AssignmentSet.objects.count() == 2
    for made in AssignmentSet.objects.all():
        AssignmentSetItem.objects.create(assignment_set=made, variation=make_variation())
    client.post(NEW)
    assert AssignmentSet.objects.count() == 3


def test_only_from_a_question_that_one_is_on(client: Client, tom: Trainer) -> None:
    other = make_trainer(gym=tom.gyms.get())
    for changes in (
        {},
        {"claimed_by": other},
        {"claimed_by": other, "state": "answered"},
        {"claimed_by": tom, "state": "resolved"},
        {"claimed_by": tom, "claim_lapses_at": timezone.now() - timedelta(minutes=1)},
    ):
        question = make_question(user=make_user(), gym=tom.gyms.get(), **changes)
        assert client.post(f"{NEW}?question={question.pk}").status_code == 404
    assert not AssignmentSet.objects.exists()


def test_drafts_for_a_client_go_when_it_ends_and_templates_stay(
    client: Client, tom: Trainer
) -> None:
    follows = make_client(trainer=tom, user=make_user(name="Alice"))
    make_assignment_set(trainer=tom, client=follows)
    kept = make_assignment_set(trainer=tom, client=follows, name="Hips at home")
    client_end(client=follows)
    page = client.get(LIST).content.decode()
    assert "For Alice" not in page
    assert list(AssignmentSet.objects.all()) == [kept]
    assert client.get(address(kept)).status_code == 200


def test_a_set_for_a_client_or_a_question(client: Client, tom: Trainer) -> None:
    follows = make_client(trainer=tom, user=make_user())
    question = make_question(user=make_user(), gym=tom.gyms.get(), claimed_by=tom)
    client.post(f"{NEW}?client={follows.pk}")
    client.post(f"{NEW}?question={question.pk}")
    assert {(one.client, one.question) for one in AssignmentSet.objects.all()} == {
        (follows, None),
        (None, question),
    }


def test_whom_one_may_not_see_one_makes_no_set_for(client: Client, tom: Trainer) -> None:
    other = make_trainer()
    for wrong in (
        f"client={make_client(trainer=other, user=make_user()).pk}",
        f"client={make_client(trainer=tom, user=make_user(), ended_at='2026-01-01T00:00Z').pk}",
        f"question={make_question(user=make_user(), gym=make_gym()).pk}",
        f"template={make_assignment_set(trainer=other, name='Secret').pk}",
        f"client={uuid4()}",
        "question=nonsense",
    ):
        assert client.post(f"{NEW}?{wrong}").status_code == 404, wrong
    assert not AssignmentSet.objects.filter(trainer=tom).exists()


def test_a_copy_of_a_template_leaves_it_as_it_is(client: Client, tom: Trainer) -> None:
    template = make_assignment_set(trainer=tom, name="Hips")
    client.post(NEW, {"template": template.pk})
    copy = AssignmentSet.objects.get(name="")
    assert names(copy) == names(template)
    copy.items.update(sets=9)
    assert {item.sets for item in template.items.all()} == {3}


# Its items


def test_the_members_search_finds_by_words_equipment_and_level(
    client: Client, tom: Trainer, thrust: Variation
) -> None:
    made = make_assignment_set(trainer=tom, variations=0)
    search = address(made, "search/")

    def found(**query: str) -> list[str]:
        answer = client.get(search, {"q": "hip trust", **query})
        assert answer.status_code == 200
        return [one.name for one in answer.context["variations"]]

    assert found() == ["Dumbbell hip thrust"]
    page = client.get(search, {"q": "thrust"}).content.decode()
    assert "Beginner · dumbbell" in page
    assert found(equipment="dumbbell", level="beginner") == ["Dumbbell hip thrust"]
    assert found(equipment="none") == found(level="advanced") == []
    assert found(equipment="zz", level="zz") == ["Dumbbell hip thrust"]
    for odd in ("", "\x00", "x" * 5000, "zzqx"):
        assert found(q=odd) == []
    assert client.post(search).status_code == 405


def test_adding_leads_to_its_targets_and_twice_says_so(
    client: Client, tom: Trainer, thrust: Variation
) -> None:
    made = make_assignment_set(trainer=tom, variations=1)
    add = address(made, "items/add/")
    answer = client.post(add, {"variation": thrust.pk})
    item = made.items.get(variation=thrust)
    assert answer.headers["Location"] == of_item(item, "edit")
    assert (item.sets, item.reps_min, item.order) == (3, 8, 1)
    page = client.post(add, {"variation": thrust.pk}, follow=True).content.decode()
    assert "Dumbbell hip thrust is in it already." in page
    assert made.items.count() == 2
    assert "Already in it" in client.get(address(made, "search/?q=thrust")).content.decode()


def test_what_is_not_public_is_not_added(client: Client, tom: Trainer, thrust: Variation) -> None:
    made = make_assignment_set(trainer=tom, variations=0)
    Variation.objects.update(status=Status.RETIRED)
    for key in (str(thrust.pk), "", "nonsense", "9" * 30):
        assert client.post(address(made, "items/add/"), {"variation": key}).status_code == 404
    assert names(made) == []


def test_the_form_has_the_boxes_of_the_measure(client: Client, tom: Trainer) -> None:
    made = make_assignment_set(trainer=tom, variations=0)
    hold = made.items.create(variation=make_variation(measure="duration"), seconds=30)
    press = made.items.create(variation=make_variation(measure="load_reps"), reps_min=8, reps_max=8)
    fields = filled(client, of_item(hold, "edit"))
    assert "seconds" in fields
    assert not {"reps_min", "load_kg"} & fields.keys()
    change = {"reps_min": "6", "reps_max": "8", "load_kg": "62,5", "note": "Slow & low"}
    edit = of_item(press, "edit")
    answer = client.post(edit, filled(client, edit, **change))
    assert answer.headers["Location"] == address(made)
    press.refresh_from_db()
    assert (press.reps_min, press.reps_max, str(press.load_kg)) == (6, 8, "62.50")
    page = client.get(address(made)).content.decode()
    assert "3 × 6–8 at 62.5 kg" in page
    assert "Slow &amp; low" in page


def test_loads_are_typed_in_the_unit_of_the_one_who_gets_it(client: Client, tom: Trainer) -> None:
    user = make_user()
    user.member.unit = "lb"
    user.member.save()
    made = make_assignment_set(
        trainer=tom, variations=1, client=make_client(trainer=tom, user=user)
    )
    edit = of_item(made.items.get(), "edit")
    client.post(edit, filled(client, edit, load_kg="45"))
    assert str(made.items.get().load_kg) == "20.41"
    assert "at 45 lb" in client.get(address(made)).content.decode()


def test_wrong_targets_are_said_and_kept(client: Client, tom: Trainer) -> None:
    item = make_assignment_set(trainer=tom, variations=1).items.get()
    edit = of_item(item, "edit")
    answer = client.post(edit, filled(client, edit, sets="many", note="Keep this"))
    page = answer.content.decode()
    assert "Type one number, such as 8." in page
    assert "Keep this" in page
    assert 'value="many"' in page


def test_items_move_and_go(client: Client, tom: Trainer) -> None:
    made = make_assignment_set(trainer=tom, variations=3)
    first, second, third = made.items.all()
    client.post(of_item(third, "move"), {"direction": "up"})
    assert list(made.items.all()) == [first, third, second]
    client.post(of_item(first, "move"), {"direction": "down"})
    client.post(of_item(third, "move"), {"direction": "up"})
    client.post(of_item(second, "move"), {"direction": "sideways"})
    assert list(made.items.all()) == [third, first, second]
    client.post(of_item(first, "delete"))
    assert list(made.items.all()) == [third, second]
    for act in ("move", "delete"):
        assert client.get(of_item(third, act)).status_code == 405


# Name and end


def test_a_name_makes_it_a_template(client: Client, tom: Trainer) -> None:
    made = make_assignment_set(trainer=tom)
    client.post(address(made), {"name": "Hips at home"})
    made.refresh_from_db()
    assert made.name == "Hips at home"
    page = client.post(address(made), {"name": "x" * 81}).content.decode()
    assert "at most 80 characters" in page
    made.refresh_from_db()
    assert made.name == "Hips at home"


def test_deleting_asks_once_and_names_it(client: Client, tom: Trainer) -> None:
    made = make_assignment_set(trainer=tom, name="Hips at home")
    assert "Delete Hips at home?" in client.get(address(made, "delete/")).content.decode()
    assert AssignmentSet.objects.exists()
    client.post(address(made, "delete/"))
    assert not AssignmentSet.objects.exists()


# Whose it is


@pytest.mark.parametrize("who", ["another trainer", "a member"])
def test_it_is_the_trainers_own(client: Client, who: str) -> None:
    made = make_assignment_set(trainer=make_trainer(), name="Secret")
    item = made.items.first()
    assert item
    other = make_trainer().user if who == "another trainer" else make_user()
    client.force_login(other)
    for read in (address(made), address(made, "search/"), address(made, "delete/")):
        assert client.get(read).status_code == 404
        assert client.get(read).content == client.get(f"/coach/assign/{uuid4()}/").content
    for act in ("edit", "move", "delete"):
        assert client.post(of_item(item, act)).status_code == 404
    add = client.post(address(made, "items/add/"), {"variation": make_variation().pk})
    assert add.status_code == client.post(address(made, "delete/")).status_code == 404
    assert made.items.count() == 2


@pytest.mark.parametrize("left", ["client", "gym"])
def test_with_the_client_or_the_gym_the_set_is_gone(
    client: Client, tom: Trainer, left: str
) -> None:
    user = make_user()
    if left == "client":
        follows = make_client(trainer=tom, user=user, ended_at="2026-01-01T00:00Z")
        made = make_assignment_set(trainer=tom, client=follows)
    else:
        made = make_assignment_set(trainer=tom, question=make_question(user=user, gym=make_gym()))
    item = made.items.first()
    assert item
    for page in (address(made), address(made, "search/"), of_item(item, "edit")):
        assert client.get(page).status_code == 404
    assert client.post(address(made, "send/"), {"sending": uuid4()}).status_code == 404
