"""A newcomer's first weeks: from a guide to an account, a plan, three workouts and progress."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import override_settings
from playwright.sync_api import Locator, Page, expect

from members.models import SetEntry, Workout
from members.notices import send_due
from tests.browser.conftest import Window
from tests.browser.floor_steps import done, saved
from tests.browser.pages import GUIDE, PHONE, PICTURED
from tests.browser.test_passkeys import in_database
from tests.mail_server import mail_server, part

EMAIL = "nia@example.test"
THRUST, DEADLIFT = "Barbell hip thrust", "Barbell Romanian deadlift"
STEP_UP = "Dumbbell step-up"


@pytest.fixture
def phone(window: Window) -> Page:
    return window(viewport=PHONE, has_touch=True, is_mobile=True)


def test_from_a_guide_to_the_next_load_and_progress(
    phone: Page, transactional_db: ThreadPoolExecutor
) -> None:
    sign_up_from_a_guide(phone)
    confirm(phone, code_delivered(transactional_db))
    add_what_she_came_for(phone)
    follow_the_template(phone)

    phone.get_by_role("link", name="Today", exact=True).tap()
    start(phone, "Start Heavy")
    expect(phone.locator(".offer")).to_have_count(0)
    log(phone, THRUST, load="60", reps=(8, 8, 8, 7))
    log(phone, DEADLIFT, load="40", reps=(8, 8, 8))
    finish(phone, sets=7, volume="2,820 kg")
    was_ago(transactional_db, timedelta(days=14))

    phone.goto("/me/")
    start(phone, "Start Light")
    log(phone, STEP_UP, load="10", reps=(12, 12, 12))
    finish(phone, sets=3, volume="1,440 kg")
    was_ago(transactional_db, timedelta(days=7))

    phone.goto("/me/")
    expect(exercise_of_today(phone, THRUST)).to_contain_text(
        "Same load, one more rep: 60 kg, 8 in every set."
    )
    start(phone, "Start Heavy")
    log(phone, THRUST, load="60", reps=(10, 10, 10, 10))
    take_offer(phone, "Same load, one more rep: 40 kg, 9 in every set.", "Use 40 kg × 9")
    log(phone, DEADLIFT, load="40", reps=(9, 9, 9))
    finish(phone, sets=7, volume="3,480 kg")

    phone.goto("/me/")
    expect(exercise_of_today(phone, STEP_UP)).to_contain_text(
        "Last time every set reached 12 reps with 2 in reserve: 12 kg, start again at 10."
    )
    phone.goto("/me/workouts/new/")
    start(phone, "Heavy")
    take_offer(
        phone,
        "Last time every set reached 10 reps with 2 in reserve: 62.5 kg, start again at 6.",
        "Use 62.5 kg × 6",
    )

    phone.get_by_role("link", name="Leave the page").tap()
    phone.get_by_role("link", name="Progress", exact=True).tap()
    see_the_totals(phone)
    see_the_hip_thrust(phone)


def sign_up_from_a_guide(page: Page) -> None:
    page.goto(GUIDE)
    page.locator(f'a[href="{PICTURED}"]').first.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(THRUST)
    page.locator(".guide-actions").get_by_role("link", name="Add to my plan").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("link", name="Make an account").tap()
    page.get_by_label("Your name").fill("Nia")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill("purple otter sandwich")
    page.get_by_label("I am 16 or over").check()
    page.get_by_label("Gymsite may keep what I log").check()
    page.get_by_role("button", name="Make my account").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm your e-mail address")


def code_delivered(database: ThreadPoolExecutor) -> str:
    """The code in the one mail that a real server got for her."""
    with (
        mail_server() as server,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
        ),
    ):
        in_database(database, send_due)
    (mail,) = (mail for mail in server.mails if mail["To"] == EMAIL)
    code = re.search(r"\d{4}-\d{4}", part(mail, "plain"))
    assert code
    return code[0]


def confirm(page: Page, code: str) -> None:
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Go on").tap()
    page.wait_for_url("**/me/plan/add/hip-thrusts/barbell/")


def add_what_she_came_for(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Add to my plan")
    page.get_by_role("button", name="Make my plan").tap()
    expect(page.locator(".lede")).to_contain_text(f"{THRUST} is in Day A of My plan")


def follow_the_template(page: Page) -> None:
    page.get_by_role("link", name="Plan", exact=True).tap()
    page.get_by_role("link", name="Glutes, twice a week").tap()
    page.get_by_role("button", name="Take this plan").tap()
    page.get_by_role("button", name="Follow this plan").tap()
    expect(page.get_by_text("The plan you follow")).to_be_visible()


def start(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).tap()
    page.wait_for_url(re.compile(r"/me/workouts/[0-9a-f-]{36}/"))


def log(page: Page, exercise: str, *, load: str, reps: tuple[int, ...]) -> None:
    """Every planned set, one by one, each with two more reps left in her."""
    expect(page.locator(".exercise__name:visible")).to_have_text(exercise)
    for number, count in enumerate(reps, start=1):
        expect(page.locator("[data-place]:visible")).to_have_text(f"set {number} of {len(reps)}")
        number_of(page, "load").fill(load)
        number_of(page, "reps").fill(str(count))
        page.locator(".reserve:visible").get_by_role("radio", name="2", exact=True).check()
        done(page)
    expect(page.locator(".exercise__name:visible")).not_to_have_text(exercise)


def number_of(page: Page, name: str) -> Locator:
    """A box of the set in front; its label says more, such as "Load per hand"."""
    return page.locator(f"form.set:visible [data-box={name}] input")


def take_offer(page: Page, words: str, button: str) -> None:
    offer = page.locator(".offer:visible")
    expect(offer.locator(".offer__words")).to_have_text(words)
    offer.get_by_role("button", name=button, exact=True).tap()
    load, reps = re.findall(r"[\d.]+", button)
    expect(number_of(page, "load")).to_have_value(load)
    expect(number_of(page, "reps")).to_have_value(reps)


def finish(page: Page, *, sets: int, volume: str) -> None:
    saved(page)
    page.get_by_role("link", name="Finish", exact=True).tap()
    page.get_by_role("button", name="Finish", exact=True).tap()
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()
    figures = page.locator(".figures")
    expect(figures).to_contain_text(f"Sets {sets}", use_inner_text=True)
    expect(figures).to_contain_text(f"Volume {volume}", use_inner_text=True)


def was_ago(database: ThreadPoolExecutor, ago: timedelta) -> None:
    """Move the workout that she has just finished, with its sets, into the past."""

    def move() -> None:
        workout = Workout.objects.finished().filter(member__user__email=EMAIL).latest("started_at")
        SetEntry.objects.filter(item__workout=workout).update(done_at=F("done_at") - ago)
        workout.started_at -= ago
        workout.finished_at = workout.finished_at and workout.finished_at - ago
        workout.save(update_fields=["started_at", "finished_at"])

    in_database(database, move)


def exercise_of_today(page: Page, name: str) -> Locator:
    return page.locator(".day-items > li").filter(has=page.get_by_role("heading", name=name))


def see_the_totals(page: Page) -> None:
    """A workout a week for three weeks.

    Two weeks ago: hip thrusts 60 × (8 + 8 + 8 + 7) = 1,860 and deadlifts 40 × 24 = 960: 2,820 kg
    in 7 sets. A week ago: step-ups 10 × 36, with two hands and on two sides: 1,440 kg in 3 sets.
    Today: hip thrusts 60 × 40 = 2,400 and deadlifts 40 × 27 = 1,080: 3,480 kg in 7 sets.
    """
    expect(page.locator(".figure-line")).to_have_text("1 a week, your plan asks for 2")
    volume = page.locator("#volume")
    volume.get_by_text("The same numbers as a table").tap()
    weeks = volume.locator("tbody tr")
    for week, numbers in enumerate((["7", "3,480"], ["3", "1,440"], ["7", "2,820"], ["0", "0"])):
        expect(weeks.nth(week).locator("td")).to_have_text(numbers)
    rows = page.locator("#variations li")
    expect(rows).to_have_count(3)
    # The best sets by Epley: 60 × (1 + 10 ÷ 30) = 80 and 40 × (1 + 9 ÷ 30) = 52.
    # The estimate is not sound for the step-ups: they had 12 reps.
    for name, estimate, counts in (
        (THRUST, "80.0 kg", "2 workouts · 8 sets"),
        (DEADLIFT, "52.0 kg", "2 workouts · 6 sets"),
        (STEP_UP, None, "1 workout · 3 sets"),
    ):
        row = rows.filter(has=page.get_by_role("link", name=name))
        expect(row).to_contain_text(counts)
        expect(row.get_by_text("Estimated 1RM")).to_have_text(
            [f"Estimated 1RM {estimate}"] if estimate else []
        )


def see_the_hip_thrust(page: Page) -> None:
    """Two weeks ago 60 × (1 + 8 ÷ 30) = 76, today 80, which is the record."""
    page.get_by_role("link", name=THRUST).tap()
    expect(page.locator(".bests")).to_contain_text("80.0 kg")
    expect(page.locator(".chart__value")).to_have_text("Best 80.0 kg")
    page.get_by_text("The same numbers as a table").tap()
    expect(page.locator(".numbers:visible tbody td")).to_have_text(["80.0 kg", "76.0 kg"])
    expect(page.locator(".history__sets").nth(0).get_by_role("listitem")).to_have_text(
        ["60 kg × 10 · 2 left"] * 4
    )
    expect(page.locator(".history__sets").nth(1).get_by_role("listitem")).to_have_text(
        [f"60 kg × {reps} · 2 left" for reps in (8, 8, 8, 7)]
    )
