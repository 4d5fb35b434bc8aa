"""A member with a file, and the way of it through the pages."""

from typing import Any, ClassVar

from exercises.models import Variation
from members import imports
from members.models import WorkoutImport
from tests.base import PersonasTestCase
from tests.factories import make_variation
from tests.members.importing.files import PUSH, STRONG, as_upload

UPLOAD = "/me/workouts/import/"


class ImportTestCase(PersonasTestCase):
    bench: ClassVar[Variation]
    plank: ClassVar[Variation]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.bench = make_variation(name="Barbell bench press", equipment=("barbell", "bench"))
        cls.plank = make_variation(name="Forearm plank", aliases=["plank"], measure="duration")

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def upload(self, header: str = STRONG, *rows: str) -> WorkoutImport:
        answer = self.client.post(UPLOAD, {"file": as_upload(header, *(rows or PUSH))})
        assert answer.status_code == 302, answer.content.decode()
        record = WorkoutImport.objects.get(member=self.alice.member, state="draft")
        assert answer["Location"] == f"{UPLOAD}{record.pk}/"
        return record

    def start(self, record: WorkoutImport, **fields: str) -> Any:
        return self.client.post(f"{UPLOAD}{record.pk}/start/", fields)

    def brought(self, *rows: str, unit: str = "kg") -> WorkoutImport:
        """An import all the way to its end."""
        record = self.upload(STRONG, *rows)
        assert self.start(record, unit=unit).status_code == 302
        imports.import_run(uuid=record.pk)
        record.refresh_from_db()
        return record

    def page(self, record: WorkoutImport) -> str:
        return self.client.get(f"{UPLOAD}{record.pk}/").content.decode()

    def refused(self, **files: Any) -> str:
        answer = self.client.post(UPLOAD, files)
        assert answer.status_code == 200
        assert not WorkoutImport.objects.exists()
        return answer.content.decode()
