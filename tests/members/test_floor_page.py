from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Measure, Status
from members.floor import Floor
from members.models import ItemState, SetKind, Unit, Workout
from tests.base import PersonasTestCase
from tests.factories import make_set, make_variation, make_workout, make_workout_item


class FloorPageTest(PersonasTestCase):
    workout: Workout

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.workout = make_workout(
            user=cls.alice,
            name="Day A",
            started_at=timezone.now() - timedelta(minutes=24, seconds=10),
        )

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def page(self, query: str = "") -> Any:
        return self.client.get(f"/me/workouts/{self.workout.pk}/{query}")

    def floor(self, query: str = "") -> Floor:
        floor: Floor = self.page(query).context["floor"]
        return floor

    def test_it_shows_the_whole_workout_with_the_first_set_in_front(self) -> None:
        first = make_workout_item(workout=self.workout, load_kg=Decimal(60), target_rir=2)
        second = make_workout_item(workout=self.workout, sets=2)
        page = self.page()
        self.assertContains(page, "Day A")
        self.assertContains(page, "24:1")
        self.assertContains(page, "Target 8–10 at 60 kg, 2 in reserve")
        self.assertContains(page, f"Next: {second.variation.name}, 2 × 8–10")
        floor = page.context["floor"]
        assert [len(one.rows) for one in floor.exercises] == [3, 2]
        assert floor.exercise.item == first
        assert floor.row.label == "Set 1"
        assert floor.done_label == "Done, rest 90 s"

    def test_the_boxes_hold_what_was_done_the_last_time(self) -> None:
        old = make_workout(user=self.alice, finished_at=timezone.now() - timedelta(days=7))
        item = make_workout_item(workout=self.workout)
        was = make_workout_item(workout=old, variation=item.variation)
        make_set(item=was, kind=SetKind.WARM_UP, load_kg=Decimal(20), reps=15)
        make_set(item=was, load_kg=Decimal("57.5"), reps=10)
        make_set(item=was, load_kg=Decimal(60), reps=9)
        rows = self.floor().exercises[0].rows
        boxes = [[box.value for box in row.boxes] for row in rows]
        assert boxes == [["57.5", "10"], ["60", "9"], ["60", "9"]]
        assert rows[0].last_words == "57.5 kg × 10"

    def test_the_load_in_use_today_goes_before_the_plan_and_the_last_time(self) -> None:
        item = make_workout_item(workout=self.workout, load_kg=Decimal(60))
        assert self.floor().row.boxes[0].value == "60"  # type: ignore[union-attr]
        make_set(item=item, load_kg=Decimal("62.5"))
        assert self.floor().row.boxes[0].value == "62.5"  # type: ignore[union-attr]

    def test_loads_and_steps_are_in_the_members_unit(self) -> None:
        self.alice.member.unit = Unit.LB
        self.alice.member.save()
        variation = make_variation(equipment=("barbell",))
        make_workout_item(workout=self.workout, variation=variation, load_kg=Decimal("45.36"))
        box = self.floor().exercises[0].rows[0].boxes[0]
        assert (box.value, box.suffix, box.step) == ("100", "lb", "5")

    def test_each_measure_has_its_boxes(self) -> None:
        for measure, names in (
            (Measure.REPS, ["reps"]),
            (Measure.ASSISTED_REPS, ["load", "reps"]),
            (Measure.LOAD_DURATION, ["load", "seconds"]),
            (Measure.DISTANCE_DURATION, ["metres", "seconds"]),
        ):
            item = make_workout_item(
                workout=self.workout, variation=make_variation(measure=measure), seconds=90
            )
            rows = self.floor(f"?item={item.pk}").exercise.rows  # type: ignore[union-attr]
            assert [box.name for box in rows[0].boxes] == names

    def test_two_devices_mean_the_same_next_set(self) -> None:
        make_workout_item(workout=self.workout)
        uuids = [[row.uuid for row in self.floor().exercises[0].rows] for _ in range(2)]
        assert uuids[0] == uuids[1]
        assert len(set(uuids[0])) == 3

    def test_a_deleted_set_can_be_put_back_and_its_uuid_is_not_used_again(self) -> None:
        item = make_workout_item(workout=self.workout)
        first = self.floor().row
        assert first
        make_set(item=item, uuid=first.uuid, deleted_at=timezone.now(), revision=2)
        rows = self.floor().exercises[0].rows
        assert [row.deleted for row in rows] == [True, False, False, False]
        assert rows[0].revision == 3
        assert first.uuid not in [row.uuid for row in rows[1:]]

    def test_warm_ups_and_drops_do_not_count_towards_the_planned_sets(self) -> None:
        item = make_workout_item(workout=self.workout)
        make_set(item=item, kind=SetKind.WARM_UP)
        make_set(item=item)
        make_set(item=item, kind=SetKind.DROP)
        make_set(item=item, kind=SetKind.FAILURE)
        labels = [row.label for row in self.floor().exercises[0].rows]
        assert labels == ["Warm-up", "Set 1", "Drop set", "Set 2", "Set 3"]

    def test_a_superset_is_done_in_turn_and_rests_after_its_last(self) -> None:
        first, second = (
            make_workout_item(workout=self.workout, superset="A", sets=2) for _ in range(2)
        )
        last = make_workout_item(workout=self.workout)
        shown: list[Any] = []
        for _ in range(4):
            floor = self.floor()
            assert floor.exercise
            item, label = floor.exercise.item, floor.done_label
            make_set(item=item, order=len(shown))
            shown.append((item, label, self.floor().rest is not None))
        then = f"Done, then {second.variation.name}"
        assert shown == [
            (first, then, False),
            (second, "Done, rest 90 s", True),
            (first, then, False),
            (second, "Done, rest 90 s", True),
        ]
        assert self.floor().exercise.item == last  # type: ignore[union-attr]

    def test_what_comes_next_is_the_rest_of_the_superset_or_further_down(self) -> None:
        first, one, two, last = (
            make_workout_item(workout=self.workout, superset=letter)
            for letter in ("", "A", "A", "")
        )
        for shown, following in ((first, one), (one, two), (two, one), (last, first)):
            found = self.floor(f"?item={shown.pk}").following
            assert found
            assert found.item == following

    def test_it_stays_with_the_exercise_that_was_chosen_before_its_turn(self) -> None:
        first, second = (make_workout_item(workout=self.workout) for _ in range(2))
        assert self.floor(f"?item={second.pk}").exercise.item == second  # type: ignore[union-attr]
        for number in range(3):
            make_set(item=second, done_at=timezone.now() - timedelta(minutes=9 - number))
            wanted = first if number == 2 else second
            assert self.floor().exercise.item == wanted  # type: ignore[union-attr]

    def test_the_rest_is_counted_from_the_last_set_and_ends(self) -> None:
        item = make_workout_item(workout=self.workout, rest_seconds=90)
        make_set(item=item, done_at=timezone.now() - timedelta(seconds=30))
        rest = self.floor().rest
        assert rest
        assert 55 < (rest.until - timezone.now()).total_seconds() <= 60
        item.entries.update(done_at=timezone.now() - timedelta(seconds=91))
        assert self.floor().rest is None

    def test_any_set_can_be_put_in_front_to_be_corrected(self) -> None:
        entry = make_set(item=make_workout_item(workout=self.workout), rir=3)
        floor = self.floor(f"?set={entry.pk}")
        assert floor.row
        assert (floor.row.uuid, floor.row.revision, floor.row.rir) == (entry.pk, 2, "3")
        assert floor.done_label == "Save"

    def test_what_is_not_in_the_workout_is_not_put_in_front(self) -> None:
        item = make_workout_item(workout=self.workout)
        for query in ("?item=nothing", f"?set={uuid4()}", "?item="):
            assert self.floor(query).exercise.item == item  # type: ignore[union-attr]

    def test_when_all_is_done_it_offers_to_finish(self) -> None:
        item = make_workout_item(workout=self.workout, sets=1)
        make_workout_item(workout=self.workout, state=ItemState.SKIPPED)
        make_set(item=item)
        page = self.page()
        assert page.context["floor"].finished
        self.assertContains(page, "Finish workout")

    def test_an_empty_one_asks_for_the_first_exercise(self) -> None:
        self.assertContains(self.page(), "What will you do first?")

    def test_an_exercise_that_left_the_guides_still_works(self) -> None:
        item = make_workout_item(workout=self.workout)
        item.variation.status = Status.RETIRED
        item.variation.save()
        page = self.page()
        self.assertContains(page, "No longer in the guides")
        self.assertContains(page, "Sit against the bench.")
        self.assertNotContains(page, item.variation.get_absolute_url())

    def test_another_members_workout_is_not_there(self) -> None:
        self.client.force_login(self.charlie)
        assert self.page().status_code == 404
        assert self.client.get("/me/workouts/not-a-uuid/").status_code == 404

    def test_the_queries_do_not_grow_with_the_exercises_or_the_history(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert self.page().status_code == 200
            return len(found)

        variations = [make_variation(equipment=("barbell",)) for _ in range(12)]

        def train(workout: Workout, count: int) -> None:
            for variation in variations[:count]:
                item = make_workout_item(workout=workout, variation=variation)
                make_set(item=item, done_at=workout.started_at)

        train(make_workout(user=self.alice, finished_at=timezone.now() - timedelta(days=9)), 2)
        train(self.workout, 2)
        few = queries()
        for day in range(1, 9):
            ended = timezone.now() - timedelta(days=day)
            train(make_workout(user=self.alice, finished_at=ended), 12)
        self.workout.items.all().delete()
        train(self.workout, 12)
        assert queries() == few == 12
