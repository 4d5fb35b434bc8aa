import re
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
from playwright.sync_api import Page, Route, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from exercises.models import Variation
from members.models import SetEntry, Workout
from tests.browser.conftest import Window
from tests.browser.pages import PHONE, Site, active, tab_to
from tests.browser.test_every_page import axe_faults, layout_faults
from tests.factories import (
    make_plan,
    make_plan_day,
    make_plan_item,
    make_set,
    make_user,
    make_workout,
    make_workout_item,
)


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


def start(page: Page) -> None:
    page.goto("/me/workouts/new/")
    page.get_by_role("button", name="Start Day A").click()
    page.wait_for_url(re.compile(r"/me/workouts/[0-9a-f-]{36}/"))


def box(page: Page, name: str) -> Any:
    return page.locator("form.set:visible").get_by_label(name, exact=True)


def done(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Done")).click()


def saved(page: Page) -> None:
    expect(page.locator("[data-unsent]")).to_have_text("Saved")


def test_a_workout_is_logged_by_keyboard_alone(enter: Enter, flo: Flo) -> None:
    page = enter()
    page.goto("/me/workouts/new/")
    tab_to(page, "it.textContent.trim() === 'Start Day A'")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/me/workouts/[0-9a-f-]{36}/"))
    for reps in ("8", "7"):
        tab_to(page, "it.name === 'reps'")
        page.keyboard.press("Control+a")
        page.keyboard.type(reps)
        page.keyboard.press("Enter")
        assert active(page, "it.checkVisibility() && it.closest('[data-floor]') !== null")
    expect(page.get_by_role("heading", level=2).first).to_have_text(flo.variations[1].name)
    expect(box(page, "Load")).to_have_value("57.5")
    tab_to(page, "it.getAttribute('aria-label') === 'Load: 2.5 kg more'")
    page.keyboard.press("Space")
    expect(box(page, "Load")).to_have_value("60")
    tab_to(page, "it.textContent.startsWith('Done')")
    page.keyboard.press("Enter")
    assert active(page, "it.textContent") == "Finish workout"
    saved(page)
    assert flo.sets() == [(80, 8), (80, 7), (60, 10)]
    page.keyboard.press("Enter")
    page.wait_for_url("**/finish/")
    tab_to(page, "it.textContent.trim() === 'Finish'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()
    assert flo.finished() == 2


def test_after_done_the_next_set_stands_there_and_the_rest_runs(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    expect(page.locator("[data-place]:visible")).to_have_text("set 1 of 2")
    expect(page.locator("[data-rest]")).to_be_hidden()
    box(page, "Load").fill("82,5")
    box(page, "Reps").fill("9")
    page.get_by_role("radio", name="2").check()
    done(page)
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")
    row = page.locator("[data-row]:visible").first
    expect(row).to_contain_text("82.5 kg × 9 · 2 left")
    expect(box(page, "Load")).to_have_value("82,5")
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:(30|2\d)"))
    expect(page.locator("[data-announce]")).to_have_text(
        f"Set kept. Rest 90 s. Next: {flo.variations[0].name}, set 2."
    )
    page.get_by_role("button", name="15 seconds less rest").click()
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:1\d"))
    saved(page)
    page.reload()
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:(0|1)\d"))
    page.get_by_role("button", name="Skip", exact=True).first.click()
    expect(page.locator("[data-rest]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-rest]")).to_be_hidden()
    assert flo.sets() == [(Decimal("82.5"), 9)]


def test_a_reload_in_the_middle_loses_nothing(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    box(page, "Reps").fill("9")
    done(page)
    saved(page)
    page.reload()
    expect(page.locator("[data-row]:visible").first).to_contain_text("80 kg × 9")
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")
    page.goto("/me/workouts/")
    page.get_by_role("link", name="Go on with Day A").click()
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")


def test_sets_done_without_signal_are_sent_once_each_later(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    page.context.set_offline(True)
    for reps in ("8", "7"):
        box(page, "Reps").fill(reps)
        done(page)
    expect(page.locator("[data-unsent]")).to_contain_text("No signal · 2 changes not yet sent")
    expect(page.locator("[data-row]", has_text="80 kg × 7")).to_have_count(1)
    assert flo.sets() == []
    page.context.set_offline(False)
    saved(page)
    assert flo.sets() == [(80, 8), (80, 7)]


def test_an_answer_that_is_lost_does_not_make_a_set_twice(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    lost: list[Any] = []

    def lose_the_answer(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/sets/**", lose_the_answer)
    done(page)
    saved(page)
    assert lost[0].ok
    assert len(flo.sets()) == 1
    expect(page.locator("[data-announce]")).not_to_contain_text("another device")


def test_signed_out_on_the_way_the_sets_wait_for_the_sign_in(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    done(page)
    expect(page.locator("[data-unsent]")).to_have_text("1 change not yet sent. Sign in")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_a_new_sign_in_elsewhere_does_not_stop_the_saving(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    cookie = {"name": "csrftoken", "value": "b" * 32, "url": page.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    done(page)
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_a_set_is_corrected_deleted_and_put_back_on_the_spot(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    done(page)
    row = page.locator("[data-row]:visible").first
    row.get_by_role("link").click()
    expect(page.locator("[data-done]")).to_have_text("Save the change")
    assert active(page, "it.name") == "load"
    box(page, "Reps").fill("6")
    page.get_by_role("button", name="Save the change").click()
    expect(row).to_contain_text("80 kg × 6")
    saved(page)
    assert flo.sets() == [(80, 6)]
    row.get_by_role("link").click()
    page.get_by_role("button", name="Delete this set").click()
    expect(row).to_contain_text("Deleted")
    saved(page)
    assert flo.sets() == []
    row.get_by_role("button", name="Put back").click()
    expect(row).to_contain_text("Set 1")
    expect(page.locator("[data-row]:visible")).to_have_count(2)
    saved(page)
    assert flo.sets() == [(80, 6)]


def test_a_warm_up_and_one_more_set_make_room(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    page.locator("summary:visible", has_text="Kind").click()
    page.get_by_role("radio", name="Warm-up").check()
    done(page)
    rows = page.locator("[data-row]:visible")
    expect(rows.locator("[data-label]")).to_have_text(["Warm-up", "Set 1", "Set 2"])
    page.get_by_role("button", name="Add a set").click()
    expect(rows.locator("[data-label]")).to_have_text(["Warm-up", "Set 1", "Set 2", "Set 3"])
    for _ in range(3):
        done(page)
    saved(page)
    assert len(flo.sets()) == 4
    page.reload()
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)


def test_bad_numbers_are_told_beside_their_box_and_kept(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    for typed, words in (
        ("8-10", "Type one number, such as 8."),
        ("-5", "Type one number, such as 8."),
        ("900", "Type a number from 0 to 500."),
        ("", "Type a number, such as 8."),
    ):
        box(page, "Reps").fill(typed)
        done(page)
        expect(page.locator("[data-box=reps]:visible [data-wrong]")).to_have_text(words)
        expect(box(page, "Reps")).to_have_value(typed)
        expect(box(page, "Reps")).to_be_focused()
    assert flo.sets() == []
    box(page, "Reps").fill("8")
    done(page)
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_two_browsers_in_one_workout(enter: Enter, flo: Flo) -> None:
    one, other = enter(), enter()
    start(one)
    other.goto(one.url)
    box(one, "Reps").fill("9")
    done(one)
    saved(one)
    box(other, "Reps").fill("4")
    done(other)
    saved(other)
    expect(other.locator("[data-row]:visible").first).to_contain_text("80 kg × 9")
    expect(other.locator("[data-announce]")).to_have_text(
        "Set 1 was logged on another device: 80 kg × 9."
    )
    assert flo.sets() == [(80, 9)]
    box(other, "Reps").fill("5")
    done(other)
    saved(other)
    assert flo.sets() == [(80, 9), (80, 5)]


def test_without_javascript_a_workout_is_logged(enter: Enter, flo: Flo) -> None:
    page = enter(java_script_enabled=False)
    start(page)
    box(page, "Reps").fill("8-10")
    done(page)
    expect(page.get_by_text("Type one number, such as 8.")).to_be_visible()
    box(page, "Reps").fill("8")
    done(page)
    expect(page.locator(".rest__until")).to_have_text(re.compile(r"until \d\d:\d\d:\d\d"))
    box(page, "Load").fill("82,5")
    done(page)
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)
    done(page)
    assert flo.sets() == [(80, 8), (Decimal("82.5"), 8), (Decimal("57.5"), 10)]
    page.get_by_role("link", name="Finish workout").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()


def test_an_exercise_is_swapped_skipped_and_added(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    page.get_by_role("link", name="Swap").click()
    sheet = page.get_by_role("dialog")
    choice = sheet.locator("button.choice").first
    name = choice.locator("strong").inner_text()
    choice.click()
    expect(page.locator(".exercise__name:visible")).to_have_text(name)
    expect(page.get_by_text(f"instead of {flo.variations[0].name}")).to_be_visible()
    page.get_by_role("button", name=f"Skip {name}").click()
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)
    page.get_by_role("button", name=f"Put back {name}").click()
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Search exercises").fill("plank")
    page.keyboard.press("Enter")
    add = page.get_by_role("button", name=re.compile("^Add .*plank", re.IGNORECASE)).first
    added = (add.get_attribute("aria-label") or "").removeprefix("Add ")
    add.click()
    expect(page.locator(".exercise__name:visible")).to_have_text(added)
    page.get_by_role("button", name=f"Do next: {name}").click()
    expect(page.locator(".overview__name strong").nth(2)).to_have_text(added)


def test_a_timed_set_counts_after_a_get_ready(enter: Enter, flo: Flo) -> None:
    page = enter()
    page.clock.install()
    start(page)
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Search exercises").fill("plank")
    page.keyboard.press("Enter")
    page.clock.run_for(1_000)
    page.get_by_role("button", name=re.compile("^Add .*plank", re.IGNORECASE)).first.click()
    expect(box(page, "Time")).to_have_value("30")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("button", name="Get ready: 5")).to_be_visible()
    page.clock.run_for(5_000)
    page.clock.run_for(23_000)
    expect(page.get_by_role("button", name="Stop · 7 s left")).to_be_visible()
    page.get_by_role("button", name="Stop · 7 s left").click()
    expect(box(page, "Time")).to_have_value("23")
    expect(page.locator("[data-announce]")).to_have_text("Stopped at 23 seconds.")


def test_the_floor_is_without_fault_in_both_themes(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    done(page)
    saved(page)
    page.reload()
    faults = layout_faults(page) + axe_faults(page)
    assert not faults, "\n".join(faults[:20])
