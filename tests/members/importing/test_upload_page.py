"""Upload, and what is shown of the file before anything is imported."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path

import members.urls
from members.importers.csv_reading import MOST_BYTES
from members.models import ImportBatch, WorkoutImport
from tests.members.importing.cases import UPLOAD, ImportTestCase
from tests.members.importing.files import HEVY, PUSH, STRONG, as_upload

urlpatterns = [
    path(
        "",
        include(
            (
                [
                    *members.urls.urlpatterns,
                    path(
                        "me/settings/consent/",
                        lambda _: HttpResponse(),
                        name="consent_update",
                    ),
                ],
                "members",
            )
        ),
    )
]


class UploadTest(ImportTestCase):
    def test_shows_what_was_read(self) -> None:
        record = self.upload()
        page = self.page(record)
        assert (record.workout_count, record.rows, record.asks_unit) == (1, 6, True)
        assert (str(record.first_on), str(record.last_on)) == ("2024-01-15", "2024-01-15")
        for text in (
            "Bench Press (Barbell)",
            "5 sets",
            "same name",
            "also called",
            "Europe/London",
        ):
            assert text in page, text
        assert "The heaviest set in it is 80." in page
        assert "Import 1 workout<" in page

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
        assert "Its columns are: a, b" in self.refused(
            file=SimpleUploadedFile("x.csv", b"a,b\n1,2")
        )
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
