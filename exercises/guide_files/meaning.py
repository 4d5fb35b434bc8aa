"""What a schema cannot see: texts without markup, and names that must exist."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError

from exercises.guide_files.schema import did_you_mean, shown
from exercises.guide_files.source import Source
from exercises.link_places import find_places, targets_in
from exercises.markdown import link_problems
from exercises.models import BodyPart, Equipment, Muscle
from exercises.models.fields import validate_plain

MARKDOWN = ("what_is", "tips", "faqs")


@dataclass(frozen=True)
class Known:
    """The names that the files of one load may use; `equipment` tells which pieces have a step."""

    parts: Collection[str]
    muscles: Collection[str]
    equipment: dict[str, bool]
    targets: Collection[str]

    @classmethod
    def to(cls, sources: Collection[Source]) -> Self:
        """What the database has, in four queries, and what the files bring."""
        asked = targets_in(text for source in sources for _, text in source.texts())
        asked |= {f"guide:{slug}" for source in sources for _, slug in source.find("related", None)}
        equipment = Equipment.objects.values_list("slug", "load_step_kg")
        return cls(
            parts=set(BodyPart.objects.values_list("slug", flat=True)),
            muscles=set(Muscle.objects.values_list("slug", flat=True)),
            equipment={slug: step is not None for slug, step in equipment},
            targets=set(find_places(asked, public=False)) | set(_brought(sources, asked)),
        )


def _brought(sources: Iterable[Source], asked: Collection[str]) -> Iterable[str]:
    """Targets that the files will make; of a file that cannot be read, all that is asked of it."""
    for source in sources:
        guide = f"guide:{source.slug}"
        yield guide
        yield from (f"{guide}/{slug}" for _, slug in source.find("variations", None, "slug"))
        if source.data is None:
            yield from (target for target in asked if target.startswith(f"{guide}/"))


def check_meaning(source: Source, known: Known) -> None:
    _check_texts(source, known)
    _check_slugs(source)
    for path, slug in source.find("related", None):
        if slug == source.slug:
            source.blame(path, "a guide cannot be related to itself")
        elif f"guide:{slug}" not in known.targets:
            source.blame(path, f"there is no guide {shown(slug)}")
    _check_names(source, ("body_part",), known.parts, "body part")
    _check_names(source, ("muscles", None, None), known.muscles, "muscle")
    _check_names(source, ("variations", None, "equipment", None), known.equipment, "equipment")
    _check_repeats(source, ("muscles", None, None))
    stepped: set[tuple[str | int, ...]] = set()
    for path, slug in source.find("variations", None, "equipment", None):
        if known.equipment.get(slug):
            if path[:2] in stepped:
                source.blame(path, "a variation can have only one piece with a load step")
            stepped.add(path[:2])


def _check_texts(source: Source, known: Known) -> None:
    for path, text in source.texts():
        try:
            validate_plain(text)
        except ValidationError as error:
            source.blame(path, str(error.message))
        if path and path[0] in MARKDOWN and path[-1] != "question":
            for problem in link_problems(text, known.targets):
                source.blame(path, problem)
        elif "](" in text:
            source.blame(path, "links do not work in this field")


def _check_slugs(source: Source) -> None:
    for path, slug in source.find("slug"):
        if slug != source.slug:
            source.blame(path, f"{shown(slug)} is not the name of the file, “{source.slug}”")
    _check_repeats(source, ("variations", None, "slug"))


def _check_names(
    source: Source, path: tuple[str | None, ...], known: Collection[str], kind: str
) -> None:
    for field, slug in source.find(*path):
        if slug not in known:
            source.blame(field, f"{shown(slug)} is not a known {kind}{did_you_mean(slug, known)}")


def _check_repeats(source: Source, path: tuple[str | None, ...]) -> None:
    seen: set[str] = set()
    for field, slug in source.find(*path):
        if slug in seen:
            source.blame(field, f"{shown(slug)} is listed above already")
        seen.add(slug)
