from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from members.importers.cells import line
from members.importers.csv_reading import MOST_BYTES, Refused
from members.imports import import_read, import_start
from members.models import Member, Unit, WorkoutImport


class ImportForm(forms.Form):
    """A file of another app; valid once it has been read."""

    file = forms.FileField(
        label="CSV file",
        help_text="The file that Strong or Hevy exported, up to 32 MB and 200,000 sets.",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
        error_messages={"required": "Choose the file that Strong or Hevy exported."},
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member
        self.record: WorkoutImport | None = None

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise ValidationError(
                "This file is larger than 32 MB. Split it by year and import the parts one "
                "after another.",
                code="size",
            )
        name = line(PurePath(file.name or "").name, 120)
        try:
            self.record = import_read(member=self.member, file=file.file, file_name=name)
        except Refused as refused:
            raise ValidationError(str(refused), code="refused") from None
        return file


class ImportStartForm(forms.Form):
    """What the file does not say."""

    unit = forms.ChoiceField(
        label="The loads in the file are in",
        choices=Unit,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the unit that the app was set to."},
    )
    distance_unit = forms.ChoiceField(
        label="The distances in the file are in",
        choices=WorkoutImport.Distance,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the unit that the app was set to."},
    )

    def __init__(self, *args: Any, record: WorkoutImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        if record.asks_unit:
            self.fields["unit"].help_text = f"The heaviest set in it is {record.heaviest}."
        else:
            del self.fields["unit"]
        if not record.asks_distance_unit:
            del self.fields["distance_unit"]

    def save(self) -> None:
        import_start(
            record=self.record,
            unit=self.cleaned_data.get("unit", ""),
            distance_unit=self.cleaned_data.get("distance_unit", ""),
        )
