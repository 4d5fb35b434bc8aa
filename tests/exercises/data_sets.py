"""The sample of free-exercise-db as a folder, and the command run on it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from exercises.models import CatalogueState, Exercise, Variation, VariationEquipment
from tests.factories import make_exercise, make_variation

SAMPLE: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("samples").joinpath("free-exercise-db.json").read_text("utf-8")
)
SHIPPED = {"source": "content", "fields": {"slug": "hip-thrusts"}}


class DataSet:
    """A folder with records, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records: list[Any] = json.loads(json.dumps(SAMPLE))
        self.output = ""
        self.errors = ""

    def record(self, id_: str) -> dict[str, Any]:
        return next(record for record in self.records if record["id"] == id_)

    def run(self, *flags: str, path: Path | None = None) -> dict[str, int]:
        """Import the records and return the numbers of the summary."""
        if path is None:
            path = self.folder / "exercises.json"
            path.write_text(json.dumps(self.records), "utf-8")
        output, errors = StringIO(), StringIO()
        try:
            call_command(
                "import_exercises", "free-exercise-db", path, *flags, stdout=output, stderr=errors
            )
        finally:
            self.output, self.errors = output.getvalue(), errors.getvalue()
        lines = (line.rpartition(":") for line in self.output.splitlines())
        return {name: int(number) for name, _, number in lines if number.strip().isdecimal()}

    def fail(self, *flags: str, path: Path | None = None) -> str:
        with pytest.raises(CommandError) as caught:
            self.run(*flags, path=path)
        return str(caught.value)


def imported(id_: str) -> Variation:
    return Variation.objects.get(source="free-exercise-db", source_id=id_)


def catalogue() -> list[Any]:
    """Everything that the importer may write, to be compared."""
    guides = Exercise.objects.order_by("pk").values()
    variations = Variation.objects.order_by("pk").values()
    pieces = VariationEquipment.objects.order_by("pk").values()
    return [list(guides), list(variations), list(pieces), CatalogueState.objects.get().version]


def ship_hip_thrusts(**changes: Any) -> Variation:
    guide = make_exercise(slug="hip-thrusts", name="Hip Thrusts", loaded_state=SHIPPED)
    values = {"slug": "barbell", "name": "Barbell hip thrust", "order": 4, **changes}
    return make_variation(exercise=guide, loaded_state=SHIPPED, **values)
