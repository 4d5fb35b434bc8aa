"""Sets for tests of what they amount to."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from members.progression import DoneSet

SETS = st.builds(
    DoneSet,
    kind=st.sampled_from(["warm_up", "working", "drop", "failure"]),
    reps=st.none() | st.integers(0, 20),
    load_kg=st.none() | st.decimals(0, 200, places=2),
    seconds=st.none() | st.integers(0, 600),
    metres=st.none() | st.integers(0, 5_000),
    rir=st.none() | st.integers(0, 5),
)


def kg(text: str) -> Decimal:
    return Decimal(text)


def done(*reps: int, at: str | None = "60", rir: int | None = None, **more: Any) -> list[DoneSet]:
    load = None if at is None else kg(at)
    return [DoneSet(reps=one, load_kg=load, rir=rir, **more) for one in reps]
