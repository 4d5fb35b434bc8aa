from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from exercises.models import Exercise, Variation, catalogue_batch
from exercises.search import SearchPage, meaning, search, suggest
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db

GUIDES: dict[str, dict[str, Any]] = {
    "Hip Thrusts": {"aliases": ["glute thrust"], "featured_order": 1},
    "Glute Bridges": {},
    "Glute Kickbacks": {},
    "Deadlifts": {
        "body_part": "back",
        "primary": ("erector-spinae", "gluteus-maximus"),
        "aliases": ["hinge"],
    },
    "Squats": {"body_part": "legs", "primary": ("quadriceps",)},
    "Hip Flexor Stretches": {"body_part": "mobility", "primary": ("hip-flexors",)},
    "Bench Presses": {"body_part": "chest", "primary": ("pectoralis-major",)},
    "Push-Ups": {
        "body_part": "chest",
        "primary": ("pectoralis-major",),
        "aliases": ["press-ups"],
    },
    "Lat Pulldowns": {"body_part": "back", "primary": ("latissimus-dorsi",)},
    "Lateral Raises": {"body_part": "shoulders", "primary": ("side-deltoid",)},
    "Planks": {
        "body_part": "abs",
        "primary": ("rectus-abdominis",),
        "summary": "Trust your ribs and hip bones.",
    },
}
VARIATIONS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "Hip Thrusts": [
        ("Bodyweight hip thrust", "beginner", ("bench",)),
        ("Barbell hip thrust", "intermediate", ("barbell", "bench")),
    ],
    "Glute Bridges": [
        ("Bodyweight glute bridge", "beginner", ()),
        ("Barbell glute bridge", "advanced", ("barbell",)),
    ],
    "Glute Kickbacks": [("Cable glute kickback", "beginner", ("cable",))],
    "Deadlifts": [("Barbell deadlift", "intermediate", ("barbell",))],
    "Squats": [("Goblet squat", "beginner", ("kettlebell",))],
    "Push-Ups": [("Knee push-up", "beginner", ())],
}


@pytest.fixture
def catalogue() -> dict[str, Exercise]:
    with catalogue_batch():
        return {name: make_guide(name, **changes) for name, changes in GUIDES.items()}


def make_guide(name: str, **changes: Any) -> Exercise:
    singular = name.lower().removesuffix("s")
    values = {"name": name, "singular": singular, "secondary": (), "what_is": "", **changes}
    exercise = make_exercise(**values)
    for order, (title, level, equipment) in enumerate(VARIATIONS.get(name, ())):
        make_variation(
            exercise=exercise,
            name=title,
            level=level,
            equipment=equipment,
            order=order,
            summary="For anyone.",
        )
    return exercise


def names(page: SearchPage) -> list[str]:
    return [result.name for result in page.results]


def counts(page: SearchPage, parameter: str) -> dict[str, int]:
    return {choice.slug: choice.count for choice in page.facets[parameter] if choice.count}


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("hip trust", "Hip Thrusts"),
        ("hip th", "Hip Thrusts"),
        ("hip trus", "Hip Thrusts"),
        ("thrusting", "Hip Thrusts"),
        ("bum", "Hip Thrusts"),
        ("glut bridge", "Glute Bridges"),
        ("deadlfit", "Deadlifts"),
        ("no equipment glutes", "Bodyweight glute bridge"),
        ("abs", "Planks"),
        ("quads", "Squats"),
        ("pecs", "Bench Presses"),
        ("lats", "Lat Pulldowns"),
        ("push up", "Push-Ups"),
        ("pushups", "Push-Ups"),
        ("pull down", "Lat Pulldowns"),
        ("hipthrust", "Hip Thrusts"),
        ("best exercise for the bum", "Hip Thrusts"),
        ("hinge", "Deadlifts"),
        ("home chest", "Push-Ups"),
        ("hip trst", "Hip Thrusts"),
        ("easy push ups", "Push-Ups"),
        ("hardest glute bridge", "Barbell glute bridge"),
        ("bigger glutes", "Hip Thrusts"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_what_a_person_means_is_in_the_first_three(query: str, wanted: str) -> None:
    assert wanted in names(search(query))[:3]


@pytest.mark.usefixtures("catalogue")
def test_accents_and_capitals_are_not_mistakes() -> None:
    assert search("Híp THRÚSTS") == replace(search("hip thrusts"), query="Híp THRÚSTS")


@pytest.mark.usefixtures("catalogue")
def test_a_guide_comes_before_its_variations_and_these_from_the_easiest() -> None:
    variations = ["Bodyweight hip thrust", "Barbell hip thrust"]
    assert names(search("hip thrust"))[:3] == ["Hip Thrusts", *variations]
    Variation.objects.filter(name="Bodyweight hip thrust").update(order=9)
    assert names(search("hip thrust"))[:3] == ["Hip Thrusts", *reversed(variations)]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("no equipment glutes", ["Glute Bridges"]),
        ("cable glute exercises", ["Glute Kickbacks"]),
        ("beginner glutes", ["Hip Thrusts", "Glute Bridges", "Glute Kickbacks"]),
        ("advanced glutes", ["Glute Bridges"]),
        ("glutes moderate", ["Hip Thrusts"]),
        ("barbell lower back", ["Deadlifts"]),
    ],
)
def test_equipment_and_level_may_stand_beside_a_whole_name(query: str, wanted: list[str]) -> None:
    assert names(search(query))[: len(wanted)] == wanted


