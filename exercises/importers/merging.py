"""Drafts into the catalogue: made, linked with what ships, or merged with what staff have edited.

A guide or variation whose `loaded_state` is not of this source (it ships as a file, or staff made
it) keeps all its texts. One that staff deleted comes again; one that they retired stays retired.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from django.db.models import Q

from exercises.guide_merging import difference, loaded_fields, made_by, merge
from exercises.importers.drafts import GuideDraft, VariationDraft
from exercises.importers.writing import Reference, Row, Writing, read_field
from exercises.models import Exercise, SlugRedirect, Status, Variation, catalogue_batch

ROWS_A_BATCH = 200
Batch = list[tuple[GuideDraft, list[VariationDraft]]]


class CatalogueImport:
    """Merges drafts of one source; `counts` tells what became of them, `kept` what staff keep."""

    def __init__(self, source: str, *, publish: bool = False, dry_run: bool = False) -> None:
        self.source = source
        self.publish = publish
        self.dry_run = dry_run
        self.counts = Counter[str]()
        self.kept: dict[str, None] = {}
        self._reference = Reference()
        self._guides: dict[str, str] = {}

    def merge(self, guides: list[GuideDraft], done: Callable[[int], object]) -> None:
        """Write in batches, each whole in itself; `done` is told the variations of each."""
        for batch in _batches(guides):
            with catalogue_batch():
                writing = self._decide(batch)
                if not self.dry_run:
                    writing.apply()
            done(sum(len(portion) for _, portion in batch))
        self.counts.update(f"guides {outcome}" for outcome in self._guides.values())

    def _decide(self, batch: Batch) -> Writing:
        writing = Writing(self._reference)
        imported = self._imported(batch)
        guides = _guides_at({draft.slug for draft, _ in batch})
        for draft, portion in batch:
            guide = guides.get(draft.slug)
            if guide and loaded_fields(guide.loaded_state).get("slug") == draft.slug:
                outcome = self._update(guide, draft.fields, guide.slug, writing)
                self._guides.setdefault(draft.slug, outcome)
            for one in portion:
                if row := imported.get(one.source_id):
                    path = f"{row.exercise.slug}/{row.slug}"
                    self.counts[self._update(row, one.fields, path, writing)] += 1
            new = [one for one in portion if one.source_id not in imported]
            if new:
                self._add(guide or self._new_guide(draft, writing), draft.slug, new, writing)
        return writing

    def _imported(self, batch: Batch) -> dict[str, Variation]:
        ids = [one.source_id for _, portion in batch for one in portion]
        rows = Variation.objects.filter(source=self.source, source_id__in=ids)
        rows = rows.select_related("exercise").prefetch_related("equipment")
        return {row.source_id: row for row in rows.select_for_update(of=("self",), no_key=True)}

    def _new_guide(self, draft: GuideDraft, writing: Writing) -> Exercise:
        guide = Exercise(slug=draft.slug)
        writing.make(guide, self._whole(draft.slug, draft.fields))
        self._guides.setdefault(draft.slug, "made")
        return guide

    def _add(
        self, guide: Exercise, old_slug: str, drafts: list[VariationDraft], writing: Writing
    ) -> None:
        """Link the drafts with variations that ship, or make new ones."""
        places = Q(exercise_slug__in=[guide.slug, old_slug], variation__isnull=False)
        moved = SlugRedirect.objects.filter(places).select_related("variation")
        there = {place.variation_slug: place.variation for place in moved}
        if guide.pk:
            there |= {row.slug: row for row in guide.variations.select_for_update(no_key=True)}
        for draft in drafts:
            of_source = {"source": self.source, "source_id": draft.source_id}
            row = there.get(draft.slug)
            if draft.same_as_shipped and row is not None and not row.source:
                writing.change(row, of_source)
                self.counts["linked"] += 1
                continue
            slug = _free(draft.slug, there)
            there[slug] = row = Variation(exercise=guide, slug=slug, order=draft.order)
            writing.make(row, self._whole(slug, draft.fields) | of_source)
            self.counts["created"] += 1

    def _whole(self, slug: str, fields: dict[str, Any]) -> dict[str, Any]:
        status = Status.PUBLISHED if self.publish else Status.DRAFT
        loaded = {**fields, "slug": slug, "status": status.value}
        return {**loaded, "loaded_state": {"source": self.source, "fields": loaded}}

    def _update(self, row: Row, wanted: dict[str, Any], path: str, writing: Writing) -> str:
        if made_by(row.loaded_state) != self.source:
            return "unchanged"
        loaded = loaded_fields(row.loaded_state)
        merged = merge(row.loaded_state, {name: read_field(row, name) for name in wanted}, wanted)
        state = {**merged.state, "source": self.source}
        kept = [f"{name}: {difference(*values)}" for name, values in merged.kept.items()]
        if self.publish and row.status != Status.PUBLISHED:
            if kept or row.status != loaded.get("status"):
                kept.append(f"status: stays {row.get_status_display().lower()}")
            else:
                merged.taken["status"] = state["fields"]["status"] = Status.PUBLISHED.value
        self.kept |= dict.fromkeys(f"{path}: {reason}" for reason in kept)
        if state["fields"] != loaded:
            writing.change(row, {**merged.taken, "loaded_state": state})
            return "updated"
        return "kept as edited" if kept else "unchanged"


def _batches(guides: list[GuideDraft]) -> Iterator[Batch]:
    """Variations with their guides, in batches of at most ROWS_A_BATCH rows of all tables."""
    batch: Batch = []
    room = ROWS_A_BATCH
    for guide in guides:
        portion: list[VariationDraft] = []
        for variation in guide.variations:
            rows = 1 + len(variation.fields["equipment"])
            if not portion:
                rows += 1 + sum(map(len, guide.fields["muscles"].values()))
            if rows > room and batch:
                yield batch
                batch, portion, room = [], [], ROWS_A_BATCH
            if not portion:
                batch.append((guide, portion))
            portion.append(variation)
            room -= rows
    if batch:
        yield batch


def _guides_at(slugs: set[str]) -> dict[str, Exercise]:
    """Guides by the slug they have or once had."""
    guides = Exercise.objects.select_for_update(of=("self",), no_key=True)
    guides = guides.select_related("body_part").prefetch_related("exercise_muscles__muscle")
    found = {guide.slug: guide for guide in guides.filter(slug__in=slugs)}
    former = SlugRedirect.objects.filter(exercise_slug__in=slugs - found.keys(), variation_slug="")
    at = dict(former.values_list("exercise_slug", "exercise"))
    renamed = {guide.pk: guide for guide in guides.filter(pk__in=at.values())} if at else {}
    return {slug: renamed[pk] for slug, pk in at.items()} | found


def _free(slug: str, taken: dict[str, Any]) -> str:
    slugs = (slug if number == 1 else f"{slug[:110]}-{number}" for number in count(1))
    return next(free for free in slugs if free not in taken)
