"""Whatever is uploaded, it is read or refused in words; nothing breaks."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from members import imports
from members.importers.csv_reading import Refused
from members.importers.packing import batches, pack, unpack
from members.importers.reading import read_log
from members.models import SetEntry, Workout, WorkoutImport
from tests.factories import make_user, make_variation
from tests.members.importing.files import HEVY, STRONG, STRONG_BRACKETS, STRONG_UNITS

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "2024-01-15 08:30:00",
            "28 Mar 2024, 17:29",
            "Squat (Barbell)",
            "1",
            "0",
            "W",
            "80,5",
            "-5",
            "8",
            "1h 5m",
            "normal",
            '"',
            "\n",
            "\x00",
            "9" * 30,
            "٣",
            "2024-07-15T08:30:00+23:59",
        ]
    ),
)
TABLES = st.builds(
    lambda header, rows, mark, encoding: (
        mark + "\n".join([header, *(",".join(row) for row in rows)]).encode(encoding, "replace")
    ),
    st.sampled_from([STRONG, HEVY, STRONG_UNITS.replace(";", ","), STRONG_BRACKETS]),
    st.lists(st.lists(CELLS, max_size=15), max_size=12),
    st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"]),
    st.sampled_from(["utf-8", "utf-16-le", "cp1252"]),
)
FILES = st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode), TABLES)


@settings(max_examples=400, deadline=None)
@given(content=FILES)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        log = read_log(BytesIO(content), zone=ZoneInfo("Europe/London"), now=NOW)
    except Refused:
        return
    for batch in batches(log.workouts):
        packed = unpack(pack(batch))
        assert [one.title for one in packed] == [one.title for one in batch]
        assert [item.sets for one in packed for item in one.items] == [
            item.sets for one in batch for item in one.items
        ]


class AnyUploadTest(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(content=FILES)
    def test_any_upload_gets_a_page_and_what_is_imported_is_sound(self, content: bytes) -> None:
        user = make_user()
        make_variation(name="Barbell back squat", aliases=["barbell squat"])
        self.client.force_login(user)
        file = SimpleUploadedFile("x\x00\n.csv", content)
        answer = self.client.post("/me/workouts/import/", {"file": file})
        if answer.status_code != 302:
            assert answer.status_code == 200
            return
        record = WorkoutImport.objects.get()
        assert self.client.get(answer["Location"]).status_code == 200
        imports.import_start(record=record, unit="kg", distance_unit="km")
        imports.import_run(uuid=record.pk)
        assert self.client.get(answer["Location"]).status_code == 200
        for row in (*Workout.objects.all(), *SetEntry.objects.all()):
            row.full_clean(validate_unique=False)
