"""What becomes of bookings when somebody's account is to be deleted."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Member, User
from trainers.booking_notices import booking_tell
from trainers.bookings.terms import Actor, By
from trainers.bookings.writing import event_add, trainers_of
from trainers.claims import claims_release, lock
from trainers.models import Booking, BookingEvent, Trainer
from trainers.models.bookings import BookingQuerySet


def sessions_ahead(user: User) -> BookingQuerySet:
    """What somebody would cancel by leaving: as a member and as a trainer."""
    theirs = Q(member__user=user) | Q(trainer__user=user)
    return Booking.objects.booked().filter(theirs, starts_at__gt=timezone.now())


def late_by_leaving(user: User) -> list[Booking]:
    """Those of a member that leaving now would cancel late, at a cost."""
    theirs = sessions_ahead(user).filter(member__user=user, price__gt=0)
    return [one for one in theirs if not one.is_free_to_cancel]


def bookings_leave(user: User) -> None:
    """Cancel what lies ahead of somebody whose account is to be deleted, on both sides.

    Inside the transaction of that request, before it locks the member. For a leaving member it is
    as late, and costs as much, as any cancellation of theirs.
    """
    ahead = sessions_ahead(user)
    while True:
        with transaction.atomic():
            found = list(ahead.select_related("member__user__trainer").order_by("pk"))
            lock(
                {pk for one in found for pk in trainers_of(one)}
                | set(Trainer.objects.filter(user=user).values_list("pk", flat=True)),
                {one.member_id for one in found if one.member_id}
                | set(Member.objects.filter(user=user).values_list("pk", flat=True)),
            )
            if {one.pk for one in found} == set(ahead.values_list("pk", flat=True)):
                break
            transaction.set_rollback(True)
    for booking in ahead.for_list():
        is_trainers = booking.trainer is not None and booking.trainer.user_id == user.pk
        _cancel_for_good(booking, Actor(user, By.TRAINER if is_trainers else By.MEMBER))


def _cancel_for_good(booking: Booking, actor: Actor) -> None:
    late = actor.by == By.MEMBER and not booking.is_free_to_cancel
    booking.state = Booking.State.LATE_CANCELLED if late else Booking.State.CANCELLED
    booking.sequence += 1
    booking.save(update_fields=["state", "sequence"])
    claims_release(booking)
    event_add(booking, BookingEvent.What(booking.state), actor)
    booking_tell(booking)
