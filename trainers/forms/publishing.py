from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError

from exercises.forms import validate_links
from trainers.models import PublishedAnswer
from trainers.models.people import LONGEST_TEXT

WORDS_THAT_TELL = 30
"""Characters from which a question that stands in the wording unchanged is taken for copied."""


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

    def __init__(self, *args: Any, original: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.original = _flat(original)

    def clean_question_text(self) -> str:
        return self._rewritten("question_text")

    def clean_answer_text(self) -> str:
        return self._rewritten("answer_text")

    def _rewritten(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if len(self.original) >= WORDS_THAT_TELL and self.original in _flat(text):
            raise ValidationError(
                "These are the member's own words. Say it in other ones.", code="copied"
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


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
