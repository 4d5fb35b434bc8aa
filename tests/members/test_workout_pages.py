from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import PlanDay, SetEntry, SetKind, Workout
from tests.base import PersonasTestCase
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.forms import filled

LIST = "/me/workouts/"
NEW = "/me/workouts/new/"
LOG = "/me/workouts/log/"


class WorkoutPagesTest(PersonasTestCase):
    day: PlanDay
    second: PlanDay
    theirs: Workout

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        plan = make_plan(user=cls.alice)
        cls.day = make_plan_day(plan=plan, name="Day A")
        cls.second = make_plan_day(plan=plan, name="Day B")
        make_plan_item(day=cls.day)
        make_plan_item(day=cls.second)
        cls.theirs = make_workout(user=cls.charlie, finished_at=timezone.now())

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def finished(self, days_ago: float = 1, **changes: Any) -> Workout:
        ended = timezone.now() - timedelta(days=days_ago)
        return make_workout(user=self.alice, finished_at=ended, **changes)


class StartTest(WorkoutPagesTest):
    def test_the_next_day_is_one_button(self) -> None:
        self.assertContains(self.client.get(NEW), "Start Day A")
        make_set(item=make_workout_item(workout=self.finished(plan_day=self.day)))
        self.assertContains(self.client.get(NEW), "Start Day B")
        self.assertContains(self.client.get(f"{NEW}?day={self.day.pk}"), "Start Day A")

    def test_it_begins_once_and_leads_to_the_floor(self) -> None:
        values = {"uuid": uuid4(), "day": self.day.pk}
        for _ in range(2):
            answer = self.client.post(NEW, values)
            self.assertRedirects(answer, f"{LIST}{values['uuid']}/")
        workout = Workout.objects.visible_to(self.alice).get()
        assert (workout.plan_day, workout.items.count()) == (self.day, 1)

    def test_it_begins_without_any_plan(self) -> None:
        self.day.plan.delete()
        self.assertContains(self.client.get(NEW), "Without a plan")
        self.client.post(NEW, {"uuid": uuid4()})
        assert Workout.objects.visible_to(self.alice).get().plan_day is None

    def test_an_unfinished_one_is_offered_first(self) -> None:
        unfinished = make_workout(user=self.alice, name="Legs")
        self.assertContains(self.client.get(NEW), "Go on with Legs")
        self.client.post(NEW, {"uuid": uuid4(), "day": self.day.pk})
        unfinished.refresh_from_db()
        assert unfinished.finished_at

    def test_an_earlier_one_is_done_again(self) -> None:
        old = self.finished(name="Legs")
        make_workout_item(workout=old)
        uuid = uuid4()
        self.client.post(NEW, {"uuid": uuid, "repeat": old.pk})
        assert Workout.objects.get(pk=uuid).name == "Legs"

    def test_what_is_not_the_members_is_not_there(self) -> None:
        theirs = make_plan_day(plan=make_plan(user=self.charlie))
        for values in (
            {"uuid": uuid4(), "day": theirs.pk},
            {"uuid": uuid4(), "day": uuid4()},
            {"uuid": uuid4(), "repeat": self.theirs.pk},
            {"uuid": self.theirs.pk},
            {"uuid": "x"},
            {},
        ):
            assert self.client.post(NEW, values).status_code == 404
        assert not Workout.objects.visible_to(self.alice).exists()

    def test_other_verbs_are_refused(self) -> None:
        assert self.client.put(NEW).status_code == 405


