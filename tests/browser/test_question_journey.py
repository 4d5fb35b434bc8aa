"""From a question about an exercise to the member's plan, the log and the guide.

Three people at once: Mara the member on her phone, Tilo the trainer at his desk, and staff.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

from exercises.models import Faq
from members.models import User
from tests.browser.conftest import Window
from tests.browser.floor_steps import done, saved
from tests.browser.pages import GUIDE, PHONE, PICTURED
from tests.browser.test_passkeys import in_database, sign_in_by_password
from tests.factories import make_gym, make_plan, make_plan_day, make_trainer, make_user
from trainers.models import PublishedAnswer, Question

ASSIGNED = "Dumbbell hip thrust"
ASKED = "My back arches with the barbell. What can I do instead?"
PUBLIC = "What can I do if my back arches in barbell hip thrusts?"
SHOWN_WITHIN = 5.0


class People(NamedTuple):
    mara: User
    tilo: User


@pytest.fixture
def people(transactional_db: ThreadPoolExecutor) -> Iterator[People]:
    def make() -> People:
        gym = make_gym(name="Camden", slug="camden")
        mara = make_user(email="mara@example.test", name="Mara")
        mara.member.home_gym = gym
        mara.member.save()
        make_plan_day(plan=make_plan(user=mara, sessions_per_week=7))
        tilo = make_user(email="tilo@example.test", name="Tilo")
        make_trainer(user=tilo, gym=gym, name="Tilo", slug="tilo")
        return People(mara, tilo)

    def remove() -> None:
        Faq.objects.filter(question=PUBLIC).delete()
        PublishedAnswer.objects.filter(proposed_by__slug="tilo").delete()
        Question.objects.filter(gym__slug="camden").delete()

    yield in_database(transactional_db, make)
    in_database(transactional_db, remove)


def test_from_a_question_to_the_plan_the_log_and_the_guide(window: Window, people: People) -> None:
    phone = window(viewport=PHONE, has_touch=True, is_mobile=True)
    desk, office = window(), window(staff=True)
    sign_in(phone, people.mara)
    sign_in(desk, people.tilo)

    question = ask(phone)
    answer_and_assign(desk)
    take_into_the_plan(phone)
    invite_with_leave(phone)
    client = become_trainer(desk)
    expect(done_over_a_week(desk)).to_have_text("0 of 1")
    log(phone)
    desk.goto(client)
    expect(done_over_a_week(desk)).to_have_text("1 of 1")
    expect(desk.locator(".given", has_text=ASSIGNED).locator(".given__sets")).to_contain_text(
        "3 of 3 sets"
    )
    see_who_looked(phone)

    propose(desk)
    phone.goto(question)
    expect(phone.get_by_role("heading", name=PUBLIC)).to_be_visible()
    phone.get_by_role("button", name="I agree").tap()
    expect(phone.get_by_role("heading", name="You agreed to these words")).to_be_visible()

    reader = window()
    reader.goto(GUIDE)
    expect(reader.get_by_text(PUBLIC)).to_have_count(0)
    approve(office)
    assert seconds_until_shown(reader) < SHOWN_WITHIN


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    sign_in_by_password(page, user)
    page.wait_for_url("**/me/")


def ask(page: Page) -> str:
    """About barbell hip thrusts; gives the address of the question."""
    page.goto(PICTURED)
    page.locator(".guide-actions").get_by_role("link", name="Ask a trainer").tap()
    page.locator("textarea[name=text]").fill(ASKED)
    page.get_by_label("You may publish an anonymous version").check()
    page.get_by_role("button", name="Send to the trainers").tap()
    page.wait_for_url("**/me/questions/*/")
    return page.url


def answer_and_assign(page: Page) -> None:
    page.get_by_role("link", name="Coaching").click()
    page.get_by_role("link", name="Barbell hip thrust").click()
    expect(page.get_by_text(ASKED)).to_be_visible()
    page.get_by_role("button", name="Take this question").click()
    expect(page.locator("#said[role=status] p")).to_be_focused()
    page.get_by_label("Your answer").fill("Use dumbbells for a while, and tuck your chin.")
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("button", name="Assign a variation from this answer").click()
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Search exercises").fill("dumbbell hip thrust")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=f"Add {ASSIGNED}", exact=True).click()
    if not page.get_by_label("Reps from").count():
        page.get_by_role("link", name=ASSIGNED, exact=True).click()
    page.locator("input[name=sets]").fill("3")
    page.get_by_label("Reps from").fill("12")
    page.get_by_label("Reps to").fill("12")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/coach/questions/*/")
    expect(page.get_by_text("3 × 12")).to_be_visible()


def take_into_the_plan(page: Page) -> None:
    """From the answer where she asked; her plan has one day."""
    page.goto("/me/")
    page.get_by_role("link", name="New answer: Barbell hip thrust").tap()
    expect(page.get_by_text("tuck your chin")).to_be_visible()
    page.locator(".assignment", has_text=ASSIGNED).get_by_text("Put into my plan").tap()
    expect(page.get_by_text(f"{ASSIGNED} is in Day A of My plan: 3 × 12")).to_be_visible()


def invite_with_leave(page: Page) -> None:
    page.goto("/trainers/")
    page.get_by_role("link", name="Tilo", exact=True).tap()
    page.get_by_role("link", name="Invite as my trainer").tap()
    page.get_by_label("May see my workouts and progress").check()
    page.get_by_role("button", name="Invite Tilo").tap()
    page.wait_for_url("**/me/trainers/")


def become_trainer(page: Page) -> str:
    """Says yes to the invitation; gives the address of the client's page."""
    page.goto("/coach/")
    page.get_by_role("link", name="Mara").click()
    page.get_by_role("button", name="Say yes to Mara").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mara")
    return page.url


def log(page: Page) -> None:
    """The three sets that were assigned."""
    page.goto("/me/")
    page.get_by_role("button", name="Start Day A").tap()
    for _ in range(3):
        page.locator("form.set:visible [data-box=load] input").fill("14")
        page.locator("form.set:visible [data-box=reps] input").fill("12")
        done(page)
    saved(page)
    page.get_by_role("link", name="Finish", exact=True).tap()
    page.get_by_role("button", name="Finish", exact=True).tap()
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()


def done_over_a_week(page: Page) -> Locator:
    return page.locator(".done > div").first.locator("span")


def see_who_looked(page: Page) -> None:
    page.goto("/me/trainers/")
    expect(page.get_by_text("How much of your plan and of what was assigned").first).to_be_visible()


def propose(page: Page) -> None:
    page.goto("/coach/questions/?show=answered")
    page.get_by_role("link", name="Barbell hip thrust").click()
    page.get_by_role("link", name="Propose for the guide").click()
    page.locator("[name=question_text]").fill(PUBLIC)
    page.locator("[name=answer_text]").fill(
        "Tuck your chin, and use *dumbbells* until it stays flat."
    )
    page.get_by_role("button", name="Propose", exact=True).click()
    page.wait_for_url("**/coach/questions/*/")


def approve(page: Page) -> None:
    page.goto("/admin/trainers/publishedanswer/")
    page.get_by_role("link", name=PUBLIC).click()
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("It stands in the guide.")).to_be_visible()


def seconds_until_shown(page: Page) -> float:
    """How long a visitor waits from now until the guide shows it, reloading all the while."""
    began = time.monotonic()
    while time.monotonic() - began < 2 * SHOWN_WITHIN:
        page.reload()
        if page.get_by_text(PUBLIC).count():
            break
        page.wait_for_timeout(200)
    return time.monotonic() - began
