"""Everyday words on the whole catalogue: what ships, and all of the public data set."""

from io import StringIO

import pytest
from django.core.management import call_command

from exercises.models import ExerciseMuscle
from exercises.search import Result, search
from tests.exercises.test_import_rules import FREE_EXERCISE_DB, needs_data

MUSCLES = {
    "traps": ["trapezius"],
    "butt": ["gluteus-maximus"],
    "bum": ["gluteus-maximus"],
    "core": ["rectus-abdominis", "transverse-abdominis"],
    "abs": ["rectus-abdominis"],
    "quads": ["quadriceps"],
    "pecs": ["pectoralis-major"],
    "lats": ["latissimus-dorsi"],
    "calves": ["gastrocnemius"],
    "biceps": ["biceps-brachii"],
    "hamstrings": ["hamstrings"],
    "delts": ["front-deltoid", "side-deltoid", "rear-deltoid"],
}
PARTS = {
    "back": "Back",
    "arms": "Arms",
    "legs": "Legs",
    "chest": "Chest",
    "shoulders": "Shoulders",
    "no equipment glutes": "Glutes",
}
FIRST = {
    "traps": "Shrugs",
    "press ups": "Push-Ups",
    "chin up": "Pull-Ups",
    "chin ups": "Pull-Ups",
    "core": "Planks",
    "quads": "Squats",
    "butt": "Hip Thrusts",
    "calves": "Calf Raises",
    "biceps": "Biceps Curls",
    "bench": "Bench Presses",
    "rows": "Bent-Over Rows",
    "deads": "Deadlifts",
    "easy push ups": "Push-Ups",
    "beginner push ups": "Push-Ups",
    "hip trust": "Hip Thrusts",
    "hip trst": "Hip Thrusts",
    "hip th": "Hip Thrusts",
    "thrusting": "Hip Thrusts",
    "glut bridge": "Glute Bridges",
    "deadlfit": "Deadlifts",
    "no equipment glutes": "Glute Bridges",
    "lat raises": "Lateral Raises",
}


def trains(result: Result, muscles: list[str]) -> bool:
    return ExerciseMuscle.objects.filter(
        exercise__name=result.guide or result.name, muscle__slug__in=muscles, role="primary"
    ).exists()


@needs_data
@pytest.mark.django_db
def test_what_a_person_means_comes_first_among_all_guides() -> None:
    call_command("load_guides", stdout=StringIO())
    call_command(
        "import_exercises", "free-exercise-db", FREE_EXERCISE_DB, "--publish", stdout=StringIO()
    )
    found = {query: search(query).results[:3] for query in {*MUSCLES, *PARTS, *FIRST}}
    assert {query: found[query][0].name for query in FIRST} == FIRST
    strange = [
        (query, result.name)
        for query, muscles in MUSCLES.items()
        for result in found[query]
        if not trains(result, muscles)
    ]
    strange += [
        (query, result.name)
        for query, part in PARTS.items()
        for result in found[query][:2]
        if result.body_part != part
    ]
    assert strange == []
