from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import BodyPart
from members.models import Gym
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.models import Trainer

pytestmark = pytest.mark.django_db

LIST = "/trainers/"


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Hackney", slug="hackney")


def specialist(gym: Gym, *slugs: str, **changes: Any) -> Trainer:
    trainer = make_trainer(gym=gym, **changes)
    trainer.specialities.set(BodyPart.objects.filter(slug__in=slugs))
    return trainer


def page(client: Client, query: str = "") -> str:
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def shown(text: str) -> list[str]:
    return [part.partition("/")[0] for part in text.split('card__title"><a href="/trainers/')[1:]]


def test_active_trainers_stand_there_with_gym_and_specialities(client: Client, gym: Gym) -> None:
    specialist(gym, "glutes", "legs", name="Tess Marlow", slug="tess")
    make_trainer(gym=gym, slug="gone", active=False)
    text = page(client)
    assert shown(text) == ["tess"]
    assert "1 trainer<" in text
    assert 'Tess Marlow</a></h3> <p class="card__meta">Hackney</p>' in text
    assert "Glutes, Legs" in text
    assert 'aria-hidden="true">TM</span>' in text
    assert "Not taking new clients" not in text


def test_whoever_takes_new_clients_comes_first(client: Client, gym: Gym) -> None:
    make_trainer(gym=gym, name="Ada", slug="ada", accepting=False)
    make_trainer(gym=gym, name="Zoe", slug="zoe")
    make_trainer(gym=gym, name="Bea", slug="bea")
    text = page(client)
    assert shown(text) == ["bea", "zoe", "ada"]
    assert text.count("Not taking new clients at the moment") == 1


@pytest.mark.parametrize(
    ("query", "found", "heading"),
    [
        ("?gym=hackney", ["both", "here"], "2 trainers at Hackney<"),
        ("?speciality=glutes", ["both", "there"], "2 trainers for glutes<"),
        ("?gym=hackney&speciality=glutes", ["both"], "1 trainer at Hackney for glutes<"),
        ("?gym=&speciality=", ["both", "here", "there"], "3 trainers<"),
    ],
)
def test_filters_by_gym_and_speciality(
    client: Client, gym: Gym, query: str, found: list[str], heading: str
) -> None:
    specialist(gym, "glutes", name="A", slug="both")
    specialist(gym, "back", name="B", slug="here")
    specialist(make_gym(), "glutes", name="C", slug="there")
    text = page(client, query)
    assert shown(text) == found
    assert heading in text


def test_what_was_chosen_stays_chosen(client: Client, gym: Gym) -> None:
    text = page(client, "?gym=hackney&speciality=glutes")
    assert '<option value="hackney" selected>Hackney</option>' in text
    assert '<option value="glutes" selected>' in text
    assert text.count(" selected>") == 2
    assert 'content="noindex, follow"' in text
    assert "noindex" not in page(client)


def test_an_unknown_value_is_left_out_and_said(client: Client, gym: Gym) -> None:
    make_trainer(gym=gym, slug="tess")
    text = page(client, "?gym=<b>nowhere%00&speciality=hovering")
    assert shown(text) == ["tess"]
    assert "There is no gym “&lt;b&gt;nowhere”, so that filter was left out." in text
    assert "There is no speciality “hovering”, so that filter was left out." in text
    assert "noindex" not in text


def test_nothing_found_says_what_was_looked_for(client: Client, gym: Gym) -> None:
    make_trainer(gym=gym)
    text = page(client, "?gym=hackney&speciality=cardio")
    assert shown(text) == []
    assert "No trainer at Hackney has the speciality cardio yet." in text
    assert "See all trainers" in text


def test_before_there_are_any_it_says_so(client: Client) -> None:
    assert "The trainers of our gyms will stand here." in page(client)


@pytest.mark.parametrize(
    ("number", "first", "of"),
    [("2", "t24", "2"), ("99", "t24", "2"), ("-1", "t24", "2"), ("banana", "t00", "1")],
)
def test_pages_hold_24_and_keep_the_filters(
    client: Client, gym: Gym, number: str, first: str, of: str
) -> None:
    for place in range(25):
        make_trainer(gym=gym, name=f"T{place:02}", slug=f"t{place:02}")
    text = page(client, f"?gym=hackney&page={number}")
    assert shown(text)[0] == first
    assert len(shown(text)) == (24 if first == "t00" else 1)
    assert f"Page {of} of 2" in text
    assert 'href="/trainers/?gym=hackney' in text


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    counts = []
    for number in (2, 10):
        for _ in range(number):
            trainer = specialist(make_gym(), "glutes", "legs")
            make_weekly_hours(trainer=trainer)
            make_session_type(trainer=trainer)
            start = timezone.now().replace(minute=0, second=0, microsecond=0)
            make_booking(trainer=trainer, user=make_user(), starts_at=start + timedelta(days=1))
        with CaptureQueriesContext(connection) as queries:
            text = page(client)
        counts.append(len(queries))
    assert len(shown(text)) == 12
    assert counts == [15, 15]


def test_a_cache_keeps_it_for_two_seconds_and_a_browser_not_at_all(client: Client) -> None:
    answer = client.get(LIST)
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=2"
    assert not answer.cookies


def test_a_wrong_verb_is_refused(client: Client) -> None:
    assert client.post(LIST).status_code == 405


def test_the_header_leads_to_it(client: Client) -> None:
    assert '<a href="/trainers/">Trainers</a>' in page(client)
