"""What every app holds about a person: to hand over, and to erase when the days are over."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from gymsite.models import DataExport
from members import deletion
from members import personal_data as of_members
from members.data_tables import Table, tasks_naming
from members.models import Member, User
from trainers import personal_data as of_trainers
from trainers.bookings import bookings_leave
from trainers.bookings.writing import booking_write

logger = logging.getLogger(__name__)


def export(user: User) -> Iterator[Table]:
    """What gymsite itself holds."""
    yield Table(
        "downloads",
        "Downloads of your data that you have asked for.",
        DataExport.objects.visible_to(user).order_by("requested_at"),
        {
            "requested_at": "When you asked, UTC.",
            "ready_at": "When it was ready, UTC.",
            "failed_at": "When making it failed, UTC.",
            "size": "Size of the file, in bytes.",
        },
        left_out={
            "uuid": "Part of the file’s address.",
            "user": "The person themselves.",
            "percent": "How much of it was made.",
        },
    )


def erase(user: User) -> None:
    """Remove gymsite's own rows; the files go once the transaction holds."""
    for export in DataExport.objects.visible_to(user):
        tasks_naming(str(export.pk)).delete()
        transaction.on_commit(export.delete_file)
    DataExport.objects.visible_to(user).delete()


def everything(user: User) -> Iterator[Table]:
    """The person's own download, app by app."""
    yield from of_members.export(user)
    yield from of_trainers.export(user)
    yield from export(user)


def everything_on_request(user: User) -> Iterator[Table]:
    """What staff hand over on a formal request: the download and what it leaves out."""
    yield from everything(user)
    yield from of_members.export_on_request(user)
    yield from of_trainers.export_on_request(user)


@booking_write
def leave_everything(member: Member) -> None:
    """Begin the 14 days, and close in every app what waits for the person.

    Sessions first: their trainers are locked before the member, as by every write of a booking.
    """
    bookings_leave(member.user)
    deletion.deletion_request(member=member)
    of_trainers.leave(member.user)


@transaction.atomic
def erase_everything(user: User) -> None:
    """Remove the person from every app; the account itself goes last."""
    erase(user)
    of_trainers.erase(user)
    of_members.erase(user)


def erasures_due(now: datetime) -> None:
    """Erase those whose 14 days are over, each in a transaction of its own."""
    for pk in Member.objects.due_for_erasure(now).values_list("pk", flat=True):
        with transaction.atomic():
            for user in User.objects.filter(member=pk):
                of_trainers.people_lock(user)
            if member := Member.objects.due_for_erasure(now).filter(pk=pk).first():
                erase_everything(member.user)
                logger.info("An account was erased after its 14 days.")
