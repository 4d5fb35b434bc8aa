"""A trainer in two tabs, and somebody who books while staff make a member a trainer."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import partial
from time import sleep
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests.concurrency.threads import at_once
from tests.factories import make_booking, make_trainer, make_user
from trainers import claims, hours
from trainers.claims_check import claims_differences
from trainers.models import Booking, Trainer, WeeklyHours

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5
PAUSE = 0.2


def slowly(look: Callable[..., Any]) -> Callable[..., Any]:
    """Leaves the others time to write between a look and what is done by it."""

    def looked(*args: Any) -> Any:
        seen = list(look(*args))
        sleep(PAUSE)
        return seen

    return looked


def keep(trainer: Trainer, starts: int) -> None:
    row = WeeklyHours(
        trainer=trainer, gym=trainer.gyms.get(), weekday=0, starts=time(starts), ends=time(17)
    )
    hours.hours_save(trainer=trainer, rows=[row])


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "without the lock"])
def test_two_tabs_never_make_hours_that_overlap(
    locked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite lets one write at a time anyway; elsewhere the lost lock shows."""
    monkeypatch.setattr(hours, "others_of", slowly(hours.others_of))
    if not locked:
        monkeypatch.setattr(hours, "lock", list)
    kept = []
    for _ in range(ROUNDS if locked else 1):
        trainer = make_trainer()
        answers = at_once(*(partial(keep, trainer, starts) for starts in (9, 10, 11)))
        refused = [one for one in answers if one is not None]
        assert all(isinstance(one, ValidationError) for one in refused), refused
        kept.append(trainer.weekly_hours.count())
    if locked or connection.vendor == "sqlite":
        assert set(kept) == {1}
    else:
        assert kept[0] > 1


def test_who_becomes_a_trainer_while_they_book_holds_both() -> None:
    start = datetime(2099, 1, 1, 10, tzinfo=UTC)
    for _ in range(ROUNDS):
        member, other = make_user(), make_trainer()

        def book(member: Any = member, other: Trainer = other) -> Booking:
            with transaction.atomic():
                claims.lock([other.pk], [member.member.pk])
                fresh = type(member).objects.select_related("trainer").get(pk=member.pk)
                return make_booking(trainer=other, user=fresh, starts_at=start)

        def become(member: Any = member) -> None:
            with transaction.atomic():
                claims.own_bookings_claim(make_trainer(user=member))

        answers = at_once(book, become)
        assert not [one for one in answers if isinstance(one, Exception)]
    assert [*claims_differences()] == []
