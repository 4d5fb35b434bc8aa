"""Worked examples, each computed by hand from the formula's source, and what always holds."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercises.models import LoadCounts, Measure
from members.progression import (
    DoneSet,
    Offer,
    Reason,
    Record,
    RecordKind,
    done_of_assigned,
    estimated_one_rep_max,
    first_reached,
    needs_attention,
    next_load,
    records,
    records_broken,
    set_volume,
    sets_done_of_planned,
    share,
)

START = date(2026, 1, 1)
LOADS = st.decimals(min_value="0.01", max_value=1_000, places=2)


def kg(text: str) -> Decimal:
    return Decimal(text)


def done(*reps: int, at: str | None = "60", rir: int | None = None, **more: Any) -> list[DoneSet]:
    load = None if at is None else kg(at)
    return [DoneSet(reps=one, load_kg=load, rir=rir, **more) for one in reps]


@pytest.mark.parametrize(
    ("load", "reps", "estimate"),
    [
        # Epley: load × (1 + reps / 30)
        ("100", 10, "133.33"),  # 100 × 40/30 = 133.333…
        ("100", 5, "116.67"),  # 100 × 35/30 = 116.666…
        ("62.5", 8, "79.17"),  # 62.5 × 38/30 = 79.1666…
        ("60", 10, "80.00"),  # 60 × 40/30 = 80
        ("142.5", 3, "156.75"),  # 142.5 × 33/30 = 156.75
        ("20", 2, "21.33"),  # 20 × 32/30 = 21.333…
        ("0.15", 1, "0.15"),
        ("0.15", 2, "0.16"),  # 0.15 × 32/30 = 0.16
        ("0.09", 5, "0.11"),  # 0.09 × 35/30 = 0.105, halves up
        # One rep is the load itself; by the formula it would be 103.33.
        ("100", 1, "100.00"),
    ],
)
def test_estimated_one_rep_max(load: str, reps: int, estimate: str) -> None:
    assert str(estimated_one_rep_max(kg(load), reps)) == estimate


@pytest.mark.parametrize(("load", "reps"), [("100", 11), ("100", 0), ("100", -1), ("0", 5)])
def test_no_estimate(load: str, reps: int) -> None:
    assert estimated_one_rep_max(kg(load), reps) is None


@given(LOADS, st.integers(1, 9))
def test_another_rep_never_points_at_less(load: Decimal, reps: int) -> None:
    now, more = estimated_one_rep_max(load, reps), estimated_one_rep_max(load, reps + 1)
    assert now
    assert more
    assert load <= now <= more <= load * 4 / 3 + kg("0.01")


class TestNextLoad:
    """8–10 reps with 2 in reserve, by a barbell's step of 2.5 kg."""

    def offer(self, *workouts: list[DoneSet], **changes: Any) -> Offer | None:
        asked: dict[str, Any] = {
            "measure": Measure.LOAD_REPS,
            "reps_min": 8,
            "reps_max": 10,
            "sets": 3,
            "target_rir": 2,
            "step_kg": kg("2.5"),
        }
        return next_load(workouts, **asked | changes)

    def test_every_set_at_the_top_with_reps_in_reserve_is_a_step_up(self) -> None:
        # 60 + 2.5 = 62.5, back to 8
        expected = Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))
        assert self.offer(done(10, 10, 10, rir=2)) == expected
        assert self.offer(done(12, 11, 10, rir=3)) == expected

    def test_reps_in_reserve_that_nobody_named_are_not_held_against_the_set(self) -> None:
        assert self.offer(done(10, 10, 10)) == Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))

    def test_too_few_reps_in_reserve_is_the_same_again(self) -> None:
        expected = Offer(Reason.RESERVE, kg("60"), 10, kg("60"))
        assert self.offer(done(10, 10, rir=2) + done(10, rir=1)) == expected

    def test_a_set_to_failure_has_none_in_reserve(self) -> None:
        workout = done(10, 10, rir=2) + done(11, kind="failure")
        assert self.offer(workout) == Offer(Reason.RESERVE, kg("60"), 10, kg("60"))
        without_target = self.offer(workout, target_rir=None)
        assert without_target == Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))

    def test_one_set_short_of_the_top_is_one_more_rep(self) -> None:
        # the weakest did 9: 9 + 1 = 10
        assert self.offer(done(10, 10, 9, rir=3)) == Offer(Reason.MORE, kg("60"), 10, kg("60"))

    def test_a_planned_set_left_out_is_no_step_up(self) -> None:
        expected = Offer(Reason.LEFT_OUT, kg("60"), 10, kg("60"))
        assert self.offer(done(10, 10, rir=2)) == expected

    def test_missed_once_is_one_more_rep(self) -> None:
        missed, fine = done(8, 8, 7), done(9, 9, 8)
        assert self.offer(missed, fine) == Offer(Reason.MORE, kg("60"), 8, kg("60"))
        assert self.offer(missed) == Offer(Reason.MORE, kg("60"), 8, kg("60"))

    def test_missed_and_then_made_is_one_more_rep(self) -> None:
        offer = self.offer(done(9, 9, 8), done(8, 8, 7), done(7, 7, 7))
        assert offer == Offer(Reason.MORE, kg("60"), 9, kg("60"))

    def test_missed_twice_running_is_a_step_down(self) -> None:
        # 60 − 2.5 = 57.5, from 8
        offer = self.offer(done(8, 8, 7), done(7, 6, 5))
        assert offer == Offer(Reason.MISSED, kg("57.5"), 8, kg("60"))

    def test_a_set_of_no_rep_is_missed(self) -> None:
        offer = self.offer(done(8, 8, 0), done(0))
        assert offer == Offer(Reason.MISSED, kg("57.5"), 8, kg("60"))

    def test_warm_ups_and_drop_sets_are_not_judged(self) -> None:
        others = done(5, at="20", kind="warm_up") + done(4, at="40", kind="drop")
        offer = self.offer(others + done(10, 10, 10, rir=2))
        assert offer == Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))

    def test_a_workout_with_warm_ups_only_is_passed_over(self) -> None:
        offer = self.offer(done(5, kind="warm_up"), done(10, 10, 10, rir=2))
        assert offer == Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))

    def test_of_several_loads_the_heaviest_counts(self) -> None:
        workout = done(10, 10, at="55", rir=2) + done(10, at="60", rir=2)
        assert self.offer(workout) == Offer(Reason.REACHED, kg("62.5"), 8, kg("60"))

    def test_without_history_there_is_no_offer(self) -> None:
        assert self.offer() is None
        assert self.offer([]) is None
        assert self.offer(done(5, kind="warm_up")) is None

    def test_a_load_nobody_logged_gives_no_offer(self) -> None:
        assert self.offer(done(10, 10, 10, at=None)) is None
        assert self.offer(done(10, 10, 10, at="0")) is None

    @pytest.mark.parametrize(
        "measure", [Measure.DURATION, Measure.LOAD_DURATION, Measure.DISTANCE_DURATION]
    )
    def test_without_reps_there_is_no_offer(self, measure: str) -> None:
        assert self.offer(done(10, 10, 10), measure=measure) is None

    def test_the_lightest_load_has_no_step_down(self) -> None:
        twice = done(7, at="2.5"), done(7, at="2.5")
        assert self.offer(*twice) == Offer(Reason.EASIER, kg("2.5"), 8, kg("2.5"))

    def test_the_body_alone_has_no_step(self) -> None:
        changes = {"measure": Measure.REPS, "step_kg": None}
        top, missed = done(10, 10, 10, at=None, rir=2), done(7, at=None)
        assert self.offer(top, **changes) == Offer(Reason.HARDER, None, 10, None)
        assert self.offer(missed, missed, **changes) == Offer(Reason.EASIER, None, 8, None)
        between = done(9, 8, 8, at=None)
        assert self.offer(between, **changes) == Offer(Reason.MORE, None, 9, None)

    def test_added_load_begins_at_none(self) -> None:
        changes = {"measure": Measure.ADDED_LOAD_REPS}
        top = done(10, 10, 10, at=None, rir=2)
        assert self.offer(top, **changes) == Offer(Reason.REACHED, kg("2.5"), 8, kg("0"))
        missed = done(7, at="2.5")
        offer = self.offer(missed, missed, **changes)
        assert offer == Offer(Reason.MISSED, kg("0"), 8, kg("2.5"))
        bare = done(7, at=None)
        assert self.offer(bare, bare, **changes) == Offer(Reason.EASIER, kg("0"), 8, kg("0"))

    def test_a_step_up_is_less_help_and_a_step_down_is_more(self) -> None:
        changes = {"measure": Measure.ASSISTED_REPS, "step_kg": kg("5")}
        # 20 − 5 = 15; 20 + 5 = 25; of several the least help is the hardest
        top = done(10, 10, at="20", rir=2) + done(10, at="25", rir=2)
        assert self.offer(top, **changes) == Offer(Reason.REACHED, kg("15"), 8, kg("20"))
        missed = done(7, at="20")
        offer = self.offer(missed, missed, **changes)
        assert offer == Offer(Reason.MISSED, kg("25"), 8, kg("20"))

    def test_help_ends_at_none(self) -> None:
        changes = {"measure": Measure.ASSISTED_REPS, "step_kg": kg("5")}
        little, none = done(10, 10, 10, at="3", rir=2), done(10, 10, 10, at="0", rir=2)
        assert self.offer(little, **changes) == Offer(Reason.REACHED, kg("0"), 8, kg("3"))
        assert self.offer(none, **changes) == Offer(Reason.HARDER, kg("0"), 10, kg("0"))

    def test_a_load_without_a_known_step_stays(self) -> None:
        offer = self.offer(done(10, 10, 10, rir=2), step_kg=None)
        assert offer == Offer(Reason.HARDER, kg("60"), 10, kg("60"))


