"""Moving and cancelling by the member: the policy first, and stale tabs."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import make_booking, make_trainer, make_user
from tests.trainers.booking_pages import (
    FRIDAY,
    HOUR,
    alice,
    client,
    clock,
    text,
    trainer,
)
from trainers.bookings import Actor, By, booking_cancel, booking_move
from trainers.models import Booking, Trainer

__all__ = ["alice", "client", "clock", "trainer"]

pytestmark = pytest.mark.django_db
AT_TWO = "2026-11-27T14:00Z"


@pytest.fixture
def booking(trainer: Trainer, alice: User) -> Booking:
    return make_booking(trainer=trainer, user=alice, starts_at=FRIDAY)


@pytest.fixture
def move(booking: Booking) -> str:
    return f"{booking.get_absolute_url()}move/"


@pytest.fixture
def cancel(booking: Booking) -> str:
    return f"{booking.get_absolute_url()}cancel/"


def test_times_to_move_to_stand_by_day_a_week_at_a_time(client: Client, move: str) -> None:
    page = client.get(move)
    days = page.context["days"]
    assert [day.words for day in days][:2] == ["Wednesday 25 November", "Thursday 26 November"]
    assert len(days) == 7
    html = page.content.decode()
    assert "?start=2026-11-27T10:15Z" in html
    assert "?start=2026-11-27T10:00Z" not in html
    assert 'href="?from=2026-12-02"' in html
    later = client.get(f"{move}?from=2026-12-02")
    assert later.context["days"][0].words == "Wednesday 2 December"
    assert 'href="?from=2026-11-25"' in later.content.decode()
    for broken in ("x", "2026-02-31", "0001-01-01"):
        assert client.get(f"{move}?from={broken}").status_code == 200
    assert client.get(f"{move}?start=x").status_code == 404


def test_old_and_new_and_the_policy_stand_before_the_button(client: Client, move: str) -> None:
    said = text(client.get(f"{move}?start={AT_TWO}"))
    assert "From Friday 27 November, 10:00–11:00 To Friday 27 November 14:00–15:00" in said
    assert "Free to cancel or move until Thu 26 Nov, 14:00." in said
    said = text(client.get(f"{move}?start=2026-11-25T12:00Z"))
    assert (
        "That is within the free hours. It can no longer be moved. Cancelling now costs the full"
        " price, £40; nothing is paid here, the desk is told."
    ) in said


def test_moving_leads_to_the_booking_and_twice_is_once(
    client: Client, move: str, booking: Booking
) -> None:
    for _ in range(2):
        answer = client.post(move, {"start": AT_TWO, "seen": "0"}, follow=True)
        assert answer.redirect_chain == [(booking.get_absolute_url(), 302)]
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence) == (FRIDAY + 4 * HOUR, 1)
    assert booking.events.count() == 1
    assert "Moved from Fri 27 Nov, 10:00 to Fri 27 Nov, 14:00 by you" in text(answer)


def test_a_time_that_the_member_chose_has_no_grace(
    client: Client, move: str, booking: Booking, trainer: Trainer
) -> None:
    by_trainer = Actor(trainer.user, By.TRAINER)
    booking_move(booking=booking, start=FRIDAY + 2 * HOUR, actor=by_trainer, seen=0)
    said = text(client.get(f"{move}?start=2026-11-25T12:00Z"))
    assert "That is within the free hours." in said
    assert "chose this time" not in said
    client.post(move, {"start": "2026-11-25T12:00Z", "seen": "1"})
    booking.refresh_from_db()
    assert booking.free_anyway_until is None
    assert not booking.is_free_to_cancel


def test_a_stale_tab_is_shown_how_it_is_now(
    client: Client, move: str, cancel: str, booking: Booking, trainer: Trainer
) -> None:
    by_trainer = Actor(trainer.user, By.TRAINER)
    booking_move(booking=booking, start=FRIDAY + 2 * HOUR, actor=by_trainer, seen=0)
    for address, sent in ((move, {"start": AT_TWO, "seen": "0"}), (cancel, {"seen": "0"})):
        answer = client.post(address, sent)
        assert answer.status_code == 409
        assert "The session is on Friday 27 November, 12:00–13:00, now." in text(answer)
        assert 'name="seen" value="1"' in answer.content.decode()
    booking.refresh_from_db()
    assert (booking.state, booking.starts_at) == ("booked", FRIDAY + 2 * HOUR)
    booking_cancel(booking=booking, actor=by_trainer, seen=1)
    answer = client.post(move, {"start": AT_TWO, "seen": "1"})
    assert answer.status_code == 409
    assert "It was cancelled meanwhile" in text(answer)
    assert "It is cancelled already." in text(client.get(cancel, follow=True))


def test_a_time_taken_meanwhile_is_told_with_the_nearest(
    client: Client, move: str, trainer: Trainer
) -> None:
    make_booking(trainer=trainer, user=make_user(), starts_at=FRIDAY + 4 * HOUR)
    for answer in (
        client.post(move, {"start": AT_TWO, "seen": "0"}),
        client.get(f"{move}?start={AT_TWO}"),
    ):
        assert answer.status_code == 409
        assert "That time has just gone." in text(answer)
        assert "Fri 27 Nov, 13:00" in text(answer)
        assert "Fri 27 Nov, 15:00" in text(answer)


def test_moving_onto_something_else_of_ones_own_is_told(
    client: Client, move: str, alice: User
) -> None:
    make_booking(trainer=make_trainer(name="Rob"), user=alice, starts_at=FRIDAY + 4 * HOUR)
    answer = client.post(move, {"start": AT_TWO, "seen": "0"})
    assert answer.status_code == 409
    assert "You have Personal training with Rob" in text(answer)


@pytest.mark.parametrize("sent", [{}, {"start": "x", "seen": "0"}, {"start": AT_TWO}])
def test_a_form_that_says_too_little_moves_nothing(
    client: Client, move: str, booking: Booking, sent: dict[str, str]
) -> None:
    assert "Nothing is moved yet" in text(client.post(move, sent))
    booking.refresh_from_db()
    assert booking.starts_at == FRIDAY


def test_after_the_free_hours_it_says_why_and_until_when(
    client: Client, move: str, booking: Booking
) -> None:
    with time_machine.travel(FRIDAY - 24 * HOUR, tick=False):
        said = text(client.get(move))
        assert "It could be moved until Thu 26 Nov, 10:00." in said
        assert "cancel it for the full price, £40" in said
        answer = client.post(move, {"start": AT_TWO, "seen": "0"})
        assert answer.status_code == 409
        assert "It could be moved until" in text(answer)
    booking.refresh_from_db()
    assert booking.starts_at == FRIDAY


def test_cancelling_free_says_so_first(client: Client, cancel: str, booking: Booking) -> None:
    assert "Cancelling now costs nothing." in text(client.get(cancel))
    for _ in range(2):
        answer = client.post(cancel, {"seen": "0"}, follow=True)
        assert answer.redirect_chain == [(booking.get_absolute_url(), 302)]
    booking.refresh_from_db()
    assert (booking.state, booking.sequence) == ("cancelled", 1)
    assert booking.events.count() == 1


def test_cancelling_late_shows_the_cost_before_the_button(
    client: Client, cancel: str, booking: Booking
) -> None:
    with time_machine.travel(FRIDAY - 23 * HOUR, tick=False):
        page = client.get(cancel)
        assert "Cancelling now costs £40. It was free until Thu 26 Nov, 10:00." in text(page)
        assert 'name="late" value="on"' in page.content.decode()
        said = text(client.post(cancel, {"seen": "0", "late": "on"}, follow=True))
    assert "Cancelled. £40 is due at the desk." in said
    booking.refresh_from_db()
    assert booking.state == "late_cancelled"
    assert booking.cost == 40


def test_when_the_free_hours_end_between_page_and_button_the_cost_is_shown(
    client: Client, cancel: str, booking: Booking
) -> None:
    page = client.get(cancel).content.decode()
    assert 'name="late"' not in page
    with time_machine.travel(FRIDAY - 24 * HOUR, tick=False):
        answer = client.post(cancel, {"seen": "0"})
    assert answer.status_code == 409
    assert "Cancelling is no longer free. Nothing is cancelled yet:" in text(answer)
    assert text(answer).count("It was free until") == 1
    assert "Cancelling now costs £40." in text(answer)
    assert 'name="late" value="on"' in answer.content.decode()
    booking.refresh_from_db()
    assert booking.state == "booked"


def test_what_has_begun_cannot_be_cancelled(client: Client, cancel: str, booking: Booking) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        assert "It has begun already." in text(client.get(cancel))
        answer = client.post(cancel, {"seen": "0", "late": "on"})
        assert answer.status_code == 409
        assert "It has begun already." in text(answer)
    assert client.post(cancel, {"late": "on"}).status_code == 409
    assert client.put(cancel).status_code == 405


def test_what_costs_nothing_is_not_called_late(
    client: Client, cancel: str, booking: Booking
) -> None:
    Booking.objects.update(price=0)
    with time_machine.travel(FRIDAY - 2 * HOUR, tick=False):
        said = text(client.get(cancel))
        assert "Cancelling now costs nothing." in said
        assert "£" not in said
        assert "Nothing is due" in text(
            client.post(cancel, {"seen": "0", "late": "on"}, follow=True)
        )


def test_days_are_those_of_the_gym_across_a_change_of_the_clock(
    client: Client, trainer: Trainer, alice: User
) -> None:
    trainer.gyms.update(timezone="Australia/Lord_Howe")
    with time_machine.travel(datetime(2027, 4, 1, 0, tzinfo=UTC), tick=False):
        at = datetime(2027, 4, 4, 1, tzinfo=UTC)
        booking = make_booking(trainer=trainer, user=alice, starts_at=at)
        client.force_login(alice)
        page = client.get(f"{booking.get_absolute_url()}move/")
    first = {day.words: day.choices[0] for day in page.context["days"]}
    assert first["Saturday 3 April"].value == "2027-04-02T22:00Z"
    assert first["Sunday 4 April"].value == "2027-04-03T22:30Z"
    assert first["Sunday 4 April"].words == "09:00"


def test_a_move_keeps_nothing_typed_and_says_why_a_time_was_never_free(
    client: Client, move: str, trainer: Trainer
) -> None:
    make_booking(trainer=trainer, user=make_user(), starts_at=FRIDAY + 4 * HOUR)
    assert "whatever you typed" not in text(client.get(f"{move}?start={AT_TWO}"))
    said = text(client.get(f"{move}?start=2026-11-27T03:00Z"))
    assert "That time cannot be booked. Fri 27 Nov, 03:00 does not fit into the hours of" in said
    assert "whatever you typed" not in said


def test_other_times_leads_to_the_week_that_one_came_from(client: Client, move: str) -> None:
    html = client.get(f"{move}?start=2026-12-11T14:00Z").content.decode()
    assert f'href="{move}?from=2026-12-11"' in html
