from dataclasses import dataclass
from decimal import Decimal

COUNTED_KINDS = ("working", "failure")
"""Kinds of set by which the next load is judged; warm-ups and drop sets are not."""


@dataclass(frozen=True)
class DoneSet:
    """What one set recorded; reps are per side where one side works at a time."""

    kind: str = "working"
    reps: int | None = None
    load_kg: Decimal | None = None
    seconds: int | None = None
    metres: int | None = None
    rir: int | None = None

    @property
    def counts(self) -> bool:
        return self.kind in COUNTED_KINDS

    @property
    def in_reserve(self) -> int | None:
        """Reps that were left; none after a set to failure, None where nobody said."""
        return 0 if self.rir is None and self.kind == "failure" else self.rir
