"""The way through: upload, look through, correct, import, take back."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.utils import timezone

import members.urls
from members import imports
from members.import_forms import MOST_BYTES
from members.models import (
    ImportBatch,
    SetEntry,
    Workout,
    WorkoutImport,
    WorkoutItem,
)
from tests.base import PersonasTestCase
from tests.factories import make_gym, make_variation, make_workout
from tests.members.importing.files import HEVY, PUSH, STRONG, as_upload, strong_rows

UPLOAD = "/me/workouts/import/"
urlpatterns = [
    path(
        "",
        include(
            (
                [
                    *members.urls.urlpatterns,
                    path("me/settings/consent/", lambda request: HttpResponse(), name="consent_update"),
                ],
                "members",
            )
        ),
    )
]


class ImportTestCase(PersonasTestCase):
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


class UploadTest(ImportTestCase):
    def test_shows_what_was_read(self) -> None:
        record = self.upload()
        page = self.page(record)
        assert (record.workout_count, record.rows, record.asks_unit) == (1, 6, True)
        assert (str(record.first_on), str(record.last_on)) == ("2024-01-15", "2024-01-15")
        for text in ("Bench Press (Barbell)", "5 sets", "same name", "also called", "Europe/London"):
            assert text in page, text
        assert "The heaviest set in it is 80." in page
        assert "Import 6 sets" in page

    def test_a_file_that_names_its_units_is_not_asked_for_them(self) -> None:
        record = self.upload(HEVY, '"P","28 Mar 2024, 17:29","",,"Bench",,,0,normal,80,8,,,')
        assert not record.asks_unit
        assert 'name="unit"' not in self.page(record)

    def test_nonsense_is_listed(self) -> None:
        record = self.upload(STRONG, PUSH[0], PUSH[1].replace(",8,0,0", ",<b>x,0,0"))
        page = self.page(record)
        assert "1 thing we could not read" in page
        assert "“‹b&gt;x” is not a number. The row is left out." in page

    def test_what_is_no_export_is_refused_beside_the_field_and_nothing_is_kept(self) -> None:
        assert "is empty" in self.refused(file=SimpleUploadedFile("x.csv", b""))
        assert "a picture" in self.refused(file=SimpleUploadedFile("x.csv", b"\x89PNG" + bytes(9)))
        assert "Its columns are: a, b" in self.refused(file=SimpleUploadedFile("x.csv", b"a,b\n1,2"))
        assert "Choose the file" in self.refused()
        assert 'class="invalid-feedback"' in self.refused()

    def test_a_file_that_is_too_large_is_not_even_read(self) -> None:
        large = SimpleUploadedFile("x.csv", b"x" * (MOST_BYTES + 1))
        assert "larger than 32 MB" in self.refused(file=large)

    def test_a_second_file_takes_the_place_of_a_draft(self) -> None:
        first = self.upload()
        second = self.upload(STRONG, PUSH[0])
        assert [one.pk for one in WorkoutImport.objects.all()] == [second.pk]
        assert first.pk != second.pk
        assert not ImportBatch.objects.filter(record=first.pk).exists()

    def test_a_file_s_name_is_shown_as_text(self) -> None:
        answer = self.client.post(UPLOAD, {"file": as_upload(STRONG, *PUSH, name="<i>a</i>.csv")})
        assert "<i>" not in self.client.get(answer["Location"]).content.decode()

    def test_queries_do_not_grow_with_the_exercises(self) -> None:
        for number in (2, 12):
            rows = [PUSH[1].replace("Bench Press", f"Bench Press {at}") for at in range(number)]
            record = self.upload(STRONG, *rows)
            record.names.update(variation=self.bench, suggested=self.plank, how="chosen")
            with self.assertNumQueries(5):
                assert self.page(record).count('class="import-name"') == number


class MatchTest(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.record = self.upload(STRONG, PUSH[1].replace("Bench Press (Barbell)", "Zercher Thing"))
        self.name = self.record.names.get()
        self.address = f"{UPLOAD}{self.record.pk}/exercises/{self.name.pk}/"

    def test_an_unknown_name_is_said_and_its_sets_are_not_counted(self) -> None:
        page = self.page(self.record)
        assert self.name.how == "unknown"
        assert "not found" in page
        assert self.address in page
        assert "disabled>Import 0 sets" in page

    def test_is_found_by_a_search_without_javascript(self) -> None:
        page = self.client.get(self.address, {"q": "bench"}).content.decode()
        assert f'name="variation" value="{self.bench.pk}"' in page
        answer = self.client.post(self.address, {"variation": self.bench.pk})
        assert answer["Location"] == f"{UPLOAD}{self.record.pk}/#name-{self.name.pk}"
        self.name.refresh_from_db()
        assert (self.name.variation, self.name.how) == (self.bench, "chosen")
        assert "your choice" in self.page(self.record)

    def test_htmx_gets_the_results_alone(self) -> None:
        answer = self.client.get(self.address, {"q": "bench"}, headers={"HX-Request": "true"})
        assert "<html" not in answer.content.decode()
        assert self.bench.name in answer.content.decode()

    def test_nothing_found_says_what_was_searched(self) -> None:
        page = self.client.get(self.address, {"q": "zzqx<b>"}).content.decode()
        assert "Nothing found for “zzqx&lt;b&gt;”" in page

    def test_leaving_out_is_a_choice_that_can_be_changed(self) -> None:
        self.client.post(self.address, {"variation": ""})
        self.name.refresh_from_db()
        assert (self.name.variation, self.name.how) == (None, "left_out")
        self.client.post(self.address, {"variation": self.bench.pk})
        self.name.refresh_from_db()
        assert self.name.variation == self.bench

    def test_a_variation_that_is_not_public_is_none(self) -> None:
        draft = make_variation(status="draft")
        for chosen in (draft.pk, 0, -1, "x", "9" * 30, "²"):
            answer = self.client.post(self.address, {"variation": chosen})
            assert answer.status_code == 404, chosen
        self.name.refresh_from_db()
        assert self.name.how == "unknown"

    def test_what_does_not_fit_is_said_before(self) -> None:
        self.client.post(self.address, {"variation": self.plank.pk})
        page = self.page(self.record)
        assert "1 set cannot be kept" in page
        body = make_variation(measure="reps")
        self.client.post(self.address, {"variation": body.pk})
        assert "The load of 1 set is left out" in self.page(self.record)

    def test_once_imported_nothing_can_be_chosen_any_more(self) -> None:
        self.client.post(self.address, {"variation": self.bench.pk})
        self.start(self.record, unit="kg")
        assert self.client.get(self.address).status_code == 404
        assert self.client.post(self.address, {"variation": ""}).status_code == 404


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
        rows = bench.entries.values_list("kind", "reps", "load_kg", "rir")
        assert list(rows) == [
            ("warm_up", 10, 40, None),
            ("working", 8, 80, 1),
            ("working", 7, 80, 0),
            ("drop", 9, 60, None),
            ("failure", 6, 60, None),
        ]
        assert list(plank.entries.values_list("seconds", "reps", "load_kg")) == [(60, None, None)]
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
        assert "All of these workouts are in your history already" in self.page(record)
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


class AccessTest(ImportTestCase):
    def addresses(self, record: WorkoutImport) -> dict[str, str]:
        base = f"{UPLOAD}{record.pk}/"
        return {
            base: "get",
            f"{base}start/": "post",
            f"{base}undo/": "post",
            f"{base}restore/": "post",
            f"{base}delete/": "post",
            f"{base}exercises/{record.names.all()[0].pk}/": "get",
        }

    def test_another_member_s_import_is_not_there(self) -> None:
        record = self.upload()
        self.client.force_login(self.charlie)
        for address, verb in self.addresses(record).items():
            answer = getattr(self.client, verb)(address)
            assert answer.status_code == 404, address
        assert str(record.pk) not in self.client.get(UPLOAD).content.decode()
        record.refresh_from_db()
        assert record.state == "draft"

    def test_an_unknown_and_a_malformed_id_are_the_same(self) -> None:
        pages = {
            self.client.get(f"{UPLOAD}{ident}/").content
            for ident in ("7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e11", "nonsense")
        }
        assert len(pages) == 1

    def test_a_name_of_another_import_is_not_there(self) -> None:
        record = self.upload()
        name = record.names.all()[0]
        wrong = f"{UPLOAD}7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e11/exercises/{name.pk}/"
        assert self.client.get(wrong).status_code == 404

    def test_the_wrong_verb(self) -> None:
        record = self.upload()
        for address, verb in self.addresses(record).items():
            if verb == "post":
                assert self.client.get(address).status_code == 405, address
        assert self.client.put(UPLOAD).status_code == 405
        assert self.client.post(f"{UPLOAD}{record.pk}/").status_code == 405

    def test_without_leave_to_keep_health_data_there_is_no_import(self) -> None:
        self.alice.member.health_consent_at = None
        self.alice.member.save()
        with override_settings(ROOT_URLCONF=__name__):
            answer = self.client.post(UPLOAD, {"file": as_upload(STRONG, *PUSH)})
        assert answer.status_code == 302
        assert "/consent/" in answer["Location"]
        assert not WorkoutImport.objects.exists()
