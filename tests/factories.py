"""Plain functions that make rows for tests; every argument can be changed."""

from itertools import count
from typing import Any

from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Muscle,
    Status,
    Variation,
)
from members.models import User

_numbers = count(1)


def make_user(**changes: Any) -> User:
    number = next(_numbers)
    values = {"email": f"person{number}@example.test", "name": f"Person {number}", **changes}
    return User.objects.create_user(password="correct horse battery", **values)


def make_exercise(
    *,
    body_part: str = "glutes",
    primary: tuple[str, ...] = ("gluteus-maximus",),
    secondary: tuple[str, ...] = ("hamstrings",),
    **changes: Any,
) -> Exercise:
    number = next(_numbers)
    values = {
        "name": f"Hip Thrusts {number}",
        "singular": f"hip thrust {number}",
        "with_article": f"a hip thrust {number}",
        "slug": f"hip-thrusts-{number}",
        "summary": "Drive the hips up from a bench.",
        "what_is": "It trains the glutes.",
        "status": Status.PUBLISHED,
        **changes,
    }
    exercise = Exercise.objects.create(body_part=BodyPart.objects.get(slug=body_part), **values)
    for role, slugs in (("primary", primary), ("secondary", secondary)):
        for order, slug in enumerate(slugs):
            ExerciseMuscle.objects.create(
                exercise=exercise, muscle=Muscle.objects.get(slug=slug), role=role, order=order
            )
    return exercise


def make_variation(
    *, exercise: Exercise | None = None, equipment: tuple[str, ...] = (), **changes: Any
) -> Variation:
    number = next(_numbers)
    values = {
        "name": f"Barbell hip thrust {number}",
        "slug": f"barbell-{number}",
        "summary": "For anyone who can do ten without load.",
        "steps": ["Sit against the bench.", "Drive the hips up.", "Lower under control."],
        "mistakes": ["Arching the back: keep the ribs down."],
        "order": number,
        "status": Status.PUBLISHED,
        **changes,
    }
    variation = Variation.objects.create(exercise=exercise or make_exercise(), **values)
    variation.equipment.set(Equipment.objects.filter(slug__in=equipment))
    return variation