class EndTest(WorkoutPagesTest):
    def test_it_says_in_words_what_is_left_undone(self) -> None:
        workout = make_workout(user=self.alice)
        item = make_workout_item(workout=workout)
        other = make_workout_item(workout=workout)
        make_set(item=item)
        page = self.client.get(f"{LIST}{workout.pk}/finish/")
        self.assertContains(page, f"{item.variation.name}: 1 of 3 sets done")
        self.assertContains(page, f"{other.variation.name}: none of 3 sets done")

    def test_it_ends_and_shows_what_it_came_to(self) -> None:
        variation = make_variation()
        before = make_workout_item(workout=self.finished(7), variation=variation)
        make_set(item=before, load_kg=Decimal(50), reps=8)
        workout = make_workout(
            user=self.alice, started_at=timezone.now() - timedelta(minutes=50), name="Day A"
        )
        item = make_workout_item(workout=workout, variation=variation)
        make_set(item=item, load_kg=Decimal(60), reps=8)
        address = f"{LIST}{workout.pk}/finish/"
        page = self.client.post(address, filled(self.client, address, note="Good"), follow=True)
        for words in (
            "50 min",
            "480 kg",
            "Heaviest load: 60 kg",
            "Estimated 1RM: 76.0 kg",
            "60 kg × 8",
            "Good",
            "Correct it",
            "Next in your plan",
        ):
            self.assertContains(page, words)

    def test_without_a_set_it_goes_on(self) -> None:
        workout = make_workout(user=self.alice)
        deleted = make_set(item=make_workout_item(workout=workout), deleted_at=timezone.now())
        address = f"{LIST}{workout.pk}/finish/"
        page = self.client.post(address, {"revision": 2, "note": "Felt ill"})
        self.assertContains(page, "No set is logged yet.")
        self.assertContains(page, "Felt ill")
        assert Workout.objects.get(pk=workout.pk).is_open
        SetEntry.objects.filter(pk=deleted.pk).update(deleted_at=None, kind=SetKind.WARM_UP)
        self.client.post(address, {"revision": 2})
        assert not Workout.objects.get(pk=workout.pk).is_open

    def test_finishing_twice_is_finishing_once(self) -> None:
        workout = make_workout(user=self.alice)
        make_set(item=make_workout_item(workout=workout))
        address = f"{LIST}{workout.pk}/finish/"
        values = filled(self.client, address)
        self.client.post(address, values)
        ended = Workout.objects.get(pk=workout.pk).finished_at
        self.assertRedirects(self.client.post(address, values), f"{LIST}{workout.pk}/")
        assert Workout.objects.get(pk=workout.pk).finished_at == ended

    def test_one_changed_elsewhere_stays_open_and_says_so(self) -> None:
        workout = make_workout(user=self.alice)
        make_set(item=make_workout_item(workout=workout))
        address = f"{LIST}{workout.pk}/finish/"
        values = filled(self.client, address)
        Workout.objects.filter(pk=workout.pk).update(revision=7)
        page = self.client.post(address, values, follow=True)
        self.assertContains(page, "changed on another device")
        assert Workout.objects.get(pk=workout.pk).is_open

    def test_a_note_too_long_comes_back(self) -> None:
        workout = make_workout(user=self.alice)
        page = self.client.post(f"{LIST}{workout.pk}/finish/", {"revision": 2, "note": "x" * 501})
        self.assertContains(page, "x" * 501)
        assert Workout.objects.get(pk=workout.pk).is_open

    def test_the_note_is_kept_on_the_way(self) -> None:
        workout = make_workout(user=self.alice)
        address = f"{LIST}{workout.pk}/note/"
        self.client.post(address, {"revision": 2, "note": "Slow bar"})
        page = self.client.post(address, {"revision": 2, "note": "Elsewhere"}, follow=True)
        self.assertContains(page, "changed on another device")
        assert Workout.objects.get(pk=workout.pk).note == "Slow bar"
        page = self.client.post(address, {"revision": 3, "note": "<b>"}, follow=True)
        self.assertContains(page, "The note was not kept.")


class ListTest(WorkoutPagesTest):
    def test_it_stands_by_month_and_week_with_its_figures(self) -> None:
        began = datetime(2026, 3, 29, 23, 30, tzinfo=ZoneInfo("Europe/London"))
        workout = make_workout(
            user=self.alice,
            name="Legs",
            started_at=began,
            finished_at=began + timedelta(minutes=45),
        )
        item = make_workout_item(workout=workout)
        make_set(item=item, kind=SetKind.WARM_UP)
        make_set(item=item, load_kg=Decimal(100), reps=12)
        page = self.client.get(LIST)
        for words in ("March 2026", "Week of 23 March", "Sunday 29 March, 23:30", "1,200 kg"):
            self.assertContains(page, words)
        summary = page.context["summaries"][0]
        assert (summary.minutes, summary.sets) == (45, 1)

    def test_records_are_those_that_stood_at_the_time(self) -> None:
        variation = make_variation()
        for days_ago, load in ((9, 50), (6, 60), (3, 55)):
            item = make_workout_item(workout=self.finished(days_ago), variation=variation)
            make_set(item=item, load_kg=Decimal(load), reps=5)
        broken = [len(one.broken) for one in self.client.get(LIST).context["summaries"]]
        assert broken == [0, 2, 0]

    def test_an_empty_list_says_what_will_be_here(self) -> None:
        self.assertContains(self.client.get(LIST), "Nothing here yet")

    def test_a_page_out_of_range_is_the_last(self) -> None:
        for day in range(25):
            self.finished(day)
        page = self.client.get(f"{LIST}?page=99").context["page"]
        assert (page.number, len(page)) == (2, 1)

    def test_other_peoples_and_unfinished_ones_are_left_out(self) -> None:
        make_workout(user=self.alice)
        assert not self.client.get(LIST).context["summaries"]

    def test_the_queries_do_not_grow(self) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as found:
                assert self.client.get(LIST).status_code == 200
            return len(found)

        def train(count: int) -> None:
            for day in range(count):
                workout = self.finished(day, name="Legs")
                for _ in range(2):
                    make_set(item=make_workout_item(workout=workout))

        train(2)
        few = queries()
        train(12)
        assert queries() == few == 10


