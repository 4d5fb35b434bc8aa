"""What a member chooses for themselves: settings, and leave to keep health data."""

from collections.abc import Callable, Collection

from django.db import transaction
from django.utils import timezone

from members.models import Member, OptionalMail, RefusedMail, User
from members.personal_data import health_data_erase


@transaction.atomic
def settings_save(*, member: Member, name: str, wanted_mails: Collection[str]) -> None:
    """Keep changed settings of a member, the name of their account and the mails they want."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    member.save(update_fields=["home_gym", "goal", "level", "unit"])
    member.user.name = name
    member.user.save(update_fields=["name"])
    member.refused_mails.filter(kind__in=wanted_mails).delete()
    refused = [kind for kind in OptionalMail.values if kind not in wanted_mails]
    RefusedMail.objects.bulk_create(
        [RefusedMail(member=member, kind=kind) for kind in refused], ignore_conflicts=True
    )


def consent_give(*, member: Member) -> None:
    """From now on; a repeat keeps the first moment."""
    without = Member.objects.filter(pk=member.pk, health_consent_at__isnull=True)
    without.update(health_consent_at=timezone.now())


CONSENT_WITHDRAWN: list[Callable[[User], None]] = []
"""What other apps end with the consent to health data; each adds its own."""


@transaction.atomic
def consent_withdraw(*, member: Member) -> None:
    """From now on; what other apps would still keep or show by that consent ends with it."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    Member.objects.filter(pk=member.pk).update(health_consent_at=None)
    for end in CONSENT_WITHDRAWN:
        end(member.user)


@transaction.atomic
def health_data_delete(*, member: Member) -> None:
    """Remove workouts, readiness outcomes and what trainers were asked for good; plans stay."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    health_data_erase(member.user)