SETS = st.builds(
    DoneSet,
    kind=st.sampled_from(["warm_up", "working", "drop", "failure"]),
    reps=st.none() | st.integers(0, 20),
    load_kg=st.none() | st.decimals(0, 200, places=2),
    seconds=st.none() | st.integers(0, 600),
    metres=st.none() | st.integers(0, 5_000),
    rir=st.none() | st.integers(0, 5),
)


@given(
    st.lists(st.lists(SETS, max_size=4), max_size=3),
    st.sampled_from(Measure.values),
    st.integers(1, 12),
    st.integers(0, 8),
)
def test_an_offer_is_one_step_away_at_most_and_within_the_range(
    workouts: list[list[DoneSet]], measure: str, reps_min: int, span: int
) -> None:
    step = kg("2.5")
    offer = next_load(
        workouts, measure=measure, reps_min=reps_min, reps_max=reps_min + span, step_kg=step
    )
    if offer is None:
        return
    assert 1 <= offer.reps <= reps_min + span
    if offer.load_kg is None or offer.last_load_kg is None:
        assert offer.load_kg is offer.last_load_kg is None
        return
    assert offer.load_kg >= 0
    assert abs(offer.load_kg - offer.last_load_kg) <= step
    moved = offer.load_kg != offer.last_load_kg
    assert moved == (offer.reason in (Reason.REACHED, Reason.MISSED))
    assert offer.last_load_kg in [one.load_kg or 0 for sets in workouts for one in sets]


