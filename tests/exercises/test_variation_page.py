import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise, Variation, catalogue_batch
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(name="Hip Thrusts", singular="hip thrust", slug="hip-thrusts")
    return make_variation(
        exercise=guide,
        name="Barbell hip thrust",
        slug="barbell",
        level="intermediate",
        equipment=("barbell", "bench"),
        order=10,
    )


def page(client: Client, variation: Variation) -> str:
    answer = client.get(variation.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def section(text: str, ident: str) -> str:
    """The part of the page with this anchor, or nothing."""
    return text.partition(f'id="{ident}"')[2].partition("</section>")[0]


def test_it_says_who_it_suits_and_what_it_takes(client: Client, thrust: Variation) -> None:
    text = page(client, thrust)
    assert "<h1>Barbell hip thrust</h1>" in text
    assert thrust.summary in text
    assert "<dd>Intermediate</dd>" in text
    assert "<dd>Barbell, Bench</dd>" in text
    assert "<dd>Load and reps</dd>" in text
    assert "Gluteus maximus" in text
    assert "Hamstrings" in text


def test_its_steps_and_mistakes_stand_in_their_order(client: Client, thrust: Variation) -> None:
    text = page(client, thrust)
    places = [text.index(words) for words in (*thrust.steps, *thrust.mistakes)]
    assert places == sorted(places)


def test_loads_per_hand_and_sides_are_named(client: Client, thrust: Variation) -> None:
    text = page(client, thrust)
    assert "per hand" not in text
    assert "One at a time" not in text
    Variation.objects.update(load_counts="per_hand", one_side_at_a_time=True)
    text = page(client, thrust)
    assert "Load and reps, per hand" in text
    assert "One at a time" in text


def test_what_is_missing_is_left_out_or_said(client: Client) -> None:
    bare = make_variation(steps=[], mistakes=[], summary="", equipment=())
    text = page(client, bare)
    assert "The steps are still to be written." in text
    assert "<dd>None</dd>" in text
    for ident in ("mistakes", "ladder", "alternatives"):
        assert f'id="{ident}"' not in text


def test_easier_and_harder_are_its_neighbours(client: Client, thrust: Variation) -> None:
    for name, order, status in (
        ("Far easier", 1, "published"),
        ("Next easier", 2, "published"),
        ("Hidden", 9, "draft"),
        ("Next harder", 20, "published"),
    ):
        make_variation(exercise=thrust.exercise, name=name, order=order, status=status)
    ladder = section(page(client, thrust), "ladder")
    assert ladder.index("Next easier") < ladder.index("Next harder")
    assert 'rel="prev"' in ladder
    assert 'rel="next"' in ladder
    assert "Far easier" not in ladder
    assert "Hidden" not in ladder


def test_alternatives_need_other_equipment(client: Client, thrust: Variation) -> None:
    for name, equipment in (
        ("Dumbbell hip thrust", ("dumbbell",)),
        ("Bodyweight hip thrust", ()),
        ("Barbell bridge", ("barbell",)),
        ("Bench bridge", ("bench", "dumbbell")),
    ):
        make_variation(exercise=make_exercise(), name=name, equipment=equipment)
    found = section(page(client, thrust), "alternatives")
    for name in ("Dumbbell hip thrust", "Bodyweight hip thrust", "Bench bridge"):
        assert name in found
    assert "Barbell bridge" not in found


def test_it_leads_back_to_its_guide_its_part_and_the_hub(client: Client, thrust: Variation) -> None:
    text = page(client, thrust)
    for address in ("/exercises/glutes/hip-thrusts/", "/exercises/glutes/", "/exercises/"):
        assert text.count(f'href="{address}"') >= 2


def test_its_head_names_it_for_search_engines(client: Client, thrust: Variation) -> None:
    text = page(client, thrust)
    address = f"http://localhost:8000{thrust.get_absolute_url()}"
    assert f'<link rel="canonical" href="{address}">' in text
    assert f'<meta property="og:url" content="{address}">' in text
    assert '<meta property="og:image" content="http://localhost:8000/' in text
    assert f'<meta name="description" content="Barbell hip thrust: {thrust.summary}">' in text
    assert "noindex" not in text


def test_costs_the_same_queries_whatever_stands_beside_it(
    client: Client, thrust: Variation
) -> None:
    counts = []
    for number in (2, 10):
        with catalogue_batch():
            for _ in range(number):
                make_variation(exercise=thrust.exercise, equipment=("dumbbell", "box"))
                make_variation(exercise=make_exercise(), equipment=("kettlebell",))
        with CaptureQueriesContext(connection) as captured:
            page(client, thrust)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_it_is_public_only_with_its_guide(client: Client, thrust: Variation, status: str) -> None:
    address = thrust.get_absolute_url()
    Exercise.objects.update(status=status)
    assert client.get(address).status_code == 404
    Exercise.objects.update(status="published")
    Variation.objects.update(status=status)
    assert client.get(address).status_code == 404


def test_what_staff_typed_stays_text(client: Client, thrust: Variation) -> None:
    Variation.objects.update(name="<i>x</i>", steps=["<script>alert(1)</script>"], summary='"><b>')
    text = page(client, thrust)
    assert "<i>x" not in text
    assert "<script>alert" not in text
    assert '"><b>' not in text
