"""Several clocks at once, and members who join, leave and book meanwhile."""

from datetime import datetime, time
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from members.models import Notice
from tests.concurrency.threads import at_once
from tests.factories import make_session_type, make_trainer, make_user, make_weekly_hours
from trainers.bookings import Actor, By, TimeGone, booking_create
from trainers.models import SessionType, WaitlistEntry
from trainers.waitlist import waitlist_join, waitlist_leave, waitlists_offer

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def waiting(people: int) -> list[WaitlistEntry]:
    """In line for any day with a trainer who has worked no hours until now."""
    hour = make_session_type(trainer=make_trainer())
    entries = [
        waitlist_join(member=make_user().member, trainer=hour.trainer, session_type=hour)
        for _ in range(people)
    ]
    make_weekly_hours(trainer=hour.trainer, ends=time(10))
    return entries


def test_ticks_at_once_tell_each_once() -> None:
    for _ in range(ROUNDS):
        entries = waiting(4)
        outcomes = at_once(*[partial(waitlists_offer, timezone.now())] * 4)
        assert outcomes == [None] * 4
        rows = [WaitlistEntry.objects.get(pk=entry.pk) for entry in entries]
        assert [row.offers for row in rows] == [1] * 4
        assert len({row.offered_start for row in rows}) == 4
    assert Notice.objects.filter(kind="waitlist_offer").count() == 4 * ROUNDS


def test_the_same_wish_sent_at_once_is_one_entry() -> None:
    hour = make_session_type(trainer=make_trainer())
    member = make_user().member
    join = partial(waitlist_join, member=member, trainer=hour.trainer, session_type=hour)
    outcomes = at_once(*[join] * 5)
    assert {one.pk for one in outcomes} == {WaitlistEntry.objects.get().pk}


def test_an_offer_against_a_walk_in_and_somebody_who_leaves() -> None:
    """The first to book has it; whoever books ends their wait, and nobody is lost in line."""
    for _ in range(ROUNDS):
        first, second = waiting(2)
        waitlists_offer(timezone.now())
        first.refresh_from_db()
        outcomes = at_once(
            partial(book, first.session_type, first, first.offered_start),
            partial(book, first.session_type, None, first.offered_start),
            partial(waitlist_leave, entry=second),
            partial(waitlists_offer, timezone.now()),
        )
        assert sum(isinstance(one, TimeGone) for one in outcomes[:2]) == 1
        assert outcomes[2:] == [True, None]
        waitlists_offer(timezone.now())
        first.refresh_from_db()
        second.refresh_from_db()
        booked = not isinstance(outcomes[0], TimeGone)
        assert (first.state, second.state) == ("booked" if booked else "offered", "left")


def book(hour: SessionType, entry: WaitlistEntry | None, start: datetime | None) -> object:
    member = entry.member if entry else make_user().member
    assert start
    return booking_create(
        uuid=uuid4(),
        trainer=hour.trainer,
        member=member,
        session_type=hour,
        start=start,
        actor=Actor(member.user, By.MEMBER),
    )
