"""The rules of `free_exercise_db_guides.yaml` and `free_exercise_db_rules.yaml`, applied."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Self

import yaml
from django.utils.text import slugify

from exercises.importers import wording
from exercises.models import Measure

HERE = Path(__file__).parent
OTHER = "other"
LOADED_BY_HABIT = frozenset({"powerlifting", "strongman"})
OFTEN = 0.2
OTHER_SIDE = re.compile(
    r"switch (?:sides|legs|arms)|other side|opposite side|(?:other|opposite) (?:leg|arm|hand)"
)


@dataclass(frozen=True)
class Record:
    """A checked record of the data set."""

    id: str
    name: str
    category: str
    level: str
    force: str | None
    equipment: str | None
    primary: list[str]
    secondary: list[str]
    steps: list[str]
    images: list[str]

    @cached_property
    def words(self) -> str:
        return wording.plain(self.name)

    @cached_property
    def told(self) -> str:
        return " ".join(self.steps).lower()


class Phrases:
    """Phrases in the singular that a name may have in either number; `*` is any words."""

    def __init__(self, phrases: list[str]) -> None:
        patterns = (
            "(?: .*)? ".join(
                " ".join(f"{re.escape(word)}(?:e?s)?" for word in part.split())
                for part in phrase.split(" * ")
            )
            for phrase in phrases
        )
        self._pattern = re.compile(rf"\b(?:{'|'.join(patterns)})\b") if phrases else None

    def __contains__(self, words: str) -> bool:
        return bool(self._pattern and self._pattern.search(words))


@dataclass(frozen=True)
class Guide:
    """An entry of `free_exercise_db_guides.yaml`."""

    name: str
    singular: str
    body_part: str
    slug: str
    with_article: str
    match: Phrases
    unless: Phrases
    aliases: list[str] = field(default_factory=list)
    records: list[str] = field(default_factory=list)
    category: str = ""
    muscle: str = ""
    muscles: dict[str, str] = field(default_factory=dict)
    besides: list[str] = field(default_factory=list)
    measure: str = ""
    one_side: bool = False

    @classmethod
    def of(cls, entry: dict[str, Any]) -> Self:
        values = {
            "slug": slugify(entry["name"].replace("’", "")),
            "with_article": wording.with_article(entry["singular"]),
            **entry,
        }
        for key in ("match", "unless"):
            values[key] = Phrases(entry.get(key, []))
        return cls(**values)

    def takes(self, record: Record) -> bool:
        return (
            self.category in ("", record.category)
            and self.muscle in ("", *record.primary[:1])
            and record.words in self.match
            and record.words not in self.unless
        )


class Rules:
    def __init__(self, guides: list[dict[str, Any]], words: dict[str, Any]) -> None:
        self.guides = [Guide.of(entry) for entry in guides]
        self.words = words
        self.spelling: dict[str, str] = words["spelling"]
        self.same_as: dict[str, tuple[str, str]] = {
            record: (guide, variation)
            for guide, variations in words["same_as"].items()
            for variation, record in variations.items()
        }
        self._instead = {slug: Phrases(names) for slug, names in words["instead"].items()}
        self._besides = {slug: Phrases(names) for slug, names in words["besides"].items()}
        self._rungs = {slug: at for at, rung in enumerate(words["ladder"], 1) for slug in rung}
        self._bench, self._two_in_hand = (
            re.compile("|".join(words[key])) for key in ("bench_in_steps", "two_in_hand")
        )
        self._one_side, self._one_arm, self._both_sides = (
            Phrases(words[key]) for key in ("one_side", "one_arm", "both_sides")
        )

    def guide_of(self, record: Record, body_part_of: dict[str, str]) -> Guide:
        """The guide that the rules name, or one of the record's own."""
        shipped, _ = self.same_as.get(record.id, ("", ""))
        for guide in self.guides:
            if record.id in guide.records or guide.slug == shipped:
                return guide
        found = next((guide for guide in self.guides if guide.takes(record)), None)
        return found or self._own_guide(record, body_part_of)

    def _own_guide(self, record: Record, body_part_of: dict[str, str]) -> Guide:
        singular = wording.in_sentence(self.variation_name(record), self.spelling)
        name = wording.heading(wording.plural(singular))
        part = {"cardio": "cardio", "stretching": "mobility"}.get(record.category)
        part = part or body_part_of[self.muscle(record.primary[0], record, {})]
        return Guide.of(
            {"name": name, "singular": singular, "body_part": part, "records": [record.id]}
        )

    def variation_name(self, record: Record) -> str:
        given: str | None = self.words["names"].get(record.id)
        return given or wording.variation_name(record.name, self.spelling)

    def muscle(self, word: str, record: Record, of_guide: dict[str, str]) -> str:
        slug = of_guide.get(word) or self.words["muscles"][word]
        return slug if isinstance(slug, str) else slug.get(record.force, slug["other"])

    def muscles(self, records: list[Record], guide: Guide) -> dict[str, list[str]]:
        """Those that a fifth of the records train, most often named first; one at least."""
        first, all_of_them = Counter[str](), Counter[str]()
        for record in records:
            main = {self.muscle(word, record, guide.muscles) for word in record.primary}
            rest = {self.muscle(word, record, guide.muscles) for word in record.secondary}
            first.update(sorted(main))
            all_of_them.update(sorted(main | rest))
        enough = len(records) * OFTEN
        ranked = sorted(first, key=lambda slug: (-first[slug], slug))
        primary = [slug for slug in ranked if first[slug] >= enough] or ranked[:1]
        ranked = sorted(all_of_them, key=lambda slug: (-all_of_them[slug], slug))
        secondary = [slug for slug in ranked if all_of_them[slug] >= enough]
        others = dict.fromkeys([*secondary, *guide.besides])
        return {"primary": primary, "secondary": [slug for slug in others if slug not in primary]}

    def equipment(self, record: Record, stepped: set[str]) -> list[str]:
        """Slugs, the main piece first; at most one of them carries load.

        What the data set calls "other" is other equipment here too, unless a piece is named.
        """
        told: str | None = self.words["equipment"].get(record.equipment)
        instead = next((slug for slug, names in self._instead.items() if record.words in names), "")
        pieces = [slug for slug in (instead or told,) if slug]
        pieces += [slug for slug, names in self._besides.items() if record.words in names]
        optional = "box" in pieces or record.id in self.words["bench_optional"]
        if self._bench.search(record.told) and not optional:
            pieces.append("bench")
        if pieces[:1] == ["machine"]:
            pieces = [slug for slug in pieces if slug != "bench"]
        pieces = list(dict.fromkeys(pieces))
        second = [slug for slug in pieces if slug in stepped][1:]
        known = [slug for slug in pieces if slug not in second]
        return known or [OTHER] if record.equipment == OTHER else known

    def rung(self, pieces: list[str]) -> int:
        """How hard the equipment makes an exercise of its level, 0 for none."""
        return max((self._rungs[slug] for slug in pieces), default=0)

    def measure(self, record: Record, guide: Guide, *, loaded: bool) -> str:
        fixed: str = self.words["measures"].get(record.id) or guide.measure
        loaded = loaded or (record.equipment == OTHER and record.category in LOADED_BY_HABIT)
        if fixed:
            return fixed
        if record.category == "cardio":
            return Measure.DISTANCE_DURATION.value
        if record.force == "static" or guide.body_part == "mobility":
            return (Measure.LOAD_DURATION if loaded else Measure.DURATION).value
        return (Measure.LOAD_REPS if loaded else Measure.REPS).value

    def one_side(self, record: Record, guide: Guide) -> bool:
        if record.words in self._both_sides:
            return False
        stretch = guide.body_part == "mobility" and OTHER_SIDE.search(record.told)
        named = record.words in self._one_side or record.words in self._one_arm
        return guide.one_side or named or bool(stretch)

    def per_hand(self, record: Record, pieces: list[str]) -> bool:
        if {"dumbbell", "kettlebell"}.isdisjoint(pieces) or record.words in self._one_arm:
            return False
        return bool(self._two_in_hand.search(f"{record.words} {record.told}"))

    def slugs(self) -> set[str]:
        """Every body part, muscle and piece of equipment that the rules name."""
        slugs = {"cardio", "mobility", "bench", OTHER, *self._instead, *self._besides}
        slugs |= self._rungs.keys()
        slugs |= {slug for slug in self.words["equipment"].values() if slug}
        for value in self.words["muscles"].values():
            slugs |= {value} if isinstance(value, str) else set(value.values())
        for guide in self.guides:
            slugs |= {guide.body_part, *guide.besides, *guide.muscles.values()}
        return slugs


@cache
def load_rules() -> Rules:
    guides, words = (
        yaml.safe_load((HERE / f"free_exercise_db_{name}.yaml").read_text("utf-8"))
        for name in ("guides", "rules")
    )
    return Rules(guides, words)
