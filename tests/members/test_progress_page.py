import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Status, Variation
from tests.base import PersonasTestCase
from tests.factories import make_exercise, make_plan, make_variation, make_workout
from tests.members.training import fill_history, make_training, reps

ADDRESS = "/me/progress/"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def words(html: str) -> str:
    """The text of a page on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


@time_machine.travel(NOW, tick=False)
class ProgressPageTest(PersonasTestCase):
    press: Variation

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        guide = make_exercise(primary=("pectoralis-major",), secondary=("triceps-brachii",))
        cls.press = make_variation(exercise=guide, name="Bench press", equipment=("barbell",))

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def text(self, address: str = ADDRESS) -> str:
        return words(self.client.get(address).content.decode())

    def train(self, *numbers: int, ago: int = 1, **changes: Any) -> None:
        at = NOW - timedelta(days=ago)
        make_training(*reps(*numbers, **changes), user=self.alice, variation=self.press, at=at)

    def test_the_numbers_of_the_span(self) -> None:
        """60 × 10 → 60 × 40/30 = 80.0 kg."""
        make_plan(user=self.alice, sessions_per_week=3)
        self.train(5, kind="warm_up")
        for ago in (1, 3, 8, 9):
            self.train(10, 10, 10, ago=ago)
        text = self.text()
        # five workouts, one of them nothing but a warm-up
        assert "2.5 a week, your plan asks for 3" in text
        assert "5 finished in 2 weeks" in text
        # 12 sets in 2 weeks: 6 a week for the chest, 3 for the triceps
        assert "Pectoralis major 6 Triceps brachii 3" in text
        assert (
            "Bench press Estimated 1RM 80.0 kg 4 workouts · 12 sets · last on 24 Nov 2026" in text
        )
        # 23 November is a Monday: 3 sets of 600 kg in its week, 9 in the week before
        assert "Week from Sets Load × reps, kg 23 November 2026 3 1,800" in text
        assert "16 November 2026 9 5,400" in text
        assert "Week from Sessions Your plan 23 November 2026 2 3 16 November 2026 3 3" in text

    def test_in_pounds(self) -> None:
        self.alice.member.unit = "lb"
        self.alice.member.save()
        self.train(10)
        text = self.text()
        assert "Estimated 1RM 176.4 lb" in text  # 80 / 0.45359237 = 176.37
        assert "Load × reps, lb 23 November 2026 1 1,323" in text  # 600 kg

    def test_a_muscle_s_share(self) -> None:
        self.train(10, 10, 10)
        text = self.text(f"{ADDRESS}?muscle=triceps-brachii")
        assert "Triceps brachii Sets that train it first of all count 1" in text
        assert "23 November 2026 1.5 900" in text

    def test_muscles_on_the_map_lead_to_their_chart_and_keep_the_range(self) -> None:
        self.train(10)
        html = self.client.get(f"{ADDRESS}?range=6m&page=1").content.decode()
        target = 'href="?range=6m&amp;muscle=pectoralis-major#volume"'
        assert html.count(target) == 2
        assert "region--shade-1" in html

    def test_ranges(self) -> None:
        self.train(10, ago=100)
        assert "Nothing was logged in this range." in self.text()
        assert "Bench press" in self.text(f"{ADDRESS}?range=6m")
        self.train(10, ago=500)
        text = self.text(f"{ADDRESS}?range=all")
        assert "Month Sets Load × reps, kg November 2026 0 0" in text
        assert "July 2025 1 600" in text

    def test_without_a_workout_it_says_what_will_be_here(self) -> None:
        make_workout(user=self.charlie, finished_at=NOW)
        text = self.text(f"{ADDRESS}?range=all")
        assert "will stand here once you have logged a workout" in text
        assert '<svg class="chart"' not in text

    def test_what_does_not_exist_is_left_out_and_said_so(self) -> None:
        self.train(10)
        text = self.text(f"{ADDRESS}?range=fortnight&muscle=tail&page=99")
        assert "There is no “fortnight” to choose here" in text
        assert "There is no “tail” to choose here" in text
        assert "Bench press" in text

    def test_nobody_else_s_training_shows(self) -> None:
        self.train(10)
        self.client.force_login(self.charlie)
        assert "Bench press" not in self.text(f"{ADDRESS}?range=all")

    def test_signed_out_goes_to_sign_in_and_back(self) -> None:
        self.client.logout()
        answer = self.client.get(f"{ADDRESS}?range=all")
        assert answer["Location"] == "/accounts/login/?next=/me/progress/%3Frange%3Dall"

    def test_it_is_only_read_and_never_kept(self) -> None:
        assert self.client.post(ADDRESS).status_code == 405
        assert "no-store" in self.client.get(ADDRESS)["Cache-Control"]

    def test_variations_come_in_pages(self) -> None:
        for _ in range(30):
            make_training(*reps(8), user=self.alice, variation=make_variation(), at=NOW)
        assert "Page 1 of 2" in self.text()
        assert self.client.get(f"{ADDRESS}?page=2").context["page"].number == 2
        assert len(self.client.get(f"{ADDRESS}?page=2").context["rows"]) == 6

    def test_the_same_queries_for_any_number_of_variations(self) -> None:
        counts = []
        for number in (2, 10):
            for _ in range(number):
                make_training(*reps(8), user=self.alice, variation=make_variation(), at=NOW)
            counts.append(self.queries(ADDRESS))
        assert counts[0] == counts[1]

    def test_the_same_queries_at_100_and_at_50_000_sets(self) -> None:
        make_plan(user=self.alice)
        variations = [make_variation() for _ in range(10)]
        counts = []
        for user, sets in ((self.alice, 100), (self.charlie, 50_000)):
            fill_history(user=user, variations=variations, sets=sets, until=NOW)
            self.client.force_login(user)
            address = f"/me/progress/{variations[0].pk}/"
            counts.append(
                [
                    self.queries(f"{ADDRESS}?range=all"),
                    self.queries(f"{ADDRESS}?range=all&muscle=gluteus-maximus"),
                    self.queries(f"{address}?range=all"),
                ]
            )
        assert counts[0] == counts[1]

    def queries(self, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert self.client.get(address).status_code == 200
        return len(captured)


@time_machine.travel(NOW, tick=False)
class ProgressVariationPageTest(PersonasTestCase):
    press: Variation
    address: str

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.press = make_variation(name="Bench press", equipment=("barbell",))
        cls.address = f"{ADDRESS}{cls.press.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def text(self, query: str = "") -> str:
        return words(self.client.get(self.address + query).content.decode())

    def train(self, *numbers: int, ago: int = 1, at: str = "60", **changes: Any) -> None:
        make_training(
            *reps(*numbers, at=at, **changes),
            user=self.alice,
            variation=self.press,
            at=NOW - timedelta(days=ago),
        )

    def test_records_with_their_days_a_chart_and_every_workout(self) -> None:
        self.train(10, 9, ago=8)  # 60 × 40/30 = 80.0 on 17 November
        self.train(3, ago=1, at="70")  # 70 × 33/30 = 77.0, the heaviest, on 24 November
        self.train(15, ago=3, at="50")
        text = self.text()
        assert "Estimated 1RM 80.0 kg 17 Nov 2026" in text
        assert "Heaviest load 70 kg 24 Nov 2026" in text
        assert (
            "70 kg 3 reps 24 Nov 2026 60 kg 10 reps 17 Nov 2026 50 kg 15 reps 22 Nov 2026" in text
        )
        assert "Best 80.0 kg" in text
        assert "Day Estimated 1RM 24 November 2026 77.0 kg 17 November 2026 80.0 kg" in text
        assert "Tuesday 17 November 2026 60 kg × 10 60 kg × 9 Estimated 1RM 80.0 kg" in text

    def test_a_record_is_older_than_the_range(self) -> None:
        self.train(10, ago=300)
        text = self.text()
        assert "Estimated 1RM 80.0 kg 29 Jan 2026" in text
        assert "Nothing was logged in this range." in text

    def test_a_year_is_shown_by_week(self) -> None:
        self.train(10, ago=300)
        self.train(8, ago=1)
        self.train(9, ago=2)
        text = self.text("?range=1y")
        assert "Week from Estimated 1RM 23 November 2026 78.0 kg 26 January 2026 80.0 kg" in text

    def test_one_in_the_guides_needs_no_alternatives(self) -> None:
        make_variation(exercise=self.press.exercise, name="Floor press")
        self.train(10)
        assert "Floor press" not in self.text()

    def test_one_never_trained_says_what_will_be_here(self) -> None:
        assert "You have not logged this yet." in self.text()

    def test_one_no_longer_in_the_guides_keeps_its_history(self) -> None:
        self.train(10)
        self.press.status = Status.RETIRED
        self.press.save()
        other = make_variation(exercise=self.press.exercise, name="Floor press")
        text = self.text()
        assert "No longer in the guides" in text
        assert "What trains the same muscles Floor press" in text
        assert other.get_absolute_url() in self.client.get(self.address).content.decode()
        self.client.force_login(self.charlie)
        assert self.client.get(self.address).status_code == 404

    def test_nobody_else_s_training_shows(self) -> None:
        self.train(10)
        self.client.force_login(self.charlie)
        assert "80.0 kg" not in self.text("?range=all")

    def test_what_is_not_there_is_404(self) -> None:
        for missing in ("0", "999999999", "9" * 30, "-1", "bench-press", ""):
            expected = 200 if missing == "" else 404
            address = f"{ADDRESS}{missing}/" if missing else ADDRESS
            with self.subTest(missing=missing):
                assert self.client.get(address).status_code == expected

    def test_it_is_only_read(self) -> None:
        assert self.client.post(self.address).status_code == 405

    def test_workouts_come_in_pages_and_the_last_stands_for_those_beyond(self) -> None:
        for ago in range(1, 15):
            self.train(8, ago=ago)
        assert "Page 1 of 2" in self.text()
        assert "Page 2 of 2" in self.text("?page=77")
        assert len(self.client.get(f"{self.address}?page=2").context["rows"]) == 2

    def test_the_same_queries_for_any_number_of_workouts(self) -> None:
        counts = []
        for days in (range(1, 3), range(3, 13)):
            for ago in days:
                self.train(8, 8, ago=ago)
            with CaptureQueriesContext(connection) as captured:
                self.client.get(self.address)
            counts.append(len(captured))
        assert counts[0] == counts[1]
