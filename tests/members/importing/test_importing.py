"""What an import writes, in which steps, and that doing it again adds nothing."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.db import connection
from django.utils import timezone

from members import imports
from members.models import ImportBatch, SetEntry, Workout, WorkoutImport, WorkoutItem
from tests.factories import make_gym, make_variation, make_workout
from tests.members.importing.cases import UPLOAD, ImportTestCase
from tests.members.importing.files import PUSH, STRONG, as_upload, strong_rows


class StartTest(ImportTestCase):
    def test_asks_for_the_unit_that_the_file_does_not_name(self) -> None:
        record = self.upload()
        answer = self.start(record)
        assert answer.status_code == 200
        assert "Choose the unit that the app was set to." in answer.content.decode()
        assert self.start(record, unit="stone").status_code == 200
        record.refresh_from_db()
        assert record.state == "draft"

    def test_workouts_are_imported_finished_with_their_sets(self) -> None:
        self.brought()
        workout = Workout.objects.get()
        assert (workout.name, workout.note, workout.source) == ("Push", "good day", "strong")
        assert workout.started_at == datetime(2024, 1, 15, 8, 30, tzinfo=UTC)
        assert workout.finished_at == datetime(2024, 1, 15, 9, 35, tzinfo=UTC)
        assert not Workout.objects.unfinished().exists()
        bench, plank = WorkoutItem.objects.order_by("order")
        assert (bench.variation, bench.sets, bench.note) == (self.bench, 5, "slow")
        assert (bench.state, plank.variation) == ("done", self.plank)
        rows: list[Any] = list(bench.entries.values_list("kind", "reps", "load_kg", "rir"))
        assert rows == [
            ("warm_up", 10, 40, None),
            ("working", 8, 80, 1),
            ("working", 7, 80, 0),
            ("drop", 9, 60, None),
            ("failure", 6, 60, None),
        ]
        (hold,) = plank.entries.all()
        assert (hold.seconds, hold.reps, hold.load_kg) == (60, None, None)
        for row in (workout, bench, plank, *SetEntry.objects.all()):
            row.full_clean()

    def test_pounds(self) -> None:
        self.brought(PUSH[1], unit="lb")
        assert SetEntry.objects.get().load_kg == Decimal("36.29")

    def test_more_than_a_thousand_kilograms_is_left_out_and_said(self) -> None:
        record = self.brought(PUSH[0], PUSH[1].replace(",80,", ",1500,"))
        assert SetEntry.objects.count() == 1
        assert "1 set left out: more than 1,000 kg" in self.page(record)

    def test_times_are_the_gym_s(self) -> None:
        self.alice.member.home_gym = make_gym(timezone="Australia/Lord_Howe")
        self.alice.member.save()
        self.brought()
        assert Workout.objects.get().started_at == datetime(2024, 1, 14, 21, 30, tzinfo=UTC)

    def test_what_is_left_out_is_counted(self) -> None:
        record = self.upload(STRONG, *PUSH, PUSH[1].replace("Bench Press (Barbell)", "Zercher"))
        self.start(record, unit="kg")
        imports.import_run(uuid=record.pk)
        assert SetEntry.objects.count() == 6
        assert "1 set of exercises that were left out" in self.page(record)

    def test_a_workout_of_which_nothing_is_left_is_not_made(self) -> None:
        record = self.brought(PUSH[1].replace("Bench Press (Barbell)", "Zercher"))
        assert not Workout.objects.exists()
        assert "1 workout left out: no set was left of it." in self.page(record)

    def test_starting_twice_imports_once(self) -> None:
        record = self.upload()
        assert imports.import_start(record=record, unit="kg", distance_unit="")
        assert not imports.import_start(record=record, unit="lb", distance_unit="")
        assert self.start(record, unit="lb").status_code == 302
        imports.import_run(uuid=record.pk)
        imports.import_run(uuid=record.pk)
        assert SetEntry.objects.count() == 6
        record.refresh_from_db()
        assert (record.unit, record.outcome["workouts"]) == ("kg", 1)

    def test_an_unfinished_workout_is_not_touched(self) -> None:
        going = make_workout(user=self.alice)
        self.brought()
        assert list(Workout.objects.unfinished()) == [going]

    def test_without_leave_to_keep_health_data_nothing_is_written(self) -> None:
        record = self.upload()
        self.start(record, unit="kg")
        self.alice.member.health_consent_at = None
        self.alice.member.save()
        imports.import_run(uuid=record.pk)
        assert not Workout.objects.exists()
        assert not WorkoutImport.objects.exists()


class ProgressTest(ImportTestCase):
    def test_a_long_history_is_written_batch_by_batch_and_goes_on_where_it_stopped(self) -> None:
        make_variation(name="Barbell back squat", aliases=["barbell squat"])
        make_variation(name="Barbell deadlift")
        record = self.upload(STRONG, *strong_rows(450, sets=3))
        self.start(record, unit="kg")
        assert record.batch_count == 3
        assert imports.batch_write(uuid=record.pk)
        assert Workout.objects.count() == 200
        assert "33 % of 450 workouts done." in self.page(record)
        polled = self.client.get(f"{UPLOAD}{record.pk}/", headers={"HX-Request": "true"})
        assert "<html" not in polled.content.decode()
        assert "HX-Refresh" not in polled
        imports.import_run(uuid=record.pk)
        assert (Workout.objects.count(), SetEntry.objects.count()) == (450, 1350)
        assert not ImportBatch.objects.exists()
        polled = self.client.get(f"{UPLOAD}{record.pk}/", headers={"HX-Request": "true"})
        assert polled["HX-Refresh"] == "true"

    def test_an_import_whose_worker_died_is_handed_on(self) -> None:
        record = self.upload()
        self.start(record, unit="kg")
        assert imports.imports_stalled() == 0
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert imports.imports_stalled() == 1
            assert imports.imports_stalled() == 0


class AgainTest(ImportTestCase):
    def test_the_same_file_again_adds_nothing(self) -> None:
        self.brought()
        before = [list(model.objects.values()) for model in (Workout, WorkoutItem, SetEntry)]
        record = self.upload()
        page = self.page(record)
        assert "All of these workouts are in your history already" in page
        assert "disabled>Import 0 workouts<" in page
        self.start(record, unit="lb")
        imports.import_run(uuid=record.pk)
        after = [list(model.objects.values()) for model in (Workout, WorkoutItem, SetEntry)]
        assert after == before

    def test_what_the_member_corrected_or_deleted_stays_so(self) -> None:
        self.brought(*PUSH, *strong_rows(1, sets=1))
        push = Workout.objects.get(name="Push")
        first, second, *_ = SetEntry.objects.filter(item__workout=push).order_by("item", "order")
        SetEntry.objects.filter(pk=first.pk).update(reps=3, revision=2)
        SetEntry.objects.filter(pk=second.pk).update(deleted_at=timezone.now(), revision=2)
        Workout.objects.exclude(pk=push.pk).update(deleted_at=timezone.now(), revision=2)
        before = [list(model.objects.values()) for model in (Workout, WorkoutItem, SetEntry)]
        self.brought(*PUSH, *strong_rows(1, sets=1))
        assert [
            list(model.objects.values()) for model in (Workout, WorkoutItem, SetEntry)
        ] == before

    def test_a_later_export_adds_what_is_new(self) -> None:
        self.brought(*PUSH)
        later = [row.replace("2024-01-15", "2024-01-17") for row in PUSH]
        record = self.brought(*PUSH, *later)
        assert Workout.objects.count() == 2
        assert (record.outcome["workouts"], record.outcome["known"]) == (1, 1)

    def test_the_same_file_of_two_members_is_two_histories(self) -> None:
        self.brought()
        self.client.force_login(self.charlie)
        self.client.post(UPLOAD, {"file": as_upload(STRONG, *PUSH)})
        record = WorkoutImport.objects.get(member=self.charlie.member)
        self.start(record, unit="kg")
        imports.import_run(uuid=record.pk)
        assert Workout.objects.filter(member=self.charlie.member).count() == 1
        assert Workout.objects.count() == 2


class GoneTest(ImportTestCase):
    def test_one_that_goes_while_its_turn_comes_is_over(self) -> None:
        record = self.upload()
        self.start(record, unit="kg")
        seen: list[str] = []

        def delete_health_data(execute: Any, sql: str, *rest: Any) -> Any:
            found = execute(sql, *rest)
            if not seen and 'FROM "members_member"' in sql:
                seen.append(sql)
                WorkoutImport.objects.filter(pk=record.pk).delete()
            return found

        with connection.execute_wrapper(delete_health_data):
            imports.import_run(uuid=record.pk)
        assert seen
        assert not Workout.objects.exists()
        assert not WorkoutImport.objects.exists()

    def test_one_whose_account_is_gone_is_over(self) -> None:
        record = self.upload()
        self.start(record, unit="kg")
        self.alice.delete()
        imports.import_run(uuid=record.pk)
        assert not Workout.objects.exists()
