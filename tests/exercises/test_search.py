from dataclasses import replace
from typing import Any

import pytest

from exercises.models import Exercise, Faq, Variation, catalogue_batch
from exercises.search import SearchPage, search, suggest
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


def test_among_equals_a_featured_guide_comes_first() -> None:
    for name, place in (("Bear Walks", None), ("Crab Walks", 1)):
        make_guide(name, featured_order=place)
    assert names(search("walk")) == ["Crab Walks", "Bear Walks"]


def test_names_come_before_aliases_and_aliases_before_text() -> None:
    plain: dict[str, Any] = {"secondary": (), "what_is": "", "singular": "thing"}
    make_exercise(**plain, name="Third", summary="A zercher hold.")
    make_exercise(**plain, name="Second one here", aliases=["Zercher walk"])
    make_exercise(**plain, name="First zercher thing of them all")
    make_exercise(**plain, name="Fourth")
    Faq.objects.create(exercise=Exercise.objects.get(name="Fourth"), question="Is zercher good?")
    found = names(search("zercher"))
    assert found[:2] == ["First zercher thing of them all", "Second one here"]
    assert set(found[2:]) == {"Third", "Fourth"}


@pytest.mark.parametrize("query", ["press ups", "press-up", "pressups", "Press Up", "press u"])
def test_a_whole_alias_is_as_good_as_a_name(query: str) -> None:
    make_guide("Press Up Sit-Ups", body_part="abs", featured_order=1)
    make_guide("Push-Ups", aliases=["press ups"])
    assert names(search(query))[0] == "Push-Ups"


def test_what_a_muscle_is_called_leads_to_what_trains_it_first_then_to_what_trains_it_too() -> None:
    make_guide("Trap Bar Walks", featured_order=1)
    make_guide("Snatches", body_part="full-body", primary=("trapezius",))
    make_guide("Rows", body_part="back", primary=("rhomboids", "trapezius"), featured_order=2)
    make_guide("Shrugs", body_part="back", primary=("trapezius", "rhomboids"))
    assert names(search("traps"))[:4] == ["Shrugs", "Rows", "Snatches", "Trap Bar Walks"]


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


def test_of_equals_complete_guides_come_first_then_those_with_many_variations() -> None:
    make_guide("Bear Walks")
    many = make_guide("Long Crab Walks")
    complete = make_guide("Very Long Duck Walks", what_is="A walk.")
    Faq.objects.create(exercise=complete, question="Why?")
    Faq.objects.create(exercise=make_guide("Ape Walks"), question="Why?")
    make_guide("Fox Walks", what_is="A walk.")
    make_variation(exercise=many, name="Walk", summary="")
    make_variation(exercise=many, name="Slow walk the crab way", summary="For anyone.")
    make_variation(exercise=many, name="Fast walk", summary="")
    found = names(search("the walks of"))
    assert (found[0], found[1]) == ("Walk", "Very Long Duck Walks")
    assert found[2] == "Long Crab Walks"
    assert set(found[3:6]) == {"Bear Walks", "Ape Walks", "Fox Walks"}
    assert found[6:] == ["Slow walk the crab way", "Fast walk"]


def test_a_whole_word_comes_before_a_completed_one() -> None:
    for name in ("Laterals", "Wide lat pulldowns"):
        make_guide(name, body_part="back", primary=("rhomboids",))
    assert names(search("lat"))[:2] == ["Wide lat pulldowns", "Laterals"]


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


def test_nothing_typed_finds_complete_guides_before_others() -> None:
    wanted = ["Zebra Walks", "Ape Walks", "Crab Walks", "Yak Walks", "Bear Walks", "Duck Walks"]
    for name in sorted(wanted, reverse=True):
        make_guide(name)
    places = {"Zebra Walks": 9, "Ape Walks": 10}
    for guide in Exercise.objects.all():
        guide.featured_order = places.get(guide.name)
        guide.what_is = "" if guide.name == "Bear Walks" else "A walk."
        guide.save()
        if guide.name in ("Crab Walks", "Yak Walks", "Bear Walks"):
            Faq.objects.create(exercise=guide, question="Why?")
    for number in range(3):
        make_variation(exercise=Exercise.objects.get(name="Yak Walks"), name=f"Walk {number}")
    assert names(search("")) == wanted
    assert names(search("", parts=["glutes"], page_size=4, page=2)) == wanted[4:]


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
