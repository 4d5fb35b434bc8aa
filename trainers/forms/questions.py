from typing import Any
from uuid import UUID, uuid4, uuid5

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from exercises.models import Exercise, Variation
from members.models import Gym, Member
from trainers.forms.texts import LongTextField
from trainers.questions import due_at
from trainers.wording import due_words

FORM = "ask-form"
"""What ties the choice of the variation, beside its figure, to the form."""


class GymField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Gyms with the moment by which one of their trainers answers."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}: an answer by {due_words(obj, due_at(obj, timezone.now()))}"


class QuestionForm(forms.Form):
    """A question about a guide or one of its variations.

    A gym is asked for where the member has none with a trainer; `member` is None signed out.
    """

    uuid = forms.CharField(required=False, widget=forms.HiddenInput)
    variation = forms.CharField(
        label="Your question is about", required=False, widget=forms.Select(attrs={"form": FORM})
    )
    text = LongTextField(
        label="Your question",
        empty="Write what you would like to know.",
        help_text="What you do, what you feel, what you want to change.",
    )
    gym = GymField(
        queryset=Gym.objects.none(),
        label="Whose trainers do you ask?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a gym.", "invalid_choice": "Choose a gym."},
    )
    keep_gym = forms.BooleanField(label="Make it my home gym", required=False)
    may_publish = forms.BooleanField(
        label="You may publish an anonymous version",
        required=False,
        help_text="A trainer rewrites it without anything about you. You see the words first, and"
        " nothing appears without your yes.",
    )

    def __init__(
        self,
        *args: Any,
        exercise: Exercise,
        member: Member | None,
        gyms: QuerySet[Gym],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.variations = {one.slug: one for one in exercise.variations.all()}
        general = ("", f"{exercise.name} in general")
        named = [(slug, one.name) for slug, one in self.variations.items()]
        self.fields["variation"].widget.choices = [general, *named]
        self.home = member.home_gym if member else None
        self.answering = gyms.filter(pk=self.home.pk).first() if self.home else None
        if member is None or self.answering:
            del self.fields["gym"]
        else:
            self.fields["gym"].queryset = gyms  # type: ignore[attr-defined]
        if member is None or self.home:
            del self.fields["keep_gym"]

    def clean_uuid(self) -> UUID:
        try:
            return UUID(self.cleaned_data["uuid"])
        except ValueError:
            return uuid4()

    def clean_variation(self) -> Variation | None:
        """None, which is the guide as a whole, for one that the guide does not have."""
        return self.variations.get(self.cleaned_data["variation"])

    @property
    def about(self) -> Variation | None:
        """The variation that is chosen, whether or not the form is sent."""
        return self.variations.get(self["variation"].value() or "")

    @property
    def values(self) -> dict[str, Any]:
        """What `question_ask` takes.

        The uuid comes from form and text, so that a form sent twice asks once, and one that was
        gone back to and changed asks anew.
        """
        asked = self.cleaned_data
        return {
            "uuid": uuid5(asked["uuid"], asked["text"]),
            "variation": asked["variation"],
            "text": asked["text"],
            "may_publish": asked["may_publish"],
            "gym": self.answering or asked["gym"],
            "keep_gym": asked.get("keep_gym", False),
        }

    @property
    def typed(self) -> dict[str, Any]:
        """What was sent, to fill the form with again."""
        gym = self.cleaned_data.get("gym")
        return self.cleaned_data | {
            "uuid": str(self.cleaned_data["uuid"]),
            "variation": variation.slug if (variation := self.about) else "",
            "gym": gym and gym.pk,
        }


class ReplyForm(forms.Form):
    text = LongTextField(label="Write again", empty="Write what you would like to add.", rows=4)


class AgreeForm(forms.Form):
    """Which words are agreed to: those that were proposed at that moment."""

    proposed_at = forms.DateTimeField()


class AnswerForm(forms.Form):
    text = LongTextField(
        label="Your answer",
        empty="Write the answer first.",
        rows=7,
        help_text="Plain text. The member and the trainers of this gym read it.",
    )
