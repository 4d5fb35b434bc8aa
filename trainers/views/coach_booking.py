"""A trainer books for a client: whom, what, when; once or every week."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from exercises.decorators import read_only
from members.models import Gym
from members.opening_hours import first_instant
from members.views.plan_page import parsed
from trainers import bookings
from trainers.access import TrainerRequest, trainer_page
from trainers.availability import WEEKS_OF_A_SERIES, for_trainers, slots_for
from trainers.booking_refusals import Refusal, choices
from trainers.booking_words import moment_words
from trainers.bookings import Actor, By, Terms
from trainers.following import clients_of
from trainers.forms.coach_bookings import WEEKS, CoachBookingForm
from trainers.free_times import free_times
from trainers.instants import instant_parsed, instant_text
from trainers.models import Booking, Client, SessionType, Trainer
from trainers.recipients import NAMELESS
from trainers.slots import Slot, nearest
from trainers.views.coach_bookings import coach_address
from trainers.views.coach_changes import busy, gone, instant_or_404, nearby
from trainers.wanted import SHOW

OFF_OFFER = Refusal(
    "Nothing is booked",
    "That member is no longer your client, or the session is not on offer any more. Choose again.",
)


@dataclass(frozen=True)
class ClientsSession:
    """What a trainer has chosen so far, as addresses and forms carry it."""

    trainer: Trainer
    client: Client | None = None
    session_type: SessionType | None = None
    start: datetime | None = None
    weeks: int = 1

    @classmethod
    def of(cls, trainer: Trainer, data: QueryDict) -> "ClientsSession":
        """Whatever is unknown, or of somebody else, is left out."""
        types = list(trainer.session_types.on_offer())
        chosen = data.get("type", "")
        only = types[0] if len(types) == 1 and not chosen else None
        key = data.get("client")
        return cls(
            trainer,
            clients_of(trainer).filter(pk=parsed(key)).first() if key else None,
            next((one for one in types if str(one.pk) == chosen), only),
            instant_parsed(data.get(SHOW) or data.get("start", "")),
            next((one for one, _ in WEEKS if str(one) == data.get("weeks")), 1),
        )

    @property
    def query(self) -> str:
        """Whom and what, for the links of the times."""
        assert self.client
        assert self.session_type
        return urlencode({"client": self.client.pk, "type": self.session_type.pk})

    @property
    def query_and_weeks(self) -> str:
        return f"{self.query}&{urlencode({'weeks': self.weeks})}" if self.weeks > 1 else self.query

    @property
    def name(self) -> str:
        return self.client.member.user.name or NAMELESS if self.client else ""

    def slots(self) -> list[Slot]:
        assert self.client
        assert self.session_type
        return slots_for(
            self.trainer, self.session_type, limits=for_trainers, member=self.client.member
        )

    def at(self, slot: Slot) -> Booking:
        """The booking that it would be, not saved."""
        assert self.client
        assert self.session_type
        gym = next(gym for gym in self.trainer.gyms.all() if gym.pk == slot.gym)
        return Booking(
            trainer=self.trainer,
            member=self.client.member,
            gym=gym,
            session_type=self.session_type,
            session_name=self.session_type.name,
            starts_at=slot.start,
            ends_at=slot.start + self.session_type.length,
            **Terms.of(self.session_type, gym)._asdict(),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def coach_booking_create(request: TrainerRequest) -> HttpResponse:
    if request.method == "POST":
        return _book(request)
    start = instant_or_404(request.GET.get("start", ""))
    wanted = ClientsSession.of(request.trainer, request.GET)
    if request.GET.get("client") and wanted.client is None:
        raise Http404
    if request.GET.get("type") and wanted.session_type is None:
        raise Http404
    form = CoachBookingForm(initial={"uuid": uuid4(), "weeks": wanted.weeks})
    return _page(request, replace(wanted, start=start), form)


def _book(request: TrainerRequest) -> HttpResponse:
    wanted = ClientsSession.of(request.trainer, request.POST)
    form = CoachBookingForm(request.POST)
    if wanted.client is None or wanted.session_type is None:
        return _page(request, wanted, form, OFF_OFFER, status=409)
    if request.POST.get(SHOW) == "":
        return redirect(f"{request.path}?{wanted.query_and_weeks}")
    if SHOW in request.POST or not form.is_valid():
        return _page(request, wanted, form)
    uuid, weeks = form.uuid_for(wanted.client, wanted.session_type), form.cleaned_data["weeks"]
    again = Booking.objects.filter(pk=uuid).exists()
    try:
        if weeks > 1:
            return redirect(_book_weekly(request, wanted, uuid, weeks))
        booking = bookings.booking_create(uuid=uuid, **_what(request, wanted))
    except Booking.DoesNotExist:
        raise Http404 from None
    except bookings.NotAllowed:
        return _page(request, wanted, form, OFF_OFFER, status=409)
    except bookings.MemberBusy:
        return _page(request, wanted, form, busy(wanted.name), status=409)
    except bookings.TimeGone:
        assert wanted.start
        return _page(request, wanted, form, gone(request.trainer, wanted.start), status=409)
    if not again:
        when = moment_words(booking.gym, booking.starts_at)
        messages.success(request, f"Booked: {wanted.name}, {when}. They are told.")
    return redirect(coach_address(booking))


def _what(request: TrainerRequest, wanted: ClientsSession) -> dict[str, Any]:
    assert wanted.client
    return {
        "trainer": request.trainer,
        "member": wanted.client.member,
        "session_type": wanted.session_type,
        "start": wanted.start,
        "actor": Actor(request.user, By.TRAINER),
    }


def _book_weekly(request: TrainerRequest, wanted: ClientsSession, uuid: UUID, weeks: int) -> str:
    """Book them; the address that tells which were. Raises TimeGone where the first is taken."""
    assert wanted.start
    gym = _gym_of(wanted, uuid)
    if gym is None:
        raise bookings.TimeGone
    bookings.bookings_create_weekly(uuid=uuid, gym=gym, weeks=weeks, **_what(request, wanted))
    found = {"start": instant_text(wanted.start), "gym": gym.pk, "weeks": weeks}
    page = reverse("trainers:coach_booking_series", args=[uuid])
    return f"{page}?{wanted.query}&{urlencode(found)}"


def _gym_of(wanted: ClientsSession, uuid: UUID) -> Gym | None:
    """Where the first of a series is, or is already since the form was sent before."""
    there = Booking.objects.filter(pk=uuid5(uuid, "0"), trainer=wanted.trainer)
    if made := there.select_related("gym").first():
        return made.gym
    slot = next((one for one in wanted.slots() if one.start == wanted.start), None)
    return wanted.at(slot).gym if slot else None


def _page(
    request: TrainerRequest,
    wanted: ClientsSession,
    form: CoachBookingForm,
    refusal: Refusal | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Whom and what; then the times; then what will happen, with the button."""
    context: dict[str, Any] = {"wanted": wanted, "form": form, "refusal": refusal}
    if wanted.client and wanted.session_type:
        slots = wanted.slots()
        slot = next((one for one in slots if one.start == wanted.start), None)
        if slot:
            context["new"] = wanted.at(slot)
        elif wanted.start:
            status = 409
            context["refusal"] = refusal or gone(request.trainer, wanted.start)
            context |= nearby(request.trainer, slots, wanted.start)
        context["start"] = instant_text(wanted.start) if wanted.start else ""
        context["times"] = free_times(request.trainer, slots, request.GET.get("week", ""))
    if not wanted.start or "times" not in context:
        context["clients"] = clients_of(request.trainer).order_by("member__user__name", "pk")
        context["types"] = request.trainer.session_types.on_offer()
    return render(request, "trainers/coach_booking_create.html", context, status=status)


