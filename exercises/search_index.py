"""The rows that search reads, kept true by every write of the catalogue."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from exercises.models import (
    CatalogueState,
    Exercise,
    ExerciseMuscle,
    Faq,
    Level,
    Muscle,
    Status,
    Variation,
    catalogue_batch,
)
from exercises.models.search_index import (
    ALWAYS,
    SearchEntry,
    SearchWord,
    Shelf,
)
from exercises.models.state import note_change
from exercises.search.engines import engine
from exercises.search.facets import NO_PIECE
from exercises.search.words import (
    LEVEL_WORDS,
    NO_EQUIPMENT,
    STOP_WORDS,
    spellable,
    stems_of_names,
    stems_of_texts,
    tokens,
    wholes,
    words_of,
)

FORMAT = 5
"""To be raised with every change that makes other entries of the same guide."""

CHUNK = 200
COMPARED = (
    *("exercise_id", "variation_id", "listing", "scope", "offers", "public_from", "spellings"),
    "words",
)
READ = ("name", "singular", "aliases", "summary", "what_is", "publish_at", "featured_order")
Use = tuple[str, datetime]


def refresh(guides: set[int]) -> None:
    """Bring the index up to date for these guides (by primary key).

    Called by `catalogue_batch`, whose lock on the catalogue's one state row keeps two writers
    from counting words at the same time. What has not changed is not written again.
    """
    wanted = sorted(guides)
    for start in range(0, len(wanted), CHUNK):
        _refresh(wanted[start : start + CHUNK])


def rebuild() -> int:
    """Make the whole index anew, in transactions of 200 guides, and return how many there are."""
    engine().rebuild()
    guides = list(Exercise.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(guides), CHUNK):
        with catalogue_batch():
            note_change(guides[start : start + CHUNK])
    with transaction.atomic():
        CatalogueState.objects.select_for_update().first()
        SearchWord.objects.all().delete()
        entries = SearchEntry.objects.exclude(spellings="").only("spellings", "public_from")
        _write_words(_uses(entries.iterator(CHUNK)), {})
        CatalogueState.objects.update(index_format=FORMAT)
    return len(guides)


def rebuild_if_outdated() -> None:
    """Rebuild what code of another format has written; a rebuild cut short is done again."""
    if not CatalogueState.objects.filter(index_format=FORMAT).exists():
        rebuild()


def _refresh(guides: list[int]) -> None:
    old = {entry.pk: entry for entry in SearchEntry.objects.filter(exercise__in=guides)}
    new = {entry.pk: entry for guide in _load(guides) for entry in _Guide(guide).entries()}
    stale = [entry for pk, entry in old.items() if _differ(entry, new.get(pk))]
    fresh = [entry for pk, entry in new.items() if _differ(entry, old.get(pk))]
    SearchEntry.objects.filter(pk__in=[entry.pk for entry in (*stale, *fresh)]).delete()
    SearchEntry.objects.bulk_create(fresh)
    change = _uses(fresh)
    change.subtract(_uses(stale))
    _count_words({use: number for use, number in change.items() if number})


def _differ(entry: SearchEntry, other: SearchEntry | None) -> bool:
    return other is None or any(getattr(entry, name) != getattr(other, name) for name in COMPARED)


def _load(guides: list[int]) -> QuerySet[Exercise]:
    muscles = ExerciseMuscle.objects.select_related("muscle")
    variations = Variation.objects.filter(status=Status.PUBLISHED).only(
        "exercise_id", "name", "aliases", "summary", "level", "order"
    )
    return (
        Exercise.objects.filter(pk__in=guides, status=Status.PUBLISHED)
        .select_related("body_part")
        .only(*READ, "body_part__name", "body_part__adjective")
        .prefetch_related(Prefetch("exercise_muscles", muscles))
        .prefetch_related(Prefetch("variations", variations.prefetch_related("equipment")))
        .prefetch_related(Prefetch("faqs", Faq.objects.only("exercise_id", "question")))
    )


class _Guide:
    """A loaded guide as the entries of itself and of its variations."""

    def __init__(self, guide: Exercise) -> None:
        self.guide = guide
        self.variations = list(guide.variations.all())
        self.names = [guide.name, guide.singular, *guide.aliases]
        links = list(guide.exercise_muscles.all())
        primary = [link.muscle for link in links if link.role == ExerciseMuscle.Role.PRIMARY]
        of_part = [one for one in primary if one.body_part_id == guide.body_part_id]
        own = of_part or primary
        others = [link.muscle for link in links if link.muscle not in own]
        part = [guide.body_part.name, guide.body_part.adjective]
        self.trains_first = [*part, *_called(of_part[:1])]
        self.trains = [*part, *_called(own)]
        self.trains_too = _called(others)

    def entries(self) -> list[SearchEntry]:
        return [self._guide_entry(), *(self._variation_entry(one) for one in self.variations)]

    def _guide_entry(self) -> SearchEntry:
        guide = self.guide
        needs = [name for one in self.variations for name in _needs(one)]
        variations = [name for one in self.variations for name in (one.name, *one.aliases)]
        levels = [word for one in self.variations for word in LEVEL_WORDS[Level(one.level)]]
        known = [*self.names, *variations, *needs, *levels, *self.trains, *self.trains_too]
        return SearchEntry(
            pk=self._place,
            listing=f"{self._shelf}{guide.featured_order or 0:05}{guide.name}",
            exercise=guide,
            public_from=self._public_from,
            scope=self._scope,
            offers=_offers(self.variations),
            words=tokens(
                called=wholes(self.names),
                name=stems_of_names(self.names[:2]),
                aliases=stems_of_names(self.names + needs) | stems_of_texts(self.trains),
                text=stems_of_texts(
                    [*self.trains_too, guide.summary, guide.what_is]
                    + [faq.question for faq in guide.faqs.all()]
                ),
                trains_first=wholes(self.trains_first),
                trains=wholes(self.trains),
            ),
            spellings=" ".join(sorted(spellable(known))),
        )

    def _variation_entry(self, variation: Variation) -> SearchEntry:
        names = [*variation.aliases, *self.names, *_needs(variation)]
        return SearchEntry(
            pk=self._place_of(variation),
            exercise=self.guide,
            variation=variation,
            public_from=self._public_from,
            scope=self._scope,
            offers=_offers([variation]),
            words=tokens(
                called=wholes([variation.name, *variation.aliases]),
                name=stems_of_names([variation.name]),
                aliases=stems_of_names(names) | stems_of_texts(self.trains),
                text=stems_of_texts([*self.trains_too, variation.summary]),
            ),
        )

    @property
    def _place(self) -> int:
        """Featured guides in their order, others by their number of variations."""
        first = self.guide.featured_order
        if first is None:
            first = 255 - len(self.variations)
        return _place(self._shelf, first, _length(self.guide.name), self.guide.pk)

    @property
    def _shelf(self) -> Shelf:
        if self.guide.featured_order is not None:
            return Shelf.FEATURED
        complete = self.guide.what_is and self.guide.faqs.all()
        return Shelf.COMPLETE if complete else Shelf.FURTHER

    def _place_of(self, variation: Variation) -> int:
        """Those that say whom they suit first, then the shorter in name and the easier."""
        shelf = Shelf.VARIATIONS if variation.summary else Shelf.FURTHER_VARIATIONS
        return _place(shelf, _length(variation.name), variation.order, variation.pk)

    @property
    def _public_from(self) -> datetime:
        return self.guide.publish_at or ALWAYS

    @property
    def _scope(self) -> str:
        muscles = sorted(link.muscle_id for link in self.guide.exercise_muscles.all())
        return f"{self.guide.body_part_id}|{_listed(map(str, muscles))}"


def _offers(variations: Iterable[Variation]) -> str:
    offers = sorted(
        (equipment, Level.values.index(one.level))
        for one in variations
        for equipment in [piece.pk for piece in one.equipment.all()] or [NO_PIECE]
    )
    return _listed(dict.fromkeys(f"{equipment}:{level}" for equipment, level in offers))


def _listed(values: Iterable[str]) -> str:
    """Values that can each be looked for with a comma on both sides."""
    return f",{','.join(values)},"


def _called(muscles: Iterable[Muscle]) -> list[str]:
    return [name for one in muscles for name in (one.name, one.common_name, *one.aliases)]


def _needs(variation: Variation) -> list[str]:
    """What people call the equipment and the level of a variation."""
    pieces = [name for one in variation.equipment.all() for name in (one.name, *one.aliases)]
    return [*(pieces or NO_EQUIPMENT), Level(variation.level).label]


def _length(name: str) -> int:
    return sum(word not in STOP_WORDS for word in words_of(name))


def _place(shelf: Shelf, first: int, then: int, pk: int) -> int:
    """Place among equals: by shelf, then by two numbers of 0 to 255, the lower the earlier."""
    first, then = (min(max(number, 0), 255) for number in (first, then))
    return shelf.start | (first << 8 | then) << 40 | pk


def _uses(entries: Iterable[SearchEntry]) -> Counter[Use]:
    return Counter(
        (word, entry.public_from) for entry in entries for word in entry.spellings.split()
    )


def _count_words(changes: Mapping[Use, int]) -> None:
    if changes:
        rows = SearchWord.objects.filter(word__in={word for word, _ in changes})
        counted = {(row.word, row.public_from): row for row in rows}
        _write_words(changes, {use: row for use, row in counted.items() if use in changes})


def _write_words(changes: Mapping[Use, int], rows: Mapping[Use, SearchWord]) -> None:
    for use, row in rows.items():
        row.uses = max(row.uses + changes[use], 0)
    SearchWord.objects.bulk_update([row for row in rows.values() if row.uses], ["uses"])
    SearchWord.objects.filter(pk__in=[row.pk for row in rows.values() if not row.uses]).delete()
    SearchWord.objects.bulk_create(
        SearchWord(word=word, public_from=public_from, uses=number)
        for (word, public_from), number in sorted(changes.items())
        if (word, public_from) not in rows and number > 0
    )
