"""Guides from files into the catalogue, without undoing what staff have done there."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import DatabaseError, models
from django.utils import timezone

from exercises.guide_files import GuideFile, Problem
from exercises.guide_merging import (
    SOURCE,
    Merge,
    difference,
    loaded_fields,
    made_by,
    merge,
    tidy,
    weave,
)
from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Faq,
    Muscle,
    RelatedExercise,
    Status,
    Tip,
    Variation,
    VariationEquipment,
    catalogue_batch,
)

GUIDE_COLUMNS = (
    *("slug", "name", "singular", "with_article", "name_in_text", "aliases", "summary"),
    *("what_is", "featured_order"),
)
VARIATION_COLUMNS = (
    *("slug", "name", "aliases", "summary", "level", "measure", "load_counts"),
    *("one_side_at_a_time", "steps", "mistakes", "figure", "video_url"),
)


@dataclass
class LoadReport:
    """What became of each guide ("squats") and variation ("squats/goblet"), and why."""

    outcomes: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, load: "_GuideLoad") -> None:
        for path, outcome in load.outcomes.items():
            if self.outcomes.get(path) not in ("created", "updated"):
                self.outcomes[path] = outcome
        self.kept += [line for line in load.kept if line not in self.kept]

    def fail(self, guide: GuideFile, error: DatabaseError) -> None:
        self.problems.append(Problem(guide.file, 0, "", f"could not be stored: {error}"))
        for path in (guide.slug, *(f"{guide.slug}/{row['slug']}" for row in guide.variations)):
            self.outcomes[path] = "broken"

    def counts(self, *, variations: bool) -> Counter[str]:
        return Counter(
            outcome for path, outcome in self.outcomes.items() if ("/" in path) == variations
        )


@dataclass(frozen=True)
class _Ids:
    """Primary keys by slug of what guides refer to."""

    parts: dict[str, int]
    muscles: dict[str, int]
    equipment: dict[str, int]


def load_guides(guides: Sequence[GuideFile]) -> LoadReport:
    """Create and update guides, each in its own transaction; one that fails leaves no trace.

    A guide whose related ones come later in the same load is gone through a second time.
    """
    report = LoadReport()
    referred = (BodyPart, Muscle, Equipment)
    ids = _Ids(*(dict(model.objects.values_list("slug", "pk")) for model in referred))
    rounds: tuple[list[GuideFile], list[GuideFile]] = (list(guides), [])
    for last, some in enumerate(rounds):
        for guide in some:
            load = _GuideLoad(guide, ids, last=bool(last))
            try:
                with catalogue_batch():
                    load.run()
            except DatabaseError as error:
                report.fail(guide, error)
                continue
            report.add(load)
            if load.waits:
                rounds[1].append(guide)
    return report


@dataclass
class _Rung:
    """A variation on its guide's ladder; `merged` is None where the file does not have it."""

    variation: Variation
    merged: Merge | None = None
    moved: bool = False

    @property
    def changed(self) -> bool:
        return self.moved or bool(self.merged and self.merged.state != self.variation.loaded_state)


