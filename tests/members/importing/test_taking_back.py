"""An import is taken back as a whole, and what is kept of a file lapses."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from members import imports
from members.models import ImportBatch, Workout, WorkoutImport, WorkoutItem
from tests.factories import make_variation, make_workout
from tests.members.importing.cases import UPLOAD, ImportTestCase
from tests.members.importing.files import PUSH, strong_rows


class UndoTest(ImportTestCase):
    def send(self, record: WorkoutImport, what: str) -> None:
        assert self.client.post(f"{UPLOAD}{record.pk}/{what}/").status_code == 302
        record.refresh_from_db()

    def test_takes_back_what_it_brought_and_puts_it_back(self) -> None:
        own = make_workout(user=self.alice)
        record = self.brought()
        self.send(record, "undo")
        assert list(Workout.objects.kept()) == [own]
        assert "Put them back" in self.page(record)
        self.send(record, "restore")
        assert Workout.objects.kept().count() == 2
        assert (record.state, record.undone_at) == ("done", None)

    def test_what_was_deleted_before_stays_deleted(self) -> None:
        record = self.brought(*PUSH, *strong_rows(1, sets=2))
        Workout.objects.filter(name="Push").update(deleted_at=timezone.now())
        self.send(record, "undo")
        self.send(record, "restore")
        assert [one.name for one in Workout.objects.kept()] == ["Day 0"]

    def test_twice_is_once(self) -> None:
        record = self.brought()
        self.send(record, "undo")
        at = record.undone_at
        self.send(record, "undo")
        assert record.undone_at == at

    def test_a_file_taken_back_can_be_imported_anew_with_other_choices(self) -> None:
        record = self.brought()
        self.send(record, "undo")
        again = self.upload()
        assert again.known_count == 0
        other = make_variation()
        again.names.filter(name="Bench Press (Barbell)").update(variation=other)
        self.start(again, unit="lb")
        imports.import_run(uuid=again.pk)
        assert Workout.objects.kept().count() == Workout.objects.count() == 1
        assert WorkoutItem.objects.filter(variation=other).exists()
        assert not WorkoutItem.objects.filter(variation=self.bench).exists()

    def test_revisions_rise_so_that_no_device_brings_it_back(self) -> None:
        record = self.brought()
        self.send(record, "undo")
        assert Workout.objects.get().revision == 2


class LapseTest(ImportTestCase):
    def test_a_draft_lapses_after_a_day_on_reading_and_for_good_with_the_tick(self) -> None:
        record = self.upload()
        with time_machine.travel(timezone.now() + timedelta(hours=25)):
            self.client.force_login(self.alice)
            assert self.client.get(f"{UPLOAD}{record.pk}/").status_code == 404
            assert imports.imports_lapsed() == 1
        assert not WorkoutImport.objects.exists()
        assert not ImportBatch.objects.exists()

    def test_the_workouts_outlive_the_record_of_their_import(self) -> None:
        self.brought()
        assert imports.imports_lapsed() == 0
        with time_machine.travel(timezone.now() + timedelta(days=31)):
            assert imports.imports_lapsed() == 1
        assert Workout.objects.count() == 1

    def test_a_draft_can_be_thrown_away(self) -> None:
        record = self.upload()
        answer = self.client.post(f"{UPLOAD}{record.pk}/delete/")
        assert answer["Location"] == UPLOAD
        assert not WorkoutImport.objects.exists()

    def test_only_a_draft_can(self) -> None:
        record = self.brought()
        assert self.client.post(f"{UPLOAD}{record.pk}/delete/").status_code == 404

    def test_one_that_was_not_read_to_its_end_is_not_there(self) -> None:
        record = self.upload()
        WorkoutImport.objects.update(state="reading")
        assert self.client.get(f"{UPLOAD}{record.pk}/").status_code == 404
        assert self.start(record, unit="kg").status_code == 404
