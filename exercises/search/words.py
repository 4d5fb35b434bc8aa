"""How texts and queries become the words that search compares."""

import re
import unicodedata
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from snowballstemmer.english_stemmer import EnglishStemmer  # type: ignore[import-untyped]

from exercises.models import Level

WORD_LENGTH = 30
WORD = re.compile(r"[^\W_]+")
LINK_TARGET = re.compile(r"\]\([^)]*\)")
IRREGULAR = {"calfs": "calf", "calves": "calf", "flye": "fly", "flyes": "fly", "flys": "fly"}
NO_EQUIPMENT = (
    "no equipment",
    "without equipment",
    "no weights",
    "without weights",
    "no kit",
    "body weight",
    "bodyweight",
    "home",
)
LEVEL_WORDS = {
    Level.BEGINNER: ("easy", "easier", "easiest", "simple", "gentle"),
    Level.INTERMEDIATE: ("medium", "moderate"),
    Level.ADVANCED: ("hard", "harder", "hardest", "difficult", "challenging", "expert"),
}
LEVEL_OF = {word: str(level) for level, words in LEVEL_WORDS.items() for word in words}
TIERS = "abc"
NAMED, TRAINS_FIRST, TRAINS = "n", "o", "p"
WHOLE = (NAMED, TRAINS_FIRST, TRAINS)


def words_of(text: str) -> list[str]:
    """The words of a text in order: lower case, without accents, at most 30 characters each."""
    plain = text.casefold().replace("'", "").replace("’", "")
    if not plain.isascii():
        letters = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in letters if not unicodedata.combining(sign)).casefold()
    return [word[:WORD_LENGTH] for word in WORD.findall(plain)]


STOP_WORDS = frozenset(
    words_of(
        "a an and are as at be can do does for from how i in is it its me my of on or should"
        " that the their them they this to was what which who why will with you your"
    )
)
FILLERS = STOP_WORDS | frozenset(
    words_of(
        "best bigger build day days exercise exercises get good great movement movements stronger"
        " training workout workouts"
    )
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    return str(EnglishStemmer().stemWord(IRREGULAR.get(word, word)))


def stems(word: str) -> list[str]:
    """What a word of a query may be in the index: its stem, and that of the level it means."""
    return [stem(one) for one in (word, LEVEL_OF.get(word)) if one]


def joined(words: Sequence[str]) -> list[str]:
    """Each two neighbours as one word: a push-up is a pushup too."""
    return [first + second for first, second in pairwise(words)]


def meant(words: Sequence[str]) -> list[str]:
    """The words without those that nearly every query might have, if others are left."""
    return [word for word in words if word not in FILLERS] or list(words)


def whole(words: Sequence[str]) -> str:
    """Words as one: "press-up", "Press ups" and "pressups" are the same."""
    return "".join(words[:-1]) + stem(words[-1])


def wholes(names: Iterable[str]) -> set[str]:
    """Each name as one word."""
    return {whole(meant(words)) for words in map(words_of, names) if words}


def stems_of_names(names: Iterable[str]) -> set[str]:
    """Stems of names that may be written as one word or as two."""
    words = [words_of(name) for name in names]
    return {stem(word) for one in words for word in (*one, *joined(one))} - STOP_WORDS


def stems_of_texts(texts: Iterable[str]) -> set[str]:
    """Stems of Markdown or plain texts."""
    return {
        stem(word) for text in texts for word in words_of(LINK_TARGET.sub("]", text))
    } - STOP_WORDS


def tokens(
    *,
    called: set[str],
    name: set[str],
    aliases: set[str],
    text: set[str],
    trains_first: Set[str] = frozenset(),
    trains: Set[str] = frozenset(),
) -> str:
    """One sorted line for the full-text index: each word marked with all that it stands for.

    As a whole, n: a name or alias; o: that, the body part or the muscle trained first of all;
    p: that or another muscle trained. Single stems have the mark of the best place they are in,
    a: the name; b: aliases, muscles, equipment and level; c: anything else. A query whose words
    all carry the mark of a tier or of a better one matches in that tier, the same way in every
    engine.
    """
    marked = {
        NAMED: called,
        TRAINS_FIRST: trains_first and called | trains_first,
        TRAINS: trains and called | trains_first | trains,
        "a": name,
        "b": aliases - name,
        "c": text - aliases - name,
    }
    return " ".join(sorted(mark + word for mark, words in marked.items() for word in words))


def edits_allowed(word: str) -> int:
    """How many typing mistakes may lie between a word and what was meant: 0, 1 or 2."""
    return 0 if len(word) < 3 or word.isdecimal() else 1 if len(word) < 7 else 2


def mistakes_between(word: str, known: str) -> int | None:
    """Typing mistakes that make one of the other, None if more than are allowed for both.

    Up to a third of the known word's letters may be left out, but not its first: "trst".
    """
    missing = len(known) - len(word)
    if 3 < 3 * missing <= len(known) and word[0] == known[0] and _left_of(known, word):
        return missing
    allowed = min(edits_allowed(word), edits_allowed(known))
    if abs(missing) > allowed or len(set(word) ^ set(known)) > 2 * allowed:
        return None
    mistakes = distance(word, known)
    return mistakes if mistakes <= allowed else None


def _left_of(known: str, word: str) -> bool:
    """Whether the word is the known one with letters left out."""
    letters = iter(known)
    return all(letter in letters for letter in word)


def distance(first: str, second: str) -> int:
    """Letters to add, drop, replace or swap with their neighbour to make one from the other."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, left in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(second, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == second[j - 2] and first[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def spellable(texts: Iterable[str]) -> set[str]:
    """The words of names that a spelling may be corrected to."""
    words = {word for text in texts for word in words_of(text)}
    return {word for word in words if edits_allowed(word) and word not in STOP_WORDS}
