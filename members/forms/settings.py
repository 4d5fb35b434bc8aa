from typing import Any

from django import forms

from exercises.models.fields import validate_line
from members.models import Member, OptionalMail
from members.preferences import settings_save


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    name = forms.CharField(
        label="Your name",
        max_length=120,
        required=False,
        validators=[validate_line],
        help_text="As trainers and staff of your gym see it.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    mails = forms.MultipleChoiceField(
        label="Mails",
        required=False,
        choices=OptionalMail.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Mails about your account itself, such as codes, always come.",
    )

    class Meta:
        model = Member
        fields = ["home_gym", "unit", "goal", "level"]
        labels = {
            "home_gym": "Home gym",
            "unit": "Loads in",
            "goal": "What you train for",
            "level": "Your level",
        }
        help_texts = {"home_gym": "Days and times are shown in its time zone."}
        widgets = {"unit": forms.RadioSelect}

    field_order = ["name", "home_gym", "unit", "goal", "level", "mails"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home_gym"].empty_label = "None yet"  # type: ignore[attr-defined]
        for field in ("goal", "level"):
            choices = self.fields[field].choices[1:]  # type: ignore[attr-defined]
            self.fields[field].choices = [("", "Not said"), *choices]  # type: ignore[attr-defined]
        refused = self.instance.refused_mails.values_list("kind", flat=True)
        wanted = [kind for kind in OptionalMail.values if kind not in refused]
        self.initial.update(name=self.instance.user.name, mails=wanted)

    def save(self, commit: bool = True) -> Member:
        settings_save(
            member=self.instance,
            name=self.cleaned_data["name"],
            wanted_mails=self.cleaned_data["mails"],
        )
        member: Member = self.instance
        return member
