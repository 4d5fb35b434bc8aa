"""Leaving: an account asked to be deleted goes after 14 days, until then it can be kept."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from members.models import Member, Notice
from members.models.people import ERASED_AFTER
from members.notices import Mail, letter, notice_add, notice_kind

REMINDED_BEFORE = timedelta(days=1)


@transaction.atomic
def deletion_request(*, member: Member) -> None:
    """Begin the 14 days; a repeat changes nothing."""
    now = timezone.now()
    asked = Member.objects.filter(pk=member.pk, deletion_requested_at__isnull=True)
    if not asked.update(deletion_requested_at=now):
        return
    for kind, due_at in (
        ("deletion_requested", now),
        ("deletion_tomorrow", now + ERASED_AFTER - REMINDED_BEFORE),
    ):
        about = f"{member.pk} {now.isoformat()}"
        notice_add(kind=kind, recipient=member.user.email, about=about, due_at=due_at)


def deletion_undo(*, member: Member) -> bool:
    """Keep the account; False once the 14 days are over, whether or not it is gone yet."""
    since = timezone.now() - ERASED_AFTER
    leaving = Member.objects.filter(pk=member.pk, deletion_requested_at__gt=since)
    return bool(leaving.update(deletion_requested_at=None))


@notice_kind("deletion_requested")
def requested_mail(notice: Notice) -> Mail | None:
    return _mail(notice, "Your account will be deleted", "You have asked us to delete your account")


@notice_kind("deletion_tomorrow")
def tomorrow_mail(notice: Notice) -> Mail | None:
    return _mail(notice, "Your account goes tomorrow", "As you asked, your account will be deleted")


def _mail(notice: Notice, subject: str, beginning: str) -> Mail | None:
    """None unless the member is still leaving by this very request."""
    pk, _, asked_at = notice.about.partition(" ")
    leaving = Member.objects.filter(pk=pk, deletion_requested_at=asked_at).first()
    if leaving is None:
        return None
    gone = timezone.localtime(leaving.erased_on, leaving.zone)
    when = f"{date_format(gone, 'j F Y')} at {date_format(gone, 'H:i')} ({gone.tzinfo})"
    return letter(
        subject,
        f"{beginning}. On {when} it goes with everything in it.",
        "Until then you can keep it: sign in and press the one button there.",
        "If you did not ask for this, sign in, keep the account and choose a new password.",
        action=("Keep my account", settings.PUBLIC_URL + reverse("gymsite:deletion_detail")),
    )
