"""Tom the trainer of a gym whose members ask, and how they stand to one another."""

from typing import NamedTuple

from members.models import Gym, User
from tests.factories import make_gym, make_trainer, make_user
from trainers.models import Trainer


class Floor(NamedTuple):
    gym: Gym
    tom: Trainer
    pia: Trainer
    alice: User
    stranger: Trainer


def make_floor() -> Floor:
    """A gym with two trainers and a member, and a trainer of another gym."""
    gym = make_gym(name="Hackney", timezone="Europe/London")
    return Floor(
        gym=gym,
        tom=make_trainer(gym=gym, name="Tom"),
        pia=make_trainer(gym=gym, name="Pia"),
        alice=make_user(name="Alice Moss"),
        stranger=make_trainer(name="Sam"),
    )
