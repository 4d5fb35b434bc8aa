import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import BodyPart, catalogue_batch
from gymsite.views import FEATURED
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


def page(client: Client) -> str:
    return client.get("/").content.decode()


def test_search_comes_before_all_else(client: Client) -> None:
    text = page(client)
    assert '<form class="search-box" role="search" action="/exercises/"' in text
    assert text.index('name="q"') < text.index("By body part")


def test_every_body_part_has_its_tile(client: Client) -> None:
    text = page(client)
    assert BodyPart.objects.count() >= 10
    for part in BodyPart.objects.all():
        assert f'href="{part.get_absolute_url()}">' in text
        assert f">{part.name}<" in text


def test_it_says_how_to_ask_a_trainer(client: Client) -> None:
    text = page(client)
    assert "Ask a trainer" in text
    assert 'href="/trainers/">Meet the trainers</a>' in text


def test_what_staff_chose_stands_there_in_their_order(client: Client) -> None:
    with catalogue_batch():
        make_exercise(name="Ab wheel", featured_order=2)
        make_exercise(name="Zercher squat", featured_order=1)
        make_exercise(name="Unchosen")
        make_exercise(name="Draft", featured_order=0, status="draft")
    text = page(client)
    assert "Unchosen" not in text
    assert "Draft" not in text
    assert text.index(">Zercher squat<") < text.index(">Ab wheel<")


def test_without_a_choice_the_part_is_left_out(client: Client) -> None:
    make_exercise()
    assert "Start with these" not in page(client)


def test_the_number_of_queries_does_not_grow_and_the_cards_are_few(client: Client) -> None:
    counts = []
    for number in (2, 10):
        with catalogue_batch():
            for order in range(number):
                make_variation(exercise=make_exercise(featured_order=order))
        with CaptureQueriesContext(connection) as captured:
            text = page(client)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 3
    assert text.count('<li class="card">') == FEATURED
