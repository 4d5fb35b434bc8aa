"""The demo gyms' trainers."""

from typing import NamedTuple

from exercises.models import BodyPart
from gymsite.demo.people import DOMAIN
from members.models import Gym, User
from trainers.models import Trainer

RIVERSIDE, HAFEN = "demo-riverside", "demo-hafen"


class DemoTrainer(NamedTuple):
    mailbox: str
    name: str
    gyms: tuple[str, ...]
    specialities: tuple[str, ...]
    qualifications: tuple[str, ...]
    bio: str
    accepting: bool = True


TRAINERS = (
    DemoTrainer(
        "tara",
        "Demo Tara",
        (RIVERSIDE,),
        ("glutes", "legs"),
        ("Demo certificate: gym instructor, level 3", "Demo certificate: strength coach"),
        "I coach squats, hip thrusts and everything else that starts at the hips. Most people who"
        " come to me are new to the barbell, and we take it from the empty bar.\n\n"
        "Send me a question if you are not sure what you should feel, and where.",
    ),
    DemoTrainer(
        "rob",
        "Demo Rob",
        (RIVERSIDE,),
        ("back", "arms", "full-body"),
        ("Demo certificate: gym instructor, level 3",),
        "Pull-ups, rows and deadlifts. I like plans that fit on one page and lifts that look the"
        " same on the last rep as on the first.\n\n"
        "My hours are full at the moment, but I answer questions every day.",
        accepting=False,
    ),
    DemoTrainer(
        "lena",
        "Demo Lena",
        (HAFEN,),
        ("mobility", "abs", "shoulders"),
        ("Demo diploma: sports science", "Demo certificate: mobility coach"),
        "Training that needs a mat and little else: planks, push-ups, bridges, and the range of"
        " movement behind them. I work with many people who train at home and come in once a week.",
    ),
    DemoTrainer(
        "kofi",
        "Demo Kofi",
        (RIVERSIDE, HAFEN),
        ("chest", "shoulders", "cardio"),
        ("Demo certificate: gym instructor, level 3", "Demo certificate: group fitness"),
        "I am in Hamburg most of the week and in London every other Friday. Ask me about pressing,"
        " about plateaus, and about fitting three sessions into a week with children.",
    ),
)


def email_of(mailbox: str) -> str:
    return f"{mailbox}{DOMAIN}"


def trainers_make() -> None:
    """Make the trainers that are missing; each has an account already."""
    parts = {part.slug: part for part in BodyPart.objects.all()}
    gyms = {gym.slug: gym for gym in Gym.objects.all()}
    for given in TRAINERS:
        trainer, made = Trainer.objects.get_or_create(
            user=User.objects.get(email=email_of(given.mailbox)),
            defaults={
                "slug": given.name.lower().replace(" ", "-"),
                "name": given.name,
                "bio": given.bio,
                "qualifications": list(given.qualifications),
                "accepting": given.accepting,
            },
        )
        if made:
            trainer.gyms.set(gyms[slug] for slug in given.gyms if slug in gyms)
            trainer.specialities.set(parts[slug] for slug in given.specialities)
