"""Which answered questions of a guide may already answer what somebody is about to ask."""

from collections.abc import Iterable

from exercises.models import Faq
from exercises.search.words import FILLERS, stem, words_of


def most_alike(faqs: Iterable[Faq], *texts: str) -> list[Faq]:
    """Those that share the most words with the texts first; else as the guide has them."""
    asked = _stems(*texts)
    return sorted(faqs, key=lambda faq: -len(asked & _stems(faq.question, faq.answer)))


def _stems(*texts: str) -> set[str]:
    return {stem(word) for text in texts for word in words_of(text) if word not in FILLERS}
