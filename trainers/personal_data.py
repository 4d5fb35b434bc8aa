"""What this app holds about a person: to hand over, to close when they leave, and to erase."""

from collections.abc import Iterator
from functools import partial

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from exercises.pictures import delete_unused_files, stems_of
from members.data_tables import Table, every
from members.models import Member, User
from members.personal_data import HealthData
from trainers.bookings import bookings_leave
from trainers.claims import lock
from trainers.client_data import private_notes, tables_as_client
from trainers.clients import client_end
from trainers.models import (
    Assignment,
    AssignmentSet,
    Booking,
    BookingEvent,
    CalendarFeed,
    Client,
    ClientNote,
    ClientRequest,
    MemberClaim,
    Message,
    PublishedAnswer,
    Question,
    Trainer,
    WaitlistEntry,
    WorkoutRead,
)
from trainers.questions import NO_CLAIM, question_publishing, question_resolve
from trainers.trainer_data import log_of_profile, tables_as_trainer


def export(user: User) -> Iterator[Table]:
    """Everything that goes into the person's own download."""
    yield from tables_as_client(user)
    yield from tables_as_trainer(user)


def export_on_request(user: User) -> Iterator[Table]:
    """What the person's own download leaves out and a formal request gets."""
    yield private_notes(user)
    yield log_of_profile(user)


def leave(user: User) -> None:
    """Close what is open, as the person has asked for the account to be deleted.

    Inside the transaction of that request, after `bookings_leave`. None of it comes back by itself
    if they stay.
    """
    _questions_close(user)
    standing = WaitlistEntry.objects.in_line().order_by()
    standing.filter(member__user=user).update(state=WaitlistEntry.State.LEFT)
    standing.filter(trainer__user=user).update(state=WaitlistEntry.State.OVER)
    CalendarFeed.objects.filter(user=user).delete()
    offered = Assignment.objects.given_to(user).offered()
    offered.update(state=Assignment.State.DECLINED)
    theirs = Q(member__user=user) | Q(trainer__user=user)
    for client in Client.objects.current().filter(theirs):
        client_end(client=client)
    by_member, by_trainer = ClientRequest.AskedBy.MEMBER, ClientRequest.AskedBy.TRAINER
    for asked, answered in ((by_member, by_trainer), (by_trainer, by_member)):
        own = Q(**{f"{asked}__user": user}, asked_by=asked)
        others = Q(**{f"{answered}__user": user}, asked_by=asked)
        _decide(own, ClientRequest.State.WITHDRAWN)
        _decide(others, ClientRequest.State.DECLINED)
    if trainer := Trainer.objects.filter(user=user, active=True).first():
        _hand_back(user)
        trainer.active = False
        trainer.save(update_fields=["active"])


def consent_withdrawn(user: User) -> None:
    """End what would keep or show more of the person's health, as they no longer agree to it.

    Inside the transaction of the withdrawal. None of it comes back by itself if they agree anew.
    """
    _questions_close(user)
    _bookings_without_health(user)
    Client.objects.current().filter(member__user=user).update(may_see_workouts=False)
    ClientRequest.objects.open().filter(member__user=user).update(may_see_workouts=False)


def _questions_close(user: User) -> None:
    for question in Question.objects.asked_by(user):
        question_publishing(question=question, may_publish=False)
        question_resolve(question=question)


def _bookings_without_health(user: User) -> None:
    """The sessions stay, without what they are about and the note for the trainer."""
    every(Booking).filter(member__user=user).update(
        note="", question=None, exercise=None, variation=None
    )


def _decide(which: Q, state: str) -> None:
    ClientRequest.objects.open().filter(which).update(state=state, decided_at=timezone.now())


def _hand_back(user: User) -> None:
    claimed = Question.objects.filter(claimed_by__user=user, state=Question.State.CLAIMED)
    claimed.update(**NO_CLAIM)


def people_lock(user: User) -> None:
    """Lock whoever shares sessions or a line with the person, then the person.

    Writers of bookings lock in this order; an erasure that did not would stand in their way.
    """
    trainers = Q(user=user) | Q(bookings__member__user=user) | Q(waitlist__member__user=user)
    lock(
        Trainer.objects.filter(trainers).values_list("pk", flat=True),
        Member.objects.filter(user=user).values_list("pk", flat=True),
    )


@transaction.atomic
def erase(user: User) -> None:
    """Remove all that this app holds about the person; what others wrote stays without them."""
    people_lock(user)
    bookings_leave(user)
    health_data_erase(user)
    every(Assignment).filter(member__user=user).delete()
    every(AssignmentSet).filter(booking__member__user=user).delete()
    every(ClientRequest).filter(member__user=user).delete()
    every(WorkoutRead).filter(member__user=user).delete()
    every(Client).filter(member__user=user).delete()
    _bookings_erase(user)
    _trainer_erase(user)


def _bookings_erase(user: User) -> None:
    """Past sessions stay for the trainer, without the person and without a word of theirs."""
    every(BookingEvent).filter(user=user).update(user=None, message="")
    every(MemberClaim).filter(member__user=user).delete()
    every(Booking).filter(member__user=user).update(member=None)
    every(WaitlistEntry).filter(member__user=user).delete()
    every(CalendarFeed).filter(user=user).delete()


def health_data_erase(user: User) -> None:
    """Remove what the person asked and what trainers noted about them; inside a transaction.

    A question that a trainer has answered stays for that answer, without text and person; a
    wording stays only where it stands in a guide already.
    """
    _bookings_without_health(user)
    asked = every(Question).filter(member__user=user)
    in_guide = Q(state=PublishedAnswer.State.APPROVED, faq__isnull=False)
    every(PublishedAnswer).filter(question__in=asked).exclude(in_guide).delete()
    every(AssignmentSet).filter(question__in=asked).delete()
    every(Message).filter(question__in=asked, is_answer=False).delete()
    every(ClientNote).filter(client__member__user=user).delete()
    asked.filter(messages=None).delete()
    asked.filter(resolved_at=None).update(resolved_at=timezone.now())
    asked.update(
        member=None, text="", state=Question.State.RESOLVED, seen_at=None, may_publish=False
    )


def _questions(user: User) -> int:
    return Question.objects.asked_by(user).count()


HEALTH_DATA = HealthData("questions", _questions, health_data_erase)


def _trainer_erase(user: User) -> None:
    """The trainer with clients, notes and templates; questions that they were on are free."""
    every(LogEntry).filter(pk__in=log_of_profile(user).rows.values("pk")).delete()
    trainer = Trainer.objects.filter(user=user).first()
    if trainer is None:
        return
    _hand_back(user)
    photos = stems_of(Trainer.objects.filter(pk=trainer.pk), "photo")
    trainer.delete()
    transaction.on_commit(partial(delete_unused_files, photos))
