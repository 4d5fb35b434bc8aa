"""A gym's trainers, with and without a photo, for the pages that tests walk through."""

from exercises.models import BodyPart
from exercises.pictures import encode_picture, picture_batch
from members.models import Gym
from tests.factories import make_trainer
from tests.photos import photo


def fill_trainers(gym: Gym) -> None:
    pictured = make_trainer(
        gym=gym,
        name="Tess Marlow",
        slug="tess-marlow",
        bio="I coach **first barbells**.\n\n- Glutes\n- Backs\n\nSee [squats](guide:squats).",
        qualifications=["Level 3 Personal Trainer", "Pre- and postnatal exercise"],
    )
    pictured.specialities.set(BodyPart.objects.filter(slug__in=["glutes", "legs", "back"]))
    encoded = encode_picture(photo("sienna", size=(600, 800)))
    with picture_batch(encoded):
        pictured.portrait_change(encoded)
        pictured.save()
    make_trainer(gym=gym, name="Tom Reed", slug="tom-reed", accepting=False)