@given(st.lists(SETS, min_size=1, max_size=4), st.lists(SETS, max_size=4))
def test_only_the_last_two_workouts_matter(last: list[DoneSet], older: list[DoneSet]) -> None:
    asked: dict[str, Any] = {"measure": Measure.LOAD_REPS, "reps_min": 8, "reps_max": 10}
    first_two = [done(9, 9), last]
    assert next_load([*first_two, older], **asked) == next_load(first_two, **asked)


class TestVolume:
    def volume(self, one: DoneSet, **changes: Any) -> Decimal:
        variation: dict[str, Any] = {
            "measure": Measure.LOAD_REPS,
            "load_counts": LoadCounts.TOTAL,
            "one_side_at_a_time": False,
        }
        return set_volume(one, **variation | changes)

    def test_load_times_reps(self) -> None:
        [one] = done(8, at="62.5")
        assert self.volume(one) == 500  # 62.5 × 8

    def test_per_hand_counts_both_hands(self) -> None:
        [one] = done(10, at="20")
        assert self.volume(one, load_counts=LoadCounts.PER_HAND) == 400  # 20 × 10 × 2

    def test_one_side_at_a_time_counts_both_sides(self) -> None:
        [one] = done(10, at="20")
        assert self.volume(one, one_side_at_a_time=True) == 400  # 20 × 10 × 2

    def test_lunges_with_two_dumbbells_count_four_times(self) -> None:
        [one] = done(10, at="20")
        both = {"load_counts": LoadCounts.PER_HAND, "one_side_at_a_time": True}
        assert self.volume(one, **both) == 800  # 20 × 10 × 2 × 2

    def test_added_load_counts_without_the_body(self) -> None:
        [one] = done(5, at="10")
        assert self.volume(one, measure=Measure.ADDED_LOAD_REPS) == 50  # 10 × 5

    @pytest.mark.parametrize("kind", ["working", "drop", "failure"])
    def test_every_kind_but_warm_ups_counts(self, kind: str) -> None:
        assert self.volume(*done(8, at="10", kind=kind)) == 80
        assert self.volume(*done(8, at="10", kind="warm_up")) == 0

    @pytest.mark.parametrize(
        "measure",
        [Measure.REPS, Measure.ASSISTED_REPS, Measure.DURATION, Measure.LOAD_DURATION],
    )
    def test_help_and_what_is_held_move_nothing(self, measure: str) -> None:
        assert self.volume(*done(8, at="10", seconds=30), measure=measure) == 0

    def test_nothing_is_invented_for_what_was_not_logged(self) -> None:
        assert self.volume(*done(8, at=None)) == 0
        assert self.volume(DoneSet(load_kg=kg("60"))) == 0

    def test_a_muscle_s_share(self) -> None:
        assert share("primary") == 1
        assert share("secondary") == kg("0.5")


