from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from exercises.decorators import read_only
from members.models import Plan, PlanItem
from members.progression.attendance import SetsDone
from trainers.access import ClientPageRequest, client_page
from trainers.clients import workout_read
from trainers.following import figures_of, sets_done_of
from trainers.forms.clients import NoteForm
from trainers.models import Assignment, Booking, Client
from trainers.wording import leave_words

PAGE_SIZE = 24
WHAT = "How much of your plan and of what was assigned you do"
State = Assignment.State


class Given(NamedTuple):
    """An assignment with the sets done of it, where they may be seen and there are any."""

    assignment: Assignment
    sets: SetsDone | None

    @property
    def may_change(self) -> bool:
        return self.assignment.state in (State.OFFERED, State.IN_PLAN)


@read_only
@client_page
def client_detail(request: ClientPageRequest) -> HttpResponse:
    if request.client.may_see_workouts:
        workout_read(client=request.client, what=WHAT)
    return render(request, "trainers/client_detail.html", client_context(request, NoteForm()))


def client_context(request: ClientPageRequest, form: NoteForm) -> dict[str, Any]:
    """What the client's page shows; only what they let their trainer see."""
    client = request.client
    given = Assignment.objects.given_by(request.trainer).filter(member=client.member_id)
    page = Paginator(given.not_replaced().for_card(), PAGE_SIZE).get_page(request.GET.get("page"))
    notes = Paginator(client.notes.all(), PAGE_SIZE).get_page(request.GET.get("notes"))
    theirs = Booking.objects.filter(trainer=request.trainer, member=client.member_id).for_list()
    may_see_plan = client.may_see_workouts or client.may_edit_plan
    return {
        "client": client,
        "name": client.member.user.get_full_name(),
        "unit": client.member.unit,
        "leave": leave_words(client),
        "figures": next(iter(figures_of([client])), None),
        "may_see_plan": may_see_plan,
        "plan": plan_of(client) if may_see_plan else None,
        "next_session": theirs.to_come().first(),
        "last_session": theirs.held().filter(ends_at__lte=timezone.now()).past().first(),
        "page": page,
        "given": _given(client, list(page)),
        "notes": notes,
        "form": form,
    }


def plan_of(client: Client) -> Plan | None:
    items = PlanItem.objects.select_related("variation__exercise__body_part")
    plans = Plan.objects.filter(member=client.member_id, active=True)
    return plans.prefetch_related("days", Prefetch("days__items", items)).first()


def _given(client: Client, assignments: list[Assignment]) -> list[Given]:
    sets = sets_done_of(assignments) if client.may_see_workouts else {}
    return [Given(one, sets.get(one.pk)) for one in assignments]
