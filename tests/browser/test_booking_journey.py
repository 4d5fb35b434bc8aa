"""Booking a session on a phone, moving it, and cancelling it late: by tapping, and by keyboard."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time, timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from members.models import Gym, User
from tests.browser.conftest import Window
from tests.browser.pages import PHONE, active, tab_to
from tests.browser.test_every_page import axe_faults, layout_faults
from tests.browser.test_passkeys import Database, in_database, sign_in_by_password
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.bookings import Actor, By, booking_cancel
from trainers.instants import instant_text
from trainers.models import Booking, Trainer, WeeklyHours
from trainers.waitlist import waitlists_offer

NOTE = "My left knee is sore."
LATER_THAN_THE_NOTICE = 4
"""Which of the free times of today is chosen: one that is still on offer a few minutes later."""


class People(NamedTuple):
    mina: User
    trainer: Trainer
    gym: Gym
    address: str
    start: datetime


@pytest.fixture
def people(transactional_db: Database) -> Iterator[People]:
    """A member, and a trainer who works day and night and can be booked three days from now."""
    start = datetime.now(UTC).replace(hour=10, minute=0, second=0, microsecond=0)
    start += timedelta(days=3)

    def make() -> People:
        gym = make_gym(address="12 Wallis Road", free_cancellation_hours=48)
        trainer = make_trainer(gym=gym, name="Teo")
        make_weekly_hours(trainer=trainer, starts=time(0), ends=time(0))
        hour = make_session_type(trainer=trainer, name="Personal training")
        address = f"/trainers/{trainer.slug}/book/?type={hour.pk}&start={instant_text(start)}"
        return People(make_user(name="Mina"), trainer, gym, address, start)

    found: People = in_database(transactional_db, make)
    yield found
    in_database(transactional_db, Booking.objects.filter(trainer=found.trainer).delete)


def without_fault(page: Page) -> None:
    faults = layout_faults(page) + axe_faults(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults[:20])


def open_signed_in(page: Page, people: People) -> None:
    """Signing in leads to the very time that was asked for."""
    page.goto(people.address)
    sign_in_by_password(page, people.mina)
    expect(page.get_by_role("button", name="Book for £40")).to_be_visible()


def test_book_move_and_cancel_late_on_a_phone(
    window: Window, people: People, transactional_db: Database
) -> None:
    page = window(viewport=PHONE, has_touch=True, is_mobile=True)
    open_signed_in(page, people)
    expect(page.get_by_text("Free to cancel or move until")).to_be_visible()
    without_fault(page)
    page.get_by_label("A note for your trainer").fill(NOTE)
    page.get_by_role("button", name="Book for £40").tap()

    expect(page.get_by_role("status")).to_contain_text("Booked.")
    expect(page.get_by_text(NOTE)).to_be_visible()
    without_fault(page)
    detail = page.url
    page.goto("/me/bookings/")
    without_fault(page)
    page.goto(detail)

    page.get_by_role("link", name="Move it").tap()
    expect(page.get_by_role("heading", name="Choose a new time")).to_be_visible()
    page.locator(".days .time").nth(LATER_THAN_THE_NOTICE).tap()
    expect(page.get_by_text("That is within the free hours.")).to_be_visible()
    without_fault(page)
    page.get_by_role("button", name="Move it").tap()
    expect(page.get_by_role("status")).to_contain_text("Moved to")

    page.get_by_role("link", name="Cancel it").tap()
    expect(page.get_by_text("Cancelling now costs £40.")).to_be_visible()
    without_fault(page)
    page.get_by_role("button", name="Cancel for £40").tap()
    expect(page.get_by_role("status")).to_contain_text("£40 is due at the desk")
    without_fault(page)
    assert state(transactional_db, people) == ["late_cancelled"]


def test_book_move_and_cancel_late_by_keyboard(
    window: Window, people: People, transactional_db: Database
) -> None:
    page = window(viewport=PHONE)
    open_signed_in(page, people)
    tab_to(page, "it.name === 'note'")
    page.keyboard.type(NOTE)
    tab_to(page, "it.textContent.trim() === 'Book for £40'", limit=3)
    enter(page, "**/me/bookings/*-*/")
    expect(page.get_by_role("status")).to_contain_text("Booked.")

    tab_to(page, "it.textContent.trim() === 'Move it'")
    enter(page, "**/move/")
    tab_to(page, "it.matches('.days .time')")
    for _ in range(LATER_THAN_THE_NOTICE):
        page.keyboard.press("Tab")
    enter(page, "**/move/?start=*")
    tab_to(page, "it.matches('button') && it.textContent.trim() === 'Move it'")
    enter(page, "**/me/bookings/*-*/")

    tab_to(page, "it.textContent.trim() === 'Cancel it'")
    enter(page, "**/cancel/")
    expect(page.get_by_text("Cancelling now costs £40.")).to_be_visible()
    tab_to(page, "it.textContent.trim() === 'Cancel for £40'")
    enter(page, "**/me/bookings/*-*/")
    expect(page.get_by_role("status")).to_contain_text("£40 is due at the desk")
    assert state(transactional_db, people) == ["late_cancelled"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_time_that_has_just_gone_is_told_and_another_one_booked(
    window: Window, people: People, transactional_db: Database, scripts: bool
) -> None:
    page = window(viewport=PHONE, java_script_enabled=scripts)
    open_signed_in(page, people)
    page.get_by_label("A note for your trainer").fill(NOTE)

    def take() -> Booking:
        return make_booking(trainer=people.trainer, user=make_user(), starts_at=people.start)

    in_database(transactional_db, take)
    page.get_by_role("button", name="Book for £40").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("That time has just gone.")
    if scripts:
        assert active(page, "it.getAttribute('role')") == "alert"
        without_fault(page)
    page.locator("[aria-labelledby=after-title] button").first.click()
    expect(page.get_by_label("A note for your trainer")).to_have_value(NOTE)
    page.get_by_role("button", name="Book for £40").click()
    expect(page.get_by_role("status")).to_contain_text("Booked.")
    expect(page.get_by_text(NOTE)).to_be_visible()


def test_a_note_is_still_there_after_looking_for_another_time(
    window: Window, people: People
) -> None:
    page = window(viewport=PHONE)
    open_signed_in(page, people)
    page.get_by_label("A note for your trainer").fill(NOTE)
    page.get_by_role("button", name="Another time").click()
    page.wait_for_url("**#times")
    without_fault(page)
    page.locator(".picker__times a:visible").last.click()
    expect(page.get_by_label("A note for your trainer")).to_have_value(NOTE)
    page.get_by_role("button", name="Book for £40").click()
    expect(page.get_by_text(NOTE)).to_be_visible()


def test_from_a_guide_to_a_time_of_the_gyms_clock_in_any_zone(
    window: Window, people: People
) -> None:
    page = window(viewport=PHONE, timezone_id="Asia/Tokyo")
    page.goto("/exercises/glutes/hip-thrusts/barbell/")
    page.get_by_role("link", name="Book a session about it").click()
    page.get_by_role("link", name="Teo").first.click()
    expect(page.get_by_text("About Barbell hip thrust")).to_be_visible()
    without_fault(page)
    local = people.gym.local(people.start)
    day = page.locator("details", has_text=f"{local:%A} {local.day} {local:%B}")
    day.get_by_role("link", name=f"{local:%H:%M}", exact=True).click()
    sign_in_by_password(page, people.mina)
    expect(page.get_by_text("Barbell hip thrust")).to_be_visible()
    expect(page.get_by_text(f"{local:%H:%M}–").first).to_be_visible()


def test_a_full_day_is_waited_for_and_booked_once_it_frees(
    window: Window, people: People, transactional_db: Database
) -> None:
    def fill_the_day() -> Booking:
        day = {"weekday": people.gym.local(people.start).weekday()}
        WeeklyHours.objects.filter(trainer=people.trainer).delete()
        local = people.gym.local(people.start)
        WeeklyHours.objects.create(
            trainer=people.trainer, gym=people.gym, starts=local.time(), ends=time(0), **day
        )
        midnight = people.gym.local(people.start).replace(hour=23, minute=59)
        hours = int((midnight - local).total_seconds() // 3600) + 1
        booked = [
            make_booking(
                trainer=people.trainer,
                user=make_user(),
                starts_at=people.start + timedelta(hours=number),
            )
            for number in range(hours)
        ]
        return booked[0]

    other: Booking = in_database(transactional_db, fill_the_day)
    page = window(viewport=PHONE)
    page.goto(f"/trainers/{people.trainer.slug}/?from={people.gym.local(people.start):%Y-%m-%d}")
    day = people.gym.local(people.start)
    page.get_by_role("link", name=f"Waitlist for {day:%A} {day.day} {day:%B}").click()
    sign_in_by_password(page, people.mina)
    join = page.get_by_role("button", name="Join the waitlist")
    expect(join).to_be_visible()
    without_fault(page)
    first_day = page.get_by_label("Day", exact=True)
    page.get_by_label("On any day").check()
    expect(first_day).to_be_hidden()
    page.get_by_label("On this day").check()
    expect(first_day).to_have_value(f"{day:%Y-%m-%d}")
    expect(first_day).to_be_visible()
    join.click()
    expect(page.get_by_text("You are in line.")).to_be_visible()
    without_fault(page)

    def free_it() -> None:
        actor = Actor(people.trainer.user, By.TRAINER)
        booking_cancel(booking=other, actor=actor, seen=other.sequence)
        waitlists_offer(timezone.now())

    in_database(transactional_db, free_it)
    page.goto("/me/")
    without_fault(page)
    page.get_by_role("link", name=f"Book {day:%H:%M}").click()
    page.get_by_role("button", name="Book for £40").click()
    expect(page.get_by_role("status")).to_contain_text("Booked.")
    page.goto("/me/bookings/")
    expect(page.get_by_text("in line")).to_have_count(0)
    assert state(transactional_db, people) == ["booked"]


def enter(page: Page, address: str) -> None:
    page.keyboard.press("Enter")
    page.wait_for_url(address)


def state(database: Database, people: People) -> list[str]:
    mine = Booking.objects.filter(member__user=people.mina).values_list("state", flat=True)
    found: Callable[[], list[str]] = lambda: list(mine)  # noqa: E731
    states: list[str] = in_database(database, found)
    return states
