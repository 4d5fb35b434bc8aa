"""Imports of other apps' files: reading, importing, taking back. No transaction spans a file."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import BinaryIO
from uuid import UUID, uuid5

from django.db import models, transaction
from django.utils import timezone

from exercises.models import Variation
from exercises.search import search
from members.importers.fitting import TooMuch, filled, fitted
from members.importers.logs import Log, ReadItem, ReadWorkout
from members.importers.matching import SURE, Candidate, Match, match, queries
from members.importers.packing import batches, pack, unpack
from members.importers.reading import read_log
from members.models import (
    ImportBatch,
    ImportedName,
    ItemState,
    Member,
    SetEntry,
    Workout,
    WorkoutImport,
    WorkoutItem,
)
from members.models.imports import DRAFT_LASTS, RECORD_LASTS
from members.tasks import import_write

IMPORTED = UUID("7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e11")
"""The name space of imported rows' uuids."""
SEARCHED = 30
AT_ONCE = 500
MOST_SETS_OF_ITEM = 20
State = WorkoutImport.State


def workout_uuid(member_pk: int, source: str, workout: ReadWorkout) -> UUID:
    """The same for every file that holds the workout, so that it is imported once."""
    return uuid5(IMPORTED, f"{member_pk}:{source}:{workout.starts.isoformat()}:{workout.title}")


def import_read(*, member: Member, file: BinaryIO, file_name: str) -> WorkoutImport:
    """Read a file and keep what it says as the member's one draft; raises Refused."""
    log = read_log(file, zone=member.zone, now=timezone.now())
    filled_boxes: dict[str, Counter[str]] = {}
    loads: set[str] = set()
    distances: set[str] = set()
    for name, one in log.sets():
        filled_boxes.setdefault(name, Counter())[filled(one)] += 1
        loads.add(one.load)
        distances.add(one.distance)
    bare = {Decimal(load) for load in loads if load and load[-1].isdigit()}
    WorkoutImport.objects.filter(member=member, state__in=[State.READING, State.DRAFT]).delete()
    record = WorkoutImport.objects.create(
        member=member,
        source=log.source,
        file_name=file_name,
        asks_unit=any(bare),
        asks_distance_unit=any(text and text[-1].isdigit() for text in distances),
        heaviest=f"{max(bare):f}" if any(bare) else "",
        rows=log.rows,
        workout_count=len(log.workouts),
        known_count=_known(member, log),
        first_on=log.workouts[0].starts.date() if log.workouts else None,
        last_on=log.workouts[-1].starts.date() if log.workouts else None,
        empty_count=log.empty,
        problems=log.problems,
        problem_count=log.problem_count,
        expires_at=timezone.now() + DRAFT_LASTS,
    )
    ImportedName.objects.bulk_create(_named(record, filled_boxes))
    for record.batch_count, batch in enumerate(batches(log.workouts), start=1):
        ImportBatch.objects.create(record=record, number=record.batch_count, packed=pack(batch))
    record.state = State.DRAFT
    record.save(update_fields=["batch_count", "state"])
    return record


def _known(member: Member, log: Log) -> int:
    uuids = [workout_uuid(member.pk, log.source, one) for one in log.workouts]
    mine = Workout.objects.filter(member=member)
    return sum(
        mine.filter(pk__in=uuids[at : at + AT_ONCE]).exclude(_taken_back()).count()
        for at in range(0, len(uuids), AT_ONCE)
    )


def _taken_back() -> models.Q:
    """Workouts that went when the import that brought them was taken back."""
    undone = WorkoutImport.objects.filter(
        state=State.UNDONE, workouts=models.OuterRef("pk"), undone_at=models.OuterRef("deleted_at")
    )
    return models.Q(models.Exists(undone))


