"""What the words of a query may mean: completed, joined, and with their spelling corrected."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

from django.db.models import Sum
from django.utils import timezone

from exercises.models import SearchWord
from exercises.search.engines import Match, Stems, engine, in_tier
from exercises.search.words import (
    NAMED,
    STOP_WORDS,
    TIERS,
    WHOLE,
    joined,
    meant,
    mistakes_between,
    stem,
    stems,
    whole,
    words_of,
)

QUERY_LENGTH, QUERY_WORDS = 100, 8
UNFINISHED, WORSE = 4, 2
COMPLETIONS, SPELLINGS, CORRECTIONS, SUGGESTIONS = 60, 3, 8, 5


@dataclass(frozen=True)
class Meaning:
    """What to look for, the best first.

    `stems` is the widest; empty where there is no word to look for, None where nothing is typed.
    """

    stems: Stems | None = None
    tries: list[Match] = field(default_factory=list)
    corrected: str = ""
    suggestions: list[str] = field(default_factory=list)


def understand(query: str, called: Callable[[], Collection[str]]) -> Meaning:
    """Take a query as it stands if that finds a name, alias or muscle, else correct its spelling.

    Where the words as they stand are in a text at least, a correction has to make a name of
    them and leave one of them alone. Words whose stems are `called` are spelled right.
    """
    words = _words(query)
    if not words:
        return Meaning(() if query.strip() else None)
    completions = _completions(words[-1])
    literal = _stems(words, completions)
    tier = engine().tiers([literal])[0]
    if tier in ("a", "b"):
        return Meaning(literal, _tries(words, completions))
    near = _near(words)
    corrections = _corrections(words, near, right=called(), known_too=not tier)
    endings = [completions if one[-1] == words[-1] else [] for one in corrections]
    matches = [_stems(*one) for one in zip(corrections, endings, strict=True)]
    found = sorted((tier, at) for at, tier in enumerate(engine().tiers(matches)) if tier)
    spelled = [" ".join(corrections[at]) for _, at in found]
    if found:
        best, at = found[0]
        if not tier or (best == "a" and not set(words).isdisjoint(corrections[at])):
            return Meaning(matches[at], _tries(corrections[at], endings[at]), spelled[0])
    suggestions = spelled if spelled or tier else [one[0] for one in near if one]
    return Meaning(literal, _tries(words, completions), "", suggestions[:SUGGESTIONS])


def _words(query: str) -> list[str]:
    return meant(words_of(query[:QUERY_LENGTH])[:QUERY_WORDS])


def _stems(words: Sequence[str], completions: Sequence[str] = ()) -> Stems:
    groups = [stems(word) for word in words]
    for at, pair in enumerate(joined(words)):
        groups[at].append(stem(pair))
        groups[at + 1].append(stem(pair))
    groups[-1] += [one for word in completions for one in stems(word)]
    return tuple(tuple(dict.fromkeys(group)) for group in groups)


def _tries(words: Sequence[str], completions: Sequence[str]) -> list[Match]:
    """What is called so, what trains what is called so, what has the words in its name, and on."""
    widest = _stems(words, completions)
    beginnings = completions if len(words) > 1 else ()
    tries = [
        ((NAMED + whole(words),),),
        *(_called(words, mark) for mark in WHOLE),
        in_tier(_stems(words), TIERS[0]),
        (tuple(NAMED + whole([*words[:-1], last]) for last in beginnings),),
        *(in_tier(widest, tier) for tier in TIERS),
    ]
    return [match for match in dict.fromkeys(tries) if match[0]]


def _called(words: Sequence[str], mark: str) -> Match:
    """Some of the words are a whole name, the others say with what or how hard."""
    runs = list(combinations(range(len(words) + 1), 2))
    names = {run: mark + whole(words[slice(*run)]) for run in runs}
    if len(words) == 1:
        return (tuple(names.values()),)
    needs = in_tier(tuple(tuple(stems(word)) for word in words), TIERS[1])
    groups = [
        [*need, *(name for (start, end), name in names.items() if start <= at < end)]
        for at, need in enumerate(needs)
    ]
    return tuple(tuple(dict.fromkeys(group)) for group in [names.values(), *groups])


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
        best: dict[str, str] = {}
        for *_, other in sorted(found):
            best.setdefault(stem(other), other)
        near.append(list(best.values()))
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
    words: Sequence[str],
    near: Sequence[Sequence[str]],
    *,
    right: Collection[str],
    known_too: bool,
) -> list[list[str]]:
    """The query with each unknown word replaced; without such, with one of the known ones."""
    wrong = [[] if stem(word) in right else one for word, one in zip(words, near, strict=True)]
    others = [
        [other for other in one if stem(other) != stem(word)][:SPELLINGS]
        for word, one in zip(words, wrong, strict=True)
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
