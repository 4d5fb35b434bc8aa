"""From workouts that are logged to the offer for the next one and the page of progress."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from exercises.models import Variation
from tests.browser.conftest import Window
from tests.browser.pages import PHONE, Site, tab_to
from tests.factories import make_plan, make_plan_day, make_plan_item, make_user
from tests.members.training import make_training, reps


def train() -> str:
    """Three workouts of a barbell hip thrust at 57.5, 60 and 60 kg; a session of who did them."""
    user = make_user()
    thrust = Variation.objects.get(exercise__slug="hip-thrusts", slug="barbell")
    day = make_plan_day(plan=make_plan(user=user, name="Strong"), name="Day A")
    make_plan_item(day=day, variation=thrust, target_rir=2)
    for ago, numbers, load in (
        (5, (10, 10, 10), "57.5"),
        (3, (9, 8, 8), "60"),
        (1, (10,) * 3, "60"),
    ):
        make_training(
            *reps(*numbers, at=load, rir=2),
            user=user,
            variation=thrust,
            at=timezone.now() - timedelta(days=ago),
        )
    client = Client()
    client.force_login(user)
    connections.close_all()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def member(window: Window, site: Site, transactional_db: ThreadPoolExecutor) -> Page:
    """A window on a phone of somebody who did three workouts."""
    session = transactional_db.submit(train).result()
    page = window(viewport=PHONE)
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
    return page


def test_workouts_become_an_offer_and_progress(member: Page) -> None:
    member.goto("/me/")
    expect(member.locator(".day-items")).to_contain_text(
        "Last time every set reached 10 reps with 2 in reserve: 62.5 kg, start again at 8."
    )
    expect(member.locator(".broken")).to_contain_text("Estimated 1RM: 80.0 kg")  # 60 × 40/30
    member.get_by_role("link", name="See all progress").click()
    expect(member.locator(".figure-line")).to_contain_text("your plan asks for 3")
    expect(member.locator("#variations")).to_contain_text("3 workouts · 9 sets")
    member.get_by_role("link", name="Barbell hip thrust").click()
    expect(member.locator(".bests")).to_contain_text("80.0 kg")
    expect(member.locator(".chart__point")).to_have_count(3)
    expect(member.locator(".chart__record")).to_have_count(1)
    member.get_by_text("The same numbers as a table").click()
    expect(member.locator(".numbers tbody tr:visible")).to_have_text(
        [
            f"{(timezone.localtime() - timedelta(days=ago)):%-d %B %Y} {kilograms}"
            for ago, kilograms in ((1, "80.0 kg"), (3, "78.0 kg"), (5, "76.7 kg"))
        ],
        use_inner_text=True,
    )
    # 60 × 39/30 = 78.0; 57.5 × 40/30 = 76.67
    expect(member.locator(".history > li")).to_have_count(3)


def test_a_muscle_is_chosen_by_keyboard(member: Page) -> None:
    member.goto("/me/progress/")
    tab_to(member, "it.matches('.muscle-volume__list a')")
    name = member.evaluate("document.activeElement.firstElementChild.textContent")
    member.keyboard.press("Enter")
    member.wait_for_url("**muscle=**#volume")
    expect(member.locator("#volume h2")).to_have_text(name)
    expect(member.locator(".muscle-volume__list [aria-current]")).to_contain_text(name)


def test_the_record_can_be_told_without_colour(member: Page) -> None:
    """By its size and its words, in a picture without any colour."""
    member.goto("/me/progress/")
    member.get_by_role("link", name="Barbell hip thrust").click()
    sizes = member.locator(".chart circle").evaluate_all(
        "all => all.map(it => it.getAttribute('r'))"
    )
    assert sizes == ["4", "4", "4", "7"]
    expect(member.locator(".chart__value")).to_have_text("Best 80.0 kg")
