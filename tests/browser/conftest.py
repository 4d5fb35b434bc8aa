"""A real Chromium against the real site with the guides that ship with it."""

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
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
from PIL import Image
from playwright.sync_api import Page, Playwright
from pytest_django import DjangoDbBlocker
from pytest_playwright.pytest_playwright import CreateContextCallback

from exercises.models import Variation
from exercises.pictures import store_picture
from gymsite.pagecache import PageCache
from members.models import ReadinessCheck, User
from members.readiness import readiness_take
from tests.browser.assign_site import fill_assignments
from tests.browser.booking_site import fill_bookings
from tests.browser.chromium import CHROMIUM_ARGUMENTS, chromium_program
from tests.browser.client_site import fill_clients
from tests.browser.coach_site import GYM, fill_coach
from tests.browser.flo import enter, flo
from tests.browser.hours_site import fill_hours
from tests.browser.import_site import fill_imports
from tests.browser.inbox_site import fill_inbox
from tests.browser.pages import DESK, Site, watch
from tests.browser.plan_site import fill_plans
from tests.browser.progress_site import fill_progress
from tests.browser.question_site import fill_questions
from tests.browser.trainer_site import fill_trainers
from tests.browser.workout_site import fill_training
from tests.factories import make_exercise, make_gym, make_user

__all__ = ["enter", "flo"]


def absent(what: str) -> NoReturn:
    """Skip the test for want of a thing; fail where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, and CI skips nothing")
    pytest.skip(what)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = chromium_program()
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
    fill_trainers(make_gym(pk=GYM, slug="hackney", name="Hackney"))
    erin = make_user(is_staff=True, is_superuser=True)
    readiness_take(member=erin.member, outcome=ReadinessCheck.Outcome.PROFESSIONAL)
    fill_plans(erin)
    fill_progress(erin)
    fill_training(erin)
    fill_imports(erin, pictured)
    fill_questions(erin)
    fill_inbox(erin)
    fill_assignments(erin)
    fill_clients(erin)
    fill_coach(erin)
    fill_bookings(erin)
    fill_hours(erin)
    session = session_of(erin)
    connections.close_all()
    return pictured.exercise_id, session


def session_of(user: User) -> str:
    """Of somebody who has just shown again who they are, and stays so for the whole run."""
    client = Client()
    client.force_login(user)
    session = client.session
    shown = {"method": "password", "at": time.time() + 86_400, "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


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
