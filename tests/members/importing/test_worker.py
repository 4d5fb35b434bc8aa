"""Imports as the worker of the task queue does them."""

import pytest
from django.core.management import call_command
from django.test import Client

from members.models import SetEntry, Workout, WorkoutImport
from tests.factories import make_user, make_variation
from tests.members.importing.files import PUSH, STRONG, as_upload


@pytest.mark.django_db(transaction=True)
def test_the_worker_imports_what_was_started(client: Client) -> None:
    alice = make_user()
    make_variation(name="Barbell bench press")
    client.force_login(alice)
    client.post("/me/workouts/import/", {"file": as_upload(STRONG, *PUSH[:5])})
    record = WorkoutImport.objects.get()
    client.post(f"/me/workouts/import/{record.pk}/start/", {"unit": "kg"})
    assert not Workout.objects.exists()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
    record.refresh_from_db()
    assert record.state == "done"
    assert SetEntry.objects.count() == 5
