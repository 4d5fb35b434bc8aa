import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exercises.models import Variation
from members.models import Plan, PlanDay, ReadinessCheck, Workout
from tests.base import PersonasTestCase
from tests.factories import (
    make_gym,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_variation,
    make_workout,
)
from tests.members.training import fill_history, make_training, reps

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


def words(html: str) -> str:
    """The text of a page on one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


@time_machine.travel(NOW, tick=False)
class TodayTest(PersonasTestCase):
    press: Variation
    plan: Plan
    day: PlanDay

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.press = make_variation(name="Bench press", equipment=("barbell",))
        cls.plan = make_plan(user=cls.alice, name="Strong", sessions_per_week=3)
        cls.day = make_plan_day(plan=cls.plan, name="Day A")
        make_plan_item(day=cls.day, variation=cls.press, target_rir=2)

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def html(self) -> str:
        return self.client.get("/me/").content.decode()

    def text(self) -> str:
        return words(self.html())

    def train(self, *numbers: int, at: str = "60", ago: int = 1, **changes: Any) -> None:
        when = NOW - timedelta(days=ago)
        make_training(
            *reps(*numbers, at=at, **changes), user=self.alice, variation=self.press, at=when
        )

    def test_the_next_day_with_its_items_and_what_to_load(self) -> None:
        self.train(10, 10, 10, rir=2)
        text = self.text()
        assert "Next in Strong Day A Bench press 3 × 8–10, 2 in reserve, rest 90 s" in text
        assert (
            "Last time every set reached 10 reps with 2 in reserve: 62.5 kg, start again at 8."
            in text
        )

    def test_the_day_after_the_last_done(self) -> None:
        second = make_plan_day(plan=self.plan, name="Day B")
        make_plan_item(day=second)
        self.train(10)
        Workout.objects.update(plan_day=self.day)
        assert "Next in Strong Day B" in self.text()

    def test_a_workout_without_a_set_is_no_session(self) -> None:
        make_plan_item(day=make_plan_day(plan=self.plan, name="Day B"))
        make_workout(user=self.alice, plan_day=self.day, finished_at=NOW)
        text = self.text()
        assert "Next in Strong Day A" in text
        assert "0 of 3 sessions done" in text
        assert "Wednesday, today: no session" in text
        assert "Last workout" not in text

    def test_one_button_starts_the_day(self) -> None:
        html = self.html()
        assert html.count("button--main") == 1
        assert f'<input type="hidden" name="day" value="{self.day.pk}">' in html
        assert "Start Day A" in html

    def test_an_unfinished_workout_comes_first_and_is_resumed(self) -> None:
        workout = make_workout(user=self.alice, name="Day A", started_at=NOW - timedelta(hours=1))
        html = self.html()
        text = words(html)
        assert "You are in a workout Day A, begun at 11:00." in text
        assert text.index("You are in a workout") < text.index("Next in Strong")
        assert f'href="/me/workouts/{workout.pk}/">Resume workout' in html
        assert "Start Day A" not in text

    def test_one_begun_on_another_day_says_which(self) -> None:
        make_workout(user=self.alice, started_at=NOW - timedelta(days=2))
        assert "Workout, begun on Monday 23 November." in self.text()

    def test_the_week_so_far(self) -> None:
        """Monday 23 to Wednesday 25; Sunday 22 lies in the week before."""
        for ago in (0, 2, 3):
            self.train(10, ago=ago)
        text = self.text()
        assert "2 of 3 sessions done" in text
        assert "Monday: 1 session" in text
        assert "Tuesday: no session" in text
        assert "Wednesday, today: 1 session" in text
        assert "Sunday: no session" in text

    def test_the_week_is_the_gym_s(self) -> None:
        self.alice.member.home_gym = make_gym(timezone="Australia/Lord_Howe")
        self.alice.member.save()
        # Sunday 22 November, 14:00 UTC, is Monday there
        self.train(10, ago=0)
        make_training(
            *reps(8),
            user=self.alice,
            variation=self.press,
            at=datetime(2026, 11, 22, 14, tzinfo=UTC),
        )
        assert "Monday: 1 session" in self.text()

    def test_the_last_workout_with_its_records(self) -> None:
        self.train(10, ago=3)
        self.train(10, 10, at="62.5", ago=1)
        text = self.text()
        assert "Tuesday 24 November" in text
        assert "2 sets in 1 hour" in text
        # 62.5 × 40/30 = 83.33
        assert "Bench press Estimated 1RM: 83.3 kg" in text
        assert "Bench press Heaviest load: 62.5 kg" in text
        last = self.client.get("/me/").context["last"]
        page = words(self.client.get(last.workout.get_absolute_url()).content.decode())
        for one in last.broken:
            assert f"Bench press : {one.words}" in page

    def test_without_a_plan_it_offers_to_make_one(self) -> None:
        self.client.force_login(self.charlie)
        html = self.html()
        assert "No plan yet" in html
        assert 'href="/me/plan/new/"' in html
        assert "Start without a plan" in html

    def test_an_empty_plan_says_so(self) -> None:
        make_plan(user=self.charlie, name="Bare")
        self.client.force_login(self.charlie)
        assert "Bare has no exercises yet." in self.text()

    def test_the_readiness_questions_are_asked_until_they_are_answered(self) -> None:
        asked = "whether you should see a professional before you train"
        assert asked in self.text()
        check = ReadinessCheck.objects.create(
            member=self.alice.member, version=1, outcome="clear", taken_on=NOW.date()
        )
        assert asked not in self.text()
        check.taken_on = NOW.date() - timedelta(days=365)
        check.save()
        assert asked in self.text()

    def test_nobody_else_s_shows(self) -> None:
        self.train(10)
        self.client.force_login(self.charlie)
        text = self.text()
        assert "Bench press" not in text
        assert "0 sessions done" in text

    def test_the_same_queries_for_any_plan_and_any_history(self) -> None:
        counts = []
        for user, items, sets in ((self.tom, 2, 100), (self.charlie, 10, 3_000)):
            variations = [make_variation() for _ in range(12)]
            fill_history(user=user, variations=variations, sets=sets, until=NOW)
            day = make_plan_day(plan=make_plan(user=user))
            for variation in variations[:items]:
                make_plan_item(day=day, variation=variation)
            self.client.force_login(user)
            with CaptureQueriesContext(connection) as captured:
                assert self.client.get("/me/").status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1]
