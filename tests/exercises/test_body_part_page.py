import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import BodyPart, Exercise, Faq, catalogue_batch
from exercises.search import search
from exercises.views import PAGE_SIZE
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db

GLUTES = "/exercises/glutes/"
PAGE_OF = re.compile(r"Page (\d+) of 2")


def page(client: Client, query: str = "") -> str:
    answer = client.get(f"{GLUTES}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def names(text: str) -> list[str]:
    return re.findall(r'<h3 class="card__title"><a href="[^"]+">([^<]+)</a>', text)


def make_guides(number: int, *, start: int = 0) -> None:
    part = BodyPart.objects.get(slug="glutes")
    Exercise.objects.bulk_create(
        Exercise(name=f"Guide {count:02}", slug=f"g-{count}", body_part=part, status="published")
        for count in range(start, start + number)
    )


def test_it_tells_what_the_part_is_and_shows_its_muscles(client: Client) -> None:
    text = page(client)
    part = BodyPart.objects.get(slug="glutes")
    assert "<h1>Glute exercises</h1>" in text
    assert part.intro in text
    assert "<svg" in text
    for muscle in part.muscles.all():
        assert f'<a class="chip" href="{muscle.get_absolute_url()}">{muscle.name}</a>' in text


def test_its_guides_are_cards_by_name(client: Client) -> None:
    with catalogue_batch():
        for name in ("Thrusts", "Bridges", "Kickbacks"):
            make_exercise(name=name)
        make_exercise(name="Squats", body_part="legs")
        make_exercise(name="Hidden", status="draft")
    text = page(client)
    assert names(text) == ["Bridges", "Kickbacks", "Thrusts"]
    assert "3 guides" in text


def test_featured_guides_come_first_then_complete_ones(client: Client) -> None:
    with catalogue_batch():
        make_exercise(name="Zebra Walks", featured_order=9)
        make_exercise(name="Ape Walks", featured_order=10, what_is="")
        for name in ("Yak Walks", "Crab Walks"):
            Faq.objects.create(exercise=make_exercise(name=name), question="Why?")
        Faq.objects.create(exercise=make_exercise(name="Bear Walks", what_is=""), question="Why?")
        make_exercise(name="Duck Walks")
    assert names(page(client)) == [
        "Zebra Walks",
        "Ape Walks",
        "Crab Walks",
        "Yak Walks",
        "Bear Walks",
        "Duck Walks",
    ]
    assert names(page(client)) == [result.name for result in search("").results]


def test_guides_come_in_pages_of_twenty_four(client: Client) -> None:
    make_guides(PAGE_SIZE + 1)
    assert PAGE_SIZE == 24
    first, second = names(page(client)), names(page(client, "?page=2"))
    assert (len(first), len(second)) == (24, 1)
    assert first + second == sorted(Exercise.objects.values_list("name", flat=True))
    assert f'rel="next" href="{GLUTES}?page=2"' in page(client)
    assert f'rel="prev" href="{GLUTES}"' in page(client, "?page=2")


def test_a_page_out_of_range_is_the_last_and_what_is_no_number_the_first(client: Client) -> None:
    make_guides(PAGE_SIZE + 1)
    wanted = {
        "?page=3": 2,
        "?page=99999999999999999999": 2,
        "?page=0": 2,
        "?page=-1": 2,
        "?page=banana": 1,
        "?page=": 1,
        "?page=1.5": 1,
        "?page=2&page=1": 1,
        "?other=x": 1,
    }
    found = {query: PAGE_OF.findall(page(client, query)) for query in wanted}
    assert found == {query: [str(number)] for query, number in wanted.items()}


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    counts = []
    for number, start in ((2, 0), (10, 2), (18, 12)):
        make_guides(number, start=start)
        with CaptureQueriesContext(connection) as captured:
            page(client)
        counts.append(len(captured))
    assert counts == [counts[0]] * 3
    assert counts[0] <= 4


def test_an_empty_part_says_what_will_be_there(client: Client) -> None:
    text = page(client)
    assert "The first glute guides will stand here." in text
    assert 'aria-label="Pages"' not in text


def test_a_part_without_muscles_has_no_map(client: Client) -> None:
    text = client.get("/exercises/cardio/").content.decode()
    assert '<svg class="body-map' not in text
    assert 'aria-label="Muscles"' not in text
