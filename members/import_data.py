"""What imports of other apps' files hold about a person."""

from collections.abc import Iterator
from typing import Any

from members.data_tables import KEY, OWNER, TOLD, Table, every, tasks_naming
from members.importers.packing import unpack
from members.models import ImportBatch, ImportedName, User, WorkoutImport


def import_tables(user: User) -> Iterator[Table]:
    yield Table(
        "imports",
        "Files of other apps that you brought here. Entries are removed after at most 30 days.",
        every(WorkoutImport).filter(member__user=user).order_by("created_at", "pk"),
        {
            "uuid": "The import’s own number.",
            "source": "The app that the file came from.",
            "state": "reading, draft (waits for you), importing, done or undone (taken back).",
            "file_name": "Name of the file.",
            "unit": "Unit of loads that you chose, where the file names none.",
            "distance_unit": "Unit of distances that you chose, where the file names none.",
            "rows": "Rows of the file.",
            "workout_count": "Workouts in the file.",
            "known_count": "How many of them you had already.",
            "first_on": "Day of the first workout in it.",
            "last_on": "Day of the last one.",
            "heaviest": "Heaviest load in it, among those without a unit.",
            "empty_count": "Rows without repetitions, time or distance.",
            "problems": "The first cells that made no sense, as in data.json.",
            "problem_count": "How many there were.",
            "outcome": "What became of workouts and sets, counted, as in data.json.",
            "created_at": "When you chose the file, UTC.",
            "moved_at": "When importing last went on, UTC.",
            "undone_at": "When you took it back, UTC.",
            "expires_at": "When this entry is removed, UTC; the workouts stay.",
        },
        left_out={
            "member": OWNER,
            "asks_unit": "Whether unit is asked for.",
            "asks_distance_unit": "Whether distance_unit is asked for.",
            "batch_count": "Counts the portions that it is written in.",
        },
    )
    yield Table(
        "imported_exercises",
        "Exercises of those files, as the other app names them.",
        every(ImportedName).filter(record__member__user=user).order_by("record", "pk"),
        {
            "import": "Number of the import.",
            "name": "Name in the file.",
            "sets": "Sets of it in the file.",
            "filled": "Those sets, counted by the boxes that they fill, as in data.json.",
            "variation": "Name of the variation that it becomes; empty: it is left out.",
            "suggested": "Name of a variation that might be meant.",
            "how": "name, alias, search, chosen (by you), left_out or unknown.",
            "confidence": "How near the names are, 0 to 100.",
        },
        sources={
            "import": "record",
            "variation": "variation__name",
            "suggested": "suggested__name",
        },
        left_out={"id": KEY},
    )
    yield Table(
        "imported_workouts",
        "Workouts that those imports brought.",
        every(WorkoutImport.workouts.through)
        .filter(workoutimport__member__user=user)
        .order_by("workoutimport", "pk"),
        {"import": "Number of the import.", "workout": "Number of the workout."},
        sources={"import": "workoutimport"},
        left_out={"id": KEY},
    )
    yield Table(
        "waiting_sets",
        "Sets that were read of a file and are not imported yet, as the file has them.",
        every(ImportBatch).filter(record__member__user=user).order_by("record", "number"),
        {
            "import": "Number of the import.",
            "started_at": "When the workout began, by the clock of your home gym.",
            "ended_at": "When it ended.",
            "workout": "Name of the workout.",
            "workout_note": "Note beside it.",
            "exercise": "Name of the exercise.",
            "exercise_note": "Note beside it.",
            "superset": "Letter that a superset shares.",
            "kind": "warm_up, working, drop or failure (to failure).",
            "reps": "Repetitions.",
            "load": "Load, with its unit where the file names one.",
            "distance": "Distance, with its unit where the file names one.",
            "seconds": "Time in seconds.",
            "rir": "Repetitions left in reserve.",
        },
        left_out={"id": KEY, "record": TOLD, "number": TOLD, "packed": TOLD},
        spread=_waiting_sets,
    )


def _waiting_sets(batch: ImportBatch) -> Iterator[tuple[Any, ...]]:
    for workout in unpack(bytes(batch.packed)):
        times = workout.starts.isoformat(), workout.ends.isoformat()
        for item in workout.items:
            about = workout.title, workout.note, item.name, item.note, item.superset
            for one in item.sets:
                yield batch.record_id, *times, *about, *one


def imports_erase(user: User) -> None:
    """Remove what is kept of the files; inside a transaction. The workouts are not touched."""
    every(WorkoutImport).filter(member__user=user).delete()


def import_tasks_erase(user: User) -> None:
    """Remove the rows of the task queue that name the person's imports; before these go."""
    for uuid in every(WorkoutImport).filter(member__user=user).values_list("pk", flat=True):
        tasks_naming(str(uuid)).delete()
