import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from exercises.forms import validate_links
from trainers.models import PublishedAnswer
from trainers.models.people import LONGEST_TEXT

COPIED = 8
"""So many words in a row, the same as the asker's, are taken for copied."""
WHOLE_TEXT = 30
"""Characters from which a shorter text of the asker's, whole, is taken for copied too."""
LINK_TARGET = re.compile(r"\]\([^)]*\)")
MARKS = re.compile(r"[*_`~\\\[\]]")
WORD = re.compile(r"[^\W_]+")


class WordingForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A question and its answer in new words; never the asker's own."""

    answer_text = PublishedAnswer._meta.get_field("answer_text").formfield(
        label="Answer",
        max_length=LONGEST_TEXT,
        validators=[validate_links],
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=(
            "Markdown, as in the guides: **bold**, lists, and links such as"
            " [hip thrusts](guide:hip-thrusts)."
        ),
        error_messages={"required": "Write the answer as it should stand in the guide."},
    )

    class Meta:
        model = PublishedAnswer
        fields = ("question_text", "answer_text")
        labels = {"question_text": "Question"}
        help_texts = {
            "question_text": "As anybody might ask it, in up to 200 characters. No names, nothing"
            " of the member's own story."
        }
        error_messages = {
            "question_text": {"required": "Write the question as anybody might ask it."}
        }

    def __init__(self, *args: Any, original: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.originals = [_words(text) for text in original]

    def clean_question_text(self) -> str:
        return self._rewritten("question_text")

    def clean_answer_text(self) -> str:
        return self._rewritten("answer_text")

    def _rewritten(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        written = _words(text)
        for original in self.originals:
            run = next(_copied(original, written), None)
            if run:
                raise ValidationError(
                    "“%(words)s”: these are the member's own words. Say that part in other ones.",
                    code="copied",
                    params={"words": " ".join(run)},
                )
        return text


class RefusalForm(forms.ModelForm):  # type: ignore[type-arg]
    refusal = PublishedAnswer._meta.get_field("refusal").formfield(
        required=True,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text="The trainer who proposed it reads this.",
        error_messages={"required": "Say why, so that the trainer can mend it."},
    )

    class Meta:
        model = PublishedAnswer
        fields = ("refusal",)


def _words(text: str) -> list[str]:
    """Words as they sound: without case, signs, invisible characters and Markdown."""
    plain = MARKS.sub("", LINK_TARGET.sub("]", unicodedata.normalize("NFKC", text)))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return WORD.findall(seen.casefold())


def _copied(original: list[str], written: list[str]) -> Iterator[list[str]]:
    """The runs of words that stand in both."""
    length = min(COPIED, len(original))
    if length < COPIED and len(" ".join(original)) < WHOLE_TEXT:
        return
    theirs = set(_runs(original, length))
    yield from (list(run) for run in _runs(written, length) if run in theirs)


def _runs(words: list[str], length: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(length)), strict=False)
