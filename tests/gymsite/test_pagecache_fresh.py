"""How fresh the pages of the cache are, also while the database is away or busy."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import (
    BodyPart,
    CatalogueModel,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Faq,
    Muscle,
    Picture,
    RelatedExercise,
    SlugRedirect,
    Tip,
    Variation,
    VariationEquipment,
    catalogue_version,
)
from gymsite import pagecache
from tests.factories import make_exercise, make_variation
from tests.gymsite.pagecache_site import Site, keep_transaction_open

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    keep_transaction_open(monkeypatch)
    return Site()


# How it stays fresh


def test_a_warm_page_costs_no_query_but_the_version_every_two_seconds(site: Site) -> None:
    site.ask()
    for seconds, queries in ((1.9, 0), (0.1, 1), (1.9, 0), (60, 1)):
        site.clock.now += seconds
        with CaptureQueriesContext(connection) as captured:
            for _ in range(3):
                site.ask()
        assert len(captured) == queries


def test_an_unchanged_catalogue_keeps_its_copies(site: Site) -> None:
    make_exercise()
    for _ in range(5):
        site.ask()
        site.clock.now += 60
    assert len(site.asked) == 1


def a_muscle() -> Muscle:
    part = BodyPart.objects.get(slug="glutes")
    return Muscle.objects.create(name="A", common_name="A", slug="a", region="a", body_part=part)


def a_link() -> VariationEquipment:
    return make_variation(equipment=("barbell",)).variation_equipment.get()


ROWS: dict[type[CatalogueModel], tuple[Callable[[], Any], str]] = {
    BodyPart: (lambda: BodyPart.objects.create(name="A", slug="a", adjective="a"), "name"),
    Muscle: (a_muscle, "name"),
    Equipment: (lambda: Equipment.objects.create(name="A", slug="a"), "name"),
    Exercise: (make_exercise, "summary"),
    ExerciseMuscle: (lambda: make_exercise().exercise_muscles.all()[0], "order"),
    RelatedExercise: (
        lambda: RelatedExercise.objects.create(exercise=make_exercise(), related=make_exercise()),
        "order",
    ),
    Tip: (lambda: Tip.objects.create(exercise=make_exercise(), text="A"), "text"),
    Faq: (lambda: Faq.objects.create(exercise=make_exercise(), question="A", answer="A"), "answer"),
    Variation: (make_variation, "summary"),
    VariationEquipment: (a_link, "equipment"),
    Picture: (
        lambda: Picture.objects.bulk_create(
            [Picture(exercise=make_exercise(), image="a.jpg", width=1, height=1, alt="A")]
        )[0],
        "alt",
    ),
    SlugRedirect: (
        lambda: SlugRedirect.objects.create(exercise_slug="old", exercise=make_exercise()),
        "exercise_slug",
    ),
}


def test_every_catalogue_model_is_tried() -> None:
    assert set(ROWS) == {m for m in apps.get_models() if issubclass(m, CatalogueModel)}


def write_save(row: Any, rows: Any, field: str) -> None:
    row.save(update_fields=[field])


def write_delete(row: Any, rows: Any, field: str) -> None:
    row.delete()


def write_update(row: Any, rows: Any, field: str) -> None:
    rows.update(**{field: getattr(row, field)})


def write_delete_of_many(row: Any, rows: Any, field: str) -> None:
    rows.delete()


def write_bulk_update(row: Any, rows: Any, field: str) -> None:
    rows.bulk_update([row], [field])


WRITES = [write_save, write_delete, write_update, write_delete_of_many, write_bulk_update]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_write_of_the_catalogue_shows_within_two_seconds(
    site: Site, model: type[CatalogueModel], write: Callable[[Any, Any, str], None]
) -> None:
    make, field = ROWS[model]
    row = make()
    site.ask()
    write(row, model._default_manager.filter(pk=row.pk), field)
    site.clock.now += 2
    assert site.rendering() == 2


@pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)
def test_every_new_row_shows_within_two_seconds(site: Site, model: type[CatalogueModel]) -> None:
    row = ROWS[model][0]()
    row.delete()
    site.ask()
    model._default_manager.bulk_create([row])
    site.clock.now += 2
    assert site.rendering() == 2


@pytest.mark.parametrize("write", ["add", "set", "remove", "clear"])
def test_a_changed_set_of_equipment_shows_within_two_seconds(site: Site, write: str) -> None:
    variation = make_variation(equipment=("barbell",))
    barbell, box = Equipment.objects.get(slug="barbell"), Equipment.objects.get(slug="box")
    site.ask()
    arguments: dict[str, list[Any]] = {"add": [box], "set": [[box]], "remove": [barbell]}
    getattr(variation.equipment, write)(*arguments.get(write, []))
    site.clock.now += 2
    assert site.rendering() == 2


def test_a_publish_at_that_falls_due_shows_within_two_seconds(site: Site) -> None:
    due = timezone.now() + timedelta(hours=1)
    make_exercise(publish_at=due)
    with time_machine.travel(due - timedelta(seconds=1), tick=False):
        site.ask()
        site.clock.now += 2
        site.ask()
    assert len(site.asked) == 1
    with time_machine.travel(due, tick=False):
        site.clock.now += 2
        site.ask()
        site.clock.now += 2
        site.ask()
    assert len(site.asked) == 2


def test_a_change_during_the_rendering_is_not_missed(site: Site) -> None:
    site.while_rendering = make_exercise
    site.ask()
    site.while_rendering = list
    site.clock.now += 2
    assert site.rendering() == 2


# While the database is away


def no_database() -> str:
    raise OperationalError("connection refused")


def test_the_last_copy_is_served_while_the_version_cannot_be_read(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.ask()
    Exercise.objects.update(summary="Other.")
    monkeypatch.setattr(pagecache, "catalogue_version", no_database)
    for _ in range(3):
        site.clock.now += 60
        assert site.rendering() == 1
    monkeypatch.setattr(pagecache, "catalogue_version", catalogue_version)
    site.clock.now += 2
    assert site.rendering() == 2


@pytest.mark.parametrize("status", ["500 Internal Server Error", "503 Service Unavailable"])
def test_the_last_copy_is_served_when_the_new_one_fails(site: Site, status: str) -> None:
    site.ask()
    Exercise.objects.update(summary="Other.")
    site.clock.now += 2
    site.status = status
    answer = site.ask()
    assert (answer.status, answer.body[:2]) == (200, b"1 ")
    assert len(site.asked) == site.closed == 2
    site.status = "200 OK"
    assert site.rendering() == 3


def test_without_a_copy_the_answer_passes_and_nothing_is_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagecache, "catalogue_version", no_database)
    site.status = "503 Service Unavailable"
    assert site.ask().status == 503
    site.status = "200 OK"
    assert site.ask().headers.items() == site.headers
    assert site.rendering() == 3


# Threads


def test_one_thread_reads_the_version_while_others_go_on(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.ask()
    reading, may_go_on = threading.Event(), threading.Event()

    def slow_version() -> str:
        assert not reading.is_set()
        reading.set()
        assert may_go_on.wait(5)
        return "new"

    monkeypatch.setattr(pagecache, "catalogue_version", slow_version)
    site.clock.now += 2
    with ThreadPoolExecutor(2) as pool:
        reader = pool.submit(site.rendering)
        assert reading.wait(5)
        assert pool.submit(site.rendering).result(timeout=5) == 1
        may_go_on.set()
        assert reader.result(timeout=5) == 2


def visits_of_eight_at_once(site: Site) -> set[int]:
    waiting = threading.Barrier(8)

    def visit() -> int:
        waiting.wait(5)
        return site.rendering()

    with ThreadPoolExecutor(8) as pool:
        visits = [pool.submit(visit) for _ in range(8)]
        return {visit.result(timeout=5) for visit in visits}


def test_threads_that_miss_a_page_together_render_it_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagecache, "catalogue_version", lambda: "1")
    site.ask("/")
    site.while_rendering = lambda: time.sleep(0.05)
    assert visits_of_eight_at_once(site) == {2}


def test_a_rendering_that_hangs_does_not_hold_up_the_others_for_long(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagecache, "catalogue_version", lambda: "1")
    monkeypatch.setattr(pagecache, "WAIT_FOR_ANOTHER", 0.05)
    site.ask("/")
    arrived = threading.Barrier(8)
    site.while_rendering = lambda: arrived.wait(5)
    assert len(visits_of_eight_at_once(site)) > 1
