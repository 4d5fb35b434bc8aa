"""What the words of a query may mean: completed, joined, and with their spelling corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, product

from django.db.models import Sum
from django.utils import timezone

from exercises.models import SearchWord
from exercises.search.engines import Match, Try, engine
from exercises.search.words import (
    FILLERS,
    STOP_WORDS,
    joined,
    mistakes_between,
    stem,
    words_of,
)

QUERY_LENGTH, QUERY_WORDS = 100, 8
UNFINISHED, WORSE = 4, 2
COMPLETIONS, SPELLINGS, CORRECTIONS, SUGGESTIONS = 60, 3, 8, 5


@dataclass(frozen=True)
class Meaning:
    """What to look for, the best first.

    `match` is the widest; empty where there is no word to look for, None where nothing is typed.
    """

    match: Match | None = None
    tries: list[Try] = field(default_factory=list)
    corrected: str = ""
    suggestions: list[str] = field(default_factory=list)


def understand(query: str) -> Meaning:
    """Take a query as it stands if that finds a name, alias or muscle, else correct its spelling.

    Where the words as they stand are in a text at least, a correction has to make a name of
    them and leave one of them alone.
    """
    words = _words(query)
    if not words:
        return Meaning(() if query.strip() else None)
    completions = _completions(words[-1])
    literal = _match(words, completions)
    tier = engine().tiers([literal])[0]
    if tier in ("a", "b"):
        return Meaning(literal, _tries(_match(words), literal))
    near = _near(words)
    corrections = _corrections(words, near, known_too=not tier)
    matches = [_match(one, completions if one[-1] == words[-1] else ()) for one in corrections]
    found = sorted((tier, at) for at, tier in enumerate(engine().tiers(matches)) if tier)
    spelled = [" ".join(corrections[at]) for _, at in found]
    if found:
        best, at = found[0]
        if not tier or (best == "a" and not set(words).isdisjoint(corrections[at])):
            return Meaning(matches[at], _tries(matches[at]), spelled[0])
    suggestions = spelled if spelled or tier else [one[0] for one in near if one]
    return Meaning(literal, _tries(_match(words), literal), "", suggestions[:SUGGESTIONS])


def _words(query: str) -> list[str]:
    words = words_of(query[:QUERY_LENGTH])[:QUERY_WORDS]
    return [word for word in words if word not in FILLERS] or words


def _match(words: Sequence[str], completions: Sequence[str] = ()) -> Match:
    groups = [[stem(word)] for word in words]
    for at, pair in enumerate(joined(words)):
        groups[at].append(stem(pair))
        groups[at + 1].append(stem(pair))
    groups[-1] += [stem(word) for word in completions]
    return tuple(tuple(dict.fromkeys(group)) for group in groups)


def _tries(exact: Match, widest: Match | None = None) -> list[Try]:
    widest = widest or exact
    return list(dict.fromkeys([(exact, "a"), *((widest, tier) for tier in "abc")]))


def _completions(word: str) -> list[str]:
    """The most used words that begin so."""
    return list(
        SearchWord.objects.filter(word__startswith=word, public_from__lte=timezone.now())
        .values_list("word", flat=True)
        .annotate(number=Sum("uses"))
        .order_by("-number", "word")[:COMPLETIONS]
    )


def _near(words: Sequence[str]) -> list[list[str]]:
    """For each word the known ones within the mistakes allowed, best first, one of each stem.

    The last word may be unfinished: it also leads to words that only begin like it.
    """
    public = SearchWord.objects.filter(public_from__lte=timezone.now())
    known = list(public.values_list("word").annotate(number=Sum("uses")))
    near = []
    for at, word in enumerate(words):
        mistakes = _mistakes_unfinished if at == len(words) - 1 else mistakes_between
        found = (
            (number, -uses, other)
            for other, uses in known
            if (number := mistakes(word, other)) is not None and word not in STOP_WORDS
        )
        best = {stem(other): other for *_, other in sorted(found, reverse=True)}
        near.append(list(best.values())[::-1])
    return near


def _mistakes_unfinished(word: str, known: str) -> int | None:
    """Typing mistakes in a word that may go on; with more to come they count for more."""
    whole = mistakes_between(word, known)
    if whole is not None or len(known) <= len(word) or len(word) < UNFINISHED:
        return whole
    if known[0] not in word[:2]:
        return None
    heads = (mistakes_between(word, known[: len(word) + more]) for more in (-1, 0, 1))
    fewest = min((number for number in heads if number), default=None)
    return fewest and fewest + WORSE


def _corrections(
    words: Sequence[str], near: Sequence[Sequence[str]], *, known_too: bool
) -> list[list[str]]:
    """The query with each unknown word replaced; without such, with one of the known ones."""
    others = [
        [other for other in one if stem(other) != stem(word)][:SPELLINGS]
        for word, one in zip(words, near, strict=True)
    ]
    unknown = [at for at, word in enumerate(words) if others[at] and near[at][0] != word]
    if unknown:
        options = [others[at] if at in unknown else [word] for at, word in enumerate(words)]
        return [list(chosen) for chosen in islice(product(*options), CORRECTIONS)]
    replaced = [
        [*words[:at], others[at][rank], *words[at + 1 :]]
        for rank in range(SPELLINGS)
        for at in range(len(words))
        if rank < len(others[at])
    ]
    return replaced[:CORRECTIONS] if known_too else []
