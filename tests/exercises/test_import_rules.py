import os
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from exercises.importers import wording
from exercises.importers.drafts import Drafts
from exercises.importers.free_exercise_db import draft
from exercises.importers.free_exercise_db_rules import Phrases, Record, load_rules
from exercises.models import Equipment, Exercise, Muscle, Variation
from gymsite.environment import BASE_DIR

CONTENT = BASE_DIR / "exercises/content"
SAMPLE = Path(__file__).with_name("samples") / "free-exercise-db.json"
DATA = Path(os.environ.get("GYMSITE_DATA") or BASE_DIR.parent / "shared/data")
FREE_EXERCISE_DB = DATA / "free-exercise-db"
STEPPED = {"barbell", "cable", "dumbbell", "ez-bar", "machine", "smith-machine", "weight-plate"}
BODY_PARTS = {"rectus-abdominis": "abs", "pectoralis-major": "chest"}
needs_data = pytest.mark.skipif(
    not FREE_EXERCISE_DB.is_dir(), reason=f"no data set at {FREE_EXERCISE_DB}"
)


def record(name: str, **changes: Any) -> Record:
    values: dict[str, Any] = {
        "id": name.replace(" ", "_"),
        "name": name,
        "category": "strength",
        "level": "beginner",
        "force": "push",
        "equipment": "body only",
        "primary": ["chest"],
        "secondary": [],
        "steps": [],
        "images": [],
        **changes,
    }
    return Record(**values)


@pytest.mark.parametrize(
    ("phrase", "name", "fits"),
    [
        ("squat", "barbell squats", True),
        ("press", "bench presses", True),
        ("dip", "dipping", False),
        ("leg raise", "leg cable raise", False),
        ("front * raise", "front cable raise", True),
        ("front * raise", "front raises", True),
        ("front * raise", "raise front", False),
    ],
)
def test_a_phrase_fits_whole_words_in_either_number(phrase: str, name: str, fits: bool) -> None:
    assert (name in Phrases([phrase])) == fits


@pytest.mark.parametrize(
    ("name", "changes", "slug"),
    [
        ("Barbell Full Squat", {}, "squats"),
        ("Overhead Squat", {}, "overhead-squats"),
        ("Freehand Jump Squat", {}, "jump-squats"),
        ("Barbell Side Split Squat", {}, "lunges"),
        ("Stiff-Legged Barbell Deadlift", {}, "stiff-legged-deadlifts"),
        ("Clean Deadlift", {}, "deadlifts"),
        ("One-Arm Kettlebell Clean", {}, "kettlebell-cleans"),
        ("Power Clean", {}, "cleans"),
        ("Clean Shrug", {}, "shrugs"),
        ("Incline Dumbbell Press", {}, "bench-press"),
        ("Decline Smith Press", {}, "decline-bench-presses"),
        ("Bench Dips", {}, "bench-dips"),
        ("Seated Cable Rows", {}, "seated-rows"),
        ("Upright Barbell Row", {}, "upright-rows"),
        ("Rear Leg Raises", {}, "glute-kickbacks"),
        ("Lying Leg Curls", {"primary": ["hamstrings"]}, "leg-curls"),
        ("Reverse Barbell Curl", {"primary": ["biceps"]}, "reverse-curls"),
        ("Barbell Curl", {"primary": ["biceps"]}, "biceps-curls"),
        ("Lower Back Curl", {"primary": ["abdominals"]}, "supermans"),
        ("Handstand Push-Ups", {"primary": ["shoulders"]}, "overhead-press"),
        ("Gorilla Chin/Crunch", {"primary": ["abdominals"]}, "hanging-leg-raises"),
        (
            "Chin To Chest Stretch",
            {"category": "stretching", "primary": ["neck"]},
            "neck-stretches",
        ),
        ("Iron Crosses (stretch)", {"category": "stretching"}, "lying-leg-crossovers"),
        ("Iron Cross", {"primary": ["shoulders"]}, "lateral-raises"),
        ("Any Name", {"id": "Leg_Lift"}, "glute-kickbacks"),
        ("Any Name", {"id": "Adductor"}, "leg-foam-rolling"),
    ],
)
def test_a_name_leads_to_its_guide(name: str, changes: dict[str, Any], slug: str) -> None:
    assert load_rules().guide_of(record(name, **changes), BODY_PARTS).slug == slug