class _GuideLoad:
    """One guide, read with a lock, merged and written; inside a `catalogue_batch`."""

    def __init__(self, guide: GuideFile, ids: _Ids, *, last: bool) -> None:
        self.guide = guide
        self.ids = ids
        self.last = last
        self.waits = False
        self.related: dict[str, int] = {}
        self.faqs_from_file = 0
        self.outcomes: dict[str, str] = {}
        self.kept: list[str] = []

    def run(self) -> None:
        slug = self.guide.slug
        exercise = _find(slug) or Exercise(status=Status.PUBLISHED)
        state = exercise.loaded_state
        if exercise.pk and slug not in (exercise.slug, loaded_fields(state).get("slug")):
            self._keep(slug, f"staff have led this address to {exercise.slug}")
            return
        wanted = {**self.guide.values, "related": self._related(exercise)}
        file_order = wanted.pop("variations")
        if self.waits:
            del wanted["related"]
        current = _guide_values(exercise) if exercise.pk else None
        if current:
            current["faqs"] = self._without_added(current["faqs"], state, wanted["faqs"])
        merged = merge(state, current, wanted)
        self._note(slug, exercise, merged)
        rungs = self._rungs(exercise, loaded_fields(state).get("variations", []))
        merged.state["fields"]["variations"] = self._put_in_order(rungs, exercise, file_order)
        changed = [rung for rung in rungs.values() if rung.changed]
        if changed or merged.state != state:
            self._write_guide(exercise, merged)
            self._write_variations(exercise, changed)

    def _without_added(self, ours: list[Any], state: Any, theirs: list[Any]) -> list[Any]:
        """The questions as loaded; those added below, as from answers, are no edit of them."""
        loaded = loaded_fields(state).get("faqs", ours)
        added_only = tidy(ours[: len(loaded)]) == tidy(loaded) and tidy(ours) != theirs
        self.faqs_from_file = len(loaded) if added_only else len(ours)
        return ours[: self.faqs_from_file]

    def _note(self, path: str, row: Exercise | Variation, merged: Merge) -> None:
        outcome = "updated" if merged.taken else "kept" if merged.kept else "unchanged"
        self.outcomes[path] = outcome if row.pk else "created"
        for name, (ours, theirs) in merged.kept.items():
            self._keep(path, f"{name}: {difference(ours, theirs)}")

    def _keep(self, path: str, reason: str) -> None:
        if self.outcomes.get(path) in (None, "unchanged"):
            self.outcomes[path] = "kept"
        self.kept.append(f"{path}: {reason}")

    def _related(self, exercise: Exercise) -> list[str]:
        """Present slugs of the related guides that exist, in the file's order."""
        asked: list[str] = self.guide.values["related"]
        former = Exercise.objects.filter(
            old_addresses__exercise_slug__in=asked, old_addresses__variation_slug=""
        ).values_list("old_addresses__exercise_slug", "slug", "pk")
        present = Exercise.objects.filter(slug__in=asked).values_list("slug", "slug", "pk")
        found = {old: (slug, pk) for rows in (former, present) for old, slug, pk in rows}
        missing = [slug for slug in asked if slug not in found]
        self.waits = bool(missing) and not self.last
        if missing and self.last:
            self._keep(self.guide.slug, f"related: not there yet: {', '.join(missing)}")
        self.related = {
            slug: pk
            for slug, pk in (found[slug] for slug in asked if slug in found)
            if pk != exercise.pk
        }
        return list(self.related)

    def _rungs(self, exercise: Exercise, loaded: Sequence[str]) -> dict[str, _Rung]:
        """Every variation by the slug that the file knows it by, those here in their order."""
        wanted = {values["slug"]: values for values in self.guide.variations}
        here = list(exercise.variations.all()) if exercise.pk else []
        slugs = {variation.slug for variation in here}
        rungs: dict[str, _Rung] = {}
        for variation in here:
            former = str(loaded_fields(variation.loaded_state).get("slug"))
            renamed = former in wanted and former not in slugs
            rungs[former if renamed else variation.slug] = _Rung(variation)
        for slug, values in wanted.items():
            path = f"{self.guide.slug}/{slug}"
            if slug not in rungs and slug in loaded:
                self._keep(path, "staff have taken it out; it is not made again")
                continue
            rung = rungs.setdefault(slug, _Rung(Variation(status=Status.PUBLISHED)))
            variation = rung.variation
            current = _variation_values(variation) if variation.pk else None
            rung.merged = merge(variation.loaded_state, current, values)
            self._note(path, variation, rung.merged)
        for slug, rung in rungs.items():
            if not rung.merged and made_by(rung.variation.loaded_state) == SOURCE:
                self._keep(f"{self.guide.slug}/{slug}", "is no longer in the file; it stays")
        return rungs

    def _put_in_order(
        self, rungs: dict[str, _Rung], exercise: Exercise, file_order: list[str]
    ) -> list[str]:
        """Number the rungs, and return the order to remember as loaded."""
        loaded = loaded_fields(exercise.loaded_state).get("variations", [])
        here = [slug for slug, rung in rungs.items() if rung.variation.pk]
        wanted = [slug for slug in file_order if slug in rungs]
        by_hand = bool(exercise.pk) and exercise.loaded_state is None
        reordered = _common(here, loaded) != _common(loaded, here)
        order = weave(here, wanted) if by_hand or reordered else weave(wanted, here)
        if order != here:
            number = 0
            for rung in (rungs[slug] for slug in order):
                stays = rung.variation.pk and rung.variation.order > number
                number = rung.variation.order if stays else number + 1
                rung.moved = rung.variation.order != number
                rung.variation.order = number
        if _common(order, wanted) == wanted:
            return file_order
        self._keep(self.guide.slug, f"order: {difference(_common(order, wanted), wanted)}")
        return [*loaded, *(slug for slug in wanted if slug not in loaded)]

    def _write_guide(self, exercise: Exercise, merged: Merge) -> None:
        taken = merged.taken
        _publish_if_imported(exercise)
        _assign(exercise, GUIDE_COLUMNS, taken)
        if "body_part" in taken:
            exercise.body_part_id = self.ids.parts[taken["body_part"]]
        if "review" in taken:
            name, day = taken["review"]
            exercise.reviewed_by_name = name
            exercise.reviewed_on = date.fromisoformat(day) if day else None
        exercise.loaded_state = merged.state
        exercise.save()
        for name, theirs in taken.items():
            self._write_part(exercise, name, theirs)

    def _write_part(self, exercise: Exercise, name: str, theirs: Any) -> None:
        match name:
            case "muscles":
                links = [
                    ExerciseMuscle(exercise=exercise, muscle_id=self.ids.muscles[slug], role=role)
                    for role, slugs in theirs.items()
                    for slug in slugs
                ]
                _replace(exercise.exercise_muscles.all(), links)
            case "related":
                others = [
                    RelatedExercise(exercise=exercise, related_id=self.related[slug])
                    for slug in theirs
                ]
                _replace(exercise.related_links.all(), others)
            case "tips":
                _replace(exercise.tips.all(), [Tip(exercise=exercise, text=tip) for tip in theirs])
            case "faqs":
                self._write_faqs(exercise, [Faq(exercise=exercise, **faq) for faq in theirs])

    def _write_faqs(self, exercise: Exercise, theirs: list[Faq]) -> None:
        """In the place of those loaded before; those that were added since stay below."""
        added = [faq.pk for faq in exercise.faqs.all()[self.faqs_from_file :]]
        _replace(exercise.faqs.exclude(pk__in=added), theirs)
        for order, pk in enumerate(added, start=len(theirs)):
            Faq.objects.filter(pk=pk).update(order=order)

    def _write_variations(self, exercise: Exercise, changed: list[_Rung]) -> None:
        for rung in changed:
            variation = rung.variation
            variation.exercise = exercise
            variation.updated_at = timezone.now()
            if rung.merged:
                _publish_if_imported(variation)
                _assign(variation, VARIATION_COLUMNS, rung.merged.taken)
                variation.loaded_state = rung.merged.state
        rows = [rung.variation for rung in changed]
        columns = [*VARIATION_COLUMNS, "order", "status", "loaded_state", "updated_at"]
        Variation.objects.bulk_update([row for row in rows if row.pk], columns)
        Variation.objects.bulk_create([row for row in rows if not row.pk])
        taken = {
            rung.variation.pk: rung.merged.taken["equipment"]
            for rung in changed
            if rung.merged and "equipment" in rung.merged.taken
        }
        VariationEquipment.objects.filter(variation__in=taken).delete()
        VariationEquipment.objects.bulk_create(
            VariationEquipment(variation_id=pk, equipment_id=self.ids.equipment[slug])
            for pk, slugs in taken.items()
            for slug in slugs
        )


