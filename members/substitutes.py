"""What can stand in for a variation."""

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, prefetch_related_objects

from exercises.models import Equipment, Variation
from members.models import Member, SetEntry, SetKind

MOST_OTHERS = 12


@dataclass(frozen=True)
class Substitutes:
    """Public variations in the place of one; `others` train the same primary muscles."""

    easier: Variation | None
    harder: Variation | None
    others: list[Variation] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.easier or self.harder or self.others)

    def all(self) -> list[Variation]:
        return [one for one in (self.easier, self.harder, *self.others) if one]


def substitutes_of(
    variation: Variation, *, equipment: Collection[Equipment] | None = None
) -> Substitutes:
    """Easier, harder, and others that do without the variation's own equipment.

    With `equipment`, the others need nothing but those pieces. A variation that is no longer in
    the guides has no place on their ladder, so it has others only. Four queries.
    """
    ladder = Prefetch("exercise__variations", Variation.objects.published().for_card())
    prefetch_related_objects([variation], ladder, "equipment")
    easier, harder = variation.neighbours()
    taken = () if equipment is not None else variation.equipment.all()
    found = Variation.objects.alternatives_to(variation, equipment=equipment, without=taken)
    beside = [one.pk for one in (easier, harder) if one]
    return Substitutes(easier, harder, list(found.for_card().exclude(pk__in=beside)[:MOST_OTHERS]))


def last_loads(member: Member, variations: Collection[Variation]) -> dict[int, Decimal]:
    """The load that the member last worked with, by variation; only of those logged with one."""
    rows = Variation.objects.filter(pk__in=[one.pk for one in variations])
    latest = _worked(member).filter(item__variation=OuterRef("pk")).order_by("-done_at", "-pk")
    found = rows.order_by().values_list("pk", Subquery(latest.values("load_kg")[:1]))
    return {pk: load for pk, load in found if load is not None}


def _worked(member: Member) -> QuerySet[SetEntry]:
    sets = SetEntry.objects.counted().filter(item__workout__member=member, load_kg__isnull=False)
    return sets.exclude(kind=SetKind.WARM_UP)
