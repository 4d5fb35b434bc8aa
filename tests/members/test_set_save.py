import json
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Measure
from members.models import SetEntry, Unit, Workout, WorkoutItem
from tests.base import PersonasTestCase
from tests.factories import make_set, make_variation, make_workout, make_workout_item

TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT")


class SetSaveTest(PersonasTestCase):
    workout: Workout
    item: WorkoutItem
    theirs: WorkoutItem

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.workout = make_workout(user=cls.alice, started_at=timezone.now() - timedelta(hours=1))
        cls.item = make_workout_item(workout=cls.workout)
        cls.theirs = make_workout_item(workout=make_workout(user=cls.charlie))

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def send(self, uuid: UUID | None = None, **values: Any) -> Any:
        item = values.pop("item", self.item)
        workout = values.pop("workout", self.workout.pk)
        sent = {"item": item.pk, "revision": 1, "load": "60", "reps": "10", **values}
        return self.client.post(
            f"/me/workouts/{workout}/sets/{uuid or uuid4()}/",
            {name: value for name, value in sent.items() if value is not None},
            headers={"Accept": "application/json"},
        )

    def refused(self, **values: Any) -> dict[str, list[str]]:
        answer = self.send(**values)
        assert answer.status_code == 422
        assert not self.item.entries.exists()
        errors: dict[str, list[str]] = json.loads(answer.content)["errors"]
        return errors

    def kept(self, **values: Any) -> SetEntry:
        uuid = uuid4()
        answer = self.send(uuid, **values)
        assert answer.status_code == 200, answer.content
        return SetEntry.objects.get(pk=uuid)

    def test_a_set_is_kept_and_answered_as_it_is_stored(self) -> None:
        uuid = uuid4()
        answer = self.send(uuid, rir="2", order="1").json()
        assert answer["taken"] is True
        assert answer["set"]["words"] == "60 kg × 10 · 2 left"
        assert answer["set"]["revision"] == 1
        entry = SetEntry.objects.get(pk=uuid)
        assert (entry.item, entry.load_kg, entry.reps, entry.rir) == (self.item, 60, 10, 2)

    def test_an_old_revision_is_answered_with_the_stored_set(self) -> None:
        uuid = uuid4()
        self.send(uuid, revision=3)
        answer = self.send(uuid, revision=3, reps="1")
        assert answer.status_code == 200
        assert (answer.json()["taken"], answer.json()["set"]["reps"]) == (False, 10)

    def test_it_is_deleted_and_put_back(self) -> None:
        uuid = uuid4()
        self.send(uuid)
        answer = self.send(uuid, revision=2, deleted="1", reps="8-10").json()
        assert (answer["taken"], answer["set"]["deleted"]) == (True, True)
        assert self.send(uuid, revision=2).json()["set"]["deleted"] is True
        answer = self.send(uuid, revision=3).json()
        assert (answer["set"]["deleted"], answer["set"]["reps"]) == (False, 10)

    def test_numbers_out_of_reason_are_refused_in_words(self) -> None:
        assert self.refused(reps="-5") == {"reps": ["Type a number from 0 to 500."]}
        assert self.refused(load="10000") == {"load": ["Type a number from 0 to 1,000."]}
        assert self.refused(reps="8-10") == {"reps": ["Type one number, such as 8."]}
        assert self.refused(reps="8.5") == {"reps": ["Type one number, such as 8."]}
        assert self.refused(reps="") == {"reps": ["Type a number, such as 8."]}
        assert self.refused(load="NaN") == {"load": ["Type one number, such as 62.5."]}
        assert set(self.refused(rir="11", kind="heroic", revision="0")) == {
            "rir",
            "kind",
            "revision",
        }
        assert set(self.refused(revision=str(10**18), order="-1", done_at="noon")) == {
            "revision",
            "order",
            "done_at",
        }

    def test_a_comma_is_a_decimal_sign(self) -> None:
        assert self.kept(load="62,5").load_kg == Decimal("62.5")

    def test_a_load_is_read_in_the_members_unit(self) -> None:
        self.alice.member.unit = Unit.LB
        self.alice.member.save()
        assert self.kept(load="100").load_kg == Decimal("45.36")

    def test_a_load_is_read_in_the_unit_that_its_page_showed(self) -> None:
        assert self.kept(load="100", unit="lb").load_kg == Decimal("45.36")
        assert self.kept(load="100", unit="stone").load_kg == 100

    def test_the_boxes_are_those_of_the_measure(self) -> None:
        for measure, sent, wanted in (
            (Measure.REPS, {"load": "60"}, {"load_kg": None, "reps": 10}),
            (Measure.ADDED_LOAD_REPS, {"load": ""}, {"load_kg": None, "reps": 10}),
            (Measure.ASSISTED_REPS, {"load": "20"}, {"load_kg": 20, "reps": 10}),
            (Measure.DURATION, {"seconds": "1:30"}, {"seconds": 90, "reps": None}),
            (Measure.LOAD_DURATION, {"seconds": "45"}, {"load_kg": 60, "seconds": 45}),
            (Measure.DISTANCE_DURATION, {"metres": "400"}, {"metres": 400, "seconds": None}),
        ):
            with self.subTest(measure=measure):
                item = make_workout_item(
                    workout=self.workout, variation=make_variation(measure=measure)
                )
                entry = self.kept(item=item, **sent)
                assert {name: getattr(entry, name) for name in wanted} == wanted

    def test_a_run_needs_a_distance_or_a_time(self) -> None:
        run = make_variation(measure=Measure.DISTANCE_DURATION)
        errors = self.refused(item=make_workout_item(workout=self.workout, variation=run))
        assert errors == {"metres": ["Type a distance, a time, or both."]}

    def test_a_load_must_be_said_where_the_exercise_has_one(self) -> None:
        assert self.refused(load="") == {"load": ["Type a number, such as 62.5."]}

    def test_it_is_done_when_its_phone_says_but_not_later_than_now(self) -> None:
        then = timezone.now() - timedelta(minutes=7)
        assert self.kept(done_at=then.isoformat()).done_at == then
        ahead = timezone.now() + timedelta(days=1)
        assert self.kept(done_at=ahead.isoformat()).done_at <= timezone.now()

    def test_it_is_not_done_long_before_its_workout(self) -> None:
        first = self.workout.started_at - timedelta(hours=12)
        assert self.kept(done_at="1990-01-01T12:00:00Z").done_at == first
        assert self.kept(done_at=(first + timedelta(minutes=1)).isoformat()).done_at > first

    def test_a_correction_keeps_when_it_was_done(self) -> None:
        entry = make_set(item=self.item, done_at=timezone.now() - timedelta(minutes=9))
        self.send(entry.pk, revision=2, reps="9")
        done_at = entry.done_at
        entry.refresh_from_db()
        assert (entry.reps, entry.done_at) == (9, done_at)

    def test_what_is_not_the_members_is_not_there(self) -> None:
        theirs = make_set(item=self.theirs)
        unknown = WorkoutItem(pk=uuid4())
        other = make_workout(user=self.alice, finished_at=timezone.now())
        for answer in (
            self.send(theirs.pk, revision=9),
            self.send(item=self.theirs),
            self.send(item=self.theirs, workout=self.theirs.workout_id),
            self.send(item=unknown),
            self.send(workout=uuid4()),
            self.send(workout=other.pk),
            self.client.post(f"/me/workouts/{self.workout.pk}/sets/{uuid4()}/", {"item": "1"}),
            self.client.post(f"/me/workouts/{self.workout.pk}/sets/{uuid4()}/"),
            self.client.post(f"/me/workouts/{self.workout.pk}/sets/not-a-uuid/"),
        ):
            assert answer.status_code == 404
        theirs.refresh_from_db()
        assert theirs.revision == 1

    def test_one_exercise_has_room_for_a_hundred_sets(self) -> None:
        first = make_set(item=self.item)
        SetEntry.objects.bulk_create(SetEntry(item=self.item) for _ in range(98))
        assert self.send().status_code == 200
        answer = self.send()
        assert answer.status_code == 422
        assert "100 sets" in answer.json()["errors"][""][0]
        assert self.send(first.pk, revision=2, reps="9").json()["taken"] is True
        assert self.item.entries.count() == 100

    def test_other_verbs_are_refused(self) -> None:
        address = f"/me/workouts/{self.workout.pk}/sets/{uuid4()}/"
        for method in ("get", "head", "put", "patch", "delete"):
            assert getattr(self.client, method)(address).status_code == 405

    def test_signed_out_it_leads_to_sign_in(self) -> None:
        self.client.logout()
        assert self.send().status_code == 302
        assert not self.item.entries.exists()

    def test_without_consent_nothing_is_kept(self) -> None:
        self.alice.member.health_consent_at = None
        self.alice.member.save()
        assert self.send().status_code == 403
        assert not self.item.entries.exists()

    def test_a_form_goes_back_to_the_floor(self) -> None:
        address = f"/me/workouts/{self.workout.pk}/sets/{uuid4()}/"
        answer = self.client.post(address, {"item": self.item.pk, "load": "60", "reps": "10"})
        self.assertRedirects(answer, f"/me/workouts/{self.workout.pk}/")
        assert self.item.entries.get().reps == 10

    def test_a_form_with_a_fault_comes_back_with_what_was_typed(self) -> None:
        page = self.client.get(f"/me/workouts/{self.workout.pk}/")
        uuid = page.context["floor"].row.uuid
        answer = self.client.post(
            f"/me/workouts/{self.workout.pk}/sets/{uuid}/",
            {"item": self.item.pk, "load": "62,5", "reps": "8-10", "rir": "3"},
        )
        assert answer.status_code == 200
        row = answer.context["floor"].row
        assert [box.value for box in row.boxes] == ["62,5", "8-10"]
        assert row.rir == "3"
        self.assertContains(answer, "Type one number, such as 8.")

    def queries(self, send: Any) -> int:
        fresh = Client()
        fresh.cookies[settings.SESSION_COOKIE_NAME] = self.client.cookies["sessionid"].value
        self.client = fresh
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert send().status_code == 200
        counted = [one for one in found if not one["sql"].startswith(TRANSACTION)]
        return len(counted)

    def test_each_way_of_saving_takes_at_most_six_queries(self) -> None:
        uuid, late = uuid4(), uuid4()
        counts = {
            "new": self.queries(lambda: self.send(uuid)),
            "repeated": self.queries(lambda: self.send(uuid)),
            "corrected": self.queries(lambda: self.send(uuid, revision=2)),
            "old": self.queries(lambda: self.send(uuid, revision=2)),
            "deleted": self.queries(lambda: self.send(uuid, revision=3, deleted="1")),
            "deleted first": self.queries(lambda: self.send(late, revision=2, deleted="1")),
        }
        ended = timezone.now() - timedelta(minutes=1)
        Workout.objects.filter(pk=self.workout.pk).update(finished_at=ended)
        counts["late"] = self.queries(self.send)
        assert counts == {
            "new": 4,
            "repeated": 6,
            "corrected": 5,
            "old": 5,
            "deleted": 5,
            "deleted first": 6,
            "late": 5,
        }
