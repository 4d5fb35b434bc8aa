"""Bookings as the desk sees them: read, and changed only through the functions of the domain."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from members.admin.base import ReadOnlyAdmin
from members.models import User
from trainers.booking_words import money_words as money
from trainers.bookings import (
    Actor,
    BookingChanged,
    By,
    NotAllowed,
    booking_cancel,
    booking_mark,
    booking_waive,
    may_cancel,
)
from trainers.models import Booking, WaitlistEntry
from trainers.models.bookings import LONGEST_NOTE
from trainers.week import home_zone
from trainers.wording import dated_words

State = Booking.State
NOTHING = (
    "None of these can be cancelled: they are cancelled already, over, or marked. Take a wrong mark"
    " back first."
)


class CancelForm(forms.Form):
    message = forms.CharField(
        label="Message to member and trainer",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        error_messages={"required": "Say why; both sides read it."},
    )


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    """Without what the member wrote to the trainer, which may be about their health."""

    list_display = ["when", "state", "due", "session_name", "trainer", "member_email", "gym"]
    list_filter = ["state", "gym", "trainer", "starts_at"]
    list_select_related = ["trainer", "member__user", "gym"]
    date_hierarchy = "starts_at"
    ordering = ["-starts_at", "pk"]
    search_fields = ["member__user__email"]
    view_on_site = False
    actions = ["cancel", "mark_arrived", "mark_completed", "mark_no_show", "unmark", "waive"]
    fields = [
        *["when", "session_name", "trainer", "member_email", "gym", "state", "price_words", "due"],
        *["free_cancellation_hours", "free_anyway", "waived", "created", "history"],
    ]

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_desk_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trainers.change_booking")

    def has_waive_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("trainers.waive_booking")

    @admin.display(description="When", ordering="starts_at")
    def when(self, booking: Booking) -> str:
        return dated_words(booking.starts_at, booking.gym.zone)

    @admin.display(description="Free anyway until")
    def free_anyway(self, booking: Booking) -> str | None:
        until = booking.free_anyway_until
        return dated_words(until, booking.gym.zone) if until else None

    @admin.display(description="Waived")
    def waived(self, booking: Booking) -> str | None:
        at = booking.waived_at
        return dated_words(at, booking.gym.zone) if at else None

    @admin.display(description="Booked")
    def created(self, booking: Booking) -> str:
        return dated_words(booking.created_at, booking.gym.zone)

    @admin.display(description="Member", ordering="member__user__email")
    def member_email(self, booking: Booking) -> str:
        return booking.member.user.email if booking.member else "–"

    @admin.display(description="Price")
    def price_words(self, booking: Booking) -> str:
        return money(booking.price, booking.currency)

    @admin.display(description="To pay")
    def due(self, booking: Booking) -> str:
        return "waived" if booking.waived_at else money(booking.cost, booking.currency)

    @admin.display(description="What happened")
    def history(self, booking: Booking) -> SafeString:
        """What changed, without the messages."""
        lines = [
            [date_format(booking.gym.local(one.at), "j M Y, H:i"), one.get_what_display(), one.by]
            for one in booking.events.all()
        ]
        return format_html_join("", "<div>{}: {} (by {})</div>", lines)

    @admin.action(description="Cancel, with a message", permissions=["desk"])
    def cancel(self, request: HttpRequest, rows: QuerySet[Booking]) -> HttpResponse | None:
        """Asks once, with the message that both sides read."""
        bookings = [one for one in rows.order_by("starts_at") if may_cancel(one, By.STAFF)]
        if not bookings:
            messages.error(request, NOTHING)
            return None
        form = CancelForm(request.POST if "confirmed" in request.POST else None)
        if not form.is_valid():
            return self._confirm(request, bookings, form)
        message = form.cleaned_data["message"]

        def write(booking: Booking, actor: Actor) -> None:
            seen = request.POST.get(f"seen-{booking.pk}", "")
            if not seen.isdecimal():
                raise BookingChanged(booking)
            booking_cancel(booking=booking, actor=actor, seen=int(seen), message=message)

        self._all(request, bookings, write, "cancelled")
        return redirect(request.get_full_path())

    @admin.action(description="Mark as arrived", permissions=["desk"])
    def mark_arrived(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._mark(request, rows, State.ARRIVED, "marked “arrived”")

    @admin.action(description="Mark as completed", permissions=["desk"])
    def mark_completed(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._mark(request, rows, State.COMPLETED, "marked “completed”")

    @admin.action(description="Mark as did not come", permissions=["desk"])
    def mark_no_show(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._mark(request, rows, State.NO_SHOW, "marked “did not come”")

    @admin.action(description="Take the mark back", permissions=["desk"])
    def unmark(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        self._mark(request, rows, State.BOOKED, "unmarked")

    @admin.action(description="Waive what it costs", permissions=["waive"])
    def waive(self, request: HttpRequest, rows: QuerySet[Booking]) -> None:
        def write(booking: Booking, actor: Actor) -> None:
            booking_waive(booking=booking, actor=actor)

        self._all(request, rows, write, "waived")

    def _mark(self, request: HttpRequest, rows: QuerySet[Booking], state: State, done: str) -> None:
        def write(booking: Booking, actor: Actor) -> None:
            marked = booking_mark(booking=booking, state=state, actor=actor)
            if booking.waived_at and not marked.waived_at:
                messages.warning(request, f"The waiver ended with it: {self._name(booking)}.")

        self._all(request, rows, write, done)

    def _all(
        self,
        request: HttpRequest,
        bookings: Iterable[Booking],
        write: Callable[[Booking, Actor], None],
        done: str,
    ) -> None:
        """Each by itself, on record; those that are refused are named."""
        assert isinstance(request.user, User)
        actor = Actor(request.user, By.STAFF)
        count = 0
        for booking in bookings:
            try:
                write(booking, actor)
            except (NotAllowed, BookingChanged):
                messages.error(request, f"Not {done}, as it stands now: {self._name(booking)}.")
            else:
                self.log_change(request, booking, f"{done.capitalize()}.")
                count += 1
        if count:
            messages.success(request, f"{count} booking{'' if count == 1 else 's'} {done}.")

    def _name(self, booking: Booking) -> str:
        return f"{self.when(booking)}, {self.member_email(booking)}"

    def _confirm(
        self, request: HttpRequest, bookings: list[Booking], form: CancelForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Cancel these bookings",
            "opts": self.opts,
            "bookings": bookings,
            "form": form,
            "action_box": ACTION_CHECKBOX_NAME,
        }
        return render(request, "admin/trainers/booking/cancel.html", context)


@admin.register(WaitlistEntry)
class WaitlistEntryAdmin(ReadOnlyAdmin):
    list_display = ["trainer", "member_email", "session_type", "first_day", "last_day", "state"]
    list_filter = ["state", "trainer"]
    list_select_related = ["trainer", "member__user", "session_type"]
    search_fields = ["member__user__email"]
    fields = [
        *["trainer", "member_email", "session_type", "first_day", "last_day", "state"],
        *["joined", "offers", "offered", "first_chance_until"],
    ]

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    @admin.display(description="Member", ordering="member__user__email")
    def member_email(self, entry: WaitlistEntry) -> str:
        return entry.member.user.email

    @admin.display(description="Joined")
    def joined(self, entry: WaitlistEntry) -> str:
        return dated_words(entry.created_at, home_zone(entry.trainer))

    @admin.display(description="Told of")
    def offered(self, entry: WaitlistEntry) -> str | None:
        at = entry.offered_start
        return dated_words(at, home_zone(entry.trainer)) if at else None

    @admin.display(description="Nobody behind is told until")
    def first_chance_until(self, entry: WaitlistEntry) -> str | None:
        at = entry.claim_by
        return dated_words(at, home_zone(entry.trainer)) if at else None