@read_only
@trainer_page
def coach_booking_series(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """What came of a weekly booking: those made, and those taken with the nearest free times."""
    wanted = ClientsSession.of(request.trainer, request.GET)
    gyms = {str(gym.pk): gym for gym in request.trainer.gyms.all()}
    gym, weeks = gyms.get(request.GET.get("gym", "")), request.GET.get("weeks", "")
    if not (wanted.client and wanted.session_type and wanted.start and gym and weeks.isdecimal()):
        raise Http404
    keys = [uuid5(uuid, str(week)) for week in range(min(int(weeks[:3]), WEEKS_OF_A_SERIES))]
    rows = Booking.objects.visible_to(request.user).for_list().in_bulk(keys)
    missed = [
        _week_after(gym, wanted.start, week) for week, key in enumerate(keys) if key not in rows
    ]
    slots = wanted.slots() if missed else []
    context = {
        "wanted": wanted,
        "gym": gym,
        "made": [rows[key] for key in keys if key in rows],
        "missed": [(at, _nearest(wanted, slots, at)) for at in missed],
    }
    return render(request, "trainers/coach_booking_series.html", context)


def _week_after(gym: Gym, start: datetime, weeks: int) -> datetime:
    wall = gym.local(start).replace(tzinfo=None)
    return first_instant(wall + timedelta(weeks=weeks), gym.zone)


def _nearest(wanted: ClientsSession, slots: list[Slot], at: datetime) -> list[Any]:
    near = nearest(slots, at, each=2)
    return choices(wanted.trainer, [*near.before, *near.after])
