import json
import re
from typing import Any

import pytest
from django.test import Client

from exercises.models import Variation
from exercises.templatetags.pages import json_ld
from tests.factories import make_exercise, make_variation

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
SITE = "http://localhost:8000"


def blocks(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """The page's blocks of JSON-LD by type."""
    page = client.get(address, headers={"host": "127.0.0.1"}).content.decode()
    found = [json.loads(text) for text in SCRIPT.findall(page)]
    assert all(block["@context"] == "https://schema.org" for block in found)
    return {block["@type"]: block for block in found}


@pytest.fixture
def thrust() -> Variation:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    return make_variation(exercise=guide, name="Barbell hip thrust", slug="barbell")


@pytest.mark.django_db
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_breadcrumb_leads_from_the_hub_to_the_page(
    client: Client, thrust: Variation, depth: int
) -> None:
    paths = ["glutes/", "glutes/hip-thrusts/", "glutes/hip-thrusts/barbell/"]
    names = ["Exercises", "Glutes", "Hip Thrusts", "Barbell hip thrust"]
    found = blocks(client, f"/exercises/{paths[depth - 1]}")["BreadcrumbList"]
    assert [
        (step["@type"], step["position"], step["name"], step["item"])
        for step in found["itemListElement"]
    ] == [
        ("ListItem", place + 1, names[place], f"{SITE}/exercises/{path}")
        for place, path in enumerate(["", *paths[:depth]])
    ]


@pytest.mark.django_db
def test_a_video_is_described_and_without_one_nothing_is(client: Client, thrust: Variation) -> None:
    address = thrust.get_absolute_url()
    assert "VideoObject" not in blocks(client, address)
    thrust.video_url = "https://videos.example/thrust"
    thrust.save()
    video = blocks(client, address)["VideoObject"]
    assert video["name"] == "Barbell hip thrust"
    assert video["description"] == thrust.summary
    assert thrust.updated_at.isoformat() == video["uploadDate"]
    assert "https://videos.example/thrust" in video.values()
    assert video["thumbnailUrl"].startswith(f"{SITE}/")


@pytest.mark.django_db
def test_the_guide_lends_a_video_its_words(client: Client, thrust: Variation) -> None:
    thrust.video_url, thrust.summary = "https://videos.example/thrust", ""
    thrust.save()
    video = blocks(client, thrust.get_absolute_url())["VideoObject"]
    assert video["description"] == thrust.exercise.summary


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--", 'a & b ‘ü’ "c"'])
def test_nothing_in_it_ends_its_element(name: str) -> None:
    block = str(json_ld({"name": name}))
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not {*"<>&"} & {*inside}
    assert json.loads(inside) == {"name": name}
