"""The ways through several apps, as people go them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.core import mail
from django.test import Client

from exercises.models import Exercise, Faq, RelatedExercise, Tip, catalogue_batch
from tests.factories import make_exercise, make_gym, make_trainer, make_user, make_variation
from tests.forms import filled, post
from tests.members.accounts import last_code, sign_in, sign_up
from trainers.models import Question

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


# Asking a trainer

ASK = "/ask/hip-thrusts/"
PLACES = [(GUIDE, ASK), (f"{GUIDE}beginner/", f"{ASK}?variation=beginner")]


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize(("address", "ask"), PLACES)
def test_every_guide_and_variation_leads_to_asking_a_trainer(
    client: Client, address: str, ask: str
) -> None:
    text = client.get(address).content.decode()
    assert f'<a class="button button--main" href="{ask}">' in text


@pytest.mark.usefixtures("guide")
def test_a_variation_leads_to_asking_from_its_bar_of_actions_too(client: Client) -> None:
    text = client.get(f"{GUIDE}beginner/").content.decode()
    assert f'<a class="button" href="{ASK}?variation=beginner">Ask a trainer</a>' in text


@pytest.mark.usefixtures("guide")
def test_answers_of_a_guide_link_to_asking_about_it(client: Client) -> None:
    assert f'<a href="{ASK}">ask</a>' in client.get(GUIDE).content.decode()


@pytest.mark.usefixtures("guide")
@pytest.mark.parametrize("agrees_on_signing_up", [True, False])
def test_a_visitor_asks_signs_up_and_sends_what_was_typed(
    client: Client, agrees_on_signing_up: bool
) -> None:
    gym = make_gym(name="Riverside")
    make_trainer(gym=gym)
    ask = f"{ASK}?variation=beginner"
    typed = {"text": "Does it suit a sore knee?", "may_publish": "on", "new": "1"}
    answer = client.post(ASK, filled(client, ask, **typed))
    assert answer["Location"].startswith("/accounts/signup/?next=")
    assert not Question.objects.exists()
    consent = {"health_consent": "on"} if agrees_on_signing_up else {}
    sign_up(client, next=ask, **consent)
    answer = client.post("/accounts/confirm-email/", {"code": last_code()})
    assert answer["Location"] == ask
    answer = client.post(ASK, filled(client, ask, gym=gym.pk, keep_gym="on"))
    if not agrees_on_signing_up:
        assert answer["Location"].startswith("/me/settings/consent/?next=")
        assert not Question.objects.exists()
        assert client.post(answer["Location"])["Location"] == ask
        answer = client.post(ASK, filled(client, ask))
    question = Question.objects.get()
    assert answer["Location"] == question.get_absolute_url()
    assert (question.text, question.may_publish) == ("Does it suit a sore knee?", True)
    assert question.subject == "beginner thrust"
    assert question.member
    assert question.member.home_gym == gym
    assert "Does it suit a sore knee?" not in client.get(ask).content.decode()


@pytest.mark.usefixtures("guide")
def test_a_member_who_is_signed_out_signs_in_and_sends_what_was_typed(client: Client) -> None:
    gym = make_gym()
    make_trainer(gym=gym)
    alice = make_user()
    alice.member.home_gym = gym
    alice.member.save()
    client.post(ASK, filled(client, ASK, text="Every day?", may_publish="on"))
    assert sign_in(client, alice, next=ASK)["Location"] == ASK
    assert post(client, ASK) == ""
    question = Question.objects.get()
    assert (question.text, question.may_publish) == ("Every day?", True)
    assert question.member == alice.member


@pytest.mark.usefixtures("guide")
def test_what_was_typed_stands_in_no_address_mail_or_title(client: Client) -> None:
    make_trainer(gym=make_gym())
    answer = client.post(ASK, filled(client, ASK, text="A secret knee."), follow=True)
    for address, _ in answer.redirect_chain:
        assert "secret" not in address
    assert "secret" not in answer.content.decode()
    sign_up(client, next=ASK)
    last_code()
    assert "secret" not in str(mail.outbox[-1].body)


@pytest.mark.usefixtures("guide")
def test_answers_and_an_empty_search_link_to_the_trainers(client: Client) -> None:
    text = client.get(GUIDE).content.decode()
    assert '<a href="/trainers/">Trainers</a>' in text
    assert '<a href="/trainers/">our trainers</a>' in text
    nothing = client.get("/exercises/", {"q": "zzzzqqqq"}).content.decode()
    assert 'href="/trainers/">Ask a trainer</a>' in nothing
