"""Sessions for a person's own calendar: one as a file, all at a secret address."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from trainers.access import TrainerRequest, trainer_page
from trainers.calendars import CONTENT_TYPE, Side, calendar_file, feed_file
from trainers.models import Booking, CalendarFeed

SECTION = "#calendar-feed"


@read_only
@member_page
def booking_calendar(request: MemberRequest, uuid: UUID) -> HttpResponse:
    mine = Booking.objects.of_member(request.user).for_calendar()
    return _download(get_object_or_404(mine, pk=uuid), Side.MEMBER)


@read_only
@trainer_page
def coach_booking_calendar(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    theirs = Booking.objects.visible_to(request.user).for_calendar()
    return _download(get_object_or_404(theirs, pk=uuid), Side.TRAINER)


@read_only
@sensitive_variables("token")
@cache_control(private=True, no_store=True)
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """What calendars read again and again; whoever knows the address needs no sign-in."""
    feed = get_object_or_404(CalendarFeed.objects.readable(), token=token)
    return HttpResponse(
        feed_file(feed.user), content_type=CONTENT_TYPE, headers={"X-Robots-Tag": "noindex"}
    )


@require_POST
@member_page
def calendar_feed_create(request: MemberRequest) -> HttpResponse:
    """Make the address, or a new one in place of the old."""
    had_one = CalendarFeed.objects.filter(user=request.user).exists()
    CalendarFeed.objects.renew(request.user)
    messages.success(
        request,
        "Here is the new address. The old one no longer opens anything."
        if had_one
        else "Here is your address. Add it to your calendar.",
    )
    return _back(request)


@require_POST
@member_page
def calendar_feed_delete(request: MemberRequest) -> HttpResponse:
    gone, _ = CalendarFeed.objects.filter(user=request.user).delete()
    if gone:
        messages.success(request, "The address is gone and no longer opens anything.")
    return _back(request)


def _download(booking: Booking, side: Side) -> HttpResponse:
    name = f"session-{booking.local_start:%Y-%m-%d}.ics"
    return HttpResponse(
        calendar_file([booking], side),
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _back(request: HttpRequest) -> HttpResponse:
    page = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        page = resolve_url("trainers:booking_list")
    return redirect(page + SECTION)
