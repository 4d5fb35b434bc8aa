"""A real Chromium against the real site with the guides that ship with it."""

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connections
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, Playwright
from pytest_django import DjangoDbBlocker
from pytest_playwright.pytest_playwright import CreateContextCallback

from exercises.models import Variation
from exercises.pictures import store_picture
from gymsite.pagecache import PageCache
from members.models import SetEntry, User, Workout
from tests.browser.chromium import CHROMIUM_ARGUMENTS
from tests.browser.pages import DESK, FINISHED, PHONE, UNFINISHED, Site, watch
from tests.factories import (
    make_exercise,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_user,
    make_workout,
    make_workout_item,
)


def absent(what: str) -> NoReturn:
    """Skip the test for want of a thing; fail where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI skips nothing")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        absent("chromium is not installed")
    return {**browser_type_launch_args, "executable_path": chromium, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def playwright(django_db_setup: None, playwright: Playwright) -> Playwright:
    """Starts after the test database is made and stops before it is dropped.

    Both need a thread in which no event loop runs, and Playwright runs one in this thread.
    """
    return playwright


@pytest.fixture(scope="package")
def transactional_db(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[ThreadPoolExecutor]:
    """One database for all tests here, as they only read; gives a thread that may write to it."""
    with django_db_blocker.unblock(), ThreadPoolExecutor(max_workers=1) as thread:
        yield thread
        thread.submit(empty).result()


class SiteHandler(StaticFilesHandler):
    """The whole site: static files, the page cache, and `/media/` as our own view serves it."""

    def __init__(self, media_files_handler: WSGIHandler) -> None:
        super().__init__(PageCache(WSGIHandler()))  # type: ignore[arg-type]


@pytest.fixture(scope="package")
def site(transactional_db: ThreadPoolExecutor) -> Iterator[Site]:
    server = LiveServerThread("localhost", SiteHandler)
    server.daemon = True
    with override_settings(ROOT_URLCONF="tests.browser.urls"):
        guide, session = transactional_db.submit(fill).result()
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield Site(f"http://localhost:{server.port}", session=session, guide=guide)
        server.terminate()


def fill() -> tuple[int, str]:
    """Load the guides and what they leave out; return the key of one and a session of staff."""
    call_command("load_guides", verbosity=0)
    pictured = Variation.objects.get(exercise__slug="hip-thrusts", slug="barbell")
    for order, (role, colour) in enumerate((("start", "sienna"), ("end", "slategray"))):
        photo = BytesIO()
        Image.new("RGB", (850, 567), colour).save(photo, "JPEG")
        photo.seek(0)
        store_picture(photo, variation=pictured, alt=f"The {role}", role=role, order=order)
    for number in range(1, 31):
        make_exercise(body_part="cardio", name=f"Cardio {number}", slug=f"cardio-{number}")
    client = Client()
    user = make_user(is_staff=True, is_superuser=True)
    make_training(user)
    client.force_login(user)
    connections.close_all()
    return pictured.exercise_id, client.cookies[settings.SESSION_COOKIE_NAME].value


def make_training(user: User) -> None:
    """A finished workout and one in the middle, with a superset and a hold."""
    variations = [
        Variation.objects.get(exercise__slug=guide, slug=slug)
        for guide, slug in (("hip-thrusts", "barbell"), ("push-ups", "full"), ("plank", "forearm"))
    ]
    for number, workout in enumerate(
        (
            make_workout(user=user, pk=FINISHED, name="Day A", finished_at=timezone.now()),
            make_workout(user=user, pk=UNFINISHED, name="Day B"),
        )
    ):
        for place, variation in enumerate(variations):
            superset = "A" if place else ""
            item = make_workout_item(
                workout=workout, variation=variation, superset=superset, seconds=45
            )
            if not number or not place:
                make_set(item=item, load_kg=60, rir=2)


def empty() -> None:
    call_command("flush", interactive=False, verbosity=0)
    connections.close_all()


Window = Callable[..., Page]


@pytest.fixture
def window(new_context: CreateContextCallback, site: Site) -> Iterator[Window]:
    """Opens a browser window of its own; whatever goes wrong in one fails the test."""
    faults: list[str] = []

    def open_window(*, staff: bool = False, **options: Any) -> Page:
        context = new_context(**{"base_url": site.address, "viewport": DESK, **options})
        context.set_default_timeout(10_000)
        if staff:
            site.sign_in(context)
        page = context.new_page()
        watch(page, site, faults)
        return page

    yield open_window
    assert not faults


@pytest.fixture
def page(window: Window) -> Page:
    return window()


@dataclass(frozen=True)
class Flo:
    """A member with a plan's day, and the thread that may look into the database for her."""

    thread: ThreadPoolExecutor
    session: str
    email: str
    variations: tuple[Variation, Variation]

    def ask(self, question: Callable[[], Any]) -> Any:
        def answered() -> Any:
            try:
                return question()
            finally:
                connections.close_all()

        return self.thread.submit(answered).result()

    def sets(self) -> list[Any]:
        """Load and reps of her kept sets, in the order of the workout."""
        kept = SetEntry.objects.kept().filter(item__workout__member__user__email=self.email)
        mine = kept.filter(item__workout__finished_at__isnull=True)
        rows = mine.order_by("item__order", "order", "done_at").values_list("load_kg", "reps")
        found: list[Any] = self.ask(lambda: list(rows))
        return found

    def finished(self) -> int:
        mine = Workout.objects.finished().filter(member__user__email=self.email)
        number: int = self.ask(mine.count)
        return number


@pytest.fixture
def flo(site: Site, transactional_db: ThreadPoolExecutor) -> Flo:
    def make() -> Flo:
        user = make_user(name="Flo")
        barbell = Variation.objects.filter(slug="barbell")
        squat = barbell.get(exercise__slug="squats")
        thrust = barbell.get(exercise__slug="hip-thrusts")
        day = make_plan_day(plan=make_plan(user=user), name="Day A")
        make_plan_item(day=day, variation=squat, sets=2, load_kg=Decimal(80))
        make_plan_item(day=day, variation=thrust, sets=1, rest_seconds=60)
        old = make_workout(user=user, finished_at=timezone.now() - timedelta(days=7))
        was = make_workout_item(workout=old, variation=thrust)
        make_set(item=was, load_kg=Decimal("57.5"), reps=10)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        connections.close_all()
        return Flo(transactional_db, session, user.email, (squat, thrust))

    return transactional_db.submit(make).result()


Enter = Callable[..., Page]


@pytest.fixture
def enter(window: Window, new_context: CreateContextCallback, site: Site, flo: Flo) -> Enter:
    """Opens a window of Flo's own; without signal, faults on the way are no faults."""

    def open_window(*, signal: bool = True, **options: Any) -> Page:
        options = {"viewport": PHONE, **options}
        page = window(**options) if signal else new_context(base_url=site.address).new_page()
        cookie = {"name": "sessionid", "value": flo.session, "url": site.address}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        return page

    return open_window