class TestRecords:
    def test_load_and_reps(self) -> None:
        # 60 × 8 → 76.00; 70 × 3 → 77.00; 50 × 15 is above 10 reps: most reps at 50
        found = records(
            [*done(8, 6), *done(3, at="70"), *done(15, 12, at="50")], measure=Measure.LOAD_REPS
        )
        assert found.one_rep_max_kg == kg("77.00")
        assert found.heaviest_kg == 70
        assert found.most_reps == {kg("60"): 8, kg("70"): 3, kg("50"): 15}
        assert found.longest_seconds is None
        assert found.furthest_metres is None
        assert found.least_help_kg is None

    def test_above_ten_reps_there_is_no_estimate_but_most_reps(self) -> None:
        found = records(done(15, 12, at="50"), measure=Measure.LOAD_REPS)
        assert found.one_rep_max_kg is None
        assert found.most_reps == {kg("50"): 15}

    def test_reps_of_the_body_stand_at_no_load(self) -> None:
        found = records(done(12, 14, at=None), measure=Measure.REPS)
        assert list(found) == [Record(RecordKind.MOST_REPS, kg("14"), kg("0"))]

    def test_an_added_load_gives_no_estimate(self) -> None:
        found = records(done(5, at="20"), measure=Measure.ADDED_LOAD_REPS)
        assert found.one_rep_max_kg is None
        assert found.heaviest_kg == 20

    def test_less_help_is_better(self) -> None:
        sets = [*done(8, at="20"), *done(6, at="15"), *done(0, at="5")]
        found = records(sets, measure=Measure.ASSISTED_REPS)
        assert found.least_help_kg == 15
        assert found.heaviest_kg is found.one_rep_max_kg is None
        assert found.most_reps == {kg("20"): 8, kg("15"): 6}

    def test_holds(self) -> None:
        sets = [DoneSet(seconds=45, load_kg=kg("10")), DoneSet(seconds=60)]
        found = records(sets, measure=Measure.LOAD_DURATION)
        assert found.longest_seconds == 60
        assert found.heaviest_kg == 10

    def test_distance_is_far_not_long(self) -> None:
        sets = [DoneSet(metres=2_000, seconds=480), DoneSet(metres=500, seconds=900)]
        found = records(sets, measure=Measure.DISTANCE_DURATION)
        assert found.furthest_metres == 2_000
        assert found.longest_seconds is None

    def test_what_the_measure_has_no_box_for_is_no_record(self) -> None:
        one = DoneSet(reps=8, load_kg=kg("60"), seconds=40, metres=20)
        assert list(records([one], measure=Measure.REPS)) == [
            Record(RecordKind.MOST_REPS, kg("8"), kg("0"))
        ]
        assert list(records([one], measure=Measure.DURATION)) == [
            Record(RecordKind.LONGEST, kg("40"))
        ]
        assert records([one], measure=Measure.LOAD_REPS).longest_seconds is None

    def test_warm_ups_and_sets_of_no_rep_set_none(self) -> None:
        sets = [*done(5, at="100", kind="warm_up"), *done(0, at="90")]
        assert list(records(sets, measure=Measure.LOAD_REPS)) == []
        assert list(records([], measure=Measure.LOAD_REPS)) == []

    def test_a_drop_set_can_set_one(self) -> None:
        assert records(done(20, at="30", kind="drop"), measure=Measure.LOAD_REPS).most_reps == {
            kg("30"): 20
        }

    def test_the_day_is_the_first_on_which_it_was_reached(self) -> None:
        early, later, last = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)
        [eight], [seven] = done(8), done(7)
        days = [(last, eight), (later, eight), (early, seven)]
        first = first_reached(days, measure=Measure.LOAD_REPS)
        assert first[Record(RecordKind.ONE_REP_MAX, kg("76.00"))] == later  # 60 × 38/30
        assert first[Record(RecordKind.MOST_REPS, kg("8"), kg("60"))] == later
        assert first[Record(RecordKind.HEAVIEST, kg("60"))] == early

    @given(st.lists(SETS, max_size=8), st.sampled_from(Measure.values))
    def test_every_record_has_its_day(self, sets: list[DoneSet], measure: str) -> None:
        days = [(START + timedelta(days=place), one) for place, one in enumerate(sets)]
        first = first_reached(days, measure=measure)
        for record in records(sets, measure=measure):
            one = sets[(first[record] - START).days]
            assert record in list(records([one], measure=measure))


