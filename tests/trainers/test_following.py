"""Worked by hand: 3 sessions a week, today Wednesday 25 November 2026."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Member, Plan, PlanDay, User, Workout
from tests.base import PersonasTestCase
from tests.factories import (
    make_assignment,
    make_client,
    make_gym,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_trainer,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from trainers.following import (
    ClientFigures,
    clients_of,
    figures_of,
    figures_of_all,
    sets_done_of,
)
from trainers.models import Assignment, Client, Trainer

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


@time_machine.travel(NOW, tick=False)
class FiguresTest(PersonasTestCase):
    trainer: Trainer
    client_row: Client
    plan: Plan
    day: PlanDay

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.trainer = make_trainer(user=cls.tom)
        cls.client_row = make_client(trainer=cls.trainer, user=cls.alice, may_see_workouts=True)
        cls.plan = make_plan(
            user=cls.alice, sessions_per_week=3, started_on=TODAY - timedelta(days=200)
        )
        cls.day = make_plan_day(plan=cls.plan)

    def train(self, days: float, *, sets: int = 1, **changes: Any) -> Workout:
        values = {
            "plan_day": self.day,
            "started_at": ago(days),
            "finished_at": ago(days),
            **changes,
        }
        workout = make_workout(user=self.alice, **values)
        item = make_workout_item(workout=workout)
        for _ in range(sets):
            make_set(item=item)
        return workout

    def figures(self) -> ClientFigures:
        return figures_of(list(clients_of(self.trainer)))[0]

    def done(self) -> list[tuple[int, int, int]]:
        return [
            (one.days, one.figure.done, one.figure.percent)
            for one in self.figures().done
            if one.figure
        ]

    def test_done_of_assigned(self) -> None:
        for days in (0, 2, 6, 7, 29, 30, 89, 90):
            self.train(days)
        # assigned: 3, 3 × 30 / 7 = 12.857, 3 × 90 / 7 = 38.571
        # done: 0 2 6 · 0 2 6 7 29 · 0 2 6 7 29 30 89
        assert self.done() == [(7, 3, 100), (30, 5, 39), (90, 7, 18)]
        assert self.figures().done[0].figure.assigned == Decimal(3)  # type: ignore[union-attr]

    def test_only_finished_workouts_of_plan_days_with_a_kept_set_count(self) -> None:
        other = make_plan_day(plan=make_plan(user=self.alice, active=False))
        self.train(1, finished_at=None)
        self.train(1, plan_day=None)
        self.train(1, plan_day=other)
        self.train(1, sets=0)
        self.train(1, deleted_at=NOW)
        self.train(2).items.get().entries.update(deleted_at=NOW)
        assert [done for _, done, _ in self.done()] == [0, 0, 0]
        self.train(1)
        self.day.remove()
        assert [done for _, done, _ in self.done()] == [1, 1, 1]

    def test_cut_at_the_plan_s_start(self) -> None:
        self.plan.started_on = TODAY - timedelta(days=13)
        self.plan.save()
        self.train(1)
        self.train(20)
        # 14 days begun: 6 assigned, 1 done
        assert self.done() == [(7, 1, 33), (30, 1, 17), (90, 1, 17)]

    def test_days_are_those_of_the_member_s_zone(self) -> None:
        """06:00 in Auckland is 17:00 of the day before in London."""
        self.alice.member.home_gym = make_gym(timezone="Pacific/Auckland")
        self.alice.member.save()
        at = datetime(2026, 11, 18, 17, tzinfo=UTC)
        self.train(0, started_at=at, finished_at=at)
        figures = self.figures()
        assert figures.today == date(2026, 11, 26)
        assert figures.finished_on == [date(2026, 11, 19)]

    def test_without_a_plan_there_is_nothing_to_count(self) -> None:
        self.plan.remove()
        figures = self.figures()
        assert (figures.done, figures.attention) == ([], "")

    def test_quiet_for_ten_days(self) -> None:
        self.train(9)
        assert "Nothing done" not in self.figures().attention
        Workout.objects.all().delete()
        self.train(10)
        assert self.figures().attention == "Nothing done for 10 days."

    def test_quiet_for_longer_than_is_looked_back(self) -> None:
        self.train(150)
        assert self.figures().attention == "Nothing done since the plan began 200 days ago."

    def test_quiet_since_the_plan_began(self) -> None:
        self.plan.started_on = TODAY - timedelta(days=11)
        self.plan.save()
        self.train(30)
        assert self.figures().attention == "Nothing done since the plan began 11 days ago."
        self.plan.started_on = TODAY - timedelta(days=9)
        self.plan.save()
        assert self.figures().attention == ""

    def test_fallen_off(self) -> None:
        """2 of 3 is 67 %; 11 of 12.857 before is 86 %: 19 points less. 12 is 93 %: 27 less."""
        for days in (1, 3, *range(7, 29, 2)):
            self.train(days)
        assert self.figures().attention == ""
        self.train(36)
        assert self.figures().attention == (
            "Did 67% of the plan in the last 7 days, 93% in the 30 before."
        )

    def test_only_those_who_let_the_trainer_see(self) -> None:
        self.train(12)
        hidden, fine = make_user(), make_user()
        make_plan(user=hidden, started_on=TODAY - timedelta(days=99))
        make_client(trainer=self.trainer, user=hidden, may_edit_plan=True)
        make_client(trainer=self.trainer, user=fine, may_see_workouts=True)
        make_client(trainer=make_trainer(), user=self.alice, may_see_workouts=True)
        everyone = figures_of(list(clients_of(self.trainer)))
        assert {one.client.member.user for one in everyone} == {self.alice, fine}
        found = figures_of_all(self.trainer)
        assert [one.client for one in found if one.attention] == [self.client_row]
        Client.objects.update(ended_at=NOW)
        assert figures_of_all(self.trainer) == []

    def test_the_same_queries_for_5_and_500_clients(self) -> None:
        counts = []
        for number in (4, 495):
            for place in range(number):
                user = User.objects.create(email=f"{number}{place}@many.test")
                self._follow(user)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                found = figures_of_all(self.trainer)
            counts.append((len(queries), len(found)))
        assert counts == [(3, 5), (3, 500)]

    def _follow(self, user: User) -> None:
        Member.objects.create(user=user)
        make_client(trainer=self.trainer, user=user, may_see_workouts=True)
        make_plan(user=user, started_on=TODAY - timedelta(days=40))


@time_machine.travel(NOW, tick=False)
class SetsDoneTest(PersonasTestCase):
    def given(self, **changes: Any) -> Assignment:
        variation = make_variation()
        plan = Plan.objects.filter(member=self.alice.member).first() or make_plan(user=self.alice)
        item = make_plan_item(day=make_plan_day(plan=plan), variation=variation)
        values = {"state": "in_plan", "taken_at": ago(10), "plan_item": item, **changes}
        return make_assignment(
            trainer=Trainer.objects.first() or make_trainer(user=self.tom),
            user=self.alice,
            variation=variation,
            **values,
        )

    def train(self, given: Assignment, days: float, *kinds: str, sets: int = 3) -> Workout:
        workout = make_workout(user=self.alice, started_at=ago(days), finished_at=ago(days))
        item = make_workout_item(
            workout=workout, variation=given.variation, plan_item=given.plan_item, sets=sets
        )
        for kind in kinds:
            make_set(item=item, kind=kind)
        return workout

    def test_sets_done_of_planned_since_taken(self) -> None:
        given = self.given()
        self.train(given, 11, "working", "working", "working")  # before it was taken
        self.train(given, 10, "warm_up", "working", "failure")  # 2 of 3
        self.train(given, 5, "working", "working", "working", "drop")  # 3 of 3
        self.train(given, 4)  # without a set: none
        skipped = self.train(given, 3)  # 0 of 3
        make_set(item=make_workout_item(workout=skipped))
        gone = self.train(given, 2, "working")  # 0 of 3, its set was deleted
        gone.items.get().entries.update(deleted_at=NOW)
        make_set(item=make_workout_item(workout=gone))
        self.train(given, 1, "working").delete()
        found = sets_done_of([given])[given.pk]
        assert (found.done, found.planned, found.percent) == (5, 12, 42)

    def test_nothing_for_one_that_is_not_in_the_plan_or_not_trained(self) -> None:
        offered = self.given(state="offered", taken_at=None, plan_item=None)
        untrained = self.given()
        assert sets_done_of([offered, untrained]) == {}

    def test_one_query(self) -> None:
        for number in (2, 10):
            for _ in range(number):
                self.train(self.given(), 1, "working")
            given = list(Assignment.objects.all())
            with self.assertNumQueries(1):
                assert len(sets_done_of(given)) == len(given)
