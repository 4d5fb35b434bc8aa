"""Choices for the sessions in the way of time off that cannot all be done: told before any is."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from members.models import User
from members.models.gyms import Weekday
from tests.factories import make_booking, make_gym, make_trainer, make_user
from tests.trainers.test_time_off_page import (
    ADD,
    DAY,
    FREE,
    HOUR,
    TEN,
    _clock,
    ada,
    choose,
    coach,
    send,
    spans,
    trainer,
)
from trainers import time_off_clearing
from trainers.claims_check import claims_differences
from trainers.models import Booking, TimeOff, Trainer

__all__ = ["_clock", "ada", "coach", "trainer"]
pytestmark = pytest.mark.django_db


def untouched(*bookings: Booking) -> bool:
    for booking in bookings:
        booking.refresh_from_db()
    return spans() == [] and not any(one.events.exists() for one in bookings)


@pytest.fixture
def one(trainer: Trainer, ada: User) -> Booking:
    return make_booking(trainer=trainer, user=ada, starts_at=TEN)


@pytest.fixture
def other(trainer: Trainer) -> Booking:
    user = make_user(name="Bo")
    return make_booking(trainer=trainer, user=user, starts_at=TEN + 2 * HOUR)


def test_two_onto_one_time(coach: Client, one: Booking, other: Booking) -> None:
    values = choose(one, FREE) | choose(other, FREE) | {"message": "I am ill."}
    page = send(coach, **values)
    assert page.count("That runs into the new time of another session here, with Ada.") == 1
    assert page.count(f'value="{FREE}" selected') == 2
    assert "Nothing was changed." in page
    assert "I am ill." in page
    assert untouched(one, other)
    send(coach, 302, **values | choose(other, "2026-12-02T11:00Z"))


@pytest.mark.parametrize(
    ("start", "fits"),
    [("10:45", False), ("11:00", False), ("11:15", True), ("08:45", True), ("09:15", False)],
)
def test_what_is_kept_free_afterwards_counts(
    coach: Client, trainer: Trainer, one: Booking, other: Booking, start: str, fits: bool
) -> None:
    trainer.weekly_hours.update(starts="08:00")
    Booking.objects.filter(pk=one.pk).update(buffer_minutes=15)
    page = send(
        coach, 302 if fits else 200, **choose(one, FREE) | choose(other, f"2026-12-02T{start}Z")
    )
    assert ("That runs into the new time" in page) is not fits
    assert fits or untouched(one, other)


def test_a_time_just_gone_is_told_before_anything_is_done(
    coach: Client, trainer: Trainer, one: Booking, other: Booking
) -> None:
    send(coach)
    make_booking(trainer=trainer, user=make_user(), starts_at=TEN + DAY)
    values = choose(one, FREE) | choose(other, "cancel") | {"message": "I am ill."}
    page = send(coach, 409, **values)
    assert "That time has just gone." in page
    assert f'value="{FREE}"' not in page
    assert '<option value="cancel" selected>' in page
    assert "I am ill." in page
    assert 'value="Dentist"' in page
    assert untouched(one, other)
    send(coach, 302, **values | choose(one, "2026-12-02T12:00Z"))
    assert TimeOff.objects.count() == 1


def test_a_stale_one_leaves_the_others_alone(coach: Client, one: Booking, other: Booking) -> None:
    values = choose(one, "cancel") | choose(other, "cancel")
    Booking.objects.filter(pk=other.pk).update(sequence=1)
    assert "This has changed meanwhile." in send(coach, 409, **values)
    assert untouched(one, other)


def test_a_time_that_is_free_but_offered_no_more_is_kept(
    coach: Client, one: Booking, other: Booking
) -> None:
    odd = "2026-12-02T10:45Z"
    assert f'value="{odd}"' not in send(coach)
    page = send(coach, **choose(one, odd) | choose(other, ""))
    assert f'value="{odd}" selected' in page
    send(coach, 302, **choose(one, odd) | choose(other, "cancel"))


def test_a_member_who_works_then_is_not_moved_there(coach: Client, trainer: Trainer) -> None:
    client = make_trainer()
    make_booking(trainer=client, user=make_user(), starts_at=TEN + DAY)
    booking = make_booking(trainer=trainer, user=client.user, starts_at=TEN)
    assert f'value="{FREE}"' not in send(coach)
    assert "That time has just gone." in send(coach, 409, **choose(booking, FREE))


def test_a_time_that_goes_while_it_is_done_is_listed_again_with_the_rest_done(
    coach: Client,
    trainer: Trainer,
    one: Booking,
    other: Booking,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clear = time_off_clearing._clear

    def taken(*args: Any) -> Booking:
        if not trainer.bookings.filter(starts_at=TEN + DAY).exists():
            make_booking(trainer=trainer, user=make_user(), starts_at=TEN + DAY)
        return clear(*args)

    monkeypatch.setattr(time_off_clearing, "_clear", taken)
    values = choose(one, FREE) | choose(other, "cancel") | {"message": "I am ill."}
    page = send(coach, 409, **values)
    assert "That time has just gone." in page
    assert "Done already: 1 session cancelled." in page
    assert "I am ill." in page
    assert spans() == []
    assert [*claims_differences()] == []
    monkeypatch.undo()
    send(coach, 302, **values | choose(one, "2026-12-02T12:00Z"))
    other.refresh_from_db()
    assert other.events.count() == 1


def test_the_button_stands_below_what_is_to_be_chosen(coach: Client, one: Booking) -> None:
    assert "action-bar--last" not in coach.get(ADD).content.decode()
    page = send(coach)
    assert page.index("action-bar--last") > page.index(f"do-{one.pk}")


def test_the_words_say_what_it_does(coach: Client, one: Booking) -> None:
    page = send(coach)
    assert "at once" not in page
    assert "one after the other; what could not be done is listed again" in page


def offered(page: str) -> list[str]:
    """The new times as they read, in their order."""
    return re.findall(r'<option value="2026-[^>]*>([^<]*)</option>', page)


def test_times_at_its_own_gym_come_first(coach: Client, trainer: Trainer, one: Booking) -> None:
    hackney, hamburg = trainer.gyms.get(), make_gym(name="Hafen", timezone="Europe/Berlin")
    trainer.gyms.add(hamburg)
    trainer.weekly_hours.exclude(weekday=Weekday.THURSDAY).update(gym=hamburg)
    trainer.date_overrides.create(date=date(2026, 12, 2), gym=hackney, starts="09:00", ends="17:00")
    times = offered(send(coach, clock=hackney.pk))
    places = ["Hafen" in words for words in times]
    assert True in places
    assert places == sorted(places)
    assert times[0].startswith("Thu 26 Nov,")
    assert "Wed 2 Dec, 10:00" in times
    assert sum("10:00" in words and "Hafen" not in words for words in times) == 5
