"""The member's start page: what is next, from all apps."""

from dataclasses import dataclass
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from members.models import Member, Plan, PlanDay, PlanItem, SetEntry, SetKind, Workout
from members.next_load import LoadOffer, offers_for
from members.plans import next_day
from members.records import VariationRecord, records_broken_in
from members.week import Week
from members.wording import targets_words
from trainers.models import ClientRequest


@read_only
@member_page
def today(request: MemberRequest) -> HttpResponse:
    member = request.member
    plan = Plan.objects.filter(member=member, active=True).first()
    day = next_day(plan) if plan else None
    context = {
        "today": timezone.localdate(),
        "unfinished": Workout.objects.unfinished().filter(member=member).first(),
        "plan": plan,
        "day": day,
        "uuid": uuid4(),
        "items": day_items(member, day) if day else [],
        "week": Week.of(member, plan),
        "last": last_workout(member),
        "readiness_due": readiness_due(member),
        "client_requests": ClientRequest.objects.open().from_trainers(member),
    }
    return render(request, "gymsite/today.html", context)


@dataclass(frozen=True)
class DayItem:
    """An exercise of the day that is next, with the load on offer for it."""

    item: PlanItem
    offer: LoadOffer | None
    unit: str

    @property
    def targets(self) -> str:
        return targets_words(self.item, self.unit)


def day_items(member: Member, day: PlanDay) -> list[DayItem]:
    items = list(day.items.select_related("variation__exercise__body_part"))
    offers = offers_for(member, items)
    return [DayItem(item, offers.get(item.pk), member.unit) for item in items]


@dataclass(frozen=True)
class LastWorkout:
    workout: Workout
    sets: int
    records: list[VariationRecord]


def last_workout(member: Member) -> LastWorkout | None:
    """The workout finished last, with the records that it broke."""
    finished = Workout.objects.finished().filter(member=member)
    workout = finished.order_by("-started_at", "-pk").first()
    if workout is None:
        return None
    workout.member = member
    sets = (
        SetEntry.objects.kept().exclude(kind=SetKind.WARM_UP).filter(item__workout=workout).count()
    )
    return LastWorkout(workout, sets, records_broken_in(workout))


def readiness_due(member: Member) -> bool:
    """Whether the questions before training were never answered, or the answers have lapsed."""
    check = member.readiness_checks.first()
    return check is None or not check.is_current
