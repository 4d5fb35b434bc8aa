import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import BodyPart, Exercise, Muscle, catalogue_batch
from exercises.models.fields import CONTROL_CHARACTERS
from exercises.views import PAGE_SIZE
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

HUB = "/exercises/"
RESULT = re.compile(r'<a href="([^"]+)" data-result>([^<]+)</a>')
PAGE_OF = re.compile(r"Page (\d+) of (\d+)")
HTMX = {"HX-Request": "true", "HX-Target": "found"}


def page(client: Client, query: str = "", **headers: str) -> str:
    answer = client.get(f"{HUB}{query}", headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def results(text: str) -> list[str]:
    """The names of what was found, in order, as the contract marks them."""
    inside = text.partition('<ol class="cards" id="results">')[2].partition("</ol>")[0]
    return [name for _, name in RESULT.findall(inside)]


def make_guides(number: int, *, start: int = 0) -> None:
    part = BodyPart.objects.get(slug="glutes")
    Exercise.objects.bulk_create(
        Exercise(name=f"Guide {count:02}", slug=f"g-{count}", body_part=part, status="published")
        for count in range(start, start + number)
    )


@pytest.fixture
def catalogue() -> None:
    with catalogue_batch():
        thrusts = make_exercise(name="Hip Thrusts", singular="hip thrust", slug="hip-thrusts")
        make_variation(
            exercise=thrusts, name="Barbell hip thrust", slug="barbell", equipment=("barbell",)
        )
        squats = make_exercise(
            name="Squats", singular="squat", body_part="legs", primary=("quadriceps",), what_is=""
        )
        make_variation(exercise=squats, name="Bodyweight squat", level="advanced")
        hidden = make_exercise(name="Hip Draft", status="draft")
        make_variation(exercise=hidden, name="Draft hip thrust")


# What stands there


def test_body_parts_and_muscles_lead_on(client: Client) -> None:
    text = page(client)
    for part in BodyPart.objects.all():
        assert f'href="{part.get_absolute_url()}"' in text
    for muscle in Muscle.objects.all():
        assert f'<a class="chip" href="{muscle.get_absolute_url()}">{muscle.name}</a>' in text
    assert f'href="{HUB}?muscle=gluteus-maximus#' in text


@pytest.mark.usefixtures("catalogue")
def test_every_published_guide_is_listed_by_name(client: Client) -> None:
    assert results(page(client)) == ["Hip Thrusts", "Squats"]
    assert "All 2 guides" in page(client)


def test_guides_come_in_pages_of_twenty_four(client: Client) -> None:
    make_guides(PAGE_SIZE + 1)
    first, second = results(page(client)), results(page(client, "?page=2"))
    assert (len(first), len(second)) == (24, 1)
    assert first + second == sorted(Exercise.objects.values_list("name", flat=True))


def test_a_page_out_of_range_is_the_last_and_what_is_no_number_the_first(client: Client) -> None:
    make_guides(PAGE_SIZE + 1)
    wanted = {
        "?page=3": "2",
        "?page=9999999": "2",
        "?page=99999999999999999999": "2",
        "?page=0": "2",
        "?page=-1": "2",
        "?page=banana": "1",
        "?page=": "1",
        "?page=1.5": "1",
        "?page=²": "1",
    }
    found = {query: PAGE_OF.findall(page(client, query)) for query in wanted}
    assert found == {query: [(number, "2")] for query, number in wanted.items()}


def test_the_number_of_queries_does_not_grow(client: Client) -> None:
    counts = []
    for number, start in ((2, 0), (10, 2), (18, 12)):
        make_guides(number, start=start)
        for query in ("", "?q=guide", "?part=glutes&level=beginner"):
            with CaptureQueriesContext(connection) as captured:
                page(client, query)
            counts.append(len(captured))
    assert counts[:3] == counts[3:6] == counts[6:]


# What was asked for


@pytest.mark.usefixtures("catalogue")
def test_a_search_shows_what_was_found_and_keeps_the_words(client: Client) -> None:
    text = page(client, "?q=hip+thrust")
    assert results(text) == ["Hip Thrusts", "Barbell hip thrust"]
    assert 'name="q" value="hip thrust"' in text
    assert "2 results for “hip thrust”" in text


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("part=legs", ["Squats"]),
        ("muscle=gluteus-maximus", ["Hip Thrusts"]),
        ("equipment=barbell", ["Hip Thrusts"]),
        ("equipment=none", ["Squats"]),
        ("level=advanced", ["Squats"]),
        ("part=glutes&part=legs", ["Hip Thrusts", "Squats"]),
        ("part=glutes&level=advanced", []),
    ],
)
def test_each_filter_narrows_the_guides(client: Client, query: str, found: list[str]) -> None:
    assert results(page(client, f"?{query}")) == found


