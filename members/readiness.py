"""The questions before training. Only what follows from the answers is kept, never an answer."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from members.models import Member, Notice, OptionalMail, ReadinessCheck
from members.notices import Mail, letter, notice_add, notice_kind

VERSION = 1
QUESTIONS = {
    "heart": "Has a doctor found something about your heart or your blood pressure that"
    " exercise should take into account?",
    "chest": "Do you get pain, pressure or tightness in your chest, at rest or when you exert"
    " yourself?",
    "balance": "In the last twelve months, have you fainted, or felt so dizzy that you had to hold"
    " on to something?",
    "breath": "Do you run out of breath doing everyday things, such as one flight of stairs?",
    "joints": "Do you have an injury, or a pain in back, bones or joints, that moving makes worse?",
    "treatment": "Are you being treated for a long-term illness, recovering from an operation, or"
    " taking medicine that affects your heart, breathing or balance?",
    "pregnancy": "Are you pregnant, or have you given birth in the last six months?",
}


def outcome_of(yes: Collection[str]) -> ReadinessCheck.Outcome:
    """What follows from the questions that were answered with yes."""
    return ReadinessCheck.Outcome.PROFESSIONAL if yes else ReadinessCheck.Outcome.CLEAR


def current_check(member: Member) -> ReadinessCheck | None:
    """The latest outcome, while it holds."""
    latest = member.readiness_checks.order_by("-taken_on", "-pk").first()
    return latest if latest and latest.is_current else None


@transaction.atomic
def readiness_take(*, member: Member, outcome: ReadinessCheck.Outcome) -> ReadinessCheck:
    """Keep an outcome; a year later the member is told that it has lapsed."""
    check = member.readiness_checks.create(
        version=VERSION, outcome=outcome, taken_on=timezone.localdate()
    )
    notice_add(
        kind=OptionalMail.READINESS_LAPSED,
        recipient=member.user.email,
        about=str(check.pk),
        due_at=timezone.now() + ReadinessCheck.LAPSES_AFTER + timedelta(days=1),
    )
    return check


def readiness_lapse(*, member: Member) -> None:
    """Something has changed: no earlier outcome holds any more."""
    held = member.readiness_checks.filter(lapsed_on__isnull=True)
    held.update(lapsed_on=timezone.localdate())


@notice_kind(OptionalMail.READINESS_LAPSED)
def lapsed_mail(notice: Notice) -> Mail | None:
    """None where the outcome is gone or no longer the latest, or the member wants no such mail."""
    checks = ReadinessCheck.objects.select_related("member__user")
    check = checks.filter(pk=notice.about, lapsed_on__isnull=True).first()
    if check is None or current_check(check.member):
        return None
    if not check.member.wants(OptionalMail.READINESS_LAPSED):
        return None
    return letter(
        "Your readiness check is a year old",
        "A year can change a lot. Seven short questions tell you whether to see somebody before"
        " you train on. Your answers are not kept, only what follows from them.",
        "You can switch this mail off in your settings.",
        action=("Answer the questions", settings.PUBLIC_URL + reverse("members:readiness_create")),
    )
