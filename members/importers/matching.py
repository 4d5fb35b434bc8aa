"""Names of exercises in other apps, and the variations that they mean here. Pure functions."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from exercises.search.words import stem, words_of

SURE = 85
"""Per cent from which a match found by search is taken until the member says otherwise."""
POSSIBLE = 45
"""Per cent from which it is worth a mention."""
BRACKETS = re.compile(r"\(([^()]*)\)")
GEAR = {
    "barbell": "barbell bb",
    "dumbbell": "dumbbell db",
    "kettlebell": "kettlebell kb",
    "cable": "cable",
    "machine": "machine lever leverage",
    "smith-machine": "smith",
    "ez-bar": "ez",
    "trap-bar": "trap hex",
    "resistance-band": "band resistance",
    "weight-plate": "plate weighted",
    "": "bodyweight",
}
"""Words in other apps' names that say which equipment is meant; none for the body alone."""
GEAR_OF = {stem(word): gear for gear, words in GEAR.items() for word in words.split()}


@dataclass(frozen=True)
class Candidate:
    """A variation that a name may mean; `equipment` are slugs."""

    pk: int
    name: str
    aliases: tuple[str, ...]
    equipment: tuple[str, ...]


@dataclass(frozen=True)
class Match:
    """The variation, how it was found ("name", "alias", "search"), and how surely in per cent."""

    pk: int
    how: str
    confidence: int


def queries(name: str) -> list[str]:
    """What to search for, the narrowest first: the whole name, then without its brackets."""
    bare = " ".join(BRACKETS.sub(" ", name).split())
    return list(dict.fromkeys(text for text in (name, bare) if text))


def match(name: str, candidates: Sequence[Candidate]) -> Match | None:
    """The candidate that a name means; None where none comes near.

    The same words, in whatever order, make it the name or an alias. Otherwise the share of words
    in common counts, those for equipment aside; other equipment than the name says is never sure.
    """
    for how, texts in (("name", _names), ("alias", _aliases)):
        same = [one for one in candidates if any(_alike(name, text) for text in texts(one))]
        if len(same) == 1:
            return Match(same[0].pk, how, 100)
    scores = sorted(((_score(name, one), -at) for at, one in enumerate(candidates)), reverse=True)
    if not scores or scores[0][0] < POSSIBLE:
        return None
    best, at = scores[0]
    tied = len(scores) > 1 and scores[1][0] == best
    return Match(candidates[-at].pk, "search", min(best, SURE - 1) if tied else best)


def _names(candidate: Candidate) -> tuple[str, ...]:
    return (candidate.name,)


def _aliases(candidate: Candidate) -> tuple[str, ...]:
    return candidate.aliases


def _stems(text: str) -> list[str]:
    return [stem(word) for word in words_of(text)]


def _alike(name: str, text: str) -> bool:
    """Whether two names have the same words: a push up is a pushup too."""
    ours, theirs = _stems(name), _stems(text)
    joined = stem("".join(words_of(name))) == stem("".join(words_of(text)))
    return bool(ours) and (Counter(ours) == Counter(theirs) or joined)


def _score(name: str, candidate: Candidate) -> int:
    words = _stems(name)
    said = {GEAR_OF[word] for word in words if word in GEAR_OF}
    if said and not said <= ({*candidate.equipment} or {""}) and not _spelled(said, candidate):
        return 0
    texts: Iterable[str] = chain(_names(candidate), _aliases(candidate))
    return max(_share(set(words), set(_stems(text))) for text in texts)


def _spelled(said: set[str], candidate: Candidate) -> bool:
    """Whether the variation's own names use the words for that equipment."""
    words = {word for text in (*_names(candidate), *_aliases(candidate)) for word in _stems(text)}
    return said <= {GEAR_OF[word] for word in words if word in GEAR_OF}


def _share(ours: set[str], theirs: set[str]) -> int:
    ours, theirs = ours - GEAR_OF.keys(), theirs - GEAR_OF.keys()
    if not ours or not theirs:
        return 0
    share = 2 * len(ours & theirs) / (len(ours) + len(theirs))
    return min(99, round(100 * share))