@pytest.mark.usefixtures("catalogue")
def test_each_choice_says_how_many_it_would_leave_and_stays_chosen(client: Client) -> None:
    text = page(client, "?part=legs")
    choice = re.search(r'<input type="checkbox" id="part-legs"([^>]*)>.*?</label>', text, re.S)
    assert choice
    assert "checked" in choice[1]
    assert re.search(r'check__count">1<', choice[0])


@pytest.mark.usefixtures("catalogue")
def test_a_filter_that_does_not_exist_is_left_out_and_said_so(client: Client) -> None:
    text = page(client, "?equipment=spoon&part=legs")
    assert results(text) == ["Squats"]
    assert "“spoon”" in text
    assert text.index("“spoon”") < text.index('id="results"')


@pytest.mark.usefixtures("catalogue")
def test_nothing_found_says_what_was_searched_and_where_to_go(client: Client) -> None:
    text = page(client, "?q=zzzzqqqq")
    assert results(text) == []
    assert "Nothing found for “zzzzqqqq”" in text
    assert f'href="{HUB}">See all exercises</a>' in text


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "hip " * 2_500,
        "\"'`;--",
        "hip AND OR NOT NEAR(thrust)",
        "* ^ : ( ) { } [ ] - + ~ %",
        "🏋️‍♀️🍑",
        "臀部",
        "\u202ehip",
        "hip\x00thrust",
        "   ",
        "",
    ],
)
def test_any_words_get_an_answer(client: Client, query: str) -> None:
    answer = client.get(HUB, {"q": query})
    assert answer.status_code == 200


@pytest.mark.usefixtures("catalogue")
def test_words_stay_words(client: Client) -> None:
    text = page(client, "?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&part=%3Cb%3E")
    assert "<script>alert" not in text
    assert "<b>" not in text


# For search engines


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "hidden"), [("", False), ("?q=hip", True), ("?part=legs", True), ("?other=1", False)]
)
def test_only_the_plain_page_is_for_search_engines(
    client: Client, query: str, hidden: bool
) -> None:
    text = page(client, query)
    assert ('content="noindex' in text) is hidden
    assert '<link rel="canonical" href="http://localhost:8000/exercises/">' in text


# With htmx


@pytest.mark.usefixtures("catalogue")
def test_htmx_gets_the_results_alone(client: Client) -> None:
    part = page(client, "?q=hip+thrust", **HTMX)
    assert results(part) == ["Hip Thrusts", "Barbell hip thrust"]
    assert "<html" not in part
    assert part.strip() in page(client, "?q=hip+thrust")


@pytest.mark.usefixtures("catalogue")
def test_a_history_restore_gets_the_whole_page(client: Client) -> None:
    headers = {**HTMX, "HX-History-Restore-Request": "true"}
    assert page(client, "?q=hip", **headers) == page(client, "?q=hip")


@pytest.mark.usefixtures("catalogue")
def test_a_cache_tells_a_page_from_its_parts(client: Client) -> None:
    vary = client.get(HUB)["Vary"]
    assert "HX-Request" in vary
    assert "HX-Target" in vary


@pytest.mark.usefixtures("catalogue")
def test_suggestions_are_options_that_lead_somewhere(client: Client) -> None:
    part = page(client, "?q=hip", **{**HTMX, "HX-Target": "suggestions"})
    options = re.findall(r'role="option".*?data-address="([^"]+)"', part, re.S)
    assert options[0] == "/exercises/glutes/hip-thrusts/"
    assert len(options) == len(set(options))
    for address in options:
        assert client.get(address).status_code == 200
    assert "<html" not in part
    assert "Draft" not in part


def test_what_was_chosen_is_named_and_can_be_taken_away(client: Client) -> None:
    make_exercise()
    text = client.get("/exercises/?muscle=neck&level=beginner").content.decode()
    assert "Nothing found with Beginner and Neck." in text
    assert 'href="/exercises/?level=beginner"' in text
    assert 'href="/exercises/?muscle=neck"' in text


def test_control_characters_do_not_reach_the_page(client: Client) -> None:
    text = client.get(
        "/exercises/", {"q": "hip\x01\x7f thrust", "muscle": "a\x02"}
    ).content.decode()
    assert not CONTROL_CHARACTERS.search(text)
    assert "a " in text


def test_a_name_keeps_its_capitals_inside_a_line(client: Client) -> None:
    make_variation(exercise=make_exercise(), name="Curl", equipment=("ez-bar", "bench"))
    text = client.get("/exercises/?q=curl").content.decode()
    assert "EZ bar" in text
    assert "bench" in text
