"""How long a member's own pages take with 100 and with 50,000 sets, on the engine of DATABASE_URL.

`python -m tests.bench.progress` makes both histories in a scratch database, beside those of other
members, and deletes it afterwards. A reference stands in the same run: what the page costs with
100 sets.
"""

import gc
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from tests.bench.search import scratch_database, set_up

SMALL, LARGE = 100, 50_000
OTHERS, SETS_OF_OTHERS = 40, 1_000
ROUNDS = 15
BUDGET = 20
VARIATIONS = 12
PAGES = {
    "progress, 12 weeks": "/me/progress/",
    "progress, all": "/me/progress/?range=all",
    "progress, all, a muscle": "/me/progress/?range=all&muscle=gluteus-maximus",
    "a variation, all": "/me/progress/{variation}/?range=all",
    "today": "/me/",
}
Open = Callable[[], int]


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
    say(f"\n{connection.display_name} {version}, {SMALL} and {LARGE:,} sets of one member")
    say(f"{'':26}{'queries':>10}{'ms':>8}{'ms':>8}{'ratio':>8}")
    gc.freeze()
    for name, (small, large) in calls.items():
        queries = {counted(small), counted(large)}
        took = timed(small), timed(large)
        ratio = took[1] / took[0]
        number = "/".join(map(str, sorted(queries)))
        say(f"{name:26}{number:>10}{took[0]:8.1f}{took[1]:8.1f}{ratio:8.1f}")
    say(f"{'budget':26}{'equal':>10}{'':16}{BUDGET:8.1f}")


def prepared() -> dict[str, tuple[Open, Open]]:
    """The pages by name, each as the member with few and the one with many sets opens it."""
    from django.test import Client
    from django.utils import timezone

    from exercises.models import catalogue_batch
    from tests.factories import make_plan, make_plan_day, make_plan_item, make_user, make_variation
    from tests.members.training import fill_history

    with catalogue_batch():
        variations = [make_variation(equipment=("barbell",)) for _ in range(VARIATIONS)]
    clients = []
    for sets in (SMALL, LARGE, *[SETS_OF_OTHERS] * OTHERS):
        user = make_user()
        fill_history(user=user, variations=variations, sets=sets, until=timezone.now())
        day = make_plan_day(plan=make_plan(user=user))
        for variation in variations[:6]:
            make_plan_item(day=day, variation=variation)
        clients.append(Client())
        clients[-1].force_login(user)

    def opened(client: Client, address: str) -> int:
        return client.get(address).status_code

    return {
        name: (
            partial(opened, clients[0], address.format(variation=variations[0].pk)),
            partial(opened, clients[1], address.format(variation=variations[0].pk)),
        )
        for name, address in PAGES.items()
    }


def counted(call: Open) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        if call() != 200:
            raise SystemExit("A page did not answer with 200.")
    return len(captured)


def timed(call: Open) -> float:
    """Milliseconds, the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        started = perf_counter()
        call()
        times.append((perf_counter() - started) * 1_000)
    return median(times)


if __name__ == "__main__":
    main()
