"""Foreign names in the house's style: "Hammer Curls - With Bands" as "Hammer curl with bands"."""

import re
from collections.abc import Callable, Mapping

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
WORD = re.compile(r"[^\W_]+")
REST = re.compile(
    r",| \(|/| (?:with|on|over|to|from|in|off|behind|against|across|between|through|above|below"
    r"|and)\b"
)
UNCHANGING = {"abs", "achilles", "biceps", "quadriceps", "ropes", "series", "stairs", "triceps"}
SMALL_WORDS = {
    "a",
    "an",
    "and",
    "at",
    "behind",
    "from",
    "in",
    "of",
    "off",
    "on",
    "over",
    "the",
    "to",
}


def one_line(text: str) -> str:
    """The text without control characters, lone surrogates and runs of white space."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def plain(text: str) -> str:
    """Lower-case words only, for matching: "Farmer's Walk" is "farmers walk"."""
    return " ".join(WORD.findall(re.sub("['’]", "", text.lower())))


def in_sentence(name: str, spelling: Mapping[str, str]) -> str:
    """The name in lower case, save words with a spelling of their own."""
    return WORD.sub(lambda word: spelling.get(word[0].lower(), word[0].lower()), name)


def variation_name(name: str, spelling: Mapping[str, str]) -> str:
    joined = re.sub(r"\s+-\s*(?=(?:with|on|below|behind)\b)", " ", name, flags=re.IGNORECASE)
    text = singular(in_sentence(re.sub(r"\s+-\s*", ", ", joined), spelling))
    return text[:1].upper() + text[1:]


def heading(text: str) -> str:
    """Capitals as in "Push-Ups" and "Around the Worlds"."""
    return " ".join(
        word if place and word in SMALL_WORDS else re.sub(r"(?:^|(?<=[-/(]))[^\W\d_]", _upper, word)
        for place, word in enumerate(text.split())
    )


def with_article(text: str) -> str:
    return f"an {text}" if re.match(r"(?!one)[aeio]|up", text, re.IGNORECASE) else f"a {text}"


def listed(words: list[str], last: str = "and") -> str:
    *others, final = words
    return f"{', '.join(others)} {last} {final}" if others else final


def singular(name: str) -> str:
    """The name with its main noun in the singular: "curl with bands"."""
    return _with_noun(name, _one)


def plural(name: str) -> str:
    return _with_noun(singular(name), _many)


def _with_noun(name: str, change: Callable[[str], str]) -> str:
    found = REST.search(name)
    end = found.start() if found else len(name)
    start = max(name.rfind(" ", 0, end), name.rfind("-", 0, end)) + 1
    noun = name[start:end]
    return name if noun.lower() in UNCHANGING else name[:start] + change(noun) + name[end:]


def _one(noun: str) -> str:
    if noun.endswith(("sses", "ches")):
        return noun[:-2]
    noun = noun.removesuffix("s") if not noun.endswith(("ss", "is", "'s")) else noun
    return noun.removesuffix("e") if noun.endswith("flye") else noun


def _many(noun: str) -> str:
    if noun.endswith(("s", "sh", "ch", "x", "fly")):
        return f"{noun}es"
    return f"{noun}s"


def _upper(found: re.Match[str]) -> str:
    return found[0].upper()
