"""What a member has booked."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from trainers.bookings import By, may_cancel, may_move
from trainers.models import Booking, BookingEvent
from trainers.waitlist_lines import lines_of

PAGE_SIZE = 24
BY_THE_OTHER_SIDE = (BookingEvent.By.TRAINER, BookingEvent.By.STAFF)


@read_only
@member_page
def booking_list(request: MemberRequest) -> HttpResponse:
    now = timezone.now()
    mine = Booking.objects.of_member(request.user).for_list()
    coming = list(mine.ahead(now))
    page = Paginator(mine.past(now), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "lines": lines_of(request.user),
        "next": coming[:1],
        "coming": coming[1:],
        "page": page,
    }
    return render(request, "trainers/booking_list.html", context)


@read_only
@member_page
def booking_detail(request: MemberRequest, uuid: UUID) -> HttpResponse:
    booking = own_booking(request, uuid)
    events = booking.history()[::-1]
    context = {
        "booking": booking,
        "events": events,
        "message": _message(events),
        "may_move": may_move(booking, By.MEMBER),
        "may_cancel": may_cancel(booking, By.MEMBER),
    }
    return render(request, "trainers/booking_detail.html", context)


def _message(events: list[BookingEvent]) -> BookingEvent | None:
    """What the trainer or the gym wrote with the last change."""
    last = events[0] if events else None
    return last if last and last.message and last.by in BY_THE_OTHER_SIDE else None


def own_booking(request: MemberRequest, uuid: UUID) -> Booking:
    rows = Booking.objects.of_member(request.user).for_list().select_related("question")
    return get_object_or_404(rows.prefetch_related("trainer__gyms", "events__was_gym"), pk=uuid)