def _named(record: WorkoutImport, filled_boxes: dict[str, Counter[str]]) -> Iterable[ImportedName]:
    matches = match_names(filled_boxes)
    for name, boxes in filled_boxes.items():
        row = ImportedName(record=record, name=name, sets=boxes.total(), filled=dict(boxes))
        found = matches.get(name)
        if found is not None:
            sure = found.confidence >= SURE
            row.variation_id = found.pk if sure else None
            row.suggested_id = None if sure else found.pk
            row.how = found.how if sure else ImportedName.How.UNKNOWN
            row.confidence = found.confidence
        yield row


def match_names(names: Iterable[str]) -> dict[str, Match]:
    """The public variations that names of another app mean, where one comes near."""
    found = {name: _searched(name) for name in names}
    pks = {pk for some in found.values() for pk in some}
    rows = Variation.objects.published().filter(pk__in=pks).prefetch_related("equipment")
    candidates = {
        one.pk: Candidate(
            one.pk, one.name, tuple(one.aliases), tuple(piece.slug for piece in one.equipment.all())
        )
        for one in rows
    }
    matches = {
        name: match(name, [candidates[pk] for pk in pks if pk in candidates])
        for name, pks in found.items()
    }
    return {name: one for name, one in matches.items() if one is not None}


def _searched(name: str) -> list[int]:
    for query in queries(name):
        page = search(query, page_size=SEARCHED, facets=False)
        if found := [one.pk for one in page.results if one.kind == "variation"]:
            return found
    return []


@transaction.atomic
def import_start(*, record: WorkoutImport, unit: str, distance_unit: str) -> bool:
    """Hand a draft to the worker; False where it was no draft any more."""
    drafts = WorkoutImport.objects.filter(pk=record.pk, state=State.DRAFT)
    started = drafts.update(
        state=State.IMPORTING,
        unit=unit,
        distance_unit=distance_unit,
        moved_at=timezone.now(),
        expires_at=timezone.now() + RECORD_LASTS,
    )
    if started:
        import_write.enqueue(str(record.pk))
    return bool(started)


def import_run(*, uuid: UUID) -> None:
    """Write an import batch by batch; run again, it goes on where it stopped."""
    while batch_write(uuid=uuid):
        pass


@transaction.atomic
def batch_write(*, uuid: UUID) -> bool:
    """Write the next batch of an import; False once there is none.

    Workouts that are in the history already, corrected and deleted ones included, stay as they
    are. Without leave to keep health data the import is dropped. One that went with the health
    data, or with the account, while its turn came is over.
    """
    going_on = WorkoutImport.objects.filter(pk=uuid, state=State.IMPORTING)
    members = Member.objects.select_for_update(no_key=True)
    member = members.filter(pk__in=going_on.values("member")).first()
    record = going_on.select_for_update().first()
    if member is None or record is None:
        return False
    if not member.may_keep_health_data:
        record.delete()
        return False
    batch = record.batches.first()
    if batch is None:
        record.state = State.DONE
    else:
        counted = Counter(record.outcome)
        counted.update(_write(record, Member.objects.of(member.user), unpack(bytes(batch.packed))))
        record.outcome = dict(counted)
        batch.delete()
    record.moved_at = timezone.now()
    record.save(update_fields=["state", "outcome", "moved_at"])
    return batch is not None


def _write(record: WorkoutImport, member: Member, read: list[ReadWorkout]) -> Counter[str]:
    uuids = {workout_uuid(member.pk, record.source, one): one for one in read}
    Workout.objects.filter(pk__in=uuids, member=member).filter(_taken_back()).delete()
    there = set(Workout.objects.filter(pk__in=uuids).values_list("pk", flat=True))
    rows = _Rows(record, member)
    for uuid, workout in uuids.items():
        if uuid not in there:
            rows.add(uuid, workout)
    Workout.objects.bulk_create(rows.workouts)
    WorkoutItem.objects.bulk_create(rows.items)
    SetEntry.objects.bulk_create(rows.sets, batch_size=AT_ONCE)
    record.workouts.add(*rows.workouts)
    return rows.counts + Counter(known=len(there))


