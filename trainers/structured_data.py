"""JSON-LD of trainers for search engines, with absolute addresses."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from exercises.structured_data import trail_data
from trainers.models import Trainer


def trainer_data(trainer: Trainer) -> list[dict[str, Any]]:
    """A Person with where they work and what they know, and the way to their page."""
    address = settings.PUBLIC_URL + trainer.get_absolute_url()
    person = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": address,
        "name": trainer.name,
        "url": address,
        "jobTitle": "Personal trainer",
        "worksFor": [
            {
                "@type": "ExerciseGym",
                "name": gym.name,
                "url": settings.PUBLIC_URL + gym.get_absolute_url(),
            }
            for gym in trainer.gyms.all()
        ],
        "knowsAbout": [f"{part.adjective} exercises" for part in trainer.specialities.all()],
        "hasCredential": [
            {"@type": "EducationalOccupationalCredential", "name": name}
            for name in trainer.qualifications
        ],
    }
    if trainer.photo:
        person["image"] = urljoin(settings.PUBLIC_URL, trainer.photo.url)
    steps = [
        ("Trainers", reverse("trainers:trainer_list")),
        (trainer.name, trainer.get_absolute_url()),
    ]
    return [person, trail_data(steps)]
