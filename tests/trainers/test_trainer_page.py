import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from exercises.models import BodyPart, catalogue_version
from gymsite.urls import urlpatterns as of_the_site
from members.models import Gym
from tests.factories import make_exercise, make_gym, make_trainer, make_user
from trainers.models import Trainer
from trainers.urls import urlpatterns as trainers
from trainers.views.trainers import trainer_list

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
TESS = "/trainers/tess/"


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Hackney", slug="hackney")


@pytest.fixture
def tess(gym: Gym) -> Trainer:
    make_exercise(slug="squats", body_part="legs")
    trainer = make_trainer(
        gym=gym,
        name="Tess Marlow",
        slug="tess",
        bio="I coach **first barbells**.\n\n## Squats\n\n[Begin here](guide:squats).",
        qualifications=["Level 3 Personal Trainer", "</script><b>"],
    )
    trainer.specialities.set(BodyPart.objects.filter(slug__in=["glutes", "legs"]))
    return trainer


def page(client: Client, address: str = TESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_profile_says_who_where_and_what(client: Client, tess: Trainer) -> None:
    text = page(client)
    assert "<h1>Tess Marlow</h1>" in text
    assert "<strong>first barbells</strong>" in text
    assert "<h3>Squats</h3>" in text
    assert '<a href="/exercises/legs/squats/">Begin here</a>' in text
    assert "<span>Level 3 Personal Trainer</span>" in text
    assert "&lt;/script&gt;&lt;b&gt;" in text
    assert 'href="/gyms/hackney/">Hackney</a>' in text
    assert 'href="/exercises/glutes/">Glutes</a>' in text
    assert 'href="/exercises/legs/">Legs</a>' in text
    assert "Not taking new clients" not in text


def test_it_says_how_to_ask_a_trainer(client: Client, tess: Trainer) -> None:
    text = page(client)
    assert "How to ask a trainer" in text
    assert 'href="/exercises/">Choose an exercise</a>' in text


invite = path("me/trainers/invite/<slug:slug>/", trainer_list, name="client_invite")
urlpatterns = [path("", include(([*trainers, invite], "trainers"))), *of_the_site]


@pytest.mark.urls(__name__)
def test_who_takes_clients_can_be_invited_behind_a_link(client: Client, tess: Trainer) -> None:
    link = 'href="/me/trainers/invite/tess/" rel="nofollow">Invite as my trainer</a>'
    assert link in page(client)
    Trainer.objects.update(accepting=False)
    assert "Invite as my trainer" not in page(client)


def test_who_takes_no_clients_keeps_the_page(client: Client, tess: Trainer) -> None:
    tess.accepting = False
    tess.save()
    text = page(client)
    assert "Not taking new clients at the moment." in text


def test_a_part_with_nothing_in_it_is_left_out(client: Client, gym: Gym) -> None:
    make_trainer(gym=gym, slug="bare")
    text = page(client, "/trainers/bare/")
    for title in ("Specialities", "Qualifications", 'class="prose"'):
        assert title not in text


def test_whoever_is_no_longer_active_is_not_found(client: Client, tess: Trainer) -> None:
    Trainer.objects.filter(pk=tess.pk).update(active=False)
    answer = client.get(TESS)
    assert answer.status_code == 404
    assert answer.content == client.get("/trainers/nobody/").content


@pytest.mark.parametrize("slug", ["nobody", "tess%00", "..", "1"])
def test_an_unknown_trainer_is_not_found(client: Client, tess: Trainer, slug: str) -> None:
    assert client.get(f"/trainers/{slug}/").status_code == 404


def test_a_wrong_verb_is_refused(client: Client, tess: Trainer) -> None:
    assert client.post(TESS).status_code == 405


def test_it_is_the_same_for_everyone_however_much_there_is(client: Client, tess: Trainer) -> None:
    signed_out = page(client)
    client.force_login(make_user())
    with CaptureQueriesContext(connection) as few:
        assert page(client) == signed_out
    tess.gyms.add(*(make_gym() for _ in range(10)))
    tess.specialities.set(BodyPart.objects.all())
    with CaptureQueriesContext(connection) as many:
        page(client)
    assert len(few) == len(many) == 5
    answer = client.get(TESS)
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=2"
    assert not answer.cookies


def structured(text: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return [json.loads(block) for block in blocks]


def test_search_engines_are_told_who_it_is(client: Client, tess: Trainer) -> None:
    text = page(client)
    person, trail = structured(text)
    assert (person["@type"], person["name"], person["url"]) == (
        "Person",
        "Tess Marlow",
        f"{SITE}{TESS}",
    )
    assert person["worksFor"] == [
        {"@type": "ExerciseGym", "name": "Hackney", "url": f"{SITE}/gyms/hackney/"}
    ]
    assert person["knowsAbout"] == ["glute exercises", "leg exercises"]
    assert [one["name"] for one in person["hasCredential"]] == tess.qualifications
    assert "image" not in person
    assert [step["item"] for step in trail["itemListElement"]] == [
        f"{SITE}/trainers/",
        f"{SITE}{TESS}",
    ]


def test_the_head_names_page_and_address(client: Client, tess: Trainer) -> None:
    text = page(client)
    assert "<title>Tess Marlow, trainer · Gymsite</title>" in text
    assert (
        '<meta name="description" content="Tess Marlow, trainer at Hackney: glutes and legs.">'
    ) in text
    assert f'<link rel="canonical" href="{SITE}{TESS}">' in text
    assert f'<meta property="og:url" content="{SITE}{TESS}">' in text
    assert '<meta property="og:title" content="Tess Marlow">' in text


def test_the_gyms_page_shows_its_trainers(client: Client, gym: Gym, tess: Trainer) -> None:
    make_trainer(gym=gym, name="Gone", active=False)
    make_trainer(name="Elsewhere")
    text = page(client, "/gyms/hackney/")
    assert f'<a href="{TESS}">Tess Marlow</a>' in text
    assert "Glutes, Legs" in text
    assert "Gone" not in text
    assert "Elsewhere" not in text
    tess.delete()
    assert "Trainers</h2>" not in page(client, "/gyms/hackney/")


def test_a_gyms_page_asks_no_more_for_more_trainers(client: Client, gym: Gym) -> None:
    counts = []
    for number in (2, 10):
        for _ in range(number):
            make_trainer(gym=gym).specialities.add(BodyPart.objects.get(slug="legs"))
        with CaptureQueriesContext(connection) as queries:
            text = page(client, "/gyms/hackney/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert text.count('class="portrait"') == 12


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Tess Marlow", "TM"), ("Tess", "T"), ("ana de la cruz", "AC"), ("Élodie Ôé", "ÉÔ")],
)
def test_initials(name: str, initials: str) -> None:
    assert Trainer(name=name).initials == initials


def test_whatever_changes_a_trainer_is_in_the_sitemap_at_once(tess: Trainer) -> None:
    versions = [catalogue_version()]
    for change in (
        tess.save,
        lambda: Trainer.objects.update(active=False),
        lambda: Trainer.objects.filter(pk=tess.pk).delete(),
    ):
        change()
        versions.append(catalogue_version())
    assert len(set(versions)) == 4
