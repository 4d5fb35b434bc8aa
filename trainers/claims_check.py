"""Whether bookings and time off hold just the quarters that they should."""

from collections import defaultdict
from collections.abc import Iterator

from trainers.claims import claims_of
from trainers.models import Booking, MemberClaim, TimeOff, TrainerClaim
from trainers.slots import quarters

AT_ONCE = 500


def claims_differences() -> Iterator[str]:
    """One line for each booking or time off whose claims are not those that it should have."""
    bookings = Booking.objects.select_related("member__user__trainer").order_by("pk")
    batch: list[Booking] = []
    for booking in bookings.iterator(AT_ONCE):
        batch.append(booking)
        if len(batch) == AT_ONCE:
            yield from _of_bookings(batch)
            batch = []
    yield from _of_bookings(batch)
    yield from _of_time_off()


def _of_bookings(bookings: list[Booking]) -> Iterator[str]:
    trainers: dict[object, set[tuple[int, int]]] = defaultdict(set)
    rows = TrainerClaim.objects.filter(booking__in=bookings)
    for pk, trainer, quarter in rows.values_list("booking_id", "trainer_id", "quarter"):
        trainers[pk].add((trainer, quarter))
    members: dict[object, set[tuple[int, int]]] = defaultdict(set)
    of_members = MemberClaim.objects.filter(booking__in=bookings)
    for pk, member, quarter in of_members.values_list("booking_id", "member_id", "quarter"):
        members[pk].add((member, quarter))
    for booking in bookings:
        wanted = claims_of(booking)
        of_member = {(booking.member_id, quarter) for quarter in wanted.member}
        if trainers[booking.pk] != wanted.trainers or members[booking.pk] != of_member:
            yield (
                f"booking {booking.pk} ({booking.state}, {booking.starts_at:%Y-%m-%d %H:%M} UTC):"
                f" {len(trainers[booking.pk])} of {len(wanted.trainers)} quarters of trainers,"
                f" {len(members[booking.pk])} of {len(of_member)} of its member"
            )


def _of_time_off() -> Iterator[str]:
    for time_off in TimeOff.objects.prefetch_related("claims").order_by("pk"):
        held = {claim.quarter for claim in time_off.claims.all()}
        wanted = set(quarters(time_off.starts_at, time_off.ends_at))
        if held != wanted:
            yield f"time off {time_off.pk}: {len(held)} of {len(wanted)} quarters"
