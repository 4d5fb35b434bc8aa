"""One import written by several workers at once: each workout is there once."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from io import BytesIO

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import QuerySet
from django.test import TransactionTestCase

from members import imports
from members.models import SetEntry, User, Workout, WorkoutImport
from tests.factories import make_user, make_variation
from tests.members.importing.files import STRONG, as_file, strong_rows

WORKERS = 4


class ImportTwiceTest(TransactionTestCase):
    def started(self, user: User, workouts: int) -> WorkoutImport:
        make_variation(name="Barbell back squat", aliases=["barbell squat"])
        content = as_file(STRONG, *strong_rows(workouts, sets=1)).read()
        record = imports.import_read(member=user.member, file=BytesIO(content), file_name="")
        assert imports.import_start(record=record, unit="kg", distance_unit="km")
        return record

    def together(self, record: WorkoutImport) -> None:
        def run(_: int) -> None:
            try:
                imports.import_run(uuid=record.pk)
            finally:
                connections.close_all()

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(run, range(WORKERS)))

    def test_workers_share_the_batches(self) -> None:
        record = self.started(make_user(), 900)
        assert record.batch_count == 5
        self.together(record)
        record.refresh_from_db()
        assert record.state == "done"
        assert Workout.objects.count() == SetEntry.objects.count() == 900
        assert record.outcome == {"workouts": 900, "sets": 900}

    def test_without_the_locks_only_sqlite_keeps_them_apart(self) -> None:
        """There one transaction writes at a time, whoever asks for a lock."""
        record = self.started(make_user(), 900)
        unlocked = pytest.MonkeyPatch()
        unlocked.setattr(QuerySet, "select_for_update", lambda self, **_: self)
        try:
            with nullcontext() if connection.vendor == "sqlite" else pytest.raises(IntegrityError):
                self.together(record)
        finally:
            unlocked.undo()
