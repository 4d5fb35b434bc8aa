"""How long free times take to find: one trainer's four weeks, and lists of trainers.

`python -m tests.bench.slots` compares, on the engine of DATABASE_URL, a trainer who has 10 bookings
with one who has 10,000 behind them and a full calendar ahead, and a list of 5 trainers with one of
200 whose calendars are as full. All is made in a scratch database that is deleted afterwards.
"""

import gc
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from tests.bench.progress import Open, counted, timed
from tests.bench.search import scratch_database, set_up

FEW, PAST, TRAINERS_FEW, TRAINERS_MANY = 10, 10_000, 5, 200
DAYS_AHEAD, HOURS_A_DAY, FREE_ON = 28, 8, 20
BUDGET = 1.5


def main() -> None:
    set_up()
    with scratch_database():
        measure()


def measure() -> None:
    from django.db import connection

    from tests.bench.production_site import say

    calls = prepared()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    version = ".".join(map(str, connection.get_database_version()))
    say(f"\n{connection.display_name} {version}")
    say(f"{'':44}{'queries':>10}{'ms':>8}{'ms':>8}{'ratio':>8}")
    gc.freeze()
    for name, (small, large) in calls.items():
        number = "/".join(map(str, sorted({counted(small), counted(large)})))
        took = timed(small), timed(large)
        say(f"{name:44}{number:>10}{took[0]:8.1f}{took[1]:8.1f}{took[1] / took[0]:8.2f}")
    say(f"{'budget of four weeks':44}{'equal':>10}{'':16}{BUDGET:8.2f}")


def prepared() -> dict[str, tuple[Open, Open]]:
    from django.test import Client

    from tests.factories import make_gym, make_user
    from trainers.availability import slots_for

    quiet, busy, small, large = (make_gym(timezone="UTC") for _ in range(4))
    members = [make_user().member for _ in range(50)]
    calm, full = trainer_at(quiet), trainer_at(busy)
    make_bookings(calm, quiet, members, list(hours_ahead())[:FEW])
    make_bookings(full, busy, members, [*hours_behind(PAST), *hours_ahead()])
    for gym, number in ((small, TRAINERS_FEW), (large, TRAINERS_MANY)):
        for _ in range(number):
            make_bookings(trainer_at(gym), gym, members, list(hours_ahead()))
    client = Client()

    def opened(address: str) -> int:
        return client.get(address).status_code

    def found(trainer: Any) -> int:
        slots_for(trainer, trainer.session_types.get())
        return 200

    def pages(first: Any, second: Any, query: str = "") -> tuple[Open, Open]:
        return tuple(partial(opened, f"{one}{query}") for one in (first, second))  # type: ignore[return-value]

    return {
        f"four weeks, {FEW} and {PAST:,} bookings": (partial(found, calm), partial(found, full)),
        "the page of that trainer": pages(calm.get_absolute_url(), full.get_absolute_url()),
        f"list of {TRAINERS_FEW} and of {TRAINERS_MANY} trainers": pages(
            f"/trainers/?gym={small.slug}", f"/trainers/?gym={large.slug}"
        ),
    }


def trainer_at(gym: Any) -> Any:
    from tests.factories import make_session_type, make_trainer, make_weekly_hours

    trainer = make_trainer(gym=gym)
    make_weekly_hours(trainer=trainer)
    make_session_type(trainer=trainer)
    return trainer


def today_at_nine() -> datetime:
    from django.utils import timezone

    return timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


def hours_ahead() -> Iterator[datetime]:
    """Every working hour of the weeks to come, but for one day."""
    for day in range(DAYS_AHEAD + 2):
        if day != FREE_ON:
            for hour in range(HOURS_A_DAY):
                yield today_at_nine() + timedelta(days=day, hours=hour)


def hours_behind(number: int) -> Iterator[datetime]:
    for count in range(number):
        day, hour = divmod(count, HOURS_A_DAY)
        yield today_at_nine() - timedelta(days=day + 1) + timedelta(hours=hour)


def make_bookings(trainer: Any, gym: Any, members: list[Any], starts: list[datetime]) -> None:
    """With the trainer's claims alone: members would be in several places."""
    from trainers.models import Booking, TrainerClaim
    from trainers.slots import quarters

    hour = timedelta(hours=1)
    bookings = [
        Booking(
            pk=uuid4(),
            trainer=trainer,
            member=members[number % len(members)],
            gym=gym,
            session_name="Personal training",
            starts_at=start,
            ends_at=start + hour,
            price=40,
            currency="GBP",
            free_cancellation_hours=24,
        )
        for number, start in enumerate(starts)
    ]
    Booking.objects.bulk_create(bookings, batch_size=500)
    TrainerClaim.objects.bulk_create(
        (
            TrainerClaim(trainer=trainer, booking=booking, quarter=quarter)
            for booking in bookings
            for quarter in quarters(booking.starts_at, booking.ends_at)
        ),
        batch_size=500,
    )


if __name__ == "__main__":
    main()