@pytest.mark.parametrize(
    ("name", "changes", "pieces"),
    [
        ("Crunch", {}, []),
        ("Smith Machine Squat", {"equipment": "machine"}, ["smith-machine"]),
        ("Close-Grip EZ Bar Curl", {"equipment": "barbell"}, ["ez-bar"]),
        ("Walking, Treadmill", {"equipment": "machine", "category": "cardio"}, ["treadmill"]),
        ("Trap Bar Deadlift", {"equipment": "other"}, ["trap-bar"]),
        ("Weighted Pull Ups", {"equipment": "other"}, ["weight-plate", "pull-up-bar"]),
        ("Sumo Deadlift with Bands", {"equipment": "barbell"}, ["barbell", "resistance-band"]),
        ("Tire Flip", {"equipment": "other"}, ["other"]),
        ("Farmer's Walk", {"equipment": "other"}, ["dumbbell"]),
        ("Quad Stretch", {"equipment": "other", "steps": ["Lie on a bench."]}, ["bench"]),
        (
            "Chain Press",
            {"equipment": "other", "steps": ["Lie on a flat bench."]},
            ["other", "bench"],
        ),
        (
            "Tate Press",
            {"equipment": "dumbbell", "steps": ["Lie on a bench."]},
            ["dumbbell", "bench"],
        ),
        ("Machine Press", {"equipment": "machine", "steps": ["Sit on the bench."]}, ["machine"]),
        ("Donkey Calf Raises", {"equipment": "barbell"}, ["barbell"]),
    ],
)
def test_equipment_is_told_by_word_name_and_steps(
    name: str, changes: dict[str, Any], pieces: list[str]
) -> None:
    assert load_rules().equipment(record(name, **changes), STEPPED) == pieces


@pytest.mark.parametrize(
    ("name", "changes", "measure"),
    [
        ("Barbell Curl", {"equipment": "barbell", "primary": ["biceps"]}, "load_reps"),
        ("Sit-Up", {}, "reps"),
        ("Plank", {"force": "static"}, "duration"),
        ("Plate Pinch", {"force": "static", "equipment": "other"}, "load_duration"),
        ("Weighted Pull Ups", {"equipment": "other"}, "added_load_reps"),
        ("Yoke Walk", {"equipment": "other", "category": "strongman"}, "load_duration"),
        ("Tire Flip", {"equipment": "other", "category": "strongman"}, "load_reps"),
        ("Running, Treadmill", {"equipment": "machine", "category": "cardio"}, "distance_duration"),
        ("Triceps Stretch", {"category": "stretching", "force": "static"}, "duration"),
        ("Arm Circles", {"category": "stretching"}, "reps"),
    ],
)
def test_the_measure_fits_the_movement(name: str, changes: dict[str, Any], measure: str) -> None:
    rules, one = load_rules(), record(name, **changes)
    loaded = not STEPPED.isdisjoint(rules.equipment(one, STEPPED))
    assert rules.measure(one, rules.guide_of(one, BODY_PARTS), loaded=loaded) == measure


@pytest.mark.parametrize(
    ("name", "steps", "per_hand", "one_side"),
    [
        ("Dumbbell Flyes", "Hold a dumbbell in each hand.", True, False),
        ("Goblet Squat", "Hold a dumbbell with both hands.", False, False),
        ("One-Arm Dumbbell Row", "Lay a dumbbell on each side.", False, True),
        ("Dumbbell Lunges", "Hold two dumbbells.", True, True),
        ("Alternate Hammer Curl", "A dumbbell in each hand, then the other arm.", True, False),
    ],
)
def test_hands_and_sides_are_told_by_name_and_steps(
    name: str, steps: str, per_hand: bool, one_side: bool
) -> None:
    rules, one = load_rules(), record(name, equipment="dumbbell", steps=[steps])
    assert rules.per_hand(one, ["dumbbell"]) == per_hand
    assert rules.one_side(one, rules.guide_of(one, BODY_PARTS)) == one_side


@pytest.mark.parametrize(
    ("name", "force", "muscle"),
    [
        ("Cable Shoulder Press", "push", "front-deltoid"),
        ("Side Lateral Raise", "push", "side-deltoid"),
        ("Reverse Flyes", "pull", "rear-deltoid"),
        ("External Rotation", "pull", "rotator-cuff"),
    ],
)
def test_shoulders_are_the_part_that_works(name: str, force: str, muscle: str) -> None:
    rules, one = load_rules(), record(name, primary=["shoulders"], force=force)
    muscles = rules.muscles([one], rules.guide_of(one, BODY_PARTS))
    assert muscles["primary"] == [muscle]


