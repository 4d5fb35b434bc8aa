"""How a trainer's clients are doing, read in a constant number of queries.

Whoever shows any of it notes first that it is read: `clients.workouts_read`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from members.models import Plan, SetKind, Workout, WorkoutItem
from members.progression.attendance import (
    QUIET_DAYS,
    DoneOfAssigned,
    SetsDone,
    done_of_assigned,
    needs_attention,
    sets_done_of_planned,
)
from trainers.models import Assignment, Client, Trainer

SPANS = (7, 30, 90)
LOOKED_BACK = timedelta(days=max(SPANS) + 2)


@dataclass(frozen=True)
class Done:
    """Sessions done of those assigned over so many days; none before the plan began."""

    days: int
    figure: DoneOfAssigned | None


@dataclass(frozen=True)
class ClientFigures:
    """A client by the plan that they follow; `finished_on` are the days of its workouts."""

    client: Client
    plan: Plan | None
    finished_on: Sequence[date]
    today: date

    @property
    def done(self) -> list[Done]:
        """Over 7, 30 and 90 days; nothing without a plan."""
        return [Done(days, self._over(days, self.today)) for days in SPANS] if self.plan else []

    @property
    def attention(self) -> str:
        """Why they need attention, or nothing."""
        plan = self.plan
        if plan is None or not needs_attention(
            self.finished_on,
            sessions_per_week=plan.sessions_per_week,
            plan_started_on=plan.started_on,
            today=self.today,
        ):
            return ""
        return self._quiet or self._fallen_off

    @property
    def _quiet(self) -> str:
        if not self.plan:
            return ""
        last = max((day for day in self.finished_on if day <= self.today), default=None)
        quiet = (self.today - max(last or date.min, self.plan.started_on)).days
        if quiet < QUIET_DAYS:
            return ""
        if last is None or last < self.plan.started_on:
            return f"Nothing done since the plan began {quiet} days ago."
        return f"Nothing done for {quiet} days."

    @property
    def _fallen_off(self) -> str:
        recent = self._over(7, self.today)
        before = self._over(30, self.today - timedelta(days=7))
        if not recent or not before:
            return ""
        return (
            f"Did {recent.percent}% of the plan in the last 7 days,"
            f" {before.percent}% in the 30 before."
        )

    def _over(self, days: int, until: date) -> DoneOfAssigned | None:
        if self.plan is None:
            return None
        return done_of_assigned(
            self.finished_on,
            sessions_per_week=self.plan.sessions_per_week,
            plan_started_on=self.plan.started_on,
            today=until,
            days=days,
        )


def figures_of(clients: Sequence[Client]) -> list[ClientFigures]:
    """Of those who let their trainer see their workouts, in their order; two queries.

    The clients come with `member__home_gym`: days are those of the member's own zone.
    """
    letting = [client for client in clients if client.may_see_workouts]
    members = [client.member_id for client in letting]
    plans = {plan.member_id: plan for plan in Plan.objects.filter(member__in=members, active=True)}
    finished = _finished_at(members)
    now = timezone.now()
    return [
        ClientFigures(
            client=client,
            plan=plans.get(client.member_id),
            finished_on=[
                at.astimezone(client.member.zone).date() for at in finished[client.member_id]
            ],
            today=now.astimezone(client.member.zone).date(),
        )
        for client in letting
    ]


def _finished_at(members: Iterable[int]) -> dict[int, list[datetime]]:
    """When the workouts by the days of the plan that each follows began."""
    found: dict[int, list[datetime]] = defaultdict(list)
    workouts = Workout.objects.trained().filter(
        member__in=members,
        started_at__gte=timezone.now() - LOOKED_BACK,
        plan_day__plan__active=True,
        plan_day__plan__deleted_at__isnull=True,
    )
    for member, at in workouts.order_by("started_at").values_list("member", "started_at"):
        found[member].append(at)
    return found


def clients_of(trainer: Trainer) -> "QuerySet[Client]":
    """The trainer's current clients with what their figures and names touch."""
    mine = Client.objects.current().filter(trainer=trainer)
    return mine.select_related("member__user", "member__home_gym", "trainer")


def figures_of_all(trainer: Trainer) -> list[ClientFigures]:
    """Of every client who lets the trainer see their workouts; three queries."""
    return figures_of(list(clients_of(trainer).filter(may_see_workouts=True)))


def sets_done_of(assignments: Iterable[Assignment]) -> dict[UUID, SetsDone]:
    """Sets done of those planned since each was taken into the plan; one query.

    Without an entry where no workout with it has begun since.
    """
    taken = [one for one in assignments if one.plan_item_id and one.taken_at]
    by_item: dict[UUID, list[tuple[datetime, int, int]]] = defaultdict(list)
    counted = Q(entries__deleted_at__isnull=True) & ~Q(entries__kind=SetKind.WARM_UP)
    items = WorkoutItem.objects.filter(
        plan_item__in={one.plan_item_id for one in taken},
        workout__in=Workout.objects.with_sets(),
    )
    rows = items.order_by().annotate(done=Count("entries", filter=counted))
    for item, at, done, planned in rows.values_list(
        "plan_item", "workout__started_at", "done", "sets"
    ):
        by_item[item].append((at, done, planned))
    found = {}
    for one in taken:
        since = [
            (done, planned)
            for at, done, planned in by_item[one.plan_item_id]  # type: ignore[index]
            if at >= one.taken_at  # type: ignore[operator]
        ]
        if since:
            found[one.pk] = sets_done_of_planned(since)
    return found
