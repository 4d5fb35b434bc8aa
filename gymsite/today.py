"""The member's start page: what is next, from all apps."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from members.history import Summary, summaries
from members.models import Member, Plan, PlanDay, PlanItem, User, Workout
from members.next_load import LoadOffer, offers_for
from members.plans import next_day
from members.week import Week
from members.wording import targets_words
from trainers.assignments import assignments_seen
from trainers.cards import offers_for as trainers_offers
from trainers.models import Booking, ClientRequest, PublishedAnswer, Question, Trainer
from trainers.waitlist_lines import lines_of

OFFERS_SHOWN = 3


@read_only
@member_page
def today(request: MemberRequest) -> HttpResponse:
    member = request.member
    plan = Plan.objects.filter(member=member, active=True).first()
    day = next_day(plan) if plan else None
    offers = trainers_offers(member, OFFERS_SHOWN)
    context = {
        "today": timezone.localdate(),
        "coaches": Trainer.objects.of(request.user) is not None,
        "free_times": [line for line in lines_of(request.user) if line.start],
        **waiting_from_trainers(request.user),
        "booking": Booking.objects.of_member(request.user).ahead().for_list().first(),
        "unfinished": Workout.objects.unfinished().filter(member=member).first(),
        "plan": plan,
        "day": day,
        "uuid": uuid4(),
        "items": day_items(member, day) if day else [],
        "week": Week.of(member, plan),
        "last": last_workout(member),
        "readiness_due": readiness_due(member),
        "from_trainer": offers,
    }
    answer = render(request, "gymsite/today.html", context)
    assignments_seen(card.assignment for card in offers)
    return answer


def waiting_from_trainers(user: User) -> dict[str, Any]:
    """Answers not read yet, wordings to agree to, and trainers who would like to follow."""
    asked = Question.objects.asked_by(user).with_news()
    wordings = PublishedAnswer.objects.visible_to(user).waiting()
    return {
        "answers": asked.order_by("-answered_at").for_list(),
        "wordings": wordings.select_related(
            "proposed_by", "question__exercise", "question__variation"
        ),
        "client_requests": ClientRequest.objects.open().from_trainers(user.member),
    }


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


def last_workout(member: Member) -> Summary | None:
    """What the last session came to."""
    trained = Workout.objects.trained().filter(member=member).for_history()
    last = trained.order_by("-started_at", "-pk")[:1]
    return next(iter(summaries(list(last), member=member)), None)


def readiness_due(member: Member) -> bool:
    """Whether the questions before training were never answered, or the answers have lapsed."""
    check = member.readiness_checks.first()
    return check is None or not check.is_current
