from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from members.models import ItemState, SetEntry, Workout, WorkoutItem
from members.workouts import (
    NotYours,
    Saved,
    item_save,
    item_swap,
    set_save,
    workout_finish,
    workout_save,
)
from tests.base import PersonasTestCase
from tests.factories import make_set, make_variation, make_workout, make_workout_item


class WorkoutWritesTest(PersonasTestCase):
    workout: Workout
    item: WorkoutItem
    theirs: WorkoutItem

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.workout = make_workout(user=cls.alice, started_at=timezone.now() - timedelta(hours=1))
        cls.item = make_workout_item(workout=cls.workout)
        cls.theirs = make_workout_item(workout=make_workout(user=cls.charlie))

    def save(self, uuid: UUID, revision: int, **values: Any) -> Saved:
        return set_save(item=self.item, uuid=uuid, revision=revision, values=values)


class SetSaveTest(WorkoutWritesTest):
    def test_a_set_is_kept(self) -> None:
        uuid = uuid4()
        saved = self.save(uuid, 1, reps=10)
        assert saved.taken
        assert SetEntry.objects.get(pk=uuid).reps == 10

    def test_a_higher_revision_takes_effect(self) -> None:
        uuid = uuid4()
        self.save(uuid, 1, reps=10)
        saved = self.save(uuid, 2, reps=9)
        assert (saved.taken, saved.row.reps, saved.row.revision) == (True, 9, 2)

    def test_an_equal_or_lower_one_gives_the_stored_row(self) -> None:
        uuid = uuid4()
        self.save(uuid, 5, reps=10)
        for revision in (5, 4, 1):
            saved = self.save(uuid, revision, reps=1)
            assert (saved.taken, saved.row.reps, saved.row.revision) == (False, 10, 5)
        assert SetEntry.objects.get(pk=uuid).reps == 10

    def test_sent_twice_it_is_one_row(self) -> None:
        uuid = uuid4()
        assert [self.save(uuid, 1, reps=10).taken for _ in range(2)] == [True, False]
        assert self.item.entries.count() == 1

    def test_deleting_is_a_write(self) -> None:
        uuid = uuid4()
        now = timezone.now()
        self.save(uuid, 2, reps=10)
        assert not self.save(uuid, 2, deleted_at=now).taken
        assert self.save(uuid, 3, deleted_at=now).taken
        assert not SetEntry.objects.kept().exists()

    def test_a_repeat_of_a_deleted_set_does_not_bring_it_back(self) -> None:
        uuid = uuid4()
        self.save(uuid, 1, reps=10)
        self.save(uuid, 2, deleted_at=timezone.now())
        saved = self.save(uuid, 1, reps=10, deleted_at=None)
        assert not saved.taken
        assert saved.row.deleted_at

    def test_a_delete_that_arrives_before_its_create_wins(self) -> None:
        uuid = uuid4()
        assert self.save(uuid, 2, deleted_at=timezone.now()).taken
        assert not self.save(uuid, 1, reps=10, deleted_at=None).taken
        assert not SetEntry.objects.kept().exists()

    def test_a_deleted_set_is_put_back_by_a_higher_revision(self) -> None:
        uuid = uuid4()
        self.save(uuid, 2, deleted_at=timezone.now())
        assert self.save(uuid, 3, reps=10, deleted_at=None).taken
        assert SetEntry.objects.kept().get().reps == 10

    def test_sets_out_of_order_are_all_kept(self) -> None:
        for order in (2, 0, 1):
            self.save(uuid4(), 1, reps=order, order=order)
        assert [one.reps for one in self.item.entries.order_by("order")] == [0, 1, 2]

    def test_a_uuid_of_another_members_set_is_refused_and_untouched(self) -> None:
        theirs = make_set(item=self.theirs, reps=3)
        for revision in (1, 2, 99):
            with pytest.raises(NotYours):
                self.save(theirs.pk, revision, reps=10)
        theirs.refresh_from_db()
        assert (theirs.reps, theirs.revision) == (3, 1)

    def test_a_uuid_of_another_exercise_is_refused(self) -> None:
        other = make_set(item=make_workout_item(workout=self.workout))
        with pytest.raises(NotYours):
            self.save(other.pk, 2, reps=10)

    def test_one_that_arrives_after_the_end_moves_it(self) -> None:
        ended = self.workout.started_at + timedelta(minutes=10)
        Workout.objects.filter(pk=self.workout.pk).update(finished_at=ended)
        self.item.workout.finished_at = ended
        done_at = ended + timedelta(minutes=5)
        self.save(uuid4(), 1, reps=10, done_at=done_at)
        self.workout.refresh_from_db()
        assert self.workout.finished_at == done_at
        self.item.workout.finished_at = done_at
        self.save(uuid4(), 1, reps=10, done_at=done_at + timedelta(hours=13))
        self.save(uuid4(), 1, deleted_at=ended, done_at=done_at + timedelta(hours=1))
        self.workout.refresh_from_db()
        assert self.workout.finished_at == done_at

    def test_a_correction_leaves_the_end_alone(self) -> None:
        done_at = self.workout.started_at + timedelta(minutes=20)
        entry = make_set(item=self.item, done_at=done_at)
        self.item.workout.finished_at = self.workout.started_at + timedelta(minutes=10)
        self.item.workout.save()
        self.save(entry.pk, 2, reps=5)
        self.workout.refresh_from_db()
        assert self.workout.finished_at == self.workout.started_at + timedelta(minutes=10)


