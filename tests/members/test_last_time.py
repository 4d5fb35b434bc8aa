from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from members.last_time import last_time
from members.models import SetKind, Workout
from tests.base import PersonasTestCase
from tests.factories import make_set, make_variation, make_workout, make_workout_item


class LastTimeTest(PersonasTestCase):
    def workout(self, days_ago: int) -> Workout:
        ended = timezone.now() - timedelta(days=days_ago)
        return make_workout(user=self.alice, finished_at=ended)

    def test_it_is_the_last_workout_with_a_set_of_each_variation(self) -> None:
        squat, row, never = (make_variation() for _ in range(3))
        older, newer = self.workout(9), self.workout(2)
        make_set(item=make_workout_item(workout=older, variation=squat), reps=5)
        make_set(item=make_workout_item(workout=older, variation=row), reps=6)
        item = make_workout_item(workout=newer, variation=squat)
        make_set(item=item, reps=8, kind=SetKind.WARM_UP)
        make_set(item=item, reps=7)
        make_workout_item(workout=newer, variation=row)
        found = last_time(
            [squat.pk, row.pk, never.pk], member=self.alice.member.pk, before=timezone.now()
        )
        assert found.keys() == {squat.pk, row.pk}
        assert [one.reps for one in found[squat.pk].sets] == [8, 7]
        assert [one.reps for one in found[squat.pk].counted] == [7]
        assert found[squat.pk].started_at == newer.started_at
        assert [one.reps for one in found[row.pk].sets] == [6]

    def test_deleted_later_and_other_peoples_sets_are_left_out(self) -> None:
        variation = make_variation()
        old = self.workout(9)
        make_set(item=make_workout_item(workout=old, variation=variation), reps=5)
        gone = make_workout_item(workout=self.workout(5), variation=variation)
        make_set(item=gone, deleted_at=timezone.now())
        deleted = self.workout(4)
        make_set(item=make_workout_item(workout=deleted, variation=variation))
        Workout.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())
        theirs = make_workout(user=self.charlie, finished_at=old.started_at + timedelta(days=2))
        make_set(item=make_workout_item(workout=theirs, variation=variation), load_kg=Decimal(99))
        now = self.workout(1)
        make_set(item=make_workout_item(workout=now, variation=variation), reps=1)
        found = last_time([variation.pk], member=self.alice.member.pk, before=now.started_at)
        assert [one.reps for one in found[variation.pk].sets] == [5]
