"""Worked examples, each computed by hand from the formula's source, and what always holds."""

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
    estimated_one_rep_max,
    next_load,
    set_volume,
    share,
)
from tests.members.sets import SETS, done, kg

LOADS = st.decimals(min_value="0.01", max_value=1_000, places=2)


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
