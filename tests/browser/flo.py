"""Flo, a member with a plan's day, and windows in which she is signed in."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_playwright.pytest_playwright import CreateContextCallback

from exercises.models import Variation
from members.models import SetEntry, Workout
from tests.browser.pages import PHONE, Site
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_user,
    make_workout,
    make_workout_item,
)

Window = Callable[..., Page]


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