@pytest.mark.usefixtures("catalogue")
def test_a_correction_is_named() -> None:
    assert search("hip trust").corrected == "hip thrust"
    assert search("hip thrust").corrected == ""


@pytest.mark.usefixtures("catalogue")
def test_one_word_that_is_in_a_text_is_not_corrected_but_near_spellings_are_offered() -> None:
    page = search("trust")
    assert (names(page), page.corrected) == (["Planks"], "")
    assert page.suggestions == ["thrust"]


@pytest.mark.usefixtures("catalogue")
def test_nothing_found_offers_the_near_spellings_of_its_words() -> None:
    page = search("zzzz deadlfit")
    assert (page.total, page.results, page.pages) == (0, [], 1)
    assert page.suggestions == ["deadlift"]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        ({"parts": ["chest"]}, ["Bench Presses", "Push-Ups"]),
        ({"muscles": ["quadriceps"]}, ["Squats"]),
        ({"muscles": ["quadriceps", "hip-flexors"]}, ["Hip Flexor Stretches", "Squats"]),
        ({"equipment": ["none"]}, ["Glute Bridges", "Push-Ups"]),
        ({"equipment": ["none", "cable"]}, ["Glute Bridges", "Glute Kickbacks", "Push-Ups"]),
        ({"equipment": ["none"], "parts": ["chest"]}, ["Push-Ups"]),
        ({"levels": ["advanced"]}, ["Glute Bridges"]),
    ],
)
def test_filters_widen_within_a_kind_and_narrow_between_kinds(
    filters: dict[str, Any], wanted: list[str]
) -> None:
    page = search("", **filters)
    assert names(page) == wanted
    assert page.total == len(wanted)


@pytest.mark.usefixtures("catalogue")
def test_equipment_and_level_have_to_fit_the_same_variation() -> None:
    assert names(search("", equipment=["none"], levels=["advanced"])) == []


@pytest.mark.usefixtures("catalogue")
def test_words_and_filters_find_the_guide_and_the_variations_that_fit() -> None:
    page = search("hip thrust", equipment=["barbell"])
    assert names(page) == ["Hip Thrusts", "Barbell hip thrust"]


@pytest.mark.usefixtures("catalogue")
def test_a_filter_that_does_not_exist_is_left_out_and_named() -> None:
    page = search("squat", equipment=["spaceship"], levels=["beginner"], muscles=["\x00"])
    assert page.unknown_filters == [("muscle", "\x00"), ("equipment", "spaceship")]
    assert names(page) == ["Squats", "Goblet squat"]


@pytest.mark.usefixtures("catalogue")
def test_a_filter_that_leaves_nothing_does_not_change_the_words() -> None:
    page = search("hip thrust", equipment=["treadmill"])
    assert (page.total, page.corrected, page.suggestions) == (0, "", [])


@pytest.mark.usefixtures("catalogue")
def test_a_result_has_all_that_its_card_shows() -> None:
    guide, _, barbell = search("hip thrust").results[:3]
    assert (guide.kind, guide.summary, guide.body_part) == (
        "guide",
        "Drive the hips up from a bench.",
        "Glutes",
    )
    assert guide.url == Exercise.objects.get(pk=guide.pk).get_absolute_url()
    assert barbell.get_absolute_url() == Variation.objects.get(pk=barbell.pk).get_absolute_url()
    assert (barbell.kind, barbell.guide, barbell.summary) == (
        "variation",
        "Hip Thrusts",
        "For anyone.",
    )
    assert (barbell.level, barbell.equipment) == ("Intermediate", ("Barbell", "Bench"))