def test_muscles_of_a_guide_are_those_of_a_fifth_of_its_records_never_twice() -> None:
    rules = load_rules()
    press = {"primary": ["chest"], "secondary": ["triceps", "shoulders"]}
    records = [record("Dumbbell Fly", **press) for _ in range(6)]
    records += [record("Dumbbell Fly", primary=["triceps"], secondary=["chest", "neck"])] * 2
    records += [record("Dumbbell Fly", primary=["lats"], secondary=["glutes"])]
    assert rules.muscles(records, rules.guide_of(records[0], BODY_PARTS)) == {
        "primary": ["pectoralis-major", "triceps-brachii"],
        "secondary": ["front-deltoid", "neck"],
    }


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [
        ("Hammer Curls", "Hammer curl"),
        ("Squats - With Bands", "Squat with bands"),
        ("Triceps Pushdown - V-Bar Attachment", "Triceps pushdown, V-bar attachment"),
        ("Incline Dumbbell Flyes", "Incline dumbbell fly"),
        ("Close-Grip EZ-Bar Press", "Close-grip EZ-bar press"),
        ("Weighted Crunches", "Weighted crunch"),
        ("Pushups", "Push-up"),
        ("Child's Pose", "Child's pose"),
    ],
)
def test_names_of_variations_are_singular_and_in_our_style(foreign: str, ours: str) -> None:
    assert wording.variation_name(foreign, load_rules().spelling) == ours


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("svend press", "svend presses"),
        ("around the world", "around the worlds"),
        ("reverse fly", "reverse flyes"),
        ("hammer curl", "hammer curls"),
        ("twist (seated)", "twists (seated)"),
    ],
)
def test_plurals(singular: str, plural: str) -> None:
    assert wording.plural(singular) == plural
    assert wording.singular(plural) == singular


def test_guides_of_the_rules_have_one_address_each() -> None:
    slugs = Counter(guide.slug for guide in load_rules().guides)
    assert {slug for slug, number in slugs.items() if number > 1} == set()


def test_every_same_thing_is_a_variation_that_ships() -> None:
    shipped = set()
    for file in CONTENT.glob("*.yaml"):
        guide = yaml.safe_load(file.read_text("utf-8"))
        shipped |= {(guide["slug"], variation["slug"]) for variation in guide["variations"]}
    same = load_rules().same_as.values()
    assert set(same) <= shipped
    assert len(set(same)) == len(same)


@pytest.mark.django_db
def test_every_piece_has_its_place_on_the_ladder() -> None:
    rungs = [slug for rung in load_rules().words["ladder"] for slug in rung]
    assert sorted(rungs) == sorted(Equipment.objects.values_list("slug", flat=True))


@pytest.mark.django_db
def test_a_catalogue_without_what_the_rules_name_is_told_so() -> None:
    Muscle.objects.filter(slug="neck").update(slug="throat")
    with pytest.raises(CommandError, match="The rules name what the catalogue lacks: neck"):
        call_command("import_exercises", "free-exercise-db", SAMPLE)


@pytest.fixture
def drafts(db: None) -> Drafts:
    return draft(FREE_EXERCISE_DB)


@needs_data
def test_all_records_of_the_data_set_become_drafts_of_a_browsable_number_of_guides(
    drafts: Drafts,
) -> None:
    assert drafts.problems == []
    assert len({one.source_id for one in drafts.variations}) == len(drafts.variations) == 873
    assert 150 <= len(drafts.guides) <= 300
    used = {guide.slug for guide in drafts.guides}
    assert {guide.slug for guide in load_rules().guides} - used == set()


@needs_data
def test_every_guide_of_the_data_set_is_complete(drafts: Drafts) -> None:
    for guide in drafts.guides:
        muscles = guide.fields["muscles"]
        assert muscles["primary"], guide.slug
        assert set(muscles["primary"]).isdisjoint(muscles["secondary"]), guide.slug
        assert len(guide.fields["summary"]) <= 160, guide.slug
        slugs = [variation.slug for variation in guide.variations]
        names = [variation.fields["name"].lower() for variation in guide.variations]
        assert len(set(slugs)) == len(slugs), guide.slug
        assert len(set(names)) == len(names), guide.slug


@needs_data
@pytest.mark.django_db
@pytest.mark.parametrize("shipped_first", [True, False])
def test_nothing_is_doubled_whichever_comes_first(shipped_first: bool) -> None:
    steps = ["load_guides", "import_exercises"]
    for command in steps if shipped_first else reversed(steps):
        paths = ["free-exercise-db", FREE_EXERCISE_DB] if command == "import_exercises" else []
        call_command(command, *paths, stdout=StringIO())
    assert Variation.objects.filter(source="free-exercise-db").count() == 873
    for slug, variation in load_rules().same_as.values():
        row = Variation.objects.get(exercise__slug=slug, slug=variation)
        assert (row.source, row.status) == ("free-exercise-db", "published")
        assert row.loaded_state is not None
        assert row.loaded_state["source"] == "content"
    for guide in Exercise.objects.prefetch_related("variations"):
        names = Counter(row.name.lower() for row in guide.variations.all())
        assert [name for name, number in names.items() if number > 1] == [], guide.slug
