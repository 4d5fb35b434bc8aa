"""A workout under way and a finished one, for the pages that tests walk through."""

from django.utils import timezone

from exercises.models import Variation
from members.models import User
from tests.browser.pages import FINISHED, UNFINISHED
from tests.factories import make_set, make_workout, make_workout_item


def fill_training(user: User) -> None:
    """A finished workout and one in the middle, with a superset and a hold."""
    variations = [
        Variation.objects.get(exercise__slug=guide, slug=slug)
        for guide, slug in (("hip-thrusts", "barbell"), ("push-ups", "full"), ("plank", "forearm"))
    ]
    for number, workout in enumerate(
        (
            make_workout(user=user, pk=FINISHED, name="Day A", finished_at=timezone.now()),
            make_workout(user=user, pk=UNFINISHED, name="Day B"),
        )
    ):
        for place, variation in enumerate(variations):
            superset = "A" if place else ""
            item = make_workout_item(
                workout=workout, variation=variation, superset=superset, seconds=45
            )
            if not number or not place:
                make_set(item=item, load_kg=60, rir=2)