def test_nothing_typed_finds_every_guide_the_featured_ones_first_and_the_rest_by_name(
    catalogue: dict[str, Exercise],
) -> None:
    for query in ("", "  \t\n "):
        page = search(query)
        assert names(page) == ["Hip Thrusts", *sorted({*catalogue} - {"Hip Thrusts"})]
        assert page.total == len(catalogue)


@pytest.mark.usefixtures("catalogue")
def test_pages_follow_on_and_a_page_out_of_range_is_the_last() -> None:
    for query in ("", "glute", "barbell"):
        whole = names(search(query, page_size=100))
        pages = search(query, page_size=3).pages
        assert pages == -(-len(whole) // 3)
        found = [names(search(query, page_size=3, page=page)) for page in range(1, pages + 1)]
        assert [name for page in found for name in page] == whole
        for beyond in (0, -1, pages + 1, 10**9):
            last = search(query, page_size=3, page=beyond)
            assert (names(last), last.page) == (found[-1], pages)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "hip " * 2_500,
        "'\"`;--) OR 1=1",
        '"hip" AND NOT (thrust* OR ^glute) NEAR(a b)',
        "hip & thrust | !glute <-> :* a:A",
        "words : hip + - * ^",
        "🍑🏋️‍♀️ hip 🍑",
        "hip\x00thrust\x1b\x7f\ud800",
        "%_\\",
        "جسر ブリッジ мост ﷺ" + "ﷺ" * 100,
        "؟!?.,…—",
        "\u200b\u202e",
        "i" + "\u0307" * 200,
    ],
)
def test_any_text_is_answered(query: str) -> None:
    page = search(query, equipment=["none"])
    assert page.total >= 0
    assert isinstance(suggest(query), list)


@pytest.mark.usefixtures("catalogue")
def test_signs_without_a_word_find_nothing() -> None:
    page = search("?!")
    assert (page.total, page.results, page.suggestions) == (0, [], [])
    assert counts(page, "part") == {}


@pytest.mark.usefixtures("catalogue")
def test_only_the_first_8_words_and_100_characters_count() -> None:
    assert names(search("squat " * 8 + "zzzz"))[0] == "Squats"
    assert names(search("squat" + " " * 96 + "zzzz"))[0] == "Squats"
    assert names(search("squat " * 7 + "zzzz")) == []


@pytest.mark.usefixtures("catalogue")
def test_suggestions_while_typing_are_the_first_results() -> None:
    assert [one.name for one in suggest("hip th", limit=2)] == [
        "Hip Thrusts",
        "Bodyweight hip thrust",
    ]
    assert suggest("") == suggest("  ") == suggest("zzzz") == []


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_what_is_not_published_has_no_influence(status: str) -> None:
    make_guide("Squats")
    before = search("squat")
    hidden = make_exercise(status=status, name="Zanzibar", aliases=["squat"], body_part="legs")
    make_variation(exercise=hidden, name="Zanzibar squat", equipment=("sled",))
    make_variation(
        exercise=Exercise.objects.get(name="Squats"), status=status, name="Zanzibar squat"
    )
    assert search("squat") == before
    for query in ("zanzibar", "zanzi", "zanzibra"):
        page = search(query)
        assert (page.total, page.corrected, page.suggestions) == (0, "", [])
        assert suggest(query) == []
    assert names(search("")) == ["Squats"]


def test_a_guide_appears_at_its_moment_and_not_before() -> None:
    moment = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel("2027-02-01T12:00Z", tick=False):
        aliases = [f"zan{number}" for number in range(meaning.COMPLETIONS)]
        exercise = make_guide("Zanzibar Squats", publish_at=moment, aliases=aliases)
        make_variation(exercise=exercise, name="Zanzibar split squat", equipment=("sled",))
    make_guide("Zany Walks")
    queries = ("zanzibar", "zanzi", "zanzibra", "sled", "squats")
    with time_machine.travel("2027-03-01T08:59:59.999Z", tick=False):
        for query in queries:
            page = search(query)
            assert (page.total, page.corrected, page.suggestions) == (0, "", [])
            assert not any(counts(page, parameter) for parameter in page.facets)
            assert suggest(query) == []
        assert names(search("")) == names(search("zan")) == ["Zany Walks"]
        assert search("zan").corrected == ""
    with time_machine.travel(moment, tick=False):
        for query in (*queries, ""):
            assert "Zanzibar Squats" in names(search(query))
        assert search("zanzibra").corrected == "zanzibar"
        assert counts(search("zanzibar"), "equipment") == {"sled": 2}
