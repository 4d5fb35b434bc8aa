"""A mark that was wrong is taken back: by the trainer, by the desk, and what the member reads."""

from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_user
from tests.trainers.coach_booking_pages import (
    DAY,
    HOUR,
    MONDAY,
    NOW,
    alice,
    booked,
    client,
    clock,
    hour,
    page_of,
    text,
    trainer,
)
from trainers.bookings import Actor, By, NotAllowed, booking_mark, may_cancel, may_mark, may_move
from trainers.claims_check import claims_differences
from trainers.models import Booking, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]
pytestmark = pytest.mark.django_db
State = Booking.State
SOON = NOW + HOUR
TIME_OFF = "/coach/calendar/hours/time-off/new/"


@pytest.fixture
def early(trainer: Trainer, alice: User) -> Booking:
    """Marked as arrived an hour before it starts."""
    booking = booked(trainer, alice, SOON)
    return booking_mark(booking=booking, state=State.ARRIVED, actor=Actor(trainer.user, By.TRAINER))


def test_arrived_too_early_is_taken_back(client: Client, early: Booking) -> None:
    page = client.get(page_of(early))
    assert "Not yet" in text(page)
    assert "Price £40 " in text(page)
    assert "due at the desk" not in text(page)
    said = text(client.post(page_of(early, "mark/"), {"state": "booked"}, follow=True))
    assert "Alice Moss: the mark is taken back." in said
    assert "Mark taken back by you" in said
    early.refresh_from_db()
    assert early.state == "booked"
    assert may_move(early, By.TRAINER)
    assert may_cancel(early, By.MEMBER)
    assert [*claims_differences()] == []
    assert [one.what for one in early.events.all()] == ["booked", "arrived", "unmarked"]


@pytest.mark.parametrize("state", ["arrived", "completed", "no_show"])
def test_every_mark_is_taken_back_within_14_days(
    client: Client, trainer: Trainer, alice: User, state: str
) -> None:
    booking = booked(trainer, alice, MONDAY, state=state)
    assert "Not marked yet" in text(client.get(page_of(booking)))
    client.post(page_of(booking, "mark/"), {"state": "booked"})
    booking.refresh_from_db()
    assert (booking.state, booking.cost) == ("booked", Decimal(0))
    Booking.objects.update(state=state)
    booking.refresh_from_db()
    with time_machine.travel(booking.ends_at + 14 * DAY, tick=False):
        assert may_mark(booking) == []
        with pytest.raises(NotAllowed):
            booking_mark(booking=booking, state=State.BOOKED, actor=Actor(trainer.user, By.TRAINER))


@pytest.mark.parametrize("state", ["cancelled", "late_cancelled"])
def test_what_was_cancelled_is_not_booked_again_by_it(
    client: Client, trainer: Trainer, alice: User, state: str
) -> None:
    booking = booked(trainer, alice, MONDAY, state=state)
    client.post(page_of(booking, "mark/"), {"state": "booked"})
    booking.refresh_from_db()
    assert booking.state == state


def test_the_trainer_reads_why_it_is_not_moved_or_cancelled(client: Client, early: Booking) -> None:
    for act in ("move/", "cancel/"):
        assert "It is marked as arrived." in text(client.get(page_of(early, act)))
        sent = {"start": "2026-11-27T10:00Z", "seen": "0"}
        answer = client.post(page_of(early, act), sent)
        assert answer.status_code == 409
        assert "It is marked as arrived." in text(answer)
        assert "has just gone" not in text(answer)
        assert "begun" not in text(answer)


