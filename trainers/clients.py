"""Writes of who follows whom. Made only by the member's yes; each right is the member's alone."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.models import Member
from members.notices import notice_add
from trainers.models import Client, ClientRequest, Question, Trainer, WorkoutRead

State = ClientRequest.State
AskedBy = ClientRequest.AskedBy
LONGEST_WHAT = 120


class NotAllowed(Exception):
    """The trainer may not ask this member, or the request has been answered already."""


class Rights(NamedTuple):
    """What a member lets a trainer do."""

    may_edit_plan: bool = False
    may_see_workouts: bool = False


def has_asked(member: Member, trainer: Trainer) -> bool:
    """Whether the member has asked something that this trainer took or answered."""
    theirs = Q(claimed_by=trainer) | Q(messages__trainer=trainer)
    return Question.objects.filter(theirs, member=member).exists()


@transaction.atomic
def client_invite(*, member: Member, trainer: Trainer, rights: Rights) -> None:
    """The member asks a trainer to follow them; says yes where the trainer has asked before.

    Raises NotAllowed for oneself.
    """
    if trainer.user_id == member.user_id:
        raise NotAllowed
    _lock(member)
    if Client.objects.of_member(member).filter(trainer=trainer).exists():
        return
    open_request = ClientRequest.objects.open().filter(trainer=trainer, member=member).first()
    if open_request and open_request.asked_by == AskedBy.TRAINER:
        client_request_accept(request=open_request, rights=rights)
    elif open_request:
        ClientRequest.objects.filter(pk=open_request.pk).update(**rights._asdict())
    else:
        request = ClientRequest.objects.create(
            trainer=trainer, member=member, asked_by=AskedBy.MEMBER, **rights._asdict()
        )
        _tell(request, "client_requested", trainer.user.email)


@transaction.atomic
def client_ask(*, trainer: Trainer, member: Member) -> None:
    """A trainer asks to follow a member who has asked them; raises NotAllowed.

    Says yes where the member has invited them before.
    """
    _lock(member)
    if Client.objects.of_member(member).filter(trainer=trainer).exists():
        return
    open_request = ClientRequest.objects.open().filter(trainer=trainer, member=member).first()
    if open_request and open_request.asked_by == AskedBy.MEMBER:
        client_request_accept(request=open_request)
    elif not open_request:
        if trainer.user_id == member.user_id or not has_asked(member, trainer):
            raise NotAllowed
        request = ClientRequest.objects.create(
            trainer=trainer, member=member, asked_by=AskedBy.TRAINER
        )
        _tell(request, "client_requested", member.user.email)


@transaction.atomic
def client_request_accept(*, request: ClientRequest, rights: Rights | None = None) -> Client:
    """Say yes to a request; `rights` are the member's answer to one of a trainer.

    To a member's own the rights are those ticked last. Raises NotAllowed where it has been
    answered or taken back meanwhile.
    """
    _lock(request.member)
    _decide(request, State.ACCEPTED)
    request.refresh_from_db(fields=["may_edit_plan", "may_see_workouts"])
    if request.asked_by == AskedBy.MEMBER:
        rights = Rights(request.may_edit_plan, request.may_see_workouts)
    client, _ = Client.objects.get_or_create(
        trainer=request.trainer,
        member=request.member,
        ended_at=None,
        defaults=(rights or Rights())._asdict(),
    )
    asked_by_member = request.asked_by == AskedBy.MEMBER
    asker = request.member.user if asked_by_member else request.trainer.user
    _tell(request, "client_accepted", asker.email)
    return client


def client_request_decline(*, request: ClientRequest) -> None:
    """Say no; nobody is told. Raises NotAllowed."""
    _decide(request, State.DECLINED)


def client_request_withdraw(*, request: ClientRequest) -> None:
    """Take back what one has asked; raises NotAllowed."""
    _decide(request, State.WITHDRAWN)


def _decide(request: ClientRequest, state: str) -> None:
    waiting = ClientRequest.objects.open().filter(pk=request.pk)
    if not waiting.update(state=state, decided_at=timezone.now()):
        raise NotAllowed


def client_rights(*, client: Client, rights: Rights) -> None:
    """What the trainer may do from now on."""
    Client.objects.current().filter(pk=client.pk).update(**rights._asdict())


@transaction.atomic
def client_end(*, client: Client) -> None:
    """The trainer follows the member no longer; all leave ends with it."""
    over = {"ended_at": timezone.now(), **Rights()._asdict()}
    Client.objects.current().filter(pk=client.pk).update(**over)


def workout_read(*, client: Client, what: str) -> None:
    """Note that the client's trainer looks at their workouts, before they are shown."""
    workouts_read(clients=[client], what=what)


def workouts_read(*, clients: Iterable[Client], what: str) -> None:
    """The same of several clients at once; cut to what a line of the member's page holds."""
    WorkoutRead.objects.bulk_create(
        WorkoutRead(client=client, trainer_id=client.trainer_id, what=what[:LONGEST_WHAT])
        for client in clients
    )


def _lock(member: Member) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _tell(request: ClientRequest, kind: str, email: str) -> None:
    notice_add(kind=kind, recipient=email, about=str(request.pk))