class ItemSaveTest(WorkoutWritesTest):
    def save_item(self, uuid: UUID, revision: int, **values: Any) -> Saved:
        return item_save(workout=self.workout, uuid=uuid, revision=revision, values=values)

    def test_an_exercise_is_added_once(self) -> None:
        uuid = uuid4()
        variation = make_variation()
        for taken in (True, False):
            saved = self.save_item(uuid, 1, variation_id=variation.pk, order=1)
            assert saved.taken is taken
        assert self.workout.items.count() == 2

    def test_skipping_is_a_write_with_a_revision(self) -> None:
        assert not self.save_item(self.item.pk, 1, state=ItemState.SKIPPED).taken
        assert self.save_item(self.item.pk, 2, state=ItemState.SKIPPED).taken
        assert not self.save_item(self.item.pk, 2, state=ItemState.TODO).taken
        self.item.refresh_from_db()
        assert self.item.state == ItemState.SKIPPED

    def test_another_members_exercise_is_refused(self) -> None:
        with pytest.raises(NotYours):
            self.save_item(self.theirs.pk, 9, state=ItemState.SKIPPED)
        self.theirs.refresh_from_db()
        assert self.theirs.state == ItemState.TODO

    def test_one_put_at_a_place_moves_the_others(self) -> None:
        second, third = (make_workout_item(workout=self.workout) for _ in range(2))
        saved = self.save_item(third.pk, 2, order=0)
        assert saved.row.order == 0
        assert list(self.workout.items.order_by("order")) == [third, self.item, second]
        assert [one.order for one in self.workout.items.order_by("order")] == [0, 1, 2]
        self.save_item(third.pk, 2, order=2)
        assert self.workout.items.order_by("order").first() == third

    def test_a_swap_keeps_what_was_planned_and_starts_from_the_given_load(self) -> None:
        original, other = self.item.variation, make_variation()
        item_swap(item=self.item, variation=other, revision=2, load_kg=None)
        self.item.refresh_from_db()
        assert (self.item.variation, self.item.swapped_from) == (other, original)
        assert self.item.load_kg is None
        back = WorkoutItem.objects.get(pk=self.item.pk)
        item_swap(item=back, variation=original, revision=3, load_kg=None)
        self.item.refresh_from_db()
        assert (self.item.variation, self.item.swapped_from) == (original, None)

    def test_a_swap_after_a_set_leaves_the_set_with_what_was_done(self) -> None:
        entry = make_set(item=self.item)
        original, other = self.item.variation, make_variation()
        for taken in (True, False):
            item = WorkoutItem.objects.get(pk=self.item.pk)
            saved = item_swap(item=item, variation=other, revision=2, load_kg=None)
            assert saved.taken is taken
        first, rest = self.workout.items.order_by("order")
        assert (first.variation, first.state) == (original, ItemState.DONE)
        assert (rest.variation, rest.swapped_from, rest.sets) == (other, original, 2)
        assert list(first.entries.all()) == [entry]

    def test_a_swap_in_a_workout_that_is_over_corrects_it(self) -> None:
        entry = make_set(item=self.item)
        self.item.workout.finished_at = timezone.now()
        self.item.workout.save()
        other = make_variation()
        item_swap(item=self.item, variation=other, revision=2, load_kg=None)
        entry.refresh_from_db()
        assert entry.item.variation == other
        assert self.workout.items.count() == 1


