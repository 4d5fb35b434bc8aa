"""What the database adds up is what the pure functions say of the same sets."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from exercises.models import LoadCounts, Measure, Muscle, Variation
from members.done_sets import done_set
from members.history import summaries
from members.models import SetEntry, User, Workout
from members.progress import (
    JUDGED_BY,
    Volume,
    session_days,
    totals_by_variation,
    trend_of,
    volume_by_day,
    volume_by_muscle,
)
from members.progression import DoneSet, RecordKind, Records, records, set_volume, share
from members.records import records_of
from members.spans import Range, Span
from tests.factories import make_exercise, make_user, make_variation
from tests.members.training import make_training, reps

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALL = Span(Range.ALL, NOW.date(), ZoneInfo("Europe/London"))
BY_KIND: dict[RecordKind, Callable[[Records], Any]] = {
    RecordKind.ONE_REP_MAX: lambda one: one.one_rep_max_kg,
    RecordKind.HEAVIEST: lambda one: one.heaviest_kg,
    RecordKind.MOST_REPS: lambda one: max((one.most_reps or {}).values(), default=None),
    RecordKind.LONGEST: lambda one: one.longest_seconds,
    RecordKind.FURTHEST: lambda one: one.furthest_metres,
    RecordKind.LEAST_HELP: lambda one: one.least_help_kg,
}

BOXES = {
    "kind": st.sampled_from(["warm_up", "working", "drop", "failure"]),
    "reps": st.none() | st.integers(0, 14),
    "load_kg": st.none() | st.decimals(0, 300, places=2),
    "seconds": st.none() | st.integers(0, 900),
    "metres": st.none() | st.integers(0, 5_000),
    "deleted_at": st.sampled_from([None, None, None, NOW]),
}
WORKOUTS = st.lists(
    st.tuples(st.integers(0, 20), st.lists(st.fixed_dictionaries(BOXES), max_size=4)), max_size=5
)


class AgreementTest(TestCase):
    """Random sets of every measure, both ways of counting hands and sides."""

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        workouts=WORKOUTS,
        measure=st.sampled_from(Measure.values),
        load_counts=st.sampled_from(LoadCounts.values),
        one_side=st.booleans(),
    )
    def test_sums_and_bests(
        self,
        workouts: list[tuple[int, list[dict[str, Any]]]],
        measure: str,
        load_counts: str,
        one_side: bool,
    ) -> None:
        user = make_user()
        variation = make_variation(
            measure=measure, load_counts=load_counts, one_side_at_a_time=one_side
        )
        days: dict[date, list[DoneSet]] = {}
        for place, (ago, sets) in enumerate(workouts):
            at = NOW - timedelta(days=ago, seconds=place)
            item = make_training(*sets, user=user, variation=variation, at=at)
            kept = [done_set(one) for one in item.entries.filter(deleted_at=None)]
            days.setdefault(at.date(), []).extend(kept)
        counted = [one for sets in days.values() for one in sets if one.kind != "warm_up"]
        kg = sum(
            (
                set_volume(
                    one,
                    measure=measure,
                    load_counts=load_counts,
                    one_side_at_a_time=one_side,
                )
                for one in counted
            ),
            Decimal(0),
        )
        expected = [Volume(Decimal(len(counted)), kg)] if counted else []

        totals = totals_by_variation(user.member, ALL)
        assert [total.volume for total in totals] == expected
        by_day = volume_by_day(user.member, ALL)
        assert sum((volume for _, volume in by_day), Volume()) == Volume(Decimal(len(counted)), kg)
        for link in variation.exercise.exercise_muscles.all():
            part = share(link.role)
            by_muscle = volume_by_muscle(totals).get(link.muscle, Volume())
            assert by_muscle == Volume(len(counted) * part, kg * part)
            of_muscle = volume_by_day(user.member, ALL, link.muscle)
            assert sum((volume for _, volume in of_muscle), Volume()) == by_muscle

        everything = [one for sets in days.values() for one in sets]
        best = records(everything, measure=measure)
        assert [one.record for one in records_of(user.member, variation)] == list(best)
        assert [total.one_rep_max_kg for total in totals] == [best.one_rep_max_kg] * len(totals)
        trend = trend_of(user.member, variation, ALL)
        in_days = {
            day: BY_KIND[trend.kind](self.judged(sets, trend.kind, measure))
            for day, sets in days.items()
        }
        assert trend.days == {day: found for day, found in in_days.items() if found is not None}
        if not trend.days:
            for kind in JUDGED_BY[Measure(measure)]:
                assert BY_KIND[kind](self.judged(everything, kind, measure)) is None

    def judged(self, sets: list[DoneSet], kind: RecordKind, measure: str) -> Records:
        """As `records`; a run without a distance is judged by its time, as a hold is."""
        timed = kind == RecordKind.LONGEST
        return records(sets, measure=Measure.DURATION if timed else measure)


@pytest.fixture
def alice(db: None) -> User:
    return make_user()


@pytest.fixture
def press(db: None) -> Variation:
    return make_variation(
        exercise=make_exercise(primary=("pectoralis-major",), secondary=("triceps-brachii",)),
        equipment=("barbell",),
    )


def test_a_week_of_a_muscle_by_hand(alice: User, press: Variation) -> None:
    """3 × 8 at 60 kg: 3 sets, 1,440 kg; half of both for the secondary muscle."""
    make_training(*reps(5, kind="warm_up"), *reps(8, 8, 8), user=alice, variation=press, at=NOW)
    chest, triceps = (
        Muscle.objects.get(slug=slug) for slug in ("pectoralis-major", "triceps-brachii")
    )
    volumes = volume_by_muscle(totals_by_variation(alice.member, ALL))
    assert volumes == {
        chest: Volume(Decimal(3), Decimal(1_440)),
        triceps: Volume(Decimal("1.5"), Decimal(720)),
    }
    assert list(volumes) == [chest, triceps]
    assert volume_by_day(alice.member, ALL, triceps) == [
        (NOW.date(), Volume(Decimal("1.5"), Decimal(720)))
    ]


@pytest.mark.parametrize(
    ("load_counts", "one_side", "kg"),
    [
        (LoadCounts.TOTAL, False, 200),  # 20 × 10
        (LoadCounts.PER_HAND, False, 400),  # both hands
        (LoadCounts.TOTAL, True, 400),  # both sides
        (LoadCounts.PER_HAND, True, 800),  # two dumbbells, one leg at a time
    ],
)
def test_hands_and_sides_by_hand(alice: User, load_counts: str, one_side: bool, kg: int) -> None:
    lunge = make_variation(load_counts=load_counts, one_side_at_a_time=one_side)
    make_training(*reps(10, at="20"), user=alice, variation=lunge, at=NOW)
    [total] = totals_by_variation(alice.member, ALL)
    assert total.volume == Volume(Decimal(1), Decimal(kg))
    assert volume_by_day(alice.member, ALL) == [(NOW.date(), total.volume)]


def test_what_is_deleted_or_somebody_else_s_stays_out(alice: User, press: Variation) -> None:
    gone = make_training(*reps(8), user=alice, variation=press, at=NOW)
    gone.workout.deleted_at = NOW
    gone.workout.save()
    make_training(*reps(8, deleted_at=NOW), user=alice, variation=press, at=NOW)
    make_training(*reps(8), user=make_user(), variation=press, at=NOW)
    assert totals_by_variation(alice.member, ALL) == []
    assert volume_by_day(alice.member, ALL) == []
    assert trend_of(alice.member, press, ALL).days == {}
    assert records_of(alice.member, press) == []
    assert session_days(alice.member, ALL) == []


def test_a_span_begins_on_its_monday(alice: User, press: Variation) -> None:
    with time_machine.travel(NOW, tick=False):
        span = Span.of(alice.member, "12w")
    monday = datetime(2026, 9, 6, 23, 0, tzinfo=UTC)  # midnight in London
    make_training(*reps(8), user=alice, variation=press, at=monday)
    make_training(*reps(8), user=alice, variation=press, at=monday - timedelta(seconds=1))
    assert session_days(alice.member, span) == [date(2026, 9, 7)]
    assert [day for day, _ in volume_by_day(alice.member, span)] == [date(2026, 9, 7)]
    assert totals_by_variation(alice.member, span)[0].workouts == 1
    assert list(trend_of(alice.member, press, span).days) == [date(2026, 9, 7)]


def test_a_workout_at_night_belongs_to_the_day_it_began(alice: User, press: Variation) -> None:
    """Sunday 29 March 2026, 23:30 in London, 23 hours after the clocks went forward."""
    sunday = datetime(2026, 3, 29, 22, 30, tzinfo=UTC)
    item = make_training(*reps(8), user=alice, variation=press, at=sunday)
    SetEntry.objects.filter(item=item).update(done_at=sunday + timedelta(hours=1))
    assert [day for day, _ in volume_by_day(alice.member, ALL)] == [date(2026, 3, 29)]
    assert session_days(alice.member, ALL) == [date(2026, 3, 29)]


def test_the_last_trained_variation_comes_first(alice: User, press: Variation) -> None:
    other = make_variation()
    make_training(*reps(8), user=alice, variation=other, at=NOW - timedelta(days=1))
    make_training(*reps(8), user=alice, variation=press, at=NOW)
    totals = totals_by_variation(alice.member, ALL)
    assert [total.variation for total in totals] == [press.pk, other.pk]
    assert totals[0].last == NOW.date()


def test_the_best_of_two_workouts_of_a_day_counts(alice: User, press: Variation) -> None:
    make_training(*reps(8), user=alice, variation=press, at=NOW - timedelta(hours=3))
    make_training(*reps(5), user=alice, variation=press, at=NOW)
    assert trend_of(alice.member, press, ALL).days == {NOW.date(): Decimal("76.00")}


def test_loads_that_never_give_an_estimate_are_judged_by_the_load(
    alice: User, press: Variation
) -> None:
    make_training(*reps(15, 12), user=alice, variation=press, at=NOW)
    trend = trend_of(alice.member, press, ALL)
    assert (trend.kind, trend.best) == (RecordKind.HEAVIEST, Decimal(60))


def broken(workout: Workout) -> list[str]:
    fetched = Workout.objects.for_history().get(pk=workout.pk)
    [summary] = summaries([fetched], member=workout.member)
    return [one.words for one in summary.broken]


class TestRecordsBroken:
    """What today's workout did better than those before it."""

    def test_in_words(self, alice: User, press: Variation) -> None:
        # 60 × 10 → 80.00; 62.5 × 10 → 83.33
        make_training(*reps(10), user=alice, variation=press, at=NOW - timedelta(days=2))
        item = make_training(*reps(10, at="62.5"), user=alice, variation=press, at=NOW)
        assert broken(item.workout) == [
            "Estimated 1RM: 83.3 kg",
            "Heaviest load: 62.5 kg",
        ]

    def test_in_pounds(self, alice: User, press: Variation) -> None:
        alice.member.unit = "lb"
        alice.member.save()
        make_training(*reps(10), user=alice, variation=press, at=NOW - timedelta(days=2))
        item = make_training(*reps(10, at="62.5"), user=alice, variation=press, at=NOW)
        assert broken(item.workout) == [
            "Estimated 1RM: 183.7 lb",  # 83.33 / 0.45359237 = 183.71
            "Heaviest load: 137.75 lb",  # 137.79, to the nearest quarter
        ]

    def test_most_reps_above_ten(self, alice: User, press: Variation) -> None:
        make_training(*reps(12), user=alice, variation=press, at=NOW - timedelta(days=2))
        item = make_training(*reps(14), user=alice, variation=press, at=NOW)
        assert broken(item.workout) == ["Most reps at 60 kg: 14 reps"]

    def test_later_deleted_and_first_sets_break_nothing(
        self, alice: User, press: Variation
    ) -> None:
        first = make_training(*reps(8), user=alice, variation=press, at=NOW - timedelta(days=2))
        make_training(*reps(10), user=alice, variation=press, at=NOW)
        assert broken(first.workout) == []
        same = make_training(
            *reps(9, deleted_at=NOW), *reps(8), user=alice, variation=press, at=NOW
        )
        assert broken(same.workout) == []
