import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from exercises.models import Exercise, Faq, RelatedExercise, Tip
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> Exercise:
    guide = make_exercise(
        name="Hip Thrusts",
        singular="hip thrust",
        with_article="a hip thrust",
        slug="hip-thrusts",
        what_is="See [bridges](guide:bridges), [glutes](part:glutes), [ask](ask:).",
    )
    fill(guide, 2)
    return guide


def fill(guide: Exercise, number: int) -> None:
    for count in range(number):
        make_variation(exercise=guide, equipment=("barbell", "bench"))
        Tip.objects.create(exercise=guide, text="See [this](muscle:hamstrings).", order=count)
        Faq.objects.create(
            exercise=guide,
            question=f"Question {count}?",
            answer="See [it](guide:hip-thrusts).",
            order=count,
        )
        RelatedExercise.objects.create(exercise=guide, related=make_exercise(), order=count)


PARTS = [
    "<h1>Hip Thrusts</h1>",
    "What is a hip thrust?",
    "Other glute exercises",
    "Commonly asked questions about hip thrusts",
    "<h2>Tips</h2>",
    "<h2>Variations</h2>",
    "Back to all glute exercises",
    "ask your doctor before you start",
]


def test_its_parts_stand_in_their_order(client: Client, guide: Exercise) -> None:
    page = client.get("/exercises/glutes/hip-thrusts/").content.decode()
    places = [page.find(part) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)


def test_an_empty_part_is_left_out_with_its_jump_link(client: Client) -> None:
    make_exercise(slug="bare", what_is="")
    page = client.get("/exercises/glutes/bare/").content.decode()
    for heading in ("What is", "Commonly asked", "Tips", "Variations", "Other glute exercises"):
        assert f"<h2>{heading}" not in page
    for anchor in ("#tips", "#questions", "#variations"):
        assert anchor not in page


def test_costs_at_most_eight_queries_whatever_stands_in_it(
    client: Client, guide: Exercise, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(8) as few:
        client.get("/exercises/glutes/hip-thrusts/")
    fill(guide, 10)
    with django_assert_max_num_queries(8) as many:
        page = client.get("/exercises/glutes/hip-thrusts/").content.decode()
    assert len(few) == len(many)
    assert page.count('class="card__number"') == 12


def test_tips_and_questions_keep_their_order(client: Client, guide: Exercise) -> None:
    Faq.objects.create(exercise=guide, question="First?", answer="Yes.", order=0)
    Faq.objects.filter(question__startswith="Question").update(order=5)
    page = client.get(guide.get_absolute_url()).content.decode()
    assert page.index("First?") < page.index("Question 0?")


def test_a_wrong_body_part_leads_to_the_right_one(client: Client, guide: Exercise) -> None:
    answer = client.get("/exercises/legs/hip-thrusts/")
    assert (answer.status_code, answer["Location"]) == (301, "/exercises/glutes/hip-thrusts/")


def test_a_renamed_guide_leads_to_its_new_address(client: Client, guide: Exercise) -> None:
    variation = guide.variations.all()[0]
    guide.slug = "thrusts"
    guide.save()
    for old, new in (
        ("/exercises/glutes/hip-thrusts/", "/exercises/glutes/thrusts/"),
        (
            f"/exercises/glutes/hip-thrusts/{variation.slug}/",
            f"/exercises/glutes/thrusts/{variation.slug}/",
        ),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


def test_the_address_of_a_renamed_draft_is_not_told(client: Client, guide: Exercise) -> None:
    guide.slug, guide.status = "secret-name", "draft"
    guide.save()
    assert client.get("/exercises/glutes/hip-thrusts/").status_code == 404


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_only_a_published_guide_is_public(client: Client, guide: Exercise, status: str) -> None:
    variation = guide.variations.all()[0].get_absolute_url()
    Exercise.objects.update(status=status)
    assert client.get("/exercises/glutes/hip-thrusts/").status_code == 404
    assert client.get(variation).status_code == 404


def test_a_draft_variation_is_in_no_list(client: Client, guide: Exercise) -> None:
    hidden = make_variation(exercise=guide, name="Hidden thrust", status="draft")
    page = client.get(guide.get_absolute_url()).content.decode()
    assert "Hidden thrust" not in page
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_page_is_the_same_for_everyone_and_sets_no_cookie(
    client: Client, admin_client: Client, guide: Exercise
) -> None:
    address = guide.get_absolute_url()
    public, staff = client.get(address), admin_client.get(address)
    assert public.content == staff.content
    assert not public.cookies
    assert "Cookie" not in public.get("Vary", "")


def test_absolute_addresses_come_from_public_url(client: Client, guide: Exercise) -> None:
    page = client.get(guide.get_absolute_url(), headers={"host": "127.0.0.1"}).content.decode()
    assert (
        '<link rel="canonical" href="http://localhost:8000/exercises/glutes/hip-thrusts/">' in page
    )
    assert "127.0.0.1" not in page


def test_writing_verbs_are_refused(client: Client, guide: Exercise) -> None:
    assert client.post(guide.get_absolute_url()).status_code == 405
    assert client.post(reverse("exercises:exercise_list")).status_code == 405
