from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from members.models import ItemState, SetEntry, Unit, Workout, WorkoutItem
from tests.base import PersonasTestCase
from tests.factories import make_set, make_workout, make_workout_item
from tests.forms import Fields


class WorkoutEditTest(PersonasTestCase):
    workout: Workout
    item: WorkoutItem
    entry: SetEntry
    address: str

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.workout = make_workout(user=cls.alice, finished_at=timezone.now() - timedelta(days=1))
        cls.item = make_workout_item(workout=cls.workout, state=ItemState.DONE)
        cls.entry = make_set(item=cls.item, reps=10, load_kg=Decimal(60))
        cls.address = f"/me/workouts/{cls.workout.pk}/edit/"

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def page(self) -> dict[str, Any]:
        """What the page would send, with all its lines."""
        page = self.client.get(self.address)
        values = Fields(page.content.decode()).values
        for one in page.context["edit"].items:
            values[f"line-{one.item.pk}"] = [str(row.uuid) for row in one.rows]
        return values

    def lines(self, values: dict[str, Any]) -> list[str]:
        found: list[str] = values[f"line-{self.item.pk}"]
        return found

    def send(self, values: dict[str, Any]) -> Any:
        return self.client.post(self.address, values)

    def test_sent_untouched_it_changes_nothing(self) -> None:
        before = (self.workout.started_at, self.workout.finished_at)
        self.assertRedirects(self.send(self.page()), f"/me/workouts/{self.workout.pk}/")
        self.workout.refresh_from_db()
        self.entry.refresh_from_db()
        assert (self.workout.started_at, self.workout.finished_at) == before
        assert self.entry.revision == 1
        assert SetEntry.objects.count() == 1

    def test_a_set_is_corrected_one_added_and_one_deleted(self) -> None:
        gone = make_set(item=self.item)
        values = self.page()
        fresh = self.lines(values)[-1]
        values |= {f"{self.entry.pk}-reps": "8", f"{self.entry.pk}-load": "62,5"}
        values |= {f"{gone.pk}-deleted": "on"}
        values |= {f"{fresh}-reps": "7", f"{fresh}-load": "65"}
        self.send(values)
        kept = self.item.entries.filter(deleted_at__isnull=True).order_by("order", "reps")
        numbers = {(one.reps, one.load_kg) for one in kept}
        assert numbers == {(8, Decimal("62.5")), (7, Decimal(65))}
        gone.refresh_from_db()
        assert gone.deleted_at
        added = SetEntry.objects.get(pk=fresh)
        assert added.done_at == self.workout.finished_at

    def test_sent_twice_a_new_set_is_one_row(self) -> None:
        values = self.page()
        fresh = self.lines(values)[-1]
        values |= {f"{fresh}-reps": "7", f"{fresh}-load": "65"}
        self.send(values)
        page = self.client.post(self.address, values, follow=True)
        self.assertContains(page, "changed on another device")
        assert self.item.entries.count() == 2

    def test_times_and_note_are_corrected(self) -> None:
        values = self.page() | {"day": "2026-03-02", "starts": "18:15", "minutes": "50"}
        self.send(values | {"note": "Tired"})
        self.workout.refresh_from_db()
        assert timezone.localtime(self.workout.started_at).isoformat()[:16] == "2026-03-02T18:15"
        assert self.workout.finished_at == self.workout.started_at + timedelta(minutes=50)
        assert self.workout.note == "Tired"

    def test_faults_come_back_beside_what_was_typed_and_nothing_is_saved(self) -> None:
        values = self.page()
        fresh = self.lines(values)[-1]
        values |= {f"{self.entry.pk}-reps": "8-10", f"{fresh}-reps": "7", "minutes": "x"}
        page = self.send(values | {"note": "Tired"})
        self.assertContains(page, "Type one number, such as 8.", count=2)
        self.assertContains(page, "Type a number, such as 62.5.", count=1)
        self.assertContains(page, 'value="8-10"')
        self.assertContains(page, 'value="Tired"')
        self.entry.refresh_from_db()
        self.workout.refresh_from_db()
        assert (self.entry.reps, self.workout.note) == (10, "")
        assert SetEntry.objects.count() == 1

    def test_an_exercise_is_left_out_with_all_its_sets(self) -> None:
        self.send(self.page() | {f"remove-{self.item.pk}": "on"})
        self.item.refresh_from_db()
        assert self.item.state == ItemState.SKIPPED
        assert not SetEntry.objects.kept().exists()
        page = self.client.get(f"/me/workouts/{self.workout.pk}/")
        self.assertNotContains(page, self.item.variation.name)

    def test_a_load_in_pounds_does_not_creep(self) -> None:
        self.alice.member.unit = Unit.LB
        self.alice.member.save()
        self.send(self.page() | {f"{self.entry.pk}-reps": "9"})
        self.entry.refresh_from_db()
        assert (self.entry.reps, self.entry.load_kg) == (9, Decimal("60.00"))

    def test_an_old_page_does_not_overwrite_a_newer_set(self) -> None:
        values = self.page() | {f"{self.entry.pk}-reps": "1"}
        SetEntry.objects.filter(pk=self.entry.pk).update(revision=9, reps=12)
        page = self.client.post(self.address, values, follow=True)
        self.assertContains(page, "Some of this was changed on another device.")
        self.entry.refresh_from_db()
        assert self.entry.reps == 12

    def test_it_saves_and_goes_on_to_another_exercise(self) -> None:
        values = self.page() | {f"{self.entry.pk}-reps": "9"}
        answer = self.send(values | {"then": "add"})
        self.assertRedirects(answer, f"/me/workouts/{self.workout.pk}/add/")
        self.entry.refresh_from_db()
        assert self.entry.reps == 9
        answer = self.send(self.page() | {"then": str(self.item.pk)})
        self.assertRedirects(answer, f"/me/workouts/{self.workout.pk}/items/{self.item.pk}/swap/")
        answer = self.send(self.page() | {"then": "//elsewhere.example"})
        self.assertRedirects(answer, f"/me/workouts/{self.workout.pk}/")

    def test_a_set_of_another_member_is_not_reached(self) -> None:
        theirs = make_set(item=make_workout_item(workout=make_workout(user=self.charlie)))
        values = self.page()
        values[f"line-{self.item.pk}"] = [*self.lines(values), str(theirs.pk), "x"]
        values |= {f"{theirs.pk}-reps": "1", f"{theirs.pk}-load": "1", f"{theirs.pk}-revision": "9"}
        assert self.send(values).status_code == 404
        theirs.refresh_from_db()
        assert theirs.reps == 10

    def test_one_that_goes_on_is_corrected_on_the_floor(self) -> None:
        unfinished = make_workout(user=self.alice)
        answer = self.client.get(f"/me/workouts/{unfinished.pk}/edit/")
        self.assertRedirects(answer, f"/me/workouts/{unfinished.pk}/")

    def test_other_verbs_are_refused(self) -> None:
        assert self.client.put(self.address).status_code == 405
