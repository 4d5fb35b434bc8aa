"""Records, worked out by hand from what the sets recorded."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from exercises.models import Measure
from members.progression import (
    DoneSet,
    Record,
    RecordKind,
    first_reached,
    records,
    records_broken,
)
from tests.members.sets import SETS, done, kg

START = date(2026, 1, 1)


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
