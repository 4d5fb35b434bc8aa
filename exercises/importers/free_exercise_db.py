"""free-exercise-db, a data set in the public domain, as drafts of guides and variations."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from exercises.importers import wording
from exercises.importers.drafts import Drafts, GuideDraft, ImportFailed, Problem, VariationDraft
from exercises.importers.free_exercise_db_rules import OTHER, Guide, Record, Rules, load_rules
from exercises.importers.free_exercise_db_schema import RecordCheck
from exercises.importers.writing import Reference
from exercises.models import Exercise, Level, Variation

SOURCE = "free-exercise-db"
LICENCE = "Unlicense (public domain)"
AFTER_SHIPPED = 100
SUMMARY_LENGTH = 160
FIELD_OF = {"steps": "instructions"}
LEVELS = {level: rank for rank, level in enumerate(Level.values)}


def draft(path: Path) -> Drafts:
    """Drafts of all records of the data set's folder, or of its JSON file; writes nothing."""
    raw, folder = _read(path)
    return _Drafting(load_rules(), folder).draft(raw)


def _read(path: Path) -> tuple[list[Any], Path]:
    inside = ("dist/exercises.json", "exercises.json")
    files = [path / name for name in inside] if path.is_dir() else [path]
    file = next((file for file in files if file.is_file()), None)
    if file is None:
        wanted = f"no {' or '.join(inside)} in it" if path.is_dir() else "no such file or folder"
        raise ImportFailed(f"{path}: {wanted}.")
    try:
        raw = json.loads(file.read_text("utf-8-sig"))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ImportFailed(f"{file}: not JSON, or cut off: {error.msg} in {where}.") from error
    except (OSError, RecursionError, ValueError) as error:
        raise ImportFailed(f"{file}: cannot be read: {error}.") from error
    if not isinstance(raw, list):
        raise ImportFailed(f"{file}: it must hold a list of records.")
    return raw, file.parent.parent if file.parent.name == "dist" else file.parent


