"""What logged sets amount to. Pure functions: no database, no clock.

Loads are kilograms as `Decimal`, durations seconds, distances metres.
"""

from members.progression.attendance import (
    DoneOfAssigned,
    SetsDone,
    done_of_assigned,
    needs_attention,
    sets_done_of_planned,
)
from members.progression.bests import (
    Record,
    RecordKind,
    Records,
    estimated_one_rep_max,
    first_reached,
    records,
    records_broken,
)
from members.progression.double import Offer, Reason, next_load
from members.progression.sets import COUNTED_KINDS, DoneSet
from members.progression.volume import LOADED, PRIMARY_SHARE, SECONDARY_SHARE, set_volume, share

__all__ = [
    "COUNTED_KINDS",
    "LOADED",
    "PRIMARY_SHARE",
    "SECONDARY_SHARE",
    "DoneOfAssigned",
    "DoneSet",
    "Offer",
    "Reason",
    "Record",
    "RecordKind",
    "Records",
    "SetsDone",
    "done_of_assigned",
    "estimated_one_rep_max",
    "first_reached",
    "needs_attention",
    "next_load",
    "records",
    "records_broken",
    "set_volume",
    "sets_done_of_planned",
    "share",
]
