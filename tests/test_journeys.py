"""The ways through several apps, as people go them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from exercises.models import Exercise, Faq, RelatedExercise, Tip, catalogue_batch
from gymsite.urls import urlpatterns as of_the_site
from tests.factories import make_exercise, make_trainer, make_variation

pytestmark = pytest.mark.django_db

SITE = "http://localhost:8000"
GUIDE = "/exercises/glutes/hip-thrusts/"


class Page(HTMLParser):
    """What leads on from a page, and what on it can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        self.links += [str(values["href"])] if tag == "a" and "href" in values else []
        self.anchors += [str(values["id"])] if "id" in values else []


@pytest.fixture
def guide() -> Exercise:
    with catalogue_batch():
        guide = make_exercise(
            name="Hip Thrusts",
            slug="hip-thrusts",
            featured_order=1,
            what_is="Like [bridges](guide:bridges); [ask](ask:), see [our trainers](trainers:).",
        )
        for level in ("beginner", "advanced"):
            make_variation(exercise=guide, name=f"{level} thrust", slug=level, level=level)
        bridges = make_exercise(name="Bridges", slug="bridges")
        make_variation(exercise=bridges, slug="barbell", equipment=("barbell",))
        RelatedExercise.objects.create(exercise=guide, related=bridges)
        Tip.objects.create(exercise=guide, text="See [hamstrings](muscle:hamstrings).")
        Faq.objects.create(exercise=guide, question="Daily?", answer="See [glutes](part:glutes).")
    return guide


def crawl(client: Client, start: str) -> dict[str, Page]:
    """Every page that links lead to from here, by its address; each must be there."""
    pages: dict[str, Page] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in pages:
            continue
        answer = client.get(address)
        if answer.get("Location", "").startswith("/accounts/login/?next="):
            pages[address] = Page("")
            continue
        assert answer.status_code == 200, address
        pages[address] = Page(answer.content.decode())
        waiting += [target for target, _ in inside(address, pages[address])]
    return pages


def inside(address: str, page: Page) -> Iterator[tuple[str, str]]:
    """The address and the anchor of every link that stays on the site."""
    for link in page.links:
        target, anchor = urldefrag(urljoin(SITE + address, link))
        if target.startswith(SITE):
            yield target.removeprefix(SITE), anchor


@pytest.mark.usefixtures("guide")
def test_every_link_leads_somewhere_and_every_public_page_is_reached(client: Client) -> None:
    make_trainer()
    pages = crawl(client, "/")
    for address, page in pages.items():
        assert len(page.anchors) == len(set(page.anchors)), address
        for target, anchor in inside(address, page):
            assert not anchor or anchor in pages[target].anchors, f"{address} → {target}#{anchor}"
    sitemap = client.get("/sitemap.xml").content.decode()
    public = {part.partition("</loc>")[0] for part in sitemap.split("<loc>")[1:]}
    assert {one.removeprefix(SITE) for one in public} <= pages.keys()


@pytest.mark.usefixtures("guide")
def test_from_the_search_box_to_the_next_harder_variation(client: Client) -> None:
    home = client.get("/").content.decode()
    assert 'action="/exercises/"' in home
    found = client.get("/exercises/", {"q": "hip thrust"}).content.decode()
    assert f'href="{GUIDE}" data-result' in found
    guide = client.get(GUIDE).content.decode()
    assert f'href="{GUIDE}beginner/"' in guide
    variation = client.get(f"{GUIDE}beginner/").content.decode()
    assert f'href="{GUIDE}advanced/" rel="next"' in variation


# "Ask a trainer" is in its place and shows as soon as its address exists


def a_page(request: HttpRequest, exercise: str = "") -> HttpResponse:
    return HttpResponse()


trainers = (
    [
        path("ask/<slug:exercise>/", a_page, name="question_create"),
        path("trainers/", a_page, name="trainer_list"),
    ],
    "trainers",
)
urlpatterns = [path("", include(trainers)), *of_the_site]

ASK = "/ask/hip-thrusts/"
PLACES = [(GUIDE, ASK), (f"{GUIDE}beginner/", f"{ASK}?variation=beginner")]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(("address", "ask"), PLACES)
def test_asking_a_trainer_waits_for_its_address(client: Client, address: str, ask: str) -> None:
    text = client.get(address).content.decode()
    assert 'id="ask"' not in text
    assert "/ask/" not in text


@pytest.mark.usefixtures("guide")
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "ask"), PLACES)
def test_every_guide_and_variation_leads_to_asking_a_trainer(
    client: Client, address: str, ask: str
) -> None:
    text = client.get(address).content.decode()
    assert f'<a class="button button--main" href="{ask}">' in text
    assert '<a href="/trainers/">Trainers</a>' in text


@pytest.mark.usefixtures("guide")
@pytest.mark.urls(__name__)
def test_answers_link_to_trainers_once_there_are_some(client: Client) -> None:
    text = client.get(GUIDE).content.decode()
    assert f'<a href="{ASK}">ask</a>' in text
    assert '<a href="/trainers/">our trainers</a>' in text
    nothing = client.get("/exercises/", {"q": "zzzzqqqq"}).content.decode()
    assert 'href="/trainers/">Ask a trainer</a>' in nothing
