from typing import Any

import pytest

from exercises.models import Exercise, Faq
from exercises.search import search
from tests.exercises.test_search import make_guide, names
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def test_among_equals_a_featured_guide_comes_first() -> None:
    for name, place in (("Bear Walks", None), ("Crab Walks", 1)):
        make_guide(name, featured_order=place)
    assert names(search("walk")) == ["Crab Walks", "Bear Walks"]


def test_of_equals_complete_guides_come_first_then_those_with_many_variations() -> None:
    make_guide("Bear Walks")
    many = make_guide("Long Crab Walks")
    complete = make_guide("Very Long Duck Walks", what_is="A walk.")
    Faq.objects.create(exercise=complete, question="Why?")
    Faq.objects.create(exercise=make_guide("Ape Walks"), question="Why?")
    make_guide("Fox Walks", what_is="A walk.")
    make_variation(exercise=many, name="Walk", summary="")
    make_variation(exercise=many, name="Slow walk the crab way", summary="For anyone.")
    make_variation(exercise=many, name="Fast walk", summary="")
    found = names(search("the walks of"))
    assert (found[0], found[1]) == ("Walk", "Very Long Duck Walks")
    assert found[2] == "Long Crab Walks"
    assert set(found[3:6]) == {"Bear Walks", "Ape Walks", "Fox Walks"}
    assert found[6:] == ["Slow walk the crab way", "Fast walk"]


def test_nothing_typed_finds_complete_guides_before_others() -> None:
    wanted = ["Zebra Walks", "Ape Walks", "Crab Walks", "Yak Walks", "Bear Walks", "Duck Walks"]
    for name in sorted(wanted, reverse=True):
        make_guide(name)
    places = {"Zebra Walks": 9, "Ape Walks": 10}
    for guide in Exercise.objects.all():
        guide.featured_order = places.get(guide.name)
        guide.what_is = "" if guide.name == "Bear Walks" else "A walk."
        guide.save()
        if guide.name in ("Crab Walks", "Yak Walks", "Bear Walks"):
            Faq.objects.create(exercise=guide, question="Why?")
    for number in range(3):
        make_variation(exercise=Exercise.objects.get(name="Yak Walks"), name=f"Walk {number}")
    assert names(search("")) == wanted
    assert names(search("", parts=["glutes"], page_size=4, page=2)) == wanted[4:]


def test_names_come_before_aliases_and_aliases_before_text() -> None:
    plain: dict[str, Any] = {"secondary": (), "what_is": "", "singular": "thing"}
    make_exercise(**plain, name="Third", summary="A zercher hold.")
    make_exercise(**plain, name="Second one here", aliases=["Zercher walk"])
    make_exercise(**plain, name="First zercher thing of them all")
    make_exercise(**plain, name="Fourth")
    Faq.objects.create(exercise=Exercise.objects.get(name="Fourth"), question="Is zercher good?")
    found = names(search("zercher"))
    assert found[:2] == ["First zercher thing of them all", "Second one here"]
    assert set(found[2:]) == {"Third", "Fourth"}


@pytest.mark.parametrize("query", ["press ups", "press-up", "pressups", "Press Up", "press u"])
def test_a_whole_alias_is_as_good_as_a_name(query: str) -> None:
    make_guide("Press Up Sit-Ups", body_part="abs", featured_order=1)
    make_guide("Push-Ups", aliases=["press ups"])
    assert names(search(query))[0] == "Push-Ups"


def test_what_a_muscle_is_called_leads_to_what_trains_it_first_then_to_what_trains_it_too() -> None:
    make_guide("Trap Bar Walks", featured_order=1)
    make_guide("Snatches", body_part="full-body", primary=("trapezius",))
    make_guide("Rows", body_part="back", primary=("rhomboids", "trapezius"), featured_order=2)
    make_guide("Shrugs", body_part="back", primary=("trapezius", "rhomboids"))
    assert names(search("traps"))[:4] == ["Shrugs", "Rows", "Snatches", "Trap Bar Walks"]


def test_a_whole_word_comes_before_a_completed_one() -> None:
    for name in ("Laterals", "Wide lat pulldowns"):
        make_guide(name, body_part="back", primary=("rhomboids",))
    assert names(search("lat"))[:2] == ["Wide lat pulldowns", "Laterals"]
