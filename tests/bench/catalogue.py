"""A synthetic catalogue for benchmarks: the same rows for the same size."""

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
MOVEMENTS = (
    ["press"] * 16
    + "row row row curl curl curl raise raise raise squat squat squat lunge lunge deadlift"
    " deadlift pulldown extension extension stretch stretch stretch kickback crunch thrust bridge"
    " step swing clean snatch carry plank twist fly fly shrug dip pullover jump rotation hold"
    " rollout walkout push-up pull-up sit-up".split()
)
MODIFIERS = (
    "hip glute chest shoulder leg calf hamstring triceps biceps wrist back lat incline decline"
    " seated standing lying kneeling reverse wide close overhead front side rear single split"
    " alternating bent high low paused slow half full cross diagonal straight loaded floor wall"
    " Romanian Bulgarian Turkish Swiss Cuban Zottman Arnold Jefferson Zercher Pendlay".split()
)
PIECES = (
    ["barbell"] * 12
    + ["dumbbell"] * 9
    + ["cable"] * 6
    + ["machine"] * 5
    + ["kettlebell"] * 4
    + ["resistance-band"] * 3
    + ["none"] * 9
)
SYLLABLES = "ba be da do fa ga ka ki la le ma mo na ne pa po ra ri sa so ta ti va vo za".split()
AnyModel = TypeVar("AnyModel", bound=Model)


def fill(variations: int, *, seed: int = 1) -> None:
    """Write so many public variations, eight a guide, without touching the search index."""
    random = Random(seed)
    sentences = _sentences(random)
    parts, muscles = list(BodyPart.objects.all()), list(Muscle.objects.all())
    scopes = [
        (random.choice(parts), random.sample(muscles, random.choice((1, 2, 3, 4, 5))))
        for _ in range(400)
    ]
    guides = _write(
        Exercise,
        (_guide(random, number, random.choice(scopes)[0], sentences) for number in range(1, variations // VARIATIONS_A_GUIDE + 1)),
    )
    _write(ExerciseMuscle, _muscles(random, guides, scopes))
    _write(Faq, (Faq(exercise=one, question=next(sentences)) for one in guides for _ in range(3)))
    made = _write(Variation, _variations(random, guides, sentences))
    _write(VariationEquipment, _equipment(random, made))


def _write(model: type[AnyModel], rows: Iterable[AnyModel]) -> list[AnyModel]:
    rows, written = iter(rows), []
    while batch := list(islice(rows, 5_000)):
        written += QuerySet(model).bulk_create(batch)
    return written


def _sentences(random: Random) -> Iterator[str]:
    words = ["".join(random.choices(SYLLABLES, k=random.choice((2, 3, 4)))) for _ in range(3_000)]
    words[:40] = "muscle hip knee back weight rep floor hand foot bench slow hold trust grip".split() * 3
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    while True:
        for _ in range(100):
            pool = random.choices(words, weights, k=1_200)
            for start in range(0, 1_200, 12):
                yield " ".join(pool[start : start + 12]).capitalize() + "."


def _guide(random: Random, number: int, part: BodyPart, sentences: Iterator[str]) -> Exercise:
    name = " ".join([*random.sample(MODIFIERS, random.choice((1, 2, 2, 3))), random.choice(MOVEMENTS)])
    return Exercise(
        name=f"{name.capitalize()}s",
        singular=name,
        with_article=f"a {name}",
        aliases=[f"{random.choice(MODIFIERS)} {random.choice(MOVEMENTS)}"],
        slug=f"guide-{number}",
        body_part=part,
        summary=next(sentences),
        what_is=" ".join(islice(sentences, 8)),
        status=Status.PUBLISHED,
    )


def _muscles(random, guides, scopes):
    by_part = {}
    for part, muscles in scopes:
        by_part.setdefault(part.pk, []).append(muscles)
    for guide in guides:
        for order, muscle in enumerate(random.choice(by_part[guide.body_part_id])):
            yield ExerciseMuscle(exercise=guide, muscle=muscle, role="secondary" if order else "primary", order=order)


def _variations(random: Random, guides: list[Exercise], sentences: Iterator[str]) -> Iterator[Variation]:
    for guide in guides:
        for order in range(VARIATIONS_A_GUIDE):
            piece = random.choice(PIECES)
            words = [piece if piece != "none" else "bodyweight", random.choice(MODIFIERS), guide.singular]
            yield Variation(
                exercise=guide,
                name=" ".join(words).capitalize(),
                slug=f"{piece}-{order}",
                summary=next(sentences),
                level=random.choice(Level.values),
                order=order,
                status=Status.PUBLISHED,
            )


def _equipment(random: Random, variations: list[Variation]) -> Iterator[VariationEquipment]:
    pieces = {piece.slug: piece for piece in Equipment.objects.all()}
    extra = list(pieces.values())
    for variation in variations:
        slug = variation.slug.rpartition("-")[0]
        if slug == "none":
            continue
        yield VariationEquipment(variation=variation, equipment=pieces[slug])
        second = random.choice(extra)
        if second.slug != slug and random.random() < 0.15:
            yield VariationEquipment(variation=variation, equipment=second)
