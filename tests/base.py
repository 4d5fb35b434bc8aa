from typing import ClassVar

from django.test import TestCase

from members.models import User
from tests.factories import make_user


class PersonasTestCase(TestCase):
    """Alice the member, Tom the trainer, Charlie the stranger, Erin the editor."""

    alice: ClassVar[User]
    tom: ClassVar[User]
    charlie: ClassVar[User]
    erin: ClassVar[User]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.alice = make_user(email="alice@example.test", name="Alice")
        cls.tom = make_user(email="tom@example.test", name="Tom")
        cls.charlie = make_user(email="charlie@example.test", name="Charlie")
        cls.erin = make_user(
            email="erin@example.test", name="Erin", is_staff=True, is_superuser=True
        )
