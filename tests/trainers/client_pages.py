"""A trainer with a client who trained, for the tests of a trainer's pages."""

from django.utils import timezone

from exercises.models import Variation
from members.models import Gym, PlanDay, PlanItem, User, Workout
from tests.base import PersonasTestCase
from tests.factories import (
    make_client,
    make_gym,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_trainer,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.members.test_progress_page import words
from trainers.models import Client, Trainer, WorkoutRead

LIST = "/coach/clients/"
LIST_READ = "How much of your plan you do, in the list of clients"
PAGE_READ = "How much of your plan and of what was assigned you do"


class ClientPagesTestCase(PersonasTestCase):
    gym: Gym
    one: Client
    trainer: Trainer
    press: Variation
    day: PlanDay
    item: PlanItem
    workout: Workout

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.gym = make_gym()
        cls.trainer = make_trainer(user=cls.tom, gym=cls.gym)
        cls.press = make_variation(name="Bench press", pk=7000)
        cls.day = make_plan_day(plan=make_plan(user=cls.alice, name="Strong"), name="Upper")
        cls.item = make_plan_item(day=cls.day, variation=cls.press)
        cls.workout = cls.train(cls.alice, cls.day, cls.item)
        cls.one = make_client(
            trainer=cls.trainer, user=cls.alice, may_see_workouts=True, may_edit_plan=True
        )

    @staticmethod
    def train(user: User, day: PlanDay, plan_item: PlanItem) -> Workout:
        workout = make_workout(user=user, plan_day=day, name="Upper", finished_at=timezone.now())
        done = make_workout_item(
            workout=workout, variation=plan_item.variation, plan_item=plan_item, sets=3
        )
        for _ in range(2):
            make_set(item=done)
        return workout

    def setUp(self) -> None:
        self.client.force_login(self.tom)
        self.page = f"{LIST}{self.one.pk}/"

    def text(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return words(answer.content.decode())

    def reads(self) -> list[tuple[int, str]]:
        """Whose workouts were looked at, and what was shown of them."""
        return list(WorkoutRead.objects.order_by("pk").values_list("member", "what"))

    def allow(self, **rights: bool) -> None:
        Client.objects.filter(pk=self.one.pk).update(**rights)

    def training(self) -> dict[str, str]:
        """The pages of what the client logged, with what is noted of each."""
        day = timezone.localtime(self.workout.started_at)
        return {
            f"{self.page}workouts/": "Your workouts",
            f"{self.page}workouts/{self.workout.pk}/": f"Your workout of {day:%-d %B %Y}",
            f"{self.page}progress/": "Your progress",
            f"{self.page}progress/7000/": "Your progress: Bench press",
        }
