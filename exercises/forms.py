"""Fields, forms and form sets with which staff edit the catalogue."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, URLField

from exercises.markdown import check_links
from exercises.models import Equipment, Picture, Variation
from exercises.models.fields import MarkdownField, TextListField
from exercises.pictures import EncodedPicture, PictureRefused, encode_picture


class TextListFormField(forms.Field):
    """A list of texts, typed as one entry a line."""

    def __init__(self, *, help_text: str = "", **kwargs: Any) -> None:
        del kwargs["encoder"], kwargs["decoder"]  # meant for the form field of JSON
        super().__init__(help_text=f"{help_text} One entry a line.".strip(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        lines = value.split("\n") if isinstance(value, str) else value or []
        return [line.strip() for line in lines if line.strip()]


def validate_links(text: str) -> None:
    """Refuse links that lead nowhere."""
    if problems := check_links(text):
        raise ValidationError(problems, code="link")


class LabelledDateTime(AdminSplitDateTime):
    """Names its two boxes for screen readers, which Django's own does not."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        for box, label in zip(self.widgets, ("Date", "Time"), strict=True):
            box.attrs["aria-label"] = label


CATALOGUE_FIELDS: dict[Any, dict[str, Any]] = {
    TextListField: {
        "form_class": TextListFormField,
        "widget": AdminTextareaWidget(attrs={"rows": 4}),
    },
    MarkdownField: {
        "validators": [validate_links],
        "widget": AdminTextareaWidget(attrs={"rows": 6}),
    },
    DateTimeField: {"widget": LabelledDateTime},
    URLField: {"assume_scheme": "https"},
}


class EquipmentForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Refuses a load step where a variation would then have two pieces with one."""

    def clean_load_step_kg(self) -> Any:
        step = self.cleaned_data["load_step_kg"]
        if step is not None and self.instance.pk:
            others = Equipment.objects.exclude(pk=self.instance.pk)
            stepped = others.filter(load_step_kg__isnull=False)
            twice = Variation.objects.filter(equipment=self.instance).filter(equipment__in=stepped)
            if names := ", ".join(twice.distinct().values_list("name", flat=True)[:3]):
                raise ValidationError(
                    f"These variations already need another piece with a load step: {names}. "
                    "A variation can have one.",
                    code="stepped",
                )
        return step


class VariationEquipmentFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """At most one piece with a load step."""

    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if not form.cleaned_data.get("DELETE")]
        stepped = [
            row["equipment"].name
            for row in rows
            if row.get("equipment") and row["equipment"].load_step_kg is not None
        ]
        if len(stepped) > 1:
            raise ValidationError(
                f"{' and '.join(stepped)} each have a load step; a variation can have one such "
                "piece. Remove the others.",
                code="stepped",
            )


def encode_upload(upload: Any) -> EncodedPicture:
    """Run an uploaded file through the picture pipeline once; raise PictureRefused each time."""
    seen = vars(upload)
    if "outcome" not in seen:
        try:
            seen["outcome"] = encode_picture(upload)
        except PictureRefused as refused:
            seen["outcome"] = refused
    outcome: EncodedPicture | PictureRefused = seen["outcome"]
    if isinstance(outcome, PictureRefused):
        raise outcome
    return outcome


class PictureUploadField(forms.FileField):
    """A photograph; its value is the encoded picture."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def to_python(self, data: Any) -> Any:
        upload = super().to_python(data)
        try:
            return upload and encode_upload(upload)
        except PictureRefused as refused:
            raise ValidationError(str(refused), code="picture") from None


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    upload = PictureUploadField(help_text="JPEG, PNG or WebP, up to 12 MB and 40 million pixels.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = self.instance._state.adding

    def save(self, commit: bool = True) -> Picture:
        encoded: EncodedPicture | None = self.cleaned_data["upload"]
        for name, value in (encoded.fields if encoded else {}).items():
            setattr(self.instance, name, value)
        picture: Picture = super().save(commit)
        return picture