@pytest.mark.parametrize(("by", "who"), [(By.TRAINER, "Tom"), (By.STAFF, "The gym")])
def test_the_member_reads_who_marked_them(trainer: Trainer, alice: User, by: By, who: str) -> None:
    booking = booked(trainer, alice, SOON)
    booking_mark(booking=booking, state=State.ARRIVED, actor=Actor(trainer.user, by))
    client = Client()
    client.force_login(alice)
    for act in ("", "move/", "cancel/"):
        page = client.get(f"{booking.get_absolute_url()}{act}")
        assert f"{who} has marked you as arrived." in text(page)
        assert "begun" not in text(page)
    assert (
        f"{booking.get_absolute_url()}cancel/"
        not in client.get(f"{booking.get_absolute_url()}move/").content.decode()
    )
    with time_machine.travel(SOON, tick=False):
        assert "has marked you" not in text(client.get(booking.get_absolute_url()))
        assert "It has begun already." in text(client.get(f"{booking.get_absolute_url()}move/"))


def test_until_it_starts_it_lies_ahead_of_its_member(alice: User, early: Booking) -> None:
    client = Client()
    client.force_login(alice)
    for address in ("/me/bookings/", "/me/"):
        assert early.get_absolute_url() in client.get(address).content.decode()
    page = client.get("/me/bookings/")
    assert (page.context["next"], [*page.context["page"]]) == ([early], [])
    with time_machine.travel(SOON, tick=False):
        page = client.get("/me/bookings/")
        assert (page.context["next"], [*page.context["page"]]) == ([], [early])


def test_time_off_over_it_leads_to_taking_it_back(client: Client, early: Booking) -> None:
    today = {"first_day": "2026-11-25"}
    page = client.post(TIME_OFF, today)
    assert "It is marked as arrived." in text(page)
    assert f'href="{page_of(early)}"' in page.content.decode()
    sent = {"clearing": "1", f"do-{early.pk}": "cancel", f"seen-{early.pk}": "0"}
    assert "It is marked as arrived." in text(client.post(TIME_OFF, today | sent))


def test_the_desk_takes_it_back(early: Booking) -> None:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    chosen = {"_selected_action": [early.pk]}
    address = "/admin/trainers/booking/"
    refused = client.post(address, {"action": "cancel", **chosen}, follow=True)
    assert "Take a wrong mark back first." in text(refused)
    done = client.post(address, {"action": "unmark", **chosen}, follow=True)
    assert "1 booking unmarked." in text(done)
    early.refresh_from_db()
    assert early.state == "booked"


def test_a_waiver_ends_with_the_mark_and_that_is_told(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice, MONDAY, state="no_show")
    client.post(page_of(booking, "waive/"), {"message": "You were ill."})
    assert "The waiver ends when you correct it." in text(client.get(page_of(booking)))
    said = text(client.post(page_of(booking, "mark/"), {"state": "completed"}, follow=True))
    assert "Alice Moss: completed. The waiver ended with it." in said
    assert "Waiver ended by you" in said
    assert "The waiver ends when" not in said
    again = text(client.post(page_of(booking, "mark/"), {"state": "arrived"}, follow=True))
    assert "The waiver ended with it." not in again
    member = Client()
    member.force_login(alice)
    assert "Waiver ended by Tom" in text(member.get(booking.get_absolute_url()))


def test_the_same_mark_again_leaves_the_waiver(
    client: Client, trainer: Trainer, alice: User
) -> None:
    booking = booked(trainer, alice, MONDAY, state="no_show")
    client.post(page_of(booking, "waive/"), {})
    said = text(client.post(page_of(booking, "mark/"), {"state": "no_show"}, follow=True))
    assert "£40, waived: nothing is due" in said
    assert "ended" not in said


def test_the_desk_is_told_that_a_waiver_ended(trainer: Trainer, alice: User) -> None:
    booking = booked(trainer, alice, MONDAY, state="no_show", waived_at=NOW)
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    sent = {"action": "mark_completed", "_selected_action": [booking.pk]}
    said = text(client.post("/admin/trainers/booking/", sent, follow=True))
    assert "The waiver ended with it: Mon 23 Nov 2026, 10:00 (Europe/London)" in said
