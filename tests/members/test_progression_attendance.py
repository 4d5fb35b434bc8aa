"""How much of what was planned was done, worked out by hand."""

from datetime import date, timedelta

from members.progression import (
    done_of_assigned,
    needs_attention,
    sets_done_of_planned,
)
from tests.members.sets import kg

START = date(2026, 1, 1)


class TestDoneOfAssigned:
    def test_three_a_week_over_thirty_days(self) -> None:
        # assigned 3 × 30 / 7 = 12.857…; done 9; 9 / 12.857… = 70 %
        today = START + timedelta(days=99)
        days = [today - timedelta(days=3 * n) for n in range(9)]
        found = done_of_assigned(
            days, sessions_per_week=3, plan_started_on=START, today=today, days=30
        )
        assert found
        assert found.done == 9
        assert round(found.assigned, 3) == kg("12.857")
        assert found.percent == 70

    def test_the_last_day_counts_and_the_day_before_the_first_does_not(self) -> None:
        today = START + timedelta(days=20)
        days = [today, today - timedelta(days=6), today - timedelta(days=7)]
        found = done_of_assigned(
            days, sessions_per_week=2, plan_started_on=START, today=today, days=7
        )
        assert found
        assert (found.done, int(found.assigned), found.percent) == (2, 2, 100)

    def test_it_is_cut_at_the_start_of_the_plan(self) -> None:
        # the plan is 14 days old with today: 3 × 14 / 7 = 6; done 4; 66.67 %
        today = START + timedelta(days=13)
        days = [START - timedelta(days=1), *(START + timedelta(days=n) for n in (0, 3, 6, 13))]
        found = done_of_assigned(
            days, sessions_per_week=3, plan_started_on=START, today=today, days=90
        )
        assert found
        assert (found.done, int(found.assigned), found.percent) == (4, 6, 67)

    def test_it_is_a_hundred_at_most(self) -> None:
        found = done_of_assigned(
            [START] * 5, sessions_per_week=1, plan_started_on=START, today=START, days=7
        )
        assert found
        assert found.percent == 100

    def test_before_the_plan_there_is_nothing_to_say(self) -> None:
        early = START - timedelta(days=1)
        assert not done_of_assigned(
            [], sessions_per_week=3, plan_started_on=START, today=early, days=7
        )


class TestNeedsAttention:
    today = START + timedelta(days=99)

    def needs(self, *days_ago: int, per_week: int = 3, start: date = START) -> bool:
        days = [self.today - timedelta(days=n) for n in days_ago]
        return needs_attention(
            days, sessions_per_week=per_week, plan_started_on=start, today=self.today
        )

    def test_somebody_who_keeps_going_is_left_alone(self) -> None:
        assert not self.needs(*range(1, 38, 2))

    def test_nothing_for_ten_days(self) -> None:
        assert self.needs(10, 12, 14)

    def test_nothing_for_nine_days_after_nothing_much(self) -> None:
        # the 30 days before: 2 of 12.86 = 15.6 %; the last 7: 0 %
        assert not self.needs(9, 12)

    def test_twenty_points_below(self) -> None:
        # 5 a week. The 30 before: 15 of 21.43 = 70 %; the last 7: 3 of 5 = 60 %, then 2 = 40 %
        before = range(8, 23)
        assert not self.needs(0, 1, 2, *before, per_week=5)
        assert self.needs(0, 1, *before, per_week=5)

    def test_exactly_twenty_points_count(self) -> None:
        # 7 a week: 30 before: 30 of 30, capped at 100 %; the last 7: 5.6 would be 80 %, 5 is 71 %
        # 5 a week: 30 before: 100 %; the last 7: 4 of 5 = 80 %
        assert self.needs(0, 1, 2, 3, *range(7, 37), per_week=5)
        assert not self.needs(0, 1, 2, 3, 4, *range(7, 37), per_week=5)

    def test_a_new_plan_is_given_ten_days(self) -> None:
        assert not self.needs(start=self.today - timedelta(days=9))
        assert self.needs(start=self.today - timedelta(days=10))

    def test_what_is_still_to_come_does_not_count(self) -> None:
        assert self.needs(-1, 11)


def test_sets_done_of_planned() -> None:
    # 3 of 3, 2 of 3, 4 of 3 (as 3): 8 of 9 = 88.9 %
    found = sets_done_of_planned([(3, 3), (2, 3), (4, 3)])
    assert (found.done, found.planned, found.percent) == (8, 9, 89)
    assert sets_done_of_planned([]).percent == 0
