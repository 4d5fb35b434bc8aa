from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Measure, Variation
from members.models import PlanItem, User
from members.next_load import LoadOffer, offers_for
from members.progression import Reason
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.members.training import fill_history, make_training, reps

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def alice() -> User:
    return make_user()


@pytest.fixture
def press() -> Variation:
    return make_variation(equipment=("barbell", "bench"))


def planned(user: User, variation: Variation, **changes: Any) -> PlanItem:
    day = make_plan_day(plan=make_plan(user=user, active=False))
    return make_plan_item(day=day, variation=variation, **{"target_rir": 2, **changes})


def offered(user: User, item: Any) -> LoadOffer:
    return offers_for(user.member, [item])[item.pk]


def train(user: User, variation: Variation, *numbers: int, ago: int = 1, **changes: Any) -> Any:
    sets = reps(*numbers, **{"rir": 2, **changes})
    return make_training(*sets, user=user, variation=variation, at=NOW - timedelta(days=ago))


class TestWords:
    """8–10 reps with 2 in reserve on a barbell, whose step is 2.5 kg or 5 lb."""

    def words(self, user: User, variation: Variation, **changes: Any) -> str:
        return offered(user, planned(user, variation, **changes)).words

    def test_a_step_up(self, alice: User, press: Variation) -> None:
        train(alice, press, 10, 10, 10)
        assert self.words(alice, press) == (
            "Last time every set reached 10 reps with 2 in reserve: 62.5 kg, start again at 8."
        )

    def test_a_step_up_without_a_target_in_reserve(self, alice: User, press: Variation) -> None:
        train(alice, press, 10, 10, 10)
        assert self.words(alice, press, target_rir=None) == (
            "Last time every set reached 10 reps: 62.5 kg, start again at 8."
        )

    def test_a_step_down(self, alice: User, press: Variation) -> None:
        train(alice, press, 8, 7, 6, ago=1)
        train(alice, press, 7, 7, 7, ago=3)
        assert self.words(alice, press) == "8 reps were missed twice running: try 57.5 kg."

    def test_one_more_rep(self, alice: User, press: Variation) -> None:
        train(alice, press, 10, 9, 8)
        assert self.words(alice, press) == "Same load, one more rep: 60 kg, 9 in every set."

    def test_too_few_in_reserve(self, alice: User, press: Variation) -> None:
        train(alice, press, 10, 10, 10, rir=1)
        assert self.words(alice, press) == (
            "Last time every set reached 10 reps, but with fewer than 2 in reserve: 60 kg again."
        )

    def test_a_set_left_out(self, alice: User, press: Variation) -> None:
        train(alice, press, 10, 10)
        assert self.words(alice, press) == (
            "Last time every set reached 10 reps, but a planned set was left out: 60 kg again."
        )

    def test_in_pounds(self, alice: User, press: Variation) -> None:
        alice.member.unit = "lb"
        train(alice, press, 10, 10, 10, at="61.23")  # 135 lb
        offer = offered(alice, planned(alice, press))
        assert offer.words == (
            "Last time every set reached 10 reps with 2 in reserve: 140 lb, start again at 8."
        )
        assert (offer.load, offer.unit, offer.reps) == (Decimal(140), "lb", 8)
        assert offer.offer.load_kg == Decimal("63.50")  # 61.23 + 5 × 0.45359237

    @pytest.mark.parametrize(
        ("measure", "load", "words"),
        [
            (Measure.ASSISTED_REPS, "20", "15 kg of help, start again at 8."),
            (Measure.ASSISTED_REPS, "5", "no help, start again at 8."),
            (Measure.ADDED_LOAD_REPS, "0", "5 kg added, start again at 8."),
        ],
    )
    def test_help_and_added_load(self, alice: User, measure: str, load: str, words: str) -> None:
        pull_up = make_variation(measure=measure, equipment=("machine",))  # its step is 5 kg
        train(alice, pull_up, 10, 10, 10, at=load)
        assert self.words(alice, pull_up).endswith(words)

    def test_added_load_goes_back_to_none(self, alice: User) -> None:
        dip = make_variation(measure=Measure.ADDED_LOAD_REPS, equipment=("machine",))
        train(alice, dip, 7, at="5", ago=1)
        train(alice, dip, 7, at="5", ago=3)
        assert self.words(alice, dip) == "8 reps were missed twice running: try no added load."

    def test_the_body_alone(self, alice: User) -> None:
        push_up = make_variation(measure=Measure.REPS)
        train(alice, push_up, 10, 10, 10)
        assert self.words(alice, push_up) == (
            "Last time every set reached 10 reps with 2 in reserve:"
            " you are ready for a harder variation."
        )
        train(alice, push_up, 9, 9, ago=0)
        assert self.words(alice, push_up) == "One more rep: 10 in every set."

    def test_the_body_alone_and_too_much(self, alice: User) -> None:
        push_up = make_variation(measure=Measure.REPS)
        train(alice, push_up, 5, ago=1)
        train(alice, push_up, 6, ago=2)
        assert self.words(alice, push_up) == (
            "8 reps were missed twice running: an easier variation may suit you better."
        )


