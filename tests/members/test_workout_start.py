from datetime import timedelta
from uuid import uuid4, uuid5

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import ItemState, PlanDay, Workout, WorkoutItem
from members.workouts import NotYours, workout_log, workout_start
from tests.base import PersonasTestCase
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_workout,
    make_workout_item,
)


class WorkoutStartTest(PersonasTestCase):
    day: PlanDay

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.day = make_plan_day(plan=make_plan(user=cls.alice), name="Day A")
        make_plan_item(day=cls.day, order=1, sets=4, note="Slowly")
        make_plan_item(day=cls.day, order=0, superset="A")

    def test_it_copies_the_day_in_its_order(self) -> None:
        workout = workout_start(member=self.alice.member, uuid=uuid4(), plan_day=self.day)
        planned = list(self.day.items.order_by("order"))
        copied = list(workout.items.order_by("order"))
        assert [item.order for item in copied] == [0, 1]
        assert [item.plan_item for item in copied] == planned
        assert [item.targets() for item in copied] == [item.targets() for item in planned]
        assert [item.pk for item in copied] == [uuid5(workout.pk, str(one.pk)) for one in planned]
        assert (workout.name, workout.plan_day) == ("Day A", self.day)

    def test_later_edits_of_the_plan_do_not_touch_it(self) -> None:
        workout = workout_start(member=self.alice.member, uuid=uuid4(), plan_day=self.day)
        self.day.items.update(sets=9)
        PlanDay.objects.filter(pk=self.day.pk).update(name="Legs")
        workout = Workout.objects.get(pk=workout.pk)
        assert workout.name == "Day A"
        assert not workout.items.filter(sets=9).exists()

    def test_the_same_uuid_again_is_the_same_workout(self) -> None:
        uuid = uuid4()
        first = workout_start(member=self.alice.member, uuid=uuid, plan_day=self.day)
        again = workout_start(member=self.alice.member, uuid=uuid, plan_day=self.day)
        assert first == again
        assert (Workout.objects.count(), WorkoutItem.objects.count()) == (1, 2)

    def test_another_members_uuid_is_refused(self) -> None:
        theirs = make_workout(user=self.charlie)
        with pytest.raises(NotYours):
            workout_start(member=self.alice.member, uuid=theirs.pk)
        now = timezone.now()
        with pytest.raises(NotYours):
            workout_log(member=self.alice.member, uuid=theirs.pk, started_at=now, finished_at=now)
        assert not Workout.objects.filter(member=self.alice.member).exists()

    def test_a_second_one_ends_the_first_at_its_last_set(self) -> None:
        began = timezone.now() - timedelta(hours=2)
        old = make_workout(user=self.alice, started_at=began, revision=3)
        did, left = make_workout_item(workout=old), make_workout_item(workout=old)
        last = began + timedelta(minutes=40)
        make_set(item=did, done_at=began + timedelta(minutes=10))
        make_set(item=did, done_at=last)
        make_set(item=did, done_at=last + timedelta(minutes=5), deleted_at=timezone.now())
        new = workout_start(member=self.alice.member, uuid=uuid4())
        old.refresh_from_db()
        assert (old.finished_at, old.revision) == (last, 4)
        assert new.is_open
        did.refresh_from_db()
        left.refresh_from_db()
        assert (did.state, left.state) == (ItemState.DONE, ItemState.SKIPPED)

    def test_one_without_a_set_ends_where_it_began(self) -> None:
        old = make_workout(user=self.alice)
        workout_start(member=self.alice.member, uuid=uuid4())
        old.refresh_from_db()
        assert old.finished_at == old.started_at

    def test_one_begun_earlier_that_arrives_late_is_accepted_finished(self) -> None:
        began = timezone.now() - timedelta(hours=1)
        newer = make_workout(user=self.alice)
        late = workout_start(member=self.alice.member, uuid=uuid4(), started_at=began)
        assert late.finished_at == began
        newer.refresh_from_db()
        assert newer.is_open

    def test_somebody_elses_unfinished_workout_goes_on(self) -> None:
        theirs = make_workout(user=self.charlie)
        workout_start(member=self.alice.member, uuid=uuid4())
        theirs.refresh_from_db()
        assert theirs.is_open

    def test_a_phone_ahead_of_time_begins_now(self) -> None:
        tomorrow = timezone.now() + timedelta(days=1)
        workout = workout_start(member=self.alice.member, uuid=uuid4(), started_at=tomorrow)
        assert workout.started_at <= timezone.now()

    def test_at_most_one_unfinished_is_the_databases_word(self) -> None:
        make_workout(user=self.alice)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_workout(user=self.alice)
        make_workout(user=self.alice, deleted_at=timezone.now())

    def test_an_earlier_workout_is_repeated_as_it_was_done(self) -> None:
        old = make_workout(user=self.alice, name="Legs", finished_at=timezone.now())
        done = make_workout_item(workout=old, state=ItemState.DONE, sets=5)
        make_workout_item(workout=old, state=ItemState.SKIPPED)
        new = workout_start(member=self.alice.member, uuid=uuid4(), repeated=old)
        (item,) = new.items.all()
        assert (item.variation, item.sets, item.state) == (done.variation, 5, ItemState.TODO)
        assert new.name == "Legs"

    def test_one_logged_afterwards_leaves_the_unfinished_one_alone(self) -> None:
        unfinished = make_workout(user=self.alice)
        began = timezone.now() - timedelta(days=1)
        logged = workout_log(
            member=self.alice.member,
            uuid=uuid4(),
            started_at=began,
            finished_at=began + timedelta(minutes=50),
            plan_day=self.day,
        )
        assert logged.items.count() == 2
        unfinished.refresh_from_db()
        assert unfinished.is_open
