"""The zip of a person's data: asked for, made by the task worker, gone after some days."""

import csv
import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from gymsite.models import DataExport
from gymsite.personal_data import everything
from members.data_tables import Table
from members.models import Member, Notice, OptionalMail, User
from members.notices import Mail, letter, notice_add, notice_kind

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@transaction.atomic
def export_request(*, member: Member) -> DataExport:
    """Ask for a zip; while one is being made, that one."""
    Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    mine = DataExport.objects.visible_to(member.user)
    if waiting := mine.waiting().first():
        return waiting
    export = DataExport.objects.create(user=member.user)
    export_write.enqueue(str(export.pk))
    return export


@task
def export_write(uuid: str) -> None:
    """Make the zip; may run again from the start after it was cut off."""
    export = DataExport.objects.select_related("user").filter(pk=uuid).first()
    if export is None or export.ready_at:
        return
    try:
        with TemporaryFile() as file:
            write_zip(file, export.user, list(everything(export.user)), export)
            size = file.tell()
            export.delete_file()
            storages["exports"].save(export.file_name, File(file))
    except Exception:
        DataExport.objects.filter(pk=uuid).update(failed_at=timezone.now())
        raise
    export_finish(export=export, size=size)


@transaction.atomic
def export_finish(*, export: DataExport, size: int) -> None:
    """Tell the person that the zip is there; without one, if they have gone meanwhile."""
    waiting = DataExport.objects.filter(pk=export.pk)
    if not waiting.update(ready_at=timezone.now(), failed_at=None, percent=100, size=size):
        export.delete_file()
        return
    if export.user.member.wants(OptionalMail.EXPORT_READY):
        notice_add(
            kind=OptionalMail.EXPORT_READY, recipient=export.user.email, about=str(export.pk)
        )


@notice_kind(OptionalMail.EXPORT_READY)
def ready_mail(notice: Notice) -> Mail | None:
    """None once the file is gone."""
    export = DataExport.objects.ready().filter(pk=notice.about).first()
    if export is None:
        return None
    return letter(
        "Your download is ready",
        "The file with everything that we hold about you can be fetched. You need to be signed in.",
        f"After {DataExport.KEPT_FOR.days} days it is removed.",
        "You can switch this mail off in your settings.",
        action=("Fetch it", settings.PUBLIC_URL + reverse("gymsite:my_data")),
    )


def exports_due(now: datetime) -> None:
    """Forget the downloads whose days are over, with their files."""
    for export in DataExport.objects.over(now):
        export.delete_file()
        export.delete()


def write_zip(
    file: IO[bytes], user: User, tables: list[Table], export: DataExport | None = None
) -> None:
    """One CSV a table, all of them in one JSON file, and a README that describes each column.

    Tables are read once, a few rows at a time. With `export`, notes there how much is done.
    """
    with ZipFile(file, "w", ZIP_DEFLATED) as archive, TemporaryFile() as spool:
        archive.writestr(_entry("README.txt"), readme(user, tables))
        spool.write(b"{")
        for number, table in enumerate(tables, 1):
            with archive.open(_entry(f"{table.name}.csv"), "w") as member:
                _write_table(table, member, spool)
            spool.write(b"\n}" if number == len(tables) else b",")
            if export:
                DataExport.objects.filter(pk=export.pk).update(percent=95 * number // len(tables))
        spool.seek(0)
        with archive.open(_entry("data.json"), "w") as member:
            for block in iter(lambda: spool.read(65_536), b""):
                member.write(block)


def _entry(name: str) -> ZipInfo:
    """A file of the zip, made now, readable by whoever unpacks it."""
    entry = ZipInfo(name, timezone.now().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def readme(user: User, tables: list[Table]) -> str:
    context = {"user": user, "tables": tables, "made_at": timezone.now()}
    return render_to_string("gymsite/my_data_readme.txt", context)


def _write_table(table: Table, csv_file: IO[bytes], json_file: IO[bytes]) -> None:
    text = TextIOWrapper(csv_file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(table.columns)
    json_file.write(f"\n{json.dumps(table.name)}: [".encode())
    before = "\n"
    for row in table.read():
        values = [plain(value) for value in row]
        writer.writerow([as_cell(value) for value in values])
        record = dict(zip(table.columns, values, strict=True))
        json_file.write(f"{before}{json.dumps(record, ensure_ascii=False)}".encode())
        before = ",\n"
    json_file.write(b"]")
    text.detach()


def plain(value: Any) -> Any:
    """A value as JSON knows it: times in UTC, loads as numbers."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date | time | UUID):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value


def as_cell(value: Any) -> Any:
    """A value for a spreadsheet; a text that would be read as a formula gets a quote before it."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(FORMULA):
        return f"'{value}"
    return value