def test_the_sets_planned_then_count_not_those_planned_now(alice: User, press: Variation) -> None:
    train(alice, press, 10, 10, 10)
    offer = offered(alice, planned(alice, press, sets=5))
    assert offer.offer.reason == Reason.REACHED


def test_without_history_or_rep_range_there_is_no_offer(alice: User, press: Variation) -> None:
    train(make_user(), press, 10, 10, 10)
    item = planned(alice, press)
    assert offers_for(alice.member, [item]) == {}
    assert offers_for(alice.member, []) == {}
    train(alice, press, 10, 10, 10)
    held = planned(alice, press, reps_min=None, reps_max=None, seconds=30)
    assert offers_for(alice.member, [held, item]).keys() == {item.pk}


def test_an_offer_stands_while_its_workout_goes_on(alice: User, press: Variation) -> None:
    train(alice, press, 10, 10, 10)
    workout = make_workout(user=alice)
    item = make_workout_item(workout=workout, variation=press, target_rir=2)
    before = offered(alice, item)
    item.entries.create(reps=5, load_kg=20)
    assert offered(alice, item) == before


def test_deleted_workouts_and_sets_do_not_count(alice: User, press: Variation) -> None:
    train(alice, press, 10, 10, 10, ago=3)
    gone = train(alice, press, 5, 5, 5, ago=1)
    gone.workout.deleted_at = NOW
    gone.workout.save()
    train(alice, press, 5, 5, 5, ago=2, deleted_at=NOW)
    assert offered(alice, planned(alice, press)).load == Decimal("62.5")


def test_the_sets_of_two_turns_in_one_workout_count_together(alice: User, press: Variation) -> None:
    first = train(alice, press, 10, 10, 10)
    again = make_workout_item(workout=first.workout, variation=press, sets=1)
    again.entries.create(reps=4, load_kg=60)
    assert offered(alice, planned(alice, press)).offer.reason == Reason.MORE


def test_the_same_queries_for_any_number_of_items_and_any_history(alice: User) -> None:
    variations = [make_variation(equipment=("barbell",)) for _ in range(12)]
    counts = []
    for items, sets in ((2, 60), (12, 3_000)):
        user = make_user()
        fill_history(user=user, variations=variations, sets=sets, until=NOW)
        day = make_plan_day(plan=make_plan(user=user))
        planned = [make_plan_item(day=day, variation=one) for one in variations[:items]]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(offers_for(user.member, planned)) == items
        counts.append(len(queries))
    assert counts == [3, 3]


def test_accepting_carries_the_numbers_for_the_boxes(alice: User, press: Variation) -> None:
    train(alice, press, 10, 10, 10)
    offer = offered(alice, planned(alice, press))
    html = render_to_string("members/_offer.html", {"offer": offer, "accept": True})
    assert 'data-load="62.5" data-reps="8"' in html
    assert "Use 62.5 kg × 8" in html
    assert offer.words in html
    assert "data-offer" not in render_to_string("members/_offer.html", {"offer": offer})
