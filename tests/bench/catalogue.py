"""A synthetic catalogue: the same rows for the same size."""

# ruff: noqa: SIM905 (a text is easier to read than a long list of words)

from collections.abc import Iterable, Iterator
from itertools import islice
from random import Random
from typing import TypeVar

from django.db.models import Model, QuerySet

from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Faq,
    Level,
    Muscle,
    Status,
    Variation,
    VariationEquipment,
)

VARIATIONS_A_GUIDE = 8
MOVEMENTS = """
    press press press press press press press press press row row row row curl curl curl curl
    raise raise raise squat squat squat squat lunge lunge deadlift deadlift deadlift pulldown
    extension extension extension stretch stretch stretch stretch kickback crunch crunch thrust
    bridge step swing clean snatch carry plank twist fly fly shrug dip pullover jump rotation
    hold rollout walkout push-up pull-up sit-up
""".split()
MODIFIERS = """
    hip glute chest shoulder leg calf hamstring triceps biceps wrist back lat incline decline
    seated standing lying kneeling reverse wide close overhead front side rear single split
    alternating bent high low paused slow half full cross diagonal straight loaded floor wall
    Romanian Bulgarian Turkish Swiss Cuban Zottman Arnold Jefferson Zercher Pendlay
""".split()
PIECES = """
    barbell barbell barbell barbell barbell barbell dumbbell dumbbell dumbbell dumbbell cable
    cable cable machine machine kettlebell kettlebell resistance-band resistance-band
    none none none none
""".split()
SYLLABLES = "ba be da do fa ga ka ki la le ma mo na ne pa po ra ri sa so ta ti va vo za".split()
KNOWN_IN_TEXT = "muscle hip knee back weight rep floor hand foot bench slow hold trust grip".split()
AnyModel = TypeVar("AnyModel", bound=Model)


def fill(variations: int) -> None:
    """Write so many public variations, eight a guide, and leave the search index alone."""
    random = Random(1)
    rare = _invented(random, 2_500, 3)
    sentences = _sentences(random)
    scopes = _scopes(random)
    guides = _write(Exercise, _guides(random, variations, scopes, rare, sentences))
    _write(ExerciseMuscle, _muscles(random, guides, scopes))
    _write(Faq, (Faq(exercise=one, question=next(sentences)) for one in guides for _ in range(3)))
    made = _write(Variation, _variations(random, guides, sentences))
    _write(VariationEquipment, _equipment(random, made))


def _write(model: type[AnyModel], rows: Iterable[AnyModel]) -> list[AnyModel]:
    rows = iter(rows)
    written: list[AnyModel] = []
    while batch := list(islice(rows, 5_000)):
        written += QuerySet[AnyModel](model).bulk_create(batch)
    return written


def _invented(random: Random, number: int, syllables: int) -> list[str]:
    return ["".join(random.choices(SYLLABLES, k=syllables)) for _ in range(number)]


def _sentences(random: Random) -> Iterator[str]:
    """Sentences of twelve words, some words far more frequent than others."""
    words = KNOWN_IN_TEXT + _invented(random, 3_000, 4)
    weights = [1 / rank for rank in range(10, len(words) + 10)]
    while True:
        pool = random.choices(words, weights, k=12_000)
        for start in range(0, len(pool), 12):
            yield " ".join(pool[start : start + 12]).capitalize() + "."


def _scopes(random: Random) -> dict[BodyPart, list[list[Muscle]]]:
    """For each body part forty sets of muscles, the primary one first."""
    muscles = list(Muscle.objects.all())
    return {
        part: [random.sample(muscles, random.choice((1, 2, 3, 4, 5))) for _ in range(40)]
        for part in BodyPart.objects.all()
    }


def _guides(
    random: Random,
    variations: int,
    scopes: dict[BodyPart, list[list[Muscle]]],
    rare: list[str],
    sentences: Iterator[str],
) -> Iterator[Exercise]:
    parts = list(scopes)
    for number in range(variations // VARIATIONS_A_GUIDE):
        words = random.sample(MODIFIERS, random.choice((1, 2, 2, 3)))
        if random.random() < 0.3:
            words[0] = random.choice(rare)
        name = " ".join([*words, random.choice(MOVEMENTS)])
        yield Exercise(
            name=f"{name}es".capitalize() if name.endswith("s") else f"{name}s".capitalize(),
            singular=name,
            with_article=f"a {name}",
            aliases=[f"{random.choice(MODIFIERS)} {random.choice(MOVEMENTS)}"],
            slug=f"guide-{number}",
            body_part=random.choice(parts),
            summary=next(sentences),
            what_is=" ".join(islice(sentences, 8)),
            status=Status.PUBLISHED,
        )


def _muscles(
    random: Random, guides: list[Exercise], scopes: dict[BodyPart, list[list[Muscle]]]
) -> Iterator[ExerciseMuscle]:
    for guide in guides:
        for order, muscle in enumerate(random.choice(scopes[guide.body_part])):
            role = ExerciseMuscle.Role.SECONDARY if order else ExerciseMuscle.Role.PRIMARY
            yield ExerciseMuscle(exercise=guide, muscle=muscle, role=role, order=order)


def _variations(
    random: Random, guides: list[Exercise], sentences: Iterator[str]
) -> Iterator[Variation]:
    for guide in guides:
        for order in range(VARIATIONS_A_GUIDE):
            piece = random.choice(PIECES)
            first = "bodyweight" if piece == "none" else piece.replace("-", " ")
            yield Variation(
                exercise=guide,
                name=f"{first} {random.choice(MODIFIERS)} {guide.singular}".capitalize(),
                slug=f"{piece}-{order}",
                summary=next(sentences),
                level=random.choice(Level.values),
                order=order,
                status=Status.PUBLISHED,
            )


def _equipment(random: Random, variations: list[Variation]) -> Iterator[VariationEquipment]:
    """The piece of the name, and now and then a second one."""
    pieces = {piece.slug: piece for piece in Equipment.objects.all()}
    for variation in variations:
        first = variation.slug.rpartition("-")[0]
        if first != "none":
            yield VariationEquipment(variation=variation, equipment=pieces[first])
            second = random.choice(list(pieces))
            if second != first and random.random() < 0.15:
                yield VariationEquipment(variation=variation, equipment=pieces[second])
