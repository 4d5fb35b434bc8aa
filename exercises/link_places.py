"""Where the links between guides lead: all that a page needs, in one query."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.urls import reverse

from exercises.models import BodyPart, Exercise, Muscle, Variation

Place = tuple[str, str, str]  # slugs of body part or muscle, guide, variation
SCHEMES = {"guide": "guide or variation", "part": "body part", "muscle": "muscle"}
TARGET = re.compile(r"(?:guide|part|muscle):[\w-]+(?:/[\w-]+)?", re.ASCII)
TARGETS_A_QUERY = 500
OLD_GUIDE, OLD_VARIATION = "old_addresses__exercise_slug", "old_addresses__variation_slug"


def targets_in(texts: Iterable[str]) -> set[str]:
    """Whatever the texts may link to inside the site: "guide:squats", "part:legs"."""
    return {target for text in texts for target in TARGET.findall(text)}


def find_places(targets: Collection[str], *, public: bool = True) -> dict[str, Place]:
    """The place of each target that exists, also under a former slug; one query for each 500.

    With `public=False` drafts count too. Places that nobody asked for may come along.
    """
    found: dict[str, Place] = {}
    moved: dict[str, Place] = {}
    ordered = sorted(targets)
    for start in range(0, len(ordered), TARGETS_A_QUERY):
        first, *others = _places(ordered[start : start + TARGETS_A_QUERY], public=public)
        for scheme, asked, asked_variation, *place in first.union(*others, all=True):
            target = f"{scheme}:{asked}" + (f"/{asked_variation}" if asked_variation else "")
            here = scheme != "guide" or place[1:] == [asked, asked_variation]
            (found if here else moved)[target] = (place[0], place[1], place[2])
    return moved | found


def address_of(target: str, place: Place) -> str:
    part, *slugs = (slug for slug in place if slug)
    if target.startswith("muscle:"):
        return f"{reverse('exercises:exercise_list')}?muscle={part}"
    name = ("body_part_detail", "exercise_detail", "variation_detail")[len(slugs)]
    return reverse(f"exercises:{name}", args=[part, *slugs])


def _places(targets: Collection[str], *, public: bool) -> "Iterator[QuerySet[Any, Any]]":
    """What is at these addresses now, and what has moved away from them."""
    paths: dict[str, set[str]] = {scheme: set() for scheme in SCHEMES}
    for target in targets:
        scheme, _, path = target.partition(":")
        paths[scheme].add(path)
    asked = {path.partition("/")[0] for path in paths["guide"]}
    names = {path.partition("/")[2] for path in paths["guide"]} - {""}
    guides, variations = Exercise.objects.all(), Variation.objects.all()
    if public:
        guides, variations = guides.published(), variations.published()
    named = variations.filter(slug__in=names)

    for scheme, model in (("part", BodyPart), ("muscle", Muscle)):
        yield _columns(
            model.objects.filter(slug__in=paths[scheme]), scheme, "slug", "", "slug", "", ""
        )
    guide_place = ("body_part__slug", "slug", "")
    moved = guides.filter(**{f"{OLD_GUIDE}__in": asked, OLD_VARIATION: ""})
    yield _columns(guides.filter(slug__in=asked), "guide", "slug", "", *guide_place)
    yield _columns(moved, "guide", OLD_GUIDE, "", *guide_place)
    old_guide, old_variation = f"exercise__{OLD_GUIDE}", f"exercise__{OLD_VARIATION}"
    former = variations.filter(**{f"{OLD_VARIATION}__in": names})
    for rows, guide, variation in (
        (named.filter(exercise__slug__in=asked), "exercise__slug", "slug"),
        (named.filter(**{f"{old_guide}__in": asked, old_variation: ""}), old_guide, "slug"),
        (former.filter(exercise__slug__in=asked), "exercise__slug", OLD_VARIATION),
        (former.filter(**{f"{old_guide}__in": asked, old_variation: ""}), old_guide, OLD_VARIATION),
        (
            variations.filter(**{f"{OLD_GUIDE}__in": asked, f"{OLD_VARIATION}__in": names}),
            OLD_GUIDE,
            OLD_VARIATION,
        ),
    ):
        place = ("exercise__body_part__slug", "exercise__slug", "slug")
        yield _columns(rows, "guide", guide, variation, *place)


def _columns(rows: "QuerySet[Any]", scheme: str, *paths: str) -> "QuerySet[Any, Any]":
    columns: dict[str, Any] = {"c0": Value(scheme, output_field=CharField())}
    for number, path in enumerate(paths, 1):
        columns[f"c{number}"] = F(path) if path else Value("", output_field=CharField())
    listed: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return listed
