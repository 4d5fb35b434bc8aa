from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Self

from django.urls import reverse

from exercises.search.engines import Card, engine
from exercises.search.facets import COUNTED, Choice, Filters
from exercises.search.meaning import understand


@dataclass(frozen=True)
class Result:
    """What a result's card shows; guide, level and equipment are a variation's."""

    kind: Literal["guide", "variation"]
    pk: int
    name: str
    url: str
    summary: str
    body_part: str
    guide: str = ""
    level: str = ""
    equipment: tuple[str, ...] = ()

    @classmethod
    def of(cls, card: Card, filters: Filters) -> Self:
        address = [card.part_slug, card.guide_slug]
        if card.variation_pk is None:
            return cls(
                kind="guide",
                pk=card.guide_pk,
                name=card.guide,
                url=reverse("exercises:exercise_detail", args=address),
                summary=card.guide_summary,
                body_part=card.part,
            )
        level, equipment = filters.names(card.offers)
        return cls(
            kind="variation",
            pk=card.variation_pk,
            name=card.variation or "",
            url=reverse("exercises:variation_detail", args=[*address, card.variation_slug]),
            summary=card.variation_summary or "",
            body_part=card.part,
            guide=card.guide,
            level=level,
            equipment=equipment,
        )

    def get_absolute_url(self) -> str:
        return self.url


@dataclass(frozen=True)
class SearchPage:
    """One page of results.

    `corrected` is the query as it was understood, if not as it was written; `suggestions` are
    near spellings; `unknown_filters` are the (parameter, value) pairs that do not exist.
    """

    query: str
    results: list[Result]
    total: int
    total_capped: bool
    page: int
    pages: int
    facets: dict[str, list[Choice]]
    corrected: str
    suggestions: list[str]
    unknown_filters: list[tuple[str, str]]


def search(
    query: str,
    *,
    parts: Iterable[str] = (),
    muscles: Iterable[str] = (),
    equipment: Iterable[str] = (),
    levels: Iterable[str] = (),
    page: int = 1,
    page_size: int = 24,
    facets: bool = True,
) -> SearchPage:
    """Find what is public now; nothing else has any influence.

    An empty query finds guides, the featured and the complete ones first; words find guides and
    variations, the best first. Any text will do: of it count the first 100 characters, of those
    the first 8 words.
    Filters take slugs, for equipment "none" too. Of one kind any may fit, of each kind one must;
    a guide fits by its public variations, equipment and level by the same one.
    Counts are exact to 1,000; `facets=False` leaves those of the choices out. A page out of
    range is the last.
    """
    filters = Filters(part=parts, muscle=muscles, equipment=equipment, level=levels)
    meaning = understand(query, filters.called)
    tally = filters.tally(engine().found(meaning.stems))
    pages = max(1, -(-tally.total // page_size))
    number = page if 1 <= page <= pages else pages
    start = (number - 1) * page_size
    if meaning.stems is None:
        cards = engine().browsed(filters.conditions, start, page_size)
    else:
        cards = (
            engine().ranked(meaning.tries, filters.conditions, start, page_size)
            if tally.total
            else []
        )
    return SearchPage(
        query=query,
        results=[Result.of(card, filters) for card in cards],
        total=min(tally.total, COUNTED),
        total_capped=tally.total > COUNTED,
        page=number,
        pages=pages,
        facets=filters.choices(tally) if facets else {},
        corrected=meaning.corrected,
        suggestions=meaning.suggestions,
        unknown_filters=filters.unknown,
    )


def suggest(query: str, *, limit: int = 8) -> list[Result]:
    """The first results of a query that is still being typed; none for an empty one."""
    filters = Filters()
    meaning = understand(query, filters.called)
    cards = engine().ranked(meaning.tries, (), 0, limit) if meaning.tries else []
    return [Result.of(card, filters) for card in cards]
