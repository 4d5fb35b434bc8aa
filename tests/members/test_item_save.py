from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone

from exercises.models import Measure, Status
from members.models import ItemState, Workout, WorkoutItem
from tests.base import PersonasTestCase
from tests.factories import (
    make_exercise,
    make_set,
    make_variation,
    make_workout,
    make_workout_item,
)


class ItemTest(PersonasTestCase):
    workout: Workout
    item: WorkoutItem
    theirs: WorkoutItem
    floor: str

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.workout = make_workout(user=cls.alice)
        cls.item = make_workout_item(workout=cls.workout)
        cls.theirs = make_workout_item(workout=make_workout(user=cls.charlie))
        cls.floor = f"/me/workouts/{cls.workout.pk}/"

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def train(self, variation: Any, load: int) -> None:
        old = make_workout(user=self.alice, finished_at=timezone.now() - timedelta(days=2))
        item = make_workout_item(workout=old, variation=variation)
        make_set(item=item, load_kg=Decimal(load))


class ItemSaveTest(ItemTest):
    def send(self, uuid: Any = None, *, json: bool = False, **values: Any) -> Any:
        headers = {"Accept": "application/json"} if json else {}
        address = f"{self.floor}items/{uuid or self.item.pk}/"
        return self.client.post(address, values, headers=headers)

    def test_it_is_skipped_and_put_back(self) -> None:
        for revision, state in ((2, ItemState.SKIPPED), (3, ItemState.TODO)):
            self.assertRedirects(self.send(revision=revision, state=state), self.floor)
            self.item.refresh_from_db()
            assert self.item.state == state

    def test_an_old_revision_changes_nothing_and_says_so(self) -> None:
        answer = self.client.post(
            f"{self.floor}items/{self.item.pk}/", {"revision": 1, "sets": 9}, follow=True
        )
        self.assertContains(answer, "changed on another device")
        body = self.send(json=True, revision=1, sets=9).json()
        assert body == {
            "taken": False,
            "item": {"uuid": str(self.item.pk), "revision": 1, "state": "todo", "sets": 3},
        }

    def test_only_what_is_sent_is_changed(self) -> None:
        self.send(revision=2, sets=5)
        self.item.refresh_from_db()
        assert (self.item.sets, self.item.reps_min, self.item.state) == (5, 8, ItemState.TODO)

    def test_an_exercise_is_added_last_with_targets_and_the_load_last_used(self) -> None:
        variation = make_variation(measure=Measure.LOAD_REPS)
        self.train(variation, 40)
        uuid = uuid4()
        for _ in range(2):
            answer = self.send(uuid, revision=1, variation=variation.pk, show=1)
            self.assertRedirects(answer, f"{self.floor}?item={uuid}")
        added = self.workout.items.get(pk=uuid)
        assert (added.order, added.sets, added.load_kg) == (1, 3, 40)
        assert added.reps_max

    def test_saving_never_changes_which_variation_was_done(self) -> None:
        was = self.item.variation
        self.send(revision=2, variation=make_variation().pk, sets=4)
        self.item.refresh_from_db()
        assert (self.item.variation, self.item.sets) == (was, 4)

    def test_a_variation_that_is_not_public_cannot_be_added(self) -> None:
        draft = make_variation(status=Status.DRAFT)
        for pk in (draft.pk, 0, "x", ""):
            answer = self.send(uuid4(), revision=1, variation=pk)
            self.assertRedirects(answer, self.floor)
            assert self.send(uuid4(), json=True, revision=1, variation=pk).status_code == 422
        assert self.workout.items.count() == 1

    def test_a_workout_has_room_for_sixty_exercises(self) -> None:
        variation = make_variation()
        WorkoutItem.objects.bulk_create(
            WorkoutItem(workout=self.workout, variation=variation) for _ in range(59)
        )
        self.send(uuid4(), revision=1, variation=variation.pk)
        assert self.workout.items.count() == 60

    def test_bad_values_are_refused(self) -> None:
        for values in ({"sets": "0"}, {"sets": "three"}, {"state": "gone"}, {"order": "-1"}):
            assert self.send(json=True, revision=2, **values).status_code == 422
        self.item.refresh_from_db()
        assert self.item.revision == 1

    def test_do_it_next_puts_it_before_the_others(self) -> None:
        last = make_workout_item(workout=self.workout)
        self.send(last.pk, revision=2, order=0)
        assert list(self.workout.items.order_by("order")) == [last, self.item]

    def test_what_is_not_the_members_is_not_there(self) -> None:
        assert self.send(self.theirs.pk, revision=2, state="skipped").status_code == 404
        variation = make_variation().pk
        assert self.send(self.theirs.pk, revision=2, variation=variation).status_code == 404
        assert self.send(uuid4(), revision=1, sets=3).status_code == 404
        other = f"/me/workouts/{self.theirs.workout_id}/items/{self.theirs.pk}/"
        assert self.client.post(other, {"revision": 2, "state": "skipped"}).status_code == 404
        self.theirs.refresh_from_db()
        assert self.theirs.state == ItemState.TODO

    def test_other_verbs_are_refused(self) -> None:
        for method in ("get", "put", "delete"):
            answer = getattr(self.client, method)(f"{self.floor}items/{self.item.pk}/")
            assert answer.status_code == 405


