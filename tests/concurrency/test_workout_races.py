from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.test import TransactionTestCase
from django.utils import timezone

from members import workouts
from members.models import Member, SetEntry, User, Workout, WorkoutItem
from members.models.workouts import Revised
from members.workouts import Saved, set_save, workout_finish, workout_start
from tests.concurrency.threads import at_once
from tests.factories import make_user, make_workout, make_workout_item

ROUNDS = 12


def no_lock(user: User) -> None:
    pass


class NeverRaised(Exception):
    pass


def write_whatever_is_stored(
    mine: "QuerySet[Any]", revision: int, values: Mapping[str, Any]
) -> bool:
    return bool(mine.update(**values, revision=revision))


def look_then_write(
    mine: "QuerySet[Any]", new: Revised, revision: int, values: Mapping[str, Any]
) -> Saved:
    """A save as one would write it without thinking of others."""
    row = mine.first() or new
    if row is not new and row.revision >= revision:
        return Saved(row, False)
    for name, value in {**values, "revision": revision}.items():
        setattr(row, name, value)
    row.save()
    return Saved(row, True)


@contextmanager
def without_the_lock() -> Iterator[None]:
    """No lock on the member; on SQLite, transactions that do not lock when they begin."""
    options = connection.settings_dict["OPTIONS"]
    sqlite = connection.vendor == "sqlite"
    mode = options.get("transaction_mode")
    with patch.object(workouts, "_lock", no_lock):
        if sqlite:
            options["transaction_mode"] = "DEFERRED"
        try:
            yield
        finally:
            if sqlite:
                options["transaction_mode"] = mode


class SetRacesTest(TransactionTestCase):
    item: WorkoutItem

    def setUp(self) -> None:
        workout = make_workout(user=make_user(), started_at=timezone.now() - timedelta(hours=1))
        self.item = make_workout_item(workout=workout)

    def save(self, uuid: UUID, revision: int) -> Saved:
        item = WorkoutItem.objects.select_related("workout").get(pk=self.item.pk)
        return set_save(item=item, uuid=uuid, revision=revision, values={"reps": revision})

    def twenty_times(self) -> tuple[list[Any], int]:
        uuid = uuid4()
        answers = at_once(*[partial(self.save, uuid, 1)] * 20)
        return answers, SetEntry.objects.filter(pk=uuid).count()

    def test_the_same_set_twenty_times_at_once_is_one_row(self) -> None:
        for _ in range(3):
            answers, rows = self.twenty_times()
            assert rows == 1
            assert not [one for one in answers if isinstance(one, Exception)]
            assert sorted(one.taken for one in answers) == [False] * 19 + [True]

    def test_control_without_the_guard_most_senders_fail(self) -> None:
        with patch.object(workouts, "IntegrityError", NeverRaised):
            answers, rows = self.twenty_times()
        assert rows == 1
        assert len([one for one in answers if isinstance(one, IntegrityError)]) == 19

    def kept_of_many_revisions(self) -> list[int]:
        """The revision that is left after eight corrections at once, in each round."""
        left = []
        for _ in range(ROUNDS):
            uuid = uuid4()
            at_once(*(partial(self.save, uuid, revision) for revision in (5, 9, 2, 7, 1, 8, 3, 6)))
            left.append(SetEntry.objects.get(pk=uuid).revision)
        return left

    def test_of_revisions_at_once_the_highest_wins_always(self) -> None:
        assert self.kept_of_many_revisions() == [9] * ROUNDS

    def test_control_without_the_guard_a_lower_one_wins(self) -> None:
        with patch.object(workouts, "_update", write_whatever_is_stored):
            assert self.kept_of_many_revisions() != [9] * ROUNDS

    def test_what_was_answered_as_taken_is_what_was_stored_then(self) -> None:
        uuid = uuid4()
        answers = at_once(*(partial(self.save, uuid, revision) for revision in range(1, 13)))
        taken = [one.row.revision for one in answers if one.taken]
        assert max(taken) == 12
        assert SetEntry.objects.get(pk=uuid).reps == 12

    def test_control_looking_before_writing_is_not_enough(self) -> None:
        """Except on SQLite, whose transactions lock when they begin."""
        faults = 0
        with patch.object(workouts, "_save", look_then_write):
            for _ in range(ROUNDS):
                uuid = uuid4()
                answers = at_once(*(partial(self.save, uuid, one) for one in range(1, 9)))
                faults += any(isinstance(one, Exception) for one in answers)
                faults += SetEntry.objects.get(pk=uuid).revision != 8
        assert bool(faults) is (connection.vendor != "sqlite")


class WorkoutRacesTest(TransactionTestCase):
    member: Member

    def setUp(self) -> None:
        self.member = make_user().member

    def start(self) -> Workout:
        return workout_start(member=Member.objects.get(pk=self.member.pk), uuid=uuid4())

    def starts_at_once(self) -> list[Any]:
        """What six devices are told that each begin a workout, round by round."""
        told = []
        for _ in range(ROUNDS):
            told += at_once(*[self.start] * 6)
            assert Workout.objects.unfinished().count() <= 1
        return told

    def test_starts_at_once_are_all_accepted_and_one_goes_on(self) -> None:
        told = self.starts_at_once()
        assert not [one for one in told if isinstance(one, Exception)]
        assert Workout.objects.unfinished().count() == 1
        assert Workout.objects.count() == 6 * ROUNDS

    def test_control_without_the_lock_some_are_refused(self) -> None:
        with without_the_lock():
            told = self.starts_at_once()
        assert [one for one in told if isinstance(one, Exception)]

    def test_one_start_sent_many_times_at_once_is_one_workout(self) -> None:
        uuid = uuid4()
        told = at_once(*[partial(workout_start, member=self.member, uuid=uuid)] * 8)
        assert {one.pk for one in told} == {uuid}
        assert Workout.objects.count() == 1

    def test_finishing_at_once_ends_it_once(self) -> None:
        workout = self.start()
        finish = partial(workout_finish, user=self.member.user, uuid=workout.pk)
        told = at_once(*(partial(finish, revision=number) for number in range(2, 10)))
        assert len([one for one in told if one.taken]) == 1
        assert len({one.row.finished_at for one in told}) == 1