class TestBrokenRecords:
    def broken(
        self, before: list[DoneSet], now: list[DoneSet], measure: str = Measure.LOAD_REPS
    ) -> list[Record]:
        old = records(before, measure=measure)
        return records_broken(old, records([*before, *now], measure=measure))

    def test_a_better_estimate_says_the_reps_too(self) -> None:
        # 60 × 9 → 78.00 after 60 × 8 → 76.00; nine at 60 is the same news
        assert self.broken(done(8), done(9)) == [Record(RecordKind.ONE_REP_MAX, kg("78.00"))]

    def test_above_ten_reps_it_is_most_reps_at_the_load(self) -> None:
        assert self.broken([*done(8), *done(12, at="40")], done(13, at="40")) == [
            Record(RecordKind.MOST_REPS, kg("13"), kg("40"))
        ]

    def test_a_heavier_load(self) -> None:
        # 70 × 1 → 70.00 is no better estimate than 76.00
        assert self.broken(done(8), done(1, at="70")) == [Record(RecordKind.HEAVIEST, kg("70"))]

    def test_the_same_again_breaks_nothing(self) -> None:
        assert self.broken(done(8), done(8)) == []

    def test_a_first_try_breaks_nothing(self) -> None:
        assert self.broken([], done(8)) == []

    def test_a_load_that_is_new_has_no_reps_to_beat(self) -> None:
        assert self.broken(done(20, at="40"), done(15, at="42.5")) == [
            Record(RecordKind.HEAVIEST, kg("42.5"))
        ]

    def test_less_help_breaks_a_record_and_more_does_not(self) -> None:
        before = done(8, at="20")
        assert self.broken(before, done(8, at="15"), Measure.ASSISTED_REPS) == [
            Record(RecordKind.LEAST_HELP, kg("15"))
        ]
        assert self.broken(before, done(8, at="25"), Measure.ASSISTED_REPS) == []

    def test_more_reps_of_the_body(self) -> None:
        assert self.broken(done(8, at=None), done(9, at=None), Measure.REPS) == [
            Record(RecordKind.MOST_REPS, kg("9"), kg("0"))
        ]


@given(st.lists(SETS, max_size=8), st.lists(SETS, max_size=8), st.sampled_from(Measure.values))
def test_the_best_of_all_is_the_best_of_the_bests(
    some: list[DoneSet], others: list[DoneSet], measure: str
) -> None:
    together = list(records([*some, *others], measure=measure))
    apart = [*records(some, measure=measure), *records(others, measure=measure)]
    assert set(together) <= set(apart)
    assert (
        records_broken(records([*some, *others], measure=measure), records(some, measure=measure))
        == []
    )


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
