"""The pages of the waitlist: joining, what one waits for, leaving."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from members.models import Member, User
from tests.factories import (
    make_booking,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from trainers.claims import claims_release
from trainers.models import Booking, SessionType, Trainer, WaitlistEntry
from trainers.waitlist import ENTRIES_AT_MOST, waitlists_offer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
FRIDAY = date(2026, 11, 27)
NINE = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def hour() -> SessionType:
    """An hour on Fridays at nine, taken this week and the next ones."""
    trainer = make_trainer(name="Tom", slug="tom")
    make_weekly_hours(trainer=trainer, weekdays=[4], ends=time(10))
    for week in range(5):
        make_booking(trainer=trainer, user=make_user(), starts_at=NINE + timedelta(weeks=week))
    return make_session_type(trainer=trainer, name="Personal training")


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def browser(alice: User) -> Browser:
    browser = Browser()
    browser.force_login(alice)
    return browser


def address(hour: SessionType, **query: Any) -> str:
    words = "&".join(f"{name}={value}" for name, value in query.items())
    return f"/trainers/{hour.trainer.slug}/waitlist/?{words}"


def wish(hour: SessionType, **changes: Any) -> dict[str, Any]:
    return {"session_type": hour.pk, "when": "day", "first_day": FRIDAY.isoformat(), **changes}


def entry_of(user: User, hour: SessionType, **changes: Any) -> WaitlistEntry:
    return WaitlistEntry.objects.create(
        member=user.member, trainer=hour.trainer, session_type=hour, **changes
    )


def free(hour: SessionType) -> None:
    booking = Booking.objects.get(starts_at=NINE)
    claims_release(booking)
    Booking.objects.filter(pk=booking.pk).update(state="cancelled")


def bookings_page(user: User) -> str:
    browser = Browser()
    browser.force_login(user)
    return browser.get("/me/bookings/").content.decode()


def test_whoever_is_signed_out_comes_back_to_the_same_wish(hour: SessionType) -> None:
    answer = Browser().get(address(hour, type=hour.pk, day=FRIDAY))
    assert answer.status_code == 302
    assert "next=/trainers/tom/waitlist/%3Ftype%3D" in answer["Location"]


def test_the_form_has_what_the_link_says(browser: Browser, hour: SessionType) -> None:
    other = make_session_type(trainer=hour.trainer, minutes=30)
    answer = browser.get(address(hour, type=other.pk, day=FRIDAY))
    form = answer.context["form"]
    assert form["session_type"].initial == other
    assert (form["when"].initial, form["first_day"].initial) == ("day", FRIDAY)
    assert b'value="2026-11-27"' in answer.content
    assert b"It is not held" in answer.content


def test_a_link_to_a_session_that_was_withdrawn_says_so(
    browser: Browser, hour: SessionType
) -> None:
    gone = "The session that you chose is not on offer any more."
    other = make_session_type(trainer=hour.trainer)
    assert gone not in browser.get(address(hour, type=hour.pk)).content.decode()
    SessionType.objects.filter(pk=hour.pk).update(active=False)
    answer = browser.get(address(hour, type=hour.pk))
    assert gone in answer.content.decode()
    assert answer.context["form"]["session_type"].initial is None
    assert gone not in browser.get(address(hour)).content.decode()
    assert browser.get(address(hour)).context["form"]["session_type"].initial == other


def test_the_heading_says_the_day_that_one_came_for(browser: Browser, hour: SessionType) -> None:
    page = browser.get(address(hour, day=FRIDAY)).content.decode()
    assert "<h1>Wait for Friday 27 November</h1>" in page
    assert "For a time with Tom" in page
    assert page.index("in the order of joining") < page.index('name="session_type"')
    other_day = wish(hour, first_day="2026-11-26")
    for answer in (browser.get(address(hour)), browser.post(address(hour, day=FRIDAY), other_day)):
        assert "<h1>Wait for a time with Tom</h1>" in answer.content.decode()


@pytest.mark.parametrize(("name", "value"), [("type", "x"), ("type", "9" * 30), ("day", "soon")])
def test_a_link_that_says_nonsense_opens_the_form(
    browser: Browser, hour: SessionType, name: str, value: str
) -> None:
    assert browser.get(address(hour, **{name: value})).status_code == 200
    assert browser.get(address(hour, day="2026-02-31")).status_code == 200


def test_joining(browser: Browser, alice: User, hour: SessionType) -> None:
    answer = browser.post(address(hour), wish(hour))
    assert (answer.status_code, answer["Location"]) == (302, "/me/bookings/#waitlist")
    entry = WaitlistEntry.objects.get(member=alice.member)
    assert (entry.session_type, entry.first_day, entry.last_day) == (hour, FRIDAY, FRIDAY)
    browser.post(address(hour), wish(hour))
    assert WaitlistEntry.objects.count() == 1


def test_joining_for_any_day_and_for_several(browser: Browser, hour: SessionType) -> None:
    browser.post(address(hour), wish(hour, when="any", first_day="soon"))
    browser.post(address(hour), wish(hour, last_day="2026-12-04"))
    days = WaitlistEntry.objects.values_list("first_day", "last_day")
    assert set(days) == {(None, None), (FRIDAY, date(2026, 12, 4))}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"session_type": ""}, "Choose a session."),
        ({"session_type": "0"}, "Choose one of these sessions."),
        ({"when": ""}, "Choose a day, or any day."),
        ({"first_day": ""}, "Give the day."),
        ({"first_day": "soon"}, "Give a day such as"),
        ({"first_day": "2026-11-24"}, "Choose a day from 25 November to 23 December."),
        ({"last_day": "2026-12-24"}, "Choose a day from 25 November to 23 December."),
        ({"last_day": "2026-11-26"}, "Give a later day than the first"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(
    browser: Browser, hour: SessionType, changes: dict[str, str], words: str
) -> None:
    answer = browser.post(address(hour), wish(hour, **changes))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not WaitlistEntry.objects.exists()


def test_why_a_day_cannot_be_waited_for_is_said(
    browser: Browser, hour: SessionType, clock: Any
) -> None:
    answer = browser.post(address(hour), wish(hour, first_day="2026-11-26"))
    assert "Tom does not work on that day. Choose another." in answer.content.decode()
    days = wish(hour, first_day="2026-11-28", last_day="2026-12-03")
    answer = browser.post(address(hour), days)
    assert "Tom does not work on these days. Choose others." in answer.content.decode()
    clock.move_to(NINE - timedelta(minutes=119))
    answer = browser.post(address(hour), wish(hour))
    words = "No time for Personal training can come free on that day. Choose another."
    assert words in answer.content.decode()
    assert 'value="2026-11-27"' in answer.content.decode()
    assert not WaitlistEntry.objects.exists()


def test_where_a_time_is_free_it_is_offered(browser: Browser, hour: SessionType) -> None:
    free(hour)
    answer = browser.post(address(hour), wish(hour))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "You need not wait" in page
    assert f"/trainers/tom/book/?type={hour.pk}&amp;start=2026-11-27T09%3A00Z" in page
    assert 'value="2026-11-27"' in page
    assert not WaitlistEntry.objects.exists()


def test_an_eleventh_is_refused(browser: Browser, alice: User, hour: SessionType) -> None:
    for number in range(ENTRIES_AT_MOST):
        entry_of(alice, hour, first_day=FRIDAY, last_day=FRIDAY + timedelta(days=number + 1))
    answer = browser.post(address(hour), wish(hour))
    assert "Leave one of them first" in answer.content.decode()
    assert WaitlistEntry.objects.count() == ENTRIES_AT_MOST


def test_why_nobody_can_wait_is_said(browser: Browser, alice: User, hour: SessionType) -> None:
    Trainer.objects.update(accepting=False)
    assert "takes no bookings" in browser.get(address(hour)).content.decode()
    assert "takes no bookings" in browser.post(address(hour), wish(hour)).content.decode()
    Trainer.objects.update(accepting=True)
    SessionType.objects.update(active=False)
    assert "no sessions to book" in browser.get(address(hour)).content.decode()
    Trainer.objects.update(user=alice)
    assert "This is you" in browser.get(address(hour)).content.decode()
    Trainer.objects.update(active=False)
    assert browser.get(address(hour)).status_code == 404
    assert not WaitlistEntry.objects.exists()


def test_what_one_waits_for(alice: User, hour: SessionType, clock: Any) -> None:
    assert "Waiting for a time" not in bookings_page(alice)
    entry_of(make_user(), hour)
    clock.shift(1)
    entry_of(alice, hour, first_day=FRIDAY, last_day=FRIDAY)
    shown = bookings_page(alice)
    for words in ("Personal training with Tom", "Friday 27 November", "2nd in line"):
        assert words in shown
    assert "has a free time" not in shown


def test_a_place_in_a_line_that_cannot_move_is_not_counted(
    alice: User, hour: SessionType, clock: Any
) -> None:
    entry_of(alice, hour, first_day=FRIDAY, last_day=FRIDAY)
    assert "You are next in line" in bookings_page(alice)
    SessionType.objects.update(active=False)
    assert "Not on offer at the moment" in bookings_page(alice)
    SessionType.objects.update(active=True)
    Trainer.objects.update(accepting=False)
    assert "Tom takes no bookings at the moment" in bookings_page(alice)
    Trainer.objects.update(accepting=True)
    clock.move_to(NINE - timedelta(minutes=119))
    assert "No time can come free then" in bookings_page(alice)
    entry_of(alice, hour)
    assert "You are next in line" in bookings_page(alice)


def test_an_offer_stands_first_with_one_button(
    browser: Browser, alice: User, hour: SessionType, clock: Any
) -> None:
    entry_of(alice, hour)
    free(hour)
    waitlists_offer(datetime.now(UTC))
    for shown in (bookings_page(alice), browser.get("/me/").content.decode()):
        for words in (
            "Tom has a free time",
            "Friday 27 November, 09:00",
            "Europe/London time",
            "Until Wednesday 25 November, 10:00 we tell nobody else",
            f"/trainers/tom/book/?type={hour.pk}&amp;start=2026-11-27T09%3A00Z",
        ):
            assert words in shown
    clock.shift(timedelta(hours=2))
    assert "Others in line know of it too" in bookings_page(alice)
    clock.move_to(NINE - timedelta(minutes=119))
    assert "free time" not in browser.get("/me/").content.decode()


def test_an_offer_stands_above_the_sessions_and_the_line_below_them(
    alice: User, hour: SessionType
) -> None:
    entry_of(alice, hour)
    make_booking(trainer=make_trainer(), user=alice, starts_at=NOW + timedelta(days=1))
    free(hour)
    waitlists_offer(datetime.now(UTC))
    page = bookings_page(alice)
    titles = ("Tom has a free time", "Your next session", "Waiting for a time")
    assert [page.count(title) for title in titles] == [1, 1, 1]
    assert sorted(titles, key=page.index) == [*titles]


def test_leaving(browser: Browser, alice: User, hour: SessionType) -> None:
    entry = entry_of(alice, hour)
    answer = browser.post(f"/me/waitlist/{entry.pk}/leave/")
    assert (answer.status_code, answer["Location"]) == (302, "/me/bookings/#waitlist")
    entry.refresh_from_db()
    assert entry.state == "left"
    WaitlistEntry.objects.update(state="booked")
    assert browser.post(f"/me/waitlist/{entry.pk}/leave/").status_code == 302
    entry.refresh_from_db()
    assert entry.state == "booked"


def test_nobody_elses_entry_is_there(hour: SessionType, browser: Browser) -> None:
    others = entry_of(make_user(), hour)
    for key in (others.pk, uuid4()):
        assert browser.post(f"/me/waitlist/{key}/leave/").status_code == 404
    browser.force_login(hour.trainer.user)
    assert browser.post(f"/me/waitlist/{others.pk}/leave/").status_code == 404
    assert browser.get(f"/me/waitlist/{others.pk}/leave/").status_code == 405
    assert browser.put("/trainers/tom/waitlist/").status_code == 405
    assert browser.get("/trainers/nobody/waitlist/").status_code == 404


def test_whoever_leaves_the_gym_is_led_to_keep_the_account(
    browser: Browser, alice: User, hour: SessionType
) -> None:
    Member.objects.filter(user=alice).update(deletion_requested_at=NOW)
    assert browser.post(address(hour), wish(hour)).status_code == 302
    assert not WaitlistEntry.objects.exists()


def test_the_start_page_costs_the_same_for_one_line_and_many(
    browser: Browser, alice: User, hour: SessionType
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get("/me/").status_code == 200
        return len(found)

    for number in range(2):
        entry_of(alice, hour, first_day=FRIDAY, last_day=FRIDAY + timedelta(days=number))
    few = queries()
    for number in range(2, 12):
        entry_of(alice, hour, first_day=FRIDAY, last_day=FRIDAY + timedelta(days=number))
    assert queries() == few
