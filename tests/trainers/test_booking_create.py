"""The page on which a member books: what it says first, and what it says when it cannot."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from members.models import User
from tests.factories import (
    make_booking,
    make_exercise,
    make_question,
    make_session_type,
    make_trainer,
    make_user,
    make_variation,
)
from tests.trainers.booking_pages import (
    BOOK,
    FRIDAY,
    HOUR,
    LIST,
    NOW,
    alice,
    client,
    clock,
    hour,
    text,
    trainer,
    values,
)
from trainers.models import Booking, SessionType, Trainer

__all__ = ["alice", "client", "clock", "hour", "trainer"]

pytestmark = pytest.mark.django_db
AT_TEN = "start=2026-11-27T10:00Z"


def test_everything_is_said_before_the_button(client: Client, hour: SessionType) -> None:
    page = text(client.get(f"{BOOK}?type={hour.pk}&{AT_TEN}"))
    for said in (
        "Friday 27 November",
        "10:00–11:00",
        "Europe/London time",
        "Personal training, 60 minutes",
        "1 Mare Street",
        "£40",
        "Free to cancel or move until Thu 26 Nov, 10:00. After that the full price, £40, is due;"
        " nothing is paid here, the desk is told.",
        "Book for £40",
    ):
        assert said in page
    assert not Booking.objects.exists()


def test_where_the_free_hours_are_over_it_says_so(client: Client, hour: SessionType) -> None:
    page = text(client.get(f"{BOOK}?type={hour.pk}&start=2026-11-25T14:00Z"))
    assert "It can no longer be moved. Cancelling now costs the full price, £40; nothing" in page
    assert "Free to cancel or move" not in page


def test_booking_leads_to_the_booking(client: Client, alice: User, hour: SessionType) -> None:
    answer = client.post(BOOK, values(hour, note="My left knee."), follow=True)
    booking = Booking.objects.get(member=alice.member)
    assert answer.redirect_chain == [(f"{LIST}{booking.pk}/", 302)]
    assert (booking.starts_at, booking.note) == (FRIDAY, "My left knee.")
    assert booking.price == 40
    page = text(answer)
    assert "Booked. A mail with the details is on its way to you." in page
    assert "Booked by you" in page


def test_the_same_submit_twice_is_one_booking(client: Client, hour: SessionType) -> None:
    sent = values(hour)
    first, second = (client.post(BOOK, sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Booking.objects.count() == 1


def test_gone_back_to_and_changed_it_books_anew(client: Client, hour: SessionType) -> None:
    sent = values(hour)
    client.post(BOOK, sent)
    client.post(BOOK, sent | {"start": "2026-11-27T12:00Z"})
    assert Booking.objects.count() == 2


def test_gone_back_to_after_cancelling_it_does_not_say_booked(
    client: Client, hour: SessionType
) -> None:
    sent = values(hour)
    booked = client.post(BOOK, sent)["Location"]
    client.post(f"{booked}cancel/", {"seen": "0"})
    page = text(client.post(BOOK, sent, follow=True))
    assert "it was cancelled since" in page
    assert Booking.objects.get().state == "cancelled"


def test_a_time_taken_meanwhile_is_told_with_the_nearest_and_nothing_typed_is_lost(
    client: Client, hour: SessionType
) -> None:
    make_booking(trainer=hour.trainer, user=make_user(), starts_at=FRIDAY)
    sent = values(hour, note="My left knee.")
    answer = client.post(BOOK, sent)
    assert answer.status_code == 409
    page = text(answer)
    assert "That time has just gone." in page
    assert "Fri 27 Nov, 10:00 with Tom is no longer free" in page
    html = answer.content.decode()
    assert 'name="show" value="2026-11-27T09:00Z"' in html
    assert 'name="show" value="2026-11-27T11:00Z"' in html
    assert "2026-11-27T10:15Z" not in html
    assert "My left knee." in html
    assert 'role="alert"' in html
    shown = client.post(BOOK, sent | {"show": "2026-11-27T11:00Z"})
    assert shown.status_code == 200
    assert "11:00–12:00" in text(shown)
    assert "My left knee." in shown.content.decode()
    assert f'name="uuid" value="{sent["uuid"]}"' in shown.content.decode()
    assert Booking.objects.count() == 1


def test_a_time_that_is_gone_already_when_the_page_is_opened(
    client: Client, hour: SessionType
) -> None:
    for start in ("2026-11-27T03:00Z", "2026-11-24T10:00Z", "2027-11-27T10:00Z"):
        answer = client.get(f"{BOOK}?type={hour.pk}&start={start}")
        assert answer.status_code == 409
        assert 'name="show"' in answer.content.decode()
        assert "Book for" not in text(answer)


def test_a_member_who_is_booked_then_is_told_with_what(
    client: Client, alice: User, hour: SessionType
) -> None:
    rob = make_trainer(name="Rob")
    other = make_booking(trainer=rob, user=alice, starts_at=FRIDAY + HOUR / 2)
    for answer in (client.post(BOOK, values(hour)), client.get(f"{BOOK}?{AT_TEN}")):
        assert answer.status_code == 409
        page = text(answer)
        assert "You have Personal training with Rob on Friday 27 November, 10:30–11:30." in page
        assert other.get_absolute_url() in answer.content.decode()
        assert "2026-11-27T11:00Z" not in answer.content.decode()
        assert 'value="2026-11-27T11:30Z"' in answer.content.decode()


def test_a_trainer_who_works_then_is_offered_no_time_at_which_they_work(
    hour: SessionType, client: Client
) -> None:
    rob = make_trainer()
    make_booking(trainer=rob, user=make_user(), starts_at=FRIDAY)
    client.force_login(rob.user)
    for answer in (client.post(BOOK, values(hour)), client.get(f"{BOOK}?{AT_TEN}")):
        assert answer.status_code == 409
        assert "You work as a trainer at that time" in text(answer)
        assert 'value="2026-11-27T11:00Z"' in answer.content.decode()
        assert "2026-11-27T10:15Z" not in answer.content.decode()


def test_another_price_is_shown_and_asked_for_again(client: Client, hour: SessionType) -> None:
    SessionType.objects.update(price="45.50")
    sent = values(hour, note="My left knee.")
    answer = client.post(BOOK, sent)
    assert answer.status_code == 409
    page = text(answer)
    assert "It cost £40 and costs £45.50 now." in page
    assert "Book for £45.50" in page
    assert "My left knee." in answer.content.decode()
    assert not Booking.objects.exists()
    client.post(BOOK, sent | {"price": "45.50"})
    assert Booking.objects.get().price == 45.5


def test_another_policy_is_shown_and_asked_for_again(client: Client, hour: SessionType) -> None:
    hour.trainer.gyms.update(free_cancellation_hours=48)
    page = text(client.post(BOOK, values(hour)))
    assert "Cancelling was free until 24 hours before, and is free until 48 hours" in page
    assert not Booking.objects.exists()


def test_twenty_ahead_are_enough(client: Client, alice: User, hour: SessionType) -> None:
    rob = make_trainer()
    for days in range(20):
        make_booking(trainer=rob, user=alice, starts_at=NOW + timedelta(days=days, hours=9))
    answer = client.post(BOOK, values(hour))
    assert answer.status_code == 409
    assert "You have 20 sessions ahead of you" in text(answer)
    assert LIST in answer.content.decode()


def test_a_trainer_who_takes_none_and_oneself(
    client: Client, alice: User, hour: SessionType
) -> None:
    Trainer.objects.update(accepting=False)
    for answer in (client.get(f"{BOOK}?{AT_TEN}"), client.post(BOOK, values(hour))):
        assert "Tom takes no bookings at the moment." in text(answer)
    Trainer.objects.update(accepting=True)
    client.force_login(hour.trainer.user)
    assert "This is you." in text(client.get(f"{BOOK}?{AT_TEN}"))
    client.post(BOOK, values(hour))
    assert not Booking.objects.exists()


def test_a_type_withdrawn_meanwhile_is_told(client: Client, hour: SessionType) -> None:
    make_session_type(trainer=hour.trainer, name="Short", minutes=30, price=25)
    SessionType.objects.filter(pk=hour.pk).update(active=False)
    answer = client.post(BOOK, values(hour))
    assert answer.status_code == 409
    page = text(answer)
    assert "That session is not on offer any more." in page
    assert "Short" in page
    assert not Booking.objects.exists()


def test_a_link_to_a_type_that_was_withdrawn_says_so(client: Client, hour: SessionType) -> None:
    gone = "That session is not on offer any more. Choose another."
    link = f"{BOOK}?type={hour.pk}&{AT_TEN}"
    short = make_session_type(trainer=hour.trainer, name="Short", minutes=30, price=25)
    assert gone not in text(client.get(link))
    assert gone not in text(client.get(f"{BOOK}?{AT_TEN}"))
    SessionType.objects.filter(pk=hour.pk).update(active=False)
    answer = client.get(link)
    assert answer.status_code == 200
    page = text(answer)
    assert gone in page
    assert f"{BOOK}?type={short.pk}&amp;start=2026-11-27T10%3A00Z" in answer.content.decode()
    shown = client.post(BOOK, {**values(hour), "show": "2026-11-27T11:00Z"})
    assert gone in text(shown)


@pytest.mark.parametrize(
    "query",
    ["", "type=x&start=y", "type=999999999999999999999", "start=2026-13-01T10:00Z", "start=2026"],
)
def test_whatever_is_missing_or_malformed_can_be_chosen(
    client: Client, hour: SessionType, query: str
) -> None:
    page = text(client.get(f"{BOOK}?{query}"))
    assert "Choose a time" in page or "What would you like to book?" in page
    make_session_type(trainer=hour.trainer, name="Short", minutes=30, price=25)
    answer = client.get(f"{BOOK}?{query}&{AT_TEN}" if "start" not in query else f"{BOOK}?{query}")
    assert answer.status_code == 200
    assert "What would you like to book?" in text(answer)


def test_a_form_without_its_terms_is_shown_again(client: Client, hour: SessionType) -> None:
    for broken in (
        {"price": "x"},
        {"price": "1e999999"},
        {"currency": ""},
        {"free_cancellation_hours": ""},
    ):
        answer = client.post(BOOK, values(hour) | broken)
        assert answer.status_code == 200
        assert "Nothing is booked yet" in text(answer)
    answer = client.post(BOOK, values(hour, note="x" * 1001))
    assert "Cut it to 1000." in text(answer)
    assert not Booking.objects.exists()
    client.post(BOOK, values(hour, uuid="x"))
    assert Booking.objects.count() == 1


def test_a_uuid_of_somebody_else_is_not_found(client: Client, hour: SessionType) -> None:
    sent = values(hour)
    theirs = client.post(BOOK, sent)["Location"]
    client.force_login(make_user())
    assert client.post(BOOK, sent).status_code == 404
    assert client.get(theirs).status_code == 404


def test_an_unknown_trainer_is_not_found(client: Client, hour: SessionType) -> None:
    assert client.get("/trainers/nobody/book/").status_code == 404
    Trainer.objects.update(active=False)
    assert client.get(BOOK).status_code == 404
    assert client.post(BOOK, values(hour)).status_code == 404
    assert client.put(BOOK).status_code == 405


def test_what_it_is_about_is_carried_and_can_be_left_out(client: Client, hour: SessionType) -> None:
    thrust = make_variation(exercise=make_exercise(slug="hip-thrusts"), slug="barbell")
    about = {"exercise": "hip-thrusts", "variation": "barbell"}
    page = client.get(BOOK, {"start": "2026-11-27T10:00Z", **about})
    assert thrust.name in text(page)
    assert 'name="variation" value="barbell"' in page.content.decode()
    left_out = client.post(BOOK, values(hour, note="Knee.", drop="1", **about))
    assert thrust.name not in text(left_out)
    assert "Knee." in left_out.content.decode()
    assert not Booking.objects.exists()
    booked = client.post(BOOK, values(hour, **about), follow=True)
    assert thrust.name in text(booked)
    booking = Booking.objects.get()
    assert (booking.variation, booking.exercise) == (thrust, thrust.exercise)


def test_a_question_counts_only_if_it_is_ones_own(
    client: Client, alice: User, hour: SessionType
) -> None:
    gym = hour.trainer.gyms.get()
    mine, theirs = (make_question(user=user, gym=gym) for user in (alice, make_user()))
    for key, found in ((theirs.pk, None), ("x", None), (UUID(int=9), None), (mine.pk, mine)):
        page = client.get(BOOK, {"start": "2026-11-27T10:00Z", "question": str(key)})
        assert page.status_code == 200
        assert ("from your question" in text(page)) is (found is not None)
        client.post(BOOK, values(hour, question=key))
        booking = Booking.objects.get()
        assert booking.question == found
        booking.delete()


def test_without_consent_there_is_no_note(client: Client, hour: SessionType) -> None:
    client.force_login(make_user(consent=False))
    page = client.get(f"{BOOK}?{AT_TEN}")
    assert "<textarea" not in page.content.decode()
    assert "A note to your trainer can be health data." in text(page)
    assert "/me/settings/consent/?next=/trainers/tom/book/%3F" in page.content.decode()
    client.post(BOOK, values(hour, note="My left knee."))
    assert Booking.objects.get().note == ""


def test_signed_out_one_signs_in_and_comes_back_to_the_very_same(
    hour: SessionType, alice: User
) -> None:
    client = Client()
    address = f"{BOOK}?type={hour.pk}&start=2026-11-27T10%3A00Z"
    answer = client.get(address)
    assert answer["Location"].startswith("/accounts/login/?next=/trainers/tom/book/%3Ftype")
    answer = client.post(BOOK, values(hour, note="My left knee."))
    assert "start%3D2026-11-27T10%253A00Z" in answer["Location"]
    assert "knee" not in answer["Location"]
    client.force_login(alice)
    assert "My left knee." in client.get(address).content.decode()


def test_an_hour_that_the_clock_shows_twice_names_its_zone(
    client: Client, hour: SessionType
) -> None:
    hour.trainer.weekly_hours.update(starts="00:00", ends="05:00")
    with time_machine.travel(datetime(2026, 10, 20, 8, tzinfo=UTC), tick=False):
        page = text(client.get(f"{BOOK}?start=2026-10-25T00:15Z"))
    assert "01:15 BST–01:15 GMT" in page
    assert "until Sat 24 Oct, 01:15." in page


def test_times_are_those_of_the_gym_whatever_zone_the_member_lives_in(
    client: Client, alice: User, hour: SessionType
) -> None:
    hour.trainer.gyms.update(timezone="Australia/Lord_Howe")
    page = text(client.get(f"{BOOK}?start=2026-11-26T22:00Z"))
    assert "Friday 27 November" in page
    assert "09:00–10:00" in page
    assert "Australia/Lord_Howe time" in page