def _find(slug: str) -> Exercise | None:
    """The guide of this address, present or former, locked with its variations."""
    locked = Variation.objects.select_for_update(of=("self",), no_key=True)
    guides = (
        Exercise.objects.select_for_update(of=("self",), no_key=True)
        .select_related("body_part")
        .prefetch_related(
            "exercise_muscles__muscle",
            "related_links__related",
            "tips",
            "faqs",
            models.Prefetch("variations", locked.prefetch_related("equipment")),
        )
    )
    former = {"old_addresses__exercise_slug": slug, "old_addresses__variation_slug": ""}
    return guides.filter(slug=slug).first() or guides.filter(**former).first()


def _guide_values(exercise: Exercise) -> dict[str, Any]:
    reviewed_on = exercise.reviewed_on
    return {
        **{name: getattr(exercise, name) for name in GUIDE_COLUMNS},
        "body_part": exercise.body_part.slug,
        "review": [exercise.reviewed_by_name, reviewed_on.isoformat() if reviewed_on else None],
        "muscles": {
            "primary": [muscle.slug for muscle in exercise.primary_muscles],
            "secondary": [muscle.slug for muscle in exercise.secondary_muscles],
        },
        "related": [link.related.slug for link in exercise.related_links.all()],
        "tips": [tip.text for tip in exercise.tips.all()],
        "faqs": [{"question": faq.question, "answer": faq.answer} for faq in exercise.faqs.all()],
    }


def _variation_values(variation: Variation) -> dict[str, Any]:
    return {
        **{name: getattr(variation, name) for name in VARIATION_COLUMNS},
        "equipment": sorted(piece.slug for piece in variation.equipment.all()),
    }


def _publish_if_imported(row: Exercise | Variation) -> None:
    """What the files take over from an importer ships ready, unless staff have set its status."""
    loaded = loaded_fields(row.loaded_state)
    if made_by(row.loaded_state) not in (None, SOURCE) and (
        row.status == loaded.get("status", Status.DRAFT)
    ):
        row.status = Status.PUBLISHED


def _assign(row: models.Model, columns: Sequence[str], taken: dict[str, Any]) -> None:
    for name in taken.keys() & set(columns):
        setattr(row, name, taken[name])


def _replace(old: "models.QuerySet[Any]", new: list[Any]) -> None:
    old.delete()
    for order, row in enumerate(new):
        row.order = order
    old.model._default_manager.bulk_create(new)


def _common(slugs: Sequence[str], others: Sequence[str]) -> list[str]:
    return [slug for slug in slugs if slug in others]
