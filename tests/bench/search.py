"""How long searches take on synthetic catalogues, on the engine of DATABASE_URL.

`python -m tests.bench.search --size 1000 --size 100000` makes each catalogue in a scratch
database of its own and deletes it afterwards.
"""

import argparse
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from random import Random
from statistics import quantiles
from time import perf_counter
from typing import Any

BUDGET_MS = {1_000: 15, 100_000: 100}
ROUNDS = 20
REFERENCE = "reference: a row by key"
Calls = list[tuple[str, Callable[[], object]]]
CLASSES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "what a person means": [
        ("hip trust", {}),
        ("hip th", {}),
        ("thrusting", {}),
        ("bum", {}),
        ("glut bridge", {}),
        ("deadlfit", {}),
        ("no equipment glutes", {}),
    ],
    "everyday words": [
        ("back", {}),
        ("traps", {}),
        ("press ups", {}),
        ("easy push ups", {}),
        ("barbell exercises for the legs", {}),
    ],
    "one broad word": [("press", {}), ("barbell", {}), ("curl", {}), ("hip", {})],
    "two words": [
        ("barbell press", {}),
        ("seated row", {}),
        ("romanian deadlift", {}),
        ("wide lat pulldown", {}),
    ],
    "words and filters": [
        ("press", {"equipment": ["none"]}),
        ("row", {"equipment": ["barbell", "cable"], "levels": ["beginner"]}),
        ("squat", {"parts": ["legs", "glutes"]}),
        ("curl", {"muscles": ["biceps-brachii"], "levels": ["advanced"]}),
    ],
    "nothing typed": [
        ("", {}),
        ("", {"parts": ["legs"]}),
        ("", {"equipment": ["barbell"]}),
        ("", {"equipment": ["none"], "levels": ["beginner"], "muscles": ["quadriceps"]}),
    ],
    "typing mistakes": [
        ("sqaut", {}),
        ("barbel prss", {}),
        ("romainian deadlift", {}),
        ("kettelbell swnig", {}),
    ],
    "nothing found": [("flobberwock", {}), ("zzzz qqqq", {}), ("press xylophones", {})],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, action="append", help="variations, at least 8")
    sizes = parser.parse_args().size or list(BUDGET_MS)
    set_up()
    for size in sizes:
        with scratch_database():
            measure(size)


def set_up() -> None:
    if "DATABASE_URL" in os.environ:
        os.environ["TEST_DATABASE_URL"] = os.environ["DATABASE_URL"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()


@contextmanager
def scratch_database() -> Iterator[None]:
    from django.db import connection

    database = connection.settings_dict
    name, scratch = str(database["NAME"]), f"bench_{os.getpid()}"
    sqlite = connection.vendor == "sqlite"
    database["TEST"]["NAME"] = f"{name}.{scratch}" if sqlite else f"{name}_{scratch}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(size: int) -> None:
    from django.db import connection

    from exercises.search_index import rebuild
    from tests.bench.catalogue import fill
    from tests.bench.production_site import say

    fill(size)
    started = perf_counter()
    rebuild()
    rebuilt = perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    version = ".".join(map(str, connection.get_database_version()))
    say(f"\n{connection.display_name} {version}, {size:,} variations; rebuilt in {rebuilt:.0f} s")
    say(f"{'':24}{'p50 ms':>8}{'p95 ms':>8}{'queries':>9}")
    gc.freeze()
    times, queries = searched()
    for name, found in times.items():
        say(f"{name:24}{_line(found)}{min(queries[name]):>7}-{max(queries[name])}")
    together = [one for name in times if name != REFERENCE for one in times[name]]
    say(f"{'all searches':24}{_line(together)}")
    if size in BUDGET_MS:
        say(f"{'budget':24}{'':8}{BUDGET_MS[size]:8}")
    for name, number in (("refresh of a guide", 1), ("refresh of 200 guides", 200)):
        found, counted = refreshed(number)
        say(f"{name:24}{_line(found)}{min(counted):>7}-{max(counted)}")


def searched() -> tuple[dict[str, list[float]], dict[str, set[int]]]:
    """Milliseconds and numbers of queries by class; the order of the searches is shuffled."""
    from exercises.models import Exercise
    from exercises.search import search, suggest

    calls: Calls = [
        (name, partial(search, query, **filters))
        for name, asked in CLASSES.items()
        for query, filters in asked
    ]
    calls += [(REFERENCE, Exercise.objects.order_by("pk").first)] * 4
    calls += [
        ("suggestions", partial(suggest, query))
        for query in ("hip th", "de", "barbell pr", "hip trus")
    ]
    return _timed(calls, ROUNDS)


def refreshed(number: int) -> tuple[list[float], set[int]]:
    """Milliseconds and numbers of queries of saving guides whose text has changed."""
    from django.db.models import QuerySet

    from exercises.models import Exercise, catalogue_batch
    from exercises.models.state import note_change

    guides = list(Exercise.objects.order_by("?").values_list("pk", flat=True)[:number])

    def write() -> None:
        QuerySet(Exercise).filter(pk__in=guides).update(summary=f"Changed {perf_counter()}")
        with catalogue_batch():
            note_change(guides)

    times, queries = _timed([("", write)], 5)
    return times[""], queries[""]


def _timed(calls: Calls, rounds: int) -> tuple[dict[str, list[float]], dict[str, set[int]]]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: dict[str, list[float]] = {name: [] for name, _ in calls}
    queries: dict[str, set[int]] = {name: set() for name, _ in calls}
    for name, call in calls:
        with CaptureQueriesContext(connection) as captured:
            call()
        queries[name].add(len(captured))
    order = calls * rounds
    Random(1).shuffle(order)
    for name, call in order:
        started = perf_counter()
        call()
        times[name].append((perf_counter() - started) * 1_000)
    return times, queries


def _line(found: list[float]) -> str:
    cuts = quantiles(found, n=100, method="inclusive")
    return f"{cuts[49]:8.1f}{cuts[94]:8.1f}"


if __name__ == "__main__":
    main()
