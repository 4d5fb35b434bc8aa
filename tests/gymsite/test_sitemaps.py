from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import BodyPart, catalogue_batch
from gymsite.models import SitePage
from gymsite.sitemaps import PublicSitemap
from tests.factories import make_exercise, make_gym, make_trainer, make_variation

pytestmark = pytest.mark.django_db

NAMESPACE = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "http://localhost:8000"


def locations(client: Client, address: str = "/sitemap.xml", entry: str = "url") -> list[str]:
    answer = client.get(address.removeprefix(SITE), headers={"host": "127.0.0.1"})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    found = ElementTree.fromstring(answer.content).findall(f"{entry}/loc", NAMESPACE)
    return [location.text or "" for location in found]


def make_catalogue() -> list[str]:
    """Addresses of two public guides with two variations each, gyms, trainers; others hidden."""
    shown: list[str] = []
    with catalogue_batch():
        for number in range(2):
            guide = make_exercise(body_part=("glutes", "legs")[number])
            rungs = [make_variation(exercise=guide) for _ in range(2)]
            make_variation(exercise=guide, status="draft")
            make_variation(exercise=make_exercise(status="draft"))
            shown += [guide.get_absolute_url(), *(rung.get_absolute_url() for rung in rungs)]
            gym = make_gym()
            shown += [gym.get_absolute_url(), make_trainer(gym=gym).get_absolute_url()]
            make_trainer(gym=gym, active=False)
    return shown


def every_public_page(shown: list[str]) -> list[str]:
    parts = [part.get_absolute_url() for part in BodyPart.objects.all()]
    texts = [page.get_absolute_url() for page in SitePage.objects.all()]
    return sorted(
        SITE + path for path in ("/", "/exercises/", "/trainers/", *parts, *texts, *shown)
    )


def test_every_public_page_stands_in_it_once_whatever_the_host(client: Client) -> None:
    shown = make_catalogue()
    assert sorted(locations(client)) == every_public_page(shown)


def test_every_page_in_it_is_there(client: Client) -> None:
    make_catalogue()
    for location in locations(client):
        assert client.get(location.removeprefix(SITE)).status_code == 200, location


def test_past_the_limit_it_is_an_index_of_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = make_catalogue()
    monkeypatch.setattr(PublicSitemap, "limit", 3)
    files = locations(client, entry="sitemap")
    assert len(files) == len(set(files)) > 4
    assert all(file.startswith(f"{SITE}/sitemap-") for file in files)
    pages = [page for file in files for page in locations(client, file)]
    assert sorted(pages) == every_public_page(shown)


@pytest.mark.parametrize(
    "address",
    ["/sitemap-banana.xml", "/sitemap-guides.xml?p=2", "/sitemap-guides.xml?p=banana"],
)
def test_a_file_that_does_not_exist_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    make_catalogue()
    with CaptureQueriesContext(connection) as few:
        locations(client)
    make_catalogue()
    with CaptureQueriesContext(connection) as many:
        locations(client)
    assert len(few) == len(many)
