from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from gymsite.demo.bookings import BOOKINGS, TIME_OFF, bookings_make
from members.models import Member, Notice, User
from trainers.availability import slots_for
from trainers.claims_check import claims_differences
from trainers.hours import outside_hours
from trainers.models import Booking, DateOverride, SessionType, TimeOff, Trainer, WeeklyHours

pytestmark = pytest.mark.django_db


def trainer(mailbox: str) -> Trainer:
    return Trainer.objects.get(user__email__startswith=f"{mailbox}@")


def test_claims_are_those_of_the_bookings(seeded: None) -> None:
    assert [*claims_differences()] == []
    assert not Notice.objects.exists()


def test_every_trainer_has_hours_and_something_to_book(seeded: None) -> None:
    for one in Trainer.objects.all():
        assert one.weekly_hours.exists()
        assert slots_for(one, one.session_types.on_offer()[0]), one
        assert outside_hours(one) == []
    assert not trainer("rob").accepting
    currencies = dict(SessionType.objects.values_list("trainer__slug", "currency"))
    assert currencies == {
        "demo-tara": "GBP",
        "demo-rob": "GBP",
        "demo-lena": "EUR",
        "demo-kofi": "EUR",
    }
    assert SessionType.objects.filter(active=False).exists()


def test_there_are_days_unlike_the_others_and_time_off_to_come(seeded: None) -> None:
    closed = [one.is_closed for one in DateOverride.objects.all()]
    assert {*closed} == {True, False}
    assert TimeOff.objects.to_come().count() == 2
    for one in TimeOff.objects.select_related("trainer"):
        assert one.note
        inside = Booking.objects.overlapping(one.starts_at, one.ends_at)
        assert not inside.held().filter(trainer=one.trainer).exists()


def test_mia_trains_with_tara_tomorrow(seeded: None) -> None:
    mia = Member.objects.get(user__email__startswith="mia@")
    first = Booking.objects.to_come().filter(member=mia)[0]
    assert first.trainer == trainer("tara")
    assert first.local_start.date() == first.gym.local(timezone.now()).date() + timedelta(days=1)
    assert first.note


def test_past_sessions_have_every_outcome(seeded: None) -> None:
    past = Booking.objects.past()
    states = {*past.values_list("state", flat=True)}
    assert states >= {"completed", "no_show", "late_cancelled", "cancelled"}
    assert past.filter(waived_at__isnull=False).exists()
    assert Booking.objects.booked().filter(ends_at__lt=timezone.now()).count() == 1
    for one in Booking.objects.prefetch_related("events"):
        what = [event.what for event in one.events.all()]
        times = [event.at for event in one.events.all()]
        assert what[0] == "booked"
        assert times == sorted(times)
        assert times[-1] <= timezone.now()
        assert one.created_at < one.starts_at
        assert one.state == "booked" or one.state in what


def test_bookings_of_somebody_who_was_away_come_back(seeded: None) -> None:
    count = Booking.objects.count()
    User.objects.filter(email__startswith="tara@").delete()
    User.objects.filter(email__startswith="mia@").delete()
    call_command("seed_demo")
    assert Booking.objects.count() == count
    assert not Booking.objects.filter(trainer=None).exists()
    assert not Booking.objects.filter(member=None).exists()
    assert [*claims_differences()] == []


def test_whatever_day_it_is(seeded: None) -> None:
    for days in range(7):
        for model in (Booking, TimeOff, DateOverride, SessionType, WeeklyHours):
            model._default_manager.all().delete()
        now = timezone.now() + timedelta(days=days)
        with time_machine.travel(now, tick=False):
            bookings_make(now)
            assert Booking.objects.count() == len(BOOKINGS), now
            assert TimeOff.objects.count() == len(TIME_OFF)
            assert [*claims_differences()] == []
            for one in Trainer.objects.all():
                assert outside_hours(one) == [], now
            tomorrow = Booking.objects.to_come().filter(member__user__email__startswith="mia@")
            assert tomorrow[0].starts_at < now + timedelta(days=2)