class DeleteTest(WorkoutPagesTest):
    def test_it_is_deleted_and_put_back(self) -> None:
        workout = self.finished(name="Legs")
        address = f"{LIST}{workout.pk}/"
        page = self.client.post(f"{address}delete/", {"revision": 2}, follow=True)
        self.assertContains(page, "is deleted.")
        assert self.client.get(address).status_code == 404
        self.assertContains(self.client.get(LIST), "Deleted in the last 30 days")
        self.assertRedirects(self.client.post(f"{address}restore/"), address)
        assert [one.workout for one in self.client.get(LIST).context["summaries"]] == [workout]
        self.assertRedirects(self.client.post(f"{address}restore/"), address)

    def test_an_old_page_deletes_nothing(self) -> None:
        workout = self.finished(revision=5)
        for revision in (5, "x"):
            self.client.post(f"{LIST}{workout.pk}/delete/", {"revision": revision})
        workout.refresh_from_db()
        assert workout.deleted_at is None

    def test_after_thirty_days_it_is_gone(self) -> None:
        long_ago = timezone.now() - timedelta(days=31)
        workout = self.finished(deleted_at=long_ago)
        assert self.client.post(f"{LIST}{workout.pk}/restore/").status_code == 404
        self.assertNotContains(self.client.get(LIST), "Deleted in the last")

    def test_its_sets_no_longer_count(self) -> None:
        workout = self.finished(deleted_at=timezone.now())
        make_set(item=make_workout_item(workout=workout))
        assert not SetEntry.objects.counted().exists()

    def test_what_is_not_the_members_is_not_there(self) -> None:
        for action in ("delete", "restore", "note", "finish"):
            address = f"{LIST}{self.theirs.pk}/{action}/"
            assert self.client.post(address, {"revision": 9}).status_code == 404
        for action in ("", "edit/", "finish/", "add/"):
            assert self.client.get(f"{LIST}{self.theirs.pk}/{action}").status_code == 404
        self.theirs.refresh_from_db()
        assert self.theirs.deleted_at is None

    def test_reading_deletes_nothing(self) -> None:
        for action in ("delete", "restore", "note"):
            assert self.client.get(f"{LIST}{self.theirs.pk}/{action}/").status_code == 405


class LogTest(WorkoutPagesTest):
    def test_one_is_logged_afterwards_and_filled_in_next(self) -> None:
        values = filled(self.client, LOG, day="2026-03-02", starts="18:15", minutes="50")
        values["plan_day"] = str(self.day.pk)
        for _ in range(2):
            answer = self.client.post(LOG, values)
            self.assertRedirects(answer, f"{LIST}{values['uuid']}/edit/")
        workout = Workout.objects.visible_to(self.alice).get()
        assert workout.started_at == datetime(2026, 3, 2, 18, 15, tzinfo=ZoneInfo("Europe/London"))
        assert workout.finished_at == workout.started_at + timedelta(minutes=50)
        assert workout.items.count() == 1

    def test_times_that_cannot_be_are_refused_and_kept(self) -> None:
        tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
        for changes, words in (
            ({"day": tomorrow}, "Choose a date and a time that have been."),
            ({"minutes": "0"}, "Type a number from 1 to 1,440."),
            ({"minutes": "1440"}, "It cannot end later than now."),
            ({"minutes": "an hour"}, "Type one number, such as 8."),
            ({"starts": "25:00"}, "Enter a valid time."),
        ):
            with self.subTest(**changes):
                values = filled(self.client, LOG, **changes)
                page = self.client.post(LOG, values)
                self.assertContains(page, words)
                for name, typed in changes.items():
                    assert page.context["form"][name].value() == typed
        assert not Workout.objects.visible_to(self.alice).exists()

    def test_another_members_uuid_or_day_is_refused(self) -> None:
        values = filled(self.client, LOG, uuid=str(self.theirs.pk))
        assert self.client.post(LOG, values).status_code == 404
        theirs = make_plan_day(plan=make_plan(user=self.charlie))
        values = filled(self.client, LOG, plan_day=str(theirs.pk))
        assert self.client.post(LOG, values).status_code == 200
        assert not Workout.objects.visible_to(self.alice).exists()
