"""Workouts as they were read, kept small until they are imported."""

import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from members.importers.logs import ReadItem, ReadSet, ReadWorkout

MOST_WORKOUTS = 200
MANY_SETS = 1_000
"""After which a batch ends, so that no transaction is a long one."""


def batches(workouts: Sequence[ReadWorkout]) -> Iterator[list[ReadWorkout]]:
    """The workouts in portions, each of which is written in one transaction."""
    batch: list[ReadWorkout] = []
    sets = 0
    for workout in workouts:
        batch.append(workout)
        sets += sum(len(item.sets) for item in workout.items)
        if len(batch) == MOST_WORKOUTS or sets >= MANY_SETS:
            yield batch
            batch, sets = [], 0
    if batch:
        yield batch


def pack(workouts: Sequence[ReadWorkout]) -> bytes:
    rows = [
        [
            workout.starts.isoformat(),
            workout.ends.isoformat(),
            workout.title,
            workout.note,
            [[item.name, item.note, item.superset, item.sets] for item in workout.items],
        ]
        for workout in workouts
    ]
    return zlib.compress(json.dumps(rows, separators=(",", ":")).encode())


def unpack(packed: bytes) -> list[ReadWorkout]:
    return [
        ReadWorkout(
            starts=datetime.fromisoformat(starts),
            ends=datetime.fromisoformat(ends),
            title=title,
            note=note,
            items=[
                ReadItem(name, about, superset, sets=[ReadSet(*one) for one in sets])
                for name, about, superset, sets in items
            ],
        )
        for starts, ends, title, note, items in json.loads(zlib.decompress(packed))
    ]