class _Drafting:
    def __init__(self, rules: Rules, folder: Path) -> None:
        self.rules = rules
        self.folder = folder
        self.counts = Counter[str]()
        self.check = RecordCheck(rules)
        self.reference = Reference()
        pieces = self.reference.pieces.items()
        self.stepped = {slug for slug, row in pieces if row.load_step_kg is not None}
        known = {*self.reference.parts, *self.reference.muscles, *self.reference.pieces}
        if missing := sorted(rules.slugs() - known):
            raise ImportFailed(f"The rules name what the catalogue lacks: {', '.join(missing)}.")

    def draft(self, raw: list[Any]) -> Drafts:
        groups: dict[str, list[tuple[Record, VariationDraft]]] = {}
        guides: dict[str, Guide] = {}
        part_of = {slug: row.body_part.slug for slug, row in self.reference.muscles.items()}
        for record in self.check.records(raw):
            guide = self.rules.guide_of(record, part_of)
            guide = guides.setdefault(guide.slug, guide)
            variation = self._variation(record, guide)
            if self._fits(record, guide, variation):
                groups.setdefault(guide.slug, []).append((record, variation))
        drafts = [self._guide(guides[slug], groups[slug]) for slug in sorted(groups)]
        self.counts["records"] = len(raw)
        self.counts["left out"] = len(raw) - sum(len(guide.variations) for guide in drafts)
        return Drafts(drafts, self.check.problems, dict(self.counts))

    def _variation(self, record: Record, guide: Guide) -> VariationDraft:
        rules = self.rules
        name = rules.variation_name(record)
        pieces = rules.equipment(record, self.stepped)
        per_hand = rules.per_hand(record, pieces)
        fields: dict[str, Any] = {
            "name": name,
            "aliases": [] if record.name.casefold() == name.casefold() else [record.name],
            "steps": record.steps,
            "level": rules.words["levels"][record.level],
            "equipment": pieces,
            "measure": rules.measure(record, guide, loaded=not self.stepped.isdisjoint(pieces)),
            "load_counts": "per_hand" if per_hand else "total",
            "one_side_at_a_time": rules.one_side(record, guide),
        }
        shipped = rules.same_as.get(record.id)
        slug = shipped[1] if shipped else slugify(name.replace("/", "-"))
        photographs = [self.folder / "exercises" / image for image in record.images]
        return VariationDraft(
            record.id, slug, fields, same_as_shipped=bool(shipped), photographs=photographs
        )

    def _fits(self, record: Record, guide: Guide, variation: VariationDraft) -> bool:
        """Whether the catalogue's own rules for texts take it; notes what it lacks."""
        texts = {key: value for key, value in variation.fields.items() if key != "equipment"}
        rows = (
            Variation(slug=variation.slug, **texts),
            Exercise(name=guide.name, singular=guide.singular, slug=guide.slug),
        )
        faults: dict[str, str] = {}
        for row in rows:
            try:
                row.clean_fields(exclude={"exercise", "body_part", "with_article", "summary"})
            except ValidationError as error:
                for field, messages in error.message_dict.items():
                    faults.setdefault(FIELD_OF.get(field, "name"), messages[0])
        self.check.problems += [Problem(record.id, *fault) for fault in faults.items()]
        if not faults:
            told = [slug for slug in variation.fields["equipment"] if slug != OTHER]
            untold = record.equipment in (None, "other") and not told
            self.counts["without instructions"] += not record.steps
            self.counts["without photographs"] += not any(
                photograph.is_file() for photograph in variation.photographs
            )
            self.counts["equipment not told"] += untold
        return not faults

    def _guide(self, guide: Guide, members: list[tuple[Record, VariationDraft]]) -> GuideDraft:
        members.sort(key=lambda member: self._place(member[1]))
        records, variations = [record for record, _ in members], [draft for _, draft in members]
        muscles = self.rules.muscles(records, guide)
        summary = self._summary(guide, variations, muscles["primary"])
        for order, variation in enumerate(variations, AFTER_SHIPPED):
            variation.order = order
            variation.fields["equipment"].sort()
        name_in_text = wording.in_sentence(guide.name, self.rules.spelling)
        fields = {
            "name": guide.name,
            "singular": guide.singular,
            "with_article": guide.with_article,
            "name_in_text": "" if name_in_text == guide.name.lower() else name_in_text,
            "aliases": guide.aliases,
            "summary": summary,
            "body_part": guide.body_part,
            "muscles": muscles,
        }
        return GuideDraft(guide.slug, fields, variations)

    def _summary(self, guide: Guide, variations: list[VariationDraft], muscles: list[str]) -> str:
        number = f"{len(variations)} ways" if len(variations) > 1 else "One way"
        verb = "loosen" if guide.body_part == "mobility" else "train"
        names = [self.reference.muscles[slug].common_name for slug in muscles[:3]]
        whom = "heart and lungs" if guide.body_part == "cardio" else f"the {wording.listed(names)}"
        text, kit = f"{number} to {verb} {whom}", self._kit(variations)
        with_kit = f"{text}, {kit}." if kit else f"{text}."
        return with_kit if len(with_kit) <= SUMMARY_LENGTH else f"{text}."

    def _kit(self, variations: list[VariationDraft]) -> str:
        """The commonest main pieces, or all pieces of an only variation; "" for other equipment."""
        lists = [one.fields["equipment"] for one in variations]
        shown = lists[0] if len(lists) == 1 else [piece for pieces in lists for piece in pieces[:1]]
        names = [
            wording.in_sentence(self.reference.pieces[slug].name, self.rules.spelling)
            for slug, _ in Counter(slug for slug in shown if slug != OTHER).most_common(3)
        ]
        kit = [name if name.endswith("s") else wording.with_article(name) for name in names]
        kit += ["other equipment"] if OTHER in shown and (kit or [] in lists) else []
        kit += ["no equipment"] if [] in lists else []
        return f"with {wording.listed(kit, 'or' if len(lists) > 1 else 'and')}" if kit else ""

    def _place(self, variation: VariationDraft) -> tuple[int, int, str]:
        """Easiest first: by level, then by equipment, then by name."""
        fields = variation.fields
        return LEVELS[fields["level"]], self.rules.rung(fields["equipment"]), fields["name"]
