"""What becomes of sessions, places in line and feeds when somebody leaves or takes back consent."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone
from icalendar import Calendar

from gymsite.personal_data import leave_everything
from members.models import Notice, User
from members.notices import KINDS, Mail
from members.preferences import consent_withdraw, health_data_delete
from tests.factories import (
    make_booking,
    make_question,
    make_session_type,
    make_trainer,
    make_user,
    make_variation,
)
from trainers.booking_notices import booking_tell
from trainers.claims_check import claims_differences
from trainers.models import (
    Booking,
    CalendarFeed,
    MemberClaim,
    Trainer,
    TrainerClaim,
    WaitlistEntry,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def tom() -> Trainer:
    return make_trainer()


def session(tom: Trainer, user: User, ahead: timedelta = DAY) -> Booking:
    variation = make_variation()
    return make_booking(
        trainer=tom,
        user=user,
        starts_at=timezone.now() + ahead,
        note="My knee hurts.",
        question=make_question(user=user, gym=tom.gyms.get()),
        exercise=variation.exercise,
        variation=variation,
    )


def wait(tom: Trainer, user: User) -> WaitlistEntry:
    hour = make_session_type(trainer=tom)
    return WaitlistEntry.objects.create(member=user.member, trainer=tom, session_type=hour)


def mails(user: User, kind: str) -> int:
    return Notice.objects.filter(recipient=user.email, kind=kind).count()


def last_mail(user: User, kind: str) -> Mail | None:
    """The newest of a kind, as it would be sent now."""
    notice = Notice.objects.filter(recipient=user.email, kind=kind).latest("created_at")
    return KINDS[kind](notice)


def test_a_leaving_member_frees_what_is_ahead(alice: User, tom: Trainer) -> None:
    ahead, past = session(tom, alice, 3 * DAY), session(tom, alice, -DAY)
    others = session(tom, make_user(), 2 * DAY)
    leave_everything(alice.member)
    states = [Booking.objects.get(pk=one.pk).state for one in (ahead, past, others)]
    assert states == ["cancelled", "booked", "booked"]
    assert not TrainerClaim.objects.filter(booking=ahead).exists()
    assert not MemberClaim.objects.filter(booking=ahead).exists()
    assert mails(tom.user, "booking_trainer") == 1
    assert not list(claims_differences())


def test_a_leaving_members_calendar_is_told_of_what_is_cancelled(alice: User, tom: Trainer) -> None:
    ahead = session(tom, alice)
    leave_everything(alice.member)
    mail = last_mail(alice, "booking_member")
    assert mail
    assert mail.subject.startswith("Your session is cancelled")
    assert tom.name in mail.text
    assert "knee" not in mail.text
    assert mail.calendar
    assert mail.calendar.method == "CANCEL"
    (event,) = Calendar.from_ical(mail.calendar.content).walk("VEVENT")
    assert str(event["uid"]).startswith(f"{ahead.pk}@")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert event["attendee"] == f"mailto:{alice.email}"


def test_of_what_stays_booked_a_leaving_member_hears_nothing(alice: User, tom: Trainer) -> None:
    ahead = session(tom, alice)
    booking_tell(ahead)
    alice.member.deletion_requested_at = timezone.now()
    alice.member.save()
    assert last_mail(alice, "booking_member") is None
    alice.is_active = False
    alice.save()
    Booking.objects.update(state="cancelled")
    assert last_mail(alice, "booking_member") is None


def test_a_leaving_trainer_cancels_and_the_members_are_told(alice: User, tom: Trainer) -> None:
    ahead = session(tom, alice)
    leave_everything(tom.user.member)
    ahead.refresh_from_db()
    assert ahead.state == "cancelled"
    assert not ahead.cost
    assert ahead.events.get().by == "trainer"
    assert mails(alice, "booking_member") == 1
    assert not list(claims_differences())


def test_places_in_line_and_the_feed_go(alice: User, tom: Trainer) -> None:
    mine, others = wait(tom, alice), wait(tom, make_user())
    CalendarFeed.objects.create(user=alice)
    CalendarFeed.objects.create(user=tom.user)
    leave_everything(alice.member)
    states = [WaitlistEntry.objects.get(pk=one.pk).state for one in (mine, others)]
    assert states == ["left", "waiting"]
    assert [feed.user for feed in CalendarFeed.objects.all()] == [tom.user]
    leave_everything(tom.user.member)
    others.refresh_from_db()
    assert others.state == "over"


@pytest.mark.parametrize("write", [consent_withdraw, health_data_delete])
def test_without_consent_sessions_stay_and_what_they_are_about_goes(
    alice: User, tom: Trainer, write: object
) -> None:
    assert callable(write)
    mine, others = session(tom, alice), session(tom, make_user(), 2 * DAY)
    write(member=alice.member)
    for booking, is_told in ((mine, False), (others, True)):
        booking.refresh_from_db()
        about = (booking.note, booking.question, booking.exercise, booking.variation)
        assert [bool(one) for one in about] == [is_told] * 4
        assert booking.state == "booked"
    assert not list(claims_differences())


def test_the_page_says_how_many_sessions_are_cancelled(alice: User, tom: Trainer) -> None:
    browser = Browser()
    browser.force_login(alice)
    assert "coming session" not in browser.get("/me/data/delete/").content.decode()
    session(tom, alice)
    session(tom, alice, 2 * DAY)
    session(tom, alice, -DAY)
    page = browser.get("/me/data/delete/").content.decode()
    assert "<strong>2</strong> coming sessions are cancelled" in page