class ItemSwapTest(ItemTest):
    def setUp(self) -> None:
        super().setUp()
        guide = self.item.variation.exercise
        self.easier = make_variation(exercise=guide, order=0)
        self.harder = make_variation(exercise=guide, order=9_999)
        self.other = make_variation(exercise=make_exercise(), equipment=("kettlebell",))
        self.address = f"{self.floor}items/{self.item.pk}/swap/"

    def test_it_offers_easier_harder_and_other_equipment(self) -> None:
        self.train(self.other, 24)
        page = self.client.get(self.address)
        names = {name: [one for one, _ in found] for name, found in page.context["groups"]}
        assert names["Easier"] == [self.easier]
        assert names["Harder"] == [self.harder]
        assert self.other in names["With other equipment"]
        self.assertContains(page, "you last used at 24 kg", count=1)

    def test_a_sheet_gets_the_choices_alone(self) -> None:
        part = self.client.get(self.address, headers={"HX-Request": "true"})
        self.assertContains(part, self.easier.name)
        self.assertNotContains(part, "<html")

    def test_the_load_starts_from_what_the_member_logged_or_from_nothing(self) -> None:
        self.item.load_kg = Decimal(60)
        self.item.save()
        self.client.post(self.address, {"revision": 2, "variation": self.easier.pk})
        self.item.refresh_from_db()
        assert (self.item.variation, self.item.load_kg) == (self.easier, None)
        self.train(self.other, 24)
        self.client.post(self.address, {"revision": 3, "variation": self.other.pk})
        self.item.refresh_from_db()
        assert (self.item.variation, self.item.load_kg) == (self.other, 24)

    def test_an_old_revision_or_a_draft_swaps_nothing(self) -> None:
        draft = make_variation(status=Status.DRAFT)
        self.client.post(self.address, {"revision": 1, "variation": self.easier.pk})
        self.client.post(self.address, {"revision": 2, "variation": draft.pk})
        self.item.refresh_from_db()
        assert self.item.swapped_from is None

    def test_what_is_not_the_members_is_not_there(self) -> None:
        address = f"/me/workouts/{self.theirs.workout_id}/items/{self.theirs.pk}/swap/"
        assert self.client.get(address).status_code == 404
        assert self.client.get(f"{self.floor}items/{self.theirs.pk}/swap/").status_code == 404


class ItemAddTest(ItemTest):
    def test_it_finds_variations_only(self) -> None:
        page = self.client.get(f"{self.floor}add/?q=barbell")
        found = [one.name for one, _ in page.context["results"]]
        assert found == [self.theirs.variation.name] or self.item.variation.name in found
        self.assertContains(page, f"Add {self.item.variation.name}")

    def test_without_words_it_shows_what_was_done_lately(self) -> None:
        page = self.client.get(f"{self.floor}add/")
        assert [one for one, _ in page.context["lately"]] == [self.item.variation]

    def test_nothing_found_says_what_was_searched(self) -> None:
        self.assertContains(self.client.get(f"{self.floor}add/?q=zzqx"), "Nothing found for “zzqx”")

    def test_another_members_workout_is_not_there(self) -> None:
        address = f"/me/workouts/{self.theirs.workout_id}/add/"
        assert self.client.get(address).status_code == 404