class WorkoutSaveTest(WorkoutWritesTest):
    def write(self, revision: int, **values: Any) -> Saved:
        return workout_save(user=self.alice, uuid=self.workout.pk, revision=revision, values=values)

    def test_the_note_follows_the_revision(self) -> None:
        assert self.write(2, note="Good").taken
        saved = self.write(2, note="Bad")
        assert (saved.taken, saved.row.note) == (False, "Good")

    def test_another_members_or_no_workout_is_refused(self) -> None:
        for uuid in (self.theirs.workout_id, uuid4()):
            with pytest.raises(NotYours):
                workout_save(user=self.alice, uuid=uuid, revision=9, values={"note": "Mine"})
            with pytest.raises(NotYours):
                workout_finish(user=self.alice, uuid=uuid, revision=9)
        assert not Workout.objects.filter(note="Mine").exists()

    def test_finishing_settles_the_exercises(self) -> None:
        make_set(item=self.item)
        left = make_workout_item(workout=self.workout)
        gone = make_workout_item(workout=self.workout)
        make_set(item=gone, deleted_at=timezone.now())
        saved = workout_finish(user=self.alice, uuid=self.workout.pk, revision=2, note="Good")
        assert saved.taken
        states = dict(self.workout.items.values_list("pk", "state"))
        assert states == {self.item.pk: "done", left.pk: "skipped", gone.pk: "skipped"}
        self.workout.refresh_from_db()
        assert self.workout.note == "Good"

    def test_finishing_twice_keeps_the_first_end(self) -> None:
        first = workout_finish(user=self.alice, uuid=self.workout.pk, revision=2).row
        second = workout_finish(user=self.alice, uuid=self.workout.pk, revision=3, note="Later")
        assert not second.taken
        assert (second.row.finished_at, second.row.note) == (first.finished_at, "")

    def test_finishing_with_an_old_revision_changes_nothing(self) -> None:
        self.write(5, note="Elsewhere")
        assert not workout_finish(user=self.alice, uuid=self.workout.pk, revision=5).taken
        self.workout.refresh_from_db()
        assert self.workout.is_open

    def test_an_old_write_does_not_end_the_workout_that_goes_on(self) -> None:
        over = make_workout(user=self.alice, finished_at=timezone.now(), revision=4)
        saved = workout_save(
            user=self.alice, uuid=over.pk, revision=4, values={"finished_at": None}
        )
        assert not saved.taken
        self.workout.refresh_from_db()
        assert self.workout.is_open

    def test_a_finished_one_put_back_leaves_the_unfinished_one_alone(self) -> None:
        now = timezone.now()
        over = make_workout(user=self.alice, finished_at=now, deleted_at=now)
        workout_save(user=self.alice, uuid=over.pk, revision=2, values={"deleted_at": None})
        self.workout.refresh_from_db()
        assert self.workout.is_open

    def test_an_unfinished_one_put_back_gives_way_to_the_one_begun_later(self) -> None:
        began = self.workout.started_at - timedelta(hours=3)
        old = make_workout(user=self.alice, started_at=began, deleted_at=timezone.now())
        make_set(item=make_workout_item(workout=old), done_at=began + timedelta(minutes=9))
        workout_save(user=self.alice, uuid=old.pk, revision=2, values={"deleted_at": None})
        old.refresh_from_db()
        self.workout.refresh_from_db()
        assert old.finished_at == began + timedelta(minutes=9)
        assert self.workout.is_open

    def test_an_unfinished_one_put_back_ends_the_one_begun_earlier(self) -> None:
        old = make_workout(user=self.alice, started_at=timezone.now(), deleted_at=timezone.now())
        workout_save(user=self.alice, uuid=old.pk, revision=2, values={"deleted_at": None})
        old.refresh_from_db()
        self.workout.refresh_from_db()
        assert old.is_open
        assert not self.workout.is_open
