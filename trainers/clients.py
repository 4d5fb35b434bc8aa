"""Writes of who follows whom. Made only by the member's yes; each right is the member's alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Member
from members.notices import notice_add
from trainers.models import (
    AssignmentSet,
    Booking,
    BookingEvent,
    Client,
    ClientNote,
    ClientRequest,
    Question,
    Trainer,
    WorkoutRead,
)

State = ClientRequest.State
AskedBy = ClientRequest.AskedBy
ASK_AGAIN_AFTER = timedelta(days=30)
ONE_READ = timedelta(hours=1)


class NotAllowed(Exception):
    """The trainer may not ask this member, or the request has been answered already."""


class AskedLately(NotAllowed):
    """The member has said no not long ago; tells from which day the trainer may ask again."""

    def __init__(self, again_on: date) -> None:
        self.again_on = again_on


class ConsentMissing(Exception):
    """The member has not agreed, or no longer, that health data of theirs is kept."""


class Rights(NamedTuple):
    """What a member lets a trainer do."""

    may_edit_plan: bool = False
    may_see_workouts: bool = False


def has_asked(member: Member, trainer: Trainer) -> bool:
    """Whether the member has asked something that this trainer took or answered, or has booked."""
    return _asked(member, trainer).exists() or _booked(member, trainer).exists()


def _asked(member: Member, trainer: Trainer) -> QuerySet[Question]:
    theirs = Q(claimed_by=trainer) | Q(messages__trainer=trainer)
    return Question.objects.filter(theirs, member=member)


def _booked(member: Member, trainer: Trainer) -> QuerySet[Booking]:
    """What the member themselves booked with the trainer, and did not cancel."""
    return Booking.objects.held().filter(
        trainer=trainer,
        member=member,
        events__what=BookingEvent.What.BOOKED,
        events__by=BookingEvent.By.MEMBER,
    )


@transaction.atomic
def client_invite(*, member: Member, trainer: Trainer, rights: Rights) -> None:
    """The member asks a trainer to follow them; says yes where the trainer has asked before.

    Raises NotAllowed for oneself, ConsentMissing where a right needs it.
    """
    if trainer.user_id == member.user_id:
        raise NotAllowed
    _lock(member)
    _consented(member, rights)
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
    """A trainer asks to follow a member who has asked or booked them; raises NotAllowed.

    Says yes where the member has invited them before. Raises AskedLately after a no, for 30 days
    or until the member asks them something new, or books anew.
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
        if Member.objects.filter(pk=member.pk, deletion_requested_at__isnull=False).exists():
            raise NotAllowed
        _not_declined_lately(member, trainer)
        request = ClientRequest.objects.create(
            trainer=trainer, member=member, asked_by=AskedBy.TRAINER
        )
        _tell(request, "client_requested", member.user.email)


@transaction.atomic
def client_request_accept(*, request: ClientRequest, rights: Rights | None = None) -> Client:
    """Say yes to a request; `rights` are the member's answer to one of a trainer.

    To a member's own the rights are those ticked last. Raises NotAllowed where it has been
    answered or taken back meanwhile, ConsentMissing where a right needs it.
    """
    _lock(request.member)
    _consented(request.member, rights or Rights())
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


@transaction.atomic
def client_rights(*, client: Client, rights: Rights) -> None:
    """What the trainer may do from now on; raises ConsentMissing where a right needs it."""
    _lock(client.member)
    _consented(client.member, rights)
    Client.objects.current().filter(pk=client.pk).update(**rights._asdict())


@transaction.atomic
def client_end(*, client: Client) -> None:
    """The trainer follows the member no longer; all leave ends with it, and what was to be sent.

    A template that was made for them stays a template.
    """
    over = {"ended_at": timezone.now(), **Rights()._asdict()}
    Client.objects.current().filter(pk=client.pk).update(**over)
    sets = AssignmentSet.objects.filter(client=client)
    sets.filter(name="").delete()
    sets.update(client=None)


@transaction.atomic
def client_note_keep(*, note: ClientNote) -> None:
    """Keep a note, new or changed; a new one sent twice is there once.

    Raises ConsentMissing.
    """
    member = note.client.member
    _lock(member)
    if not _may_keep_health_data(member):
        raise ConsentMissing
    last = note.client.notes.first()
    if note.pk or last is None or (last.text, last.kind) != (note.text, note.kind):
        note.save()


def workout_read(*, client: Client, what: str) -> None:
    """Note that the client's trainer looks at their workouts, before they are shown."""
    workouts_read(clients=[client], what=what)


def workouts_read(*, clients: Sequence[Client], what: str) -> None:
    """The same of several clients of one trainer; these come with `trainer`.

    One look of a kind stands for all of them in an hour, so that the member's list can be read:
    the pages opened all day show the figures of every client.
    """
    looks = [WorkoutRead.of(client, what) for client in clients]
    since = timezone.now() - ONE_READ
    lately = WorkoutRead.objects.filter(
        trainer__in={look.trainer_id for look in looks},
        what__in={look.what for look in looks},
        at__gt=since,
    )
    there = set(lately.values_list("member", flat=True))
    WorkoutRead.objects.bulk_create(look for look in looks if look.member_id not in there)


def _lock(member: Member) -> None:
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)


def _may_keep_health_data(member: Member) -> bool:
    """As it is now, under the member's lock."""
    return Member.objects.filter(pk=member.pk, health_consent_at__isnull=False).exists()


def _consented(member: Member, rights: Rights) -> None:
    if rights.may_see_workouts and not _may_keep_health_data(member):
        raise ConsentMissing


def _not_declined_lately(member: Member, trainer: Trainer) -> None:
    again = timezone.now() - ASK_AGAIN_AFTER
    declined = ClientRequest.objects.filter(
        trainer=trainer,
        member=member,
        asked_by=AskedBy.TRAINER,
        state=State.DECLINED,
        decided_at__gt=again,
    )
    last = declined.order_by("decided_at").last()
    if last is None or last.decided_at is None:
        return
    since = {"created_at__gt": last.decided_at}
    asked = _asked(member, trainer).filter(**since).exists()
    if not asked and not _booked(member, trainer).filter(**since).exists():
        raise AskedLately(timezone.localdate(last.decided_at + ASK_AGAIN_AFTER))


def _tell(request: ClientRequest, kind: str, email: str) -> None:
    notice_add(kind=kind, recipient=email, about=str(request.pk))