class _Rows:
    """The unsaved rows of a batch, and what becomes of its sets."""

    def __init__(self, record: WorkoutImport, member: Member) -> None:
        self.record, self.member, self.zone = record, member, member.zone
        names = record.names.filter(variation__isnull=False).select_related("variation")
        self.variations = {one.name: one.variation for one in names}
        self.workouts: list[Workout] = []
        self.items: list[WorkoutItem] = []
        self.sets: list[SetEntry] = []
        self.counts: Counter[str] = Counter()

    def add(self, uuid: UUID, read: ReadWorkout) -> None:
        starts = read.starts.replace(tzinfo=self.zone)
        workout = Workout(
            pk=uuid,
            member=self.member,
            name=read.title,
            note=read.note,
            source=self.record.source,
            started_at=starts,
            finished_at=max(starts, read.ends.replace(tzinfo=self.zone)),
        )
        before = len(self.items)
        for place, item in enumerate(read.items):
            self._add_item(workout, place, item)
        if len(self.items) == before:
            self.counts["empty"] += 1
            return
        self.workouts.append(workout)
        self.counts["workouts"] += 1

    def _add_item(self, workout: Workout, place: int, read: ReadItem) -> None:
        variation = self.variations.get(read.name)
        if variation is None:
            self.counts["left_out"] += len(read.sets)
            return
        item = WorkoutItem(
            pk=uuid5(workout.pk, f"item {place}"),
            workout=workout,
            variation=variation,
            order=place,
            superset=read.superset,
            note=read.note,
            state=ItemState.DONE,
        )
        entries = list(self._entries(item, variation, read, workout.started_at))
        if entries:
            item.sets = min(len(entries), MOST_SETS_OF_ITEM)
            self.items.append(item)
            self.sets += entries
            self.counts["sets"] += len(entries)

    def _entries(
        self, item: WorkoutItem, variation: Variation, read: ReadItem, at: datetime
    ) -> Iterable[SetEntry]:
        for place, one in enumerate(read.sets):
            try:
                values = fitted(
                    one,
                    variation.measure,
                    unit=self.record.unit,
                    distance_unit=self.record.distance_unit,
                )
            except TooMuch:
                self.counts["too_much"] += 1
                continue
            if values is None:
                self.counts["unfitting"] += 1
                continue
            yield SetEntry(
                pk=uuid5(item.pk, f"set {place}"),
                item=item,
                order=place,
                kind=one.kind,
                rir=one.rir,
                done_at=at,
                **values,
            )


@transaction.atomic
def import_undo(*, record: WorkoutImport) -> None:
    """Delete the workouts that an import brought, except what was deleted before."""
    Member.objects.select_for_update(no_key=True).get(pk=record.member_id)
    now = timezone.now()
    done = WorkoutImport.objects.filter(pk=record.pk, state=State.DONE)
    if done.update(state=State.UNDONE, undone_at=now):
        record.workouts.filter(deleted_at__isnull=True).update(
            deleted_at=now, revision=models.F("revision") + 1
        )


@transaction.atomic
def import_restore(*, record: WorkoutImport) -> None:
    """Put back what `import_undo` deleted."""
    Member.objects.select_for_update(no_key=True).get(pk=record.member_id)
    undone = WorkoutImport.objects.filter(pk=record.pk, state=State.UNDONE)
    at = undone.values_list("undone_at", flat=True).first()
    if undone.update(state=State.DONE, undone_at=None):
        record.workouts.filter(deleted_at=at).update(
            deleted_at=None, revision=models.F("revision") + 1
        )


def imports_lapsed() -> int:
    """Drop what is kept of files whose time is over; the workouts stay. Returns how many."""
    lapsed = WorkoutImport.objects.lapsed()
    number = lapsed.count()
    lapsed.delete()
    return number


def imports_stalled() -> int:
    """Hand imports whose worker died to a new one. Returns how many."""
    stalled = list(WorkoutImport.objects.stalled().values_list("pk", flat=True))
    for uuid in stalled:
        with transaction.atomic():
            WorkoutImport.objects.filter(pk=uuid).update(moved_at=timezone.now())
            import_write.enqueue(str(uuid))
    return len(stalled)
